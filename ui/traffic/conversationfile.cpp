// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationfile.h"

#include <QSaveFile>

#include <cerrno>

namespace wl {

namespace {

constexpr qint64 pieceBytes = 1024 * 1024; ///< read at once, between two looks at the stop token
constexpr quint64 recordsPerLook = 4096;   ///< the same, of records that are not written
constexpr qint64 bufferBytes = 64 * 1024;  ///< small records are put together to so much

/// One file, written in pieces that are not too small.
class BufferedFile
{
public:
    explicit BufferedFile(const QString& path)
        : m_file(path)
    {
    }

    [[nodiscard]] bool open() { return m_file.open(QIODevice::WriteOnly); }
    [[nodiscard]] bool write(const QByteArray& bytes)
    {
        m_buffer += bytes;
        return m_buffer.size() < bufferBytes || flush();
    }
    [[nodiscard]] bool commit() { return flush() && m_file.commit(); }
    void cancel() { m_file.cancelWriting(); }

private:
    [[nodiscard]] bool flush()
    {
        const QByteArray bytes = std::exchange(m_buffer, {});
        return m_file.write(bytes) == bytes.size();
    }

    QSaveFile m_file;
    QByteArray m_buffer;
};

/// False where writing failed or a stop was requested.
bool writeRecord(const RecordSource& source, RecordId id, const RecordEntry& entry, BufferedFile& out,
                 const std::stop_token& stop, PayloadSum& sum)
{
    for (qint64 at = 0; at < entry.length;) {
        const Result<QByteArray> piece = source.payload(id, at, pieceBytes);
        if (!piece || piece->isEmpty()) {
            ++sum.gone;
            return true;
        }
        if (stop.stop_requested() || !out.write(*piece))
            return false;
        at += piece->size();
        sum.bytes += piece->size();
    }
    ++sum.messages;
    return true;
}

} // namespace

Result<PayloadSum> writeConversation(const RecordSource& source, const ConversationMembers& members,
                                     std::optional<Direction> direction, const QString& path,
                                     const std::stop_token& stop,
                                     const std::function<void(int percent)>& progress)
{
    const auto failed = [&] { return fail(fileErrorCode(errno), path, errno); };
    BufferedFile out(path);
    errno = 0;
    if (!out.open())
        return failed();
    PayloadSum sum;
    const quint64 count = source.recordCount();
    bool isWritten = true;
    for (quint64 id = 0; id < count && isWritten; ++id) {
        if (id % recordsPerLook == 0) {
            progress(int(id * 100 / count));
            isWritten = !stop.stop_requested();
        }
        const RecordEntry entry = source.record(RecordId(id));
        const bool isMeant = entry.kind == RecordKind::Data && (!direction || entry.direction == *direction);
        if (isMeant && members.has(source, entry))
            isWritten = isWritten && writeRecord(source, RecordId(id), entry, out, stop, sum);
    }
    if (stop.stop_requested()) {
        out.cancel();
        return fail(ErrorCode::Canceled, path);
    }
    if (!isWritten || !out.commit())
        return failed();
    return sum;
}

} // namespace wl
