// SPDX-License-Identifier: MIT
#include "capture/savecapture.h"

#include "capture/eventplan.h"
#include "capture/flow.h"
#include "capture/interfacetable.h"
#include "capture/mirrortable.h"

#include <QFile>
#include <QHash>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

namespace wl {

namespace {

constexpr qsizetype writeBytes = qsizetype{1024} * 1024;
constexpr quint64 recordsPerProgress = 4096;

// Builds the blocks of the records that it is given and writes them to a file that is not yet in place.
class Saver
{
public:
    Saver(const RecordSource& source, const QString& path)
        : m_source(source)
        , m_path(path)
        , m_file(path + QStringLiteral(".XXXXXX"))
    {
    }

    [[nodiscard]] Result<void> open()
    {
        if (!m_file.open()) { // 0600 by QTemporaryFile
            return failed(errno);
        }
        m_interfaces.writeSection(m_buffer);
        return {};
    }

    [[nodiscard]] Result<void> add(RecordId id)
    {
        const RecordEntry entry = m_source.record(id);
        auto payload = m_source.payload(id);
        if (!payload && payload.error().code == ErrorCode::FileNotFound) {
            ++m_result.recordsDropped;
            return {};
        }
        if (!payload) {
            return tl::make_unexpected(payload.error());
        }
        write(entry, *payload);
        ++m_result.records;
        return m_buffer.size() >= writeBytes ? flush() : Result<void>();
    }

    [[nodiscard]] Result<SaveResult> finish()
    {
        m_interfaces.writeStatistics(m_buffer);
        if (auto done = flush(); !done) {
            return tl::make_unexpected(done.error());
        }
        m_result.bytes = m_file.size();
        if (::fsync(m_file.handle()) != 0) {
            return tl::make_unexpected(failed(errno).value());
        }
        if (std::rename(QFile::encodeName(m_file.fileName()).constData(),
                        QFile::encodeName(m_path).constData()) != 0) {
            return tl::make_unexpected(failed(errno).value());
        }
        m_file.setAutoRemove(false);
        return m_result;
    }

private:
    struct Connection
    {
        FlowTemplates templates;
        FlowState state;
        quint32 interface;
    };

    Connection& connection(ConnectionId id)
    {
        const auto known = m_connections.find(id);
        if (known != m_connections.end()) {
            return **known;
        }
        const ConnectionInfo& info = m_source.connection(id).info;
        const quint32 interface = m_interfaces.interfaceOf(info, m_buffer);
        const auto made = std::make_shared<Connection>(Connection{
            FlowTemplates(info, interface, m_mirrors.add(id, info)), Flow::initialState(id), interface});
        return **m_connections.insert(id, made);
    }

    void write(const RecordEntry& entry, QByteArrayView payload)
    {
        const ConnectionInfo& info = m_source.connection(entry.connectionId()).info;
        Connection& conn = connection(entry.connectionId());
        Flow flow(m_buffer, conn.state, conn.templates);
        const bool isUdp = info.transport == Transport::Udp;
        if (entry.kind != RecordKind::Data) {
            const QString text = QString::fromUtf8(payload);
            const RecordPlace place =
                isUdp ? flow.udpEvent(entry.kind, entry.direction, entry.timeNs, text)
                      : flow.tcpEvent(info.role, entry.kind, entry.direction, entry.timeNs, text);
            m_interfaces.count(conn.interface, entry.timeNs, place.pieces);
            if (isEnd(entry.kind)) {
                m_mirrors.end(entry.connectionId(), info);
            }
            return;
        }
        // More than one part only for records of others, which may be longer than ours can be.
        const qsizetype most = Flow::maximumRecord(info.transport, conn.templates);
        do {
            const QByteArrayView part = payload.first(std::min(most, payload.size()));
            payload = payload.sliced(part.size());
            const RecordPlace place = isUdp ? flow.udpData(entry.direction, entry.timeNs, part)
                                            : flow.tcpData(entry.direction, entry.timeNs, part);
            m_interfaces.count(conn.interface, entry.timeNs, place.pieces);
        } while (!payload.isEmpty());
    }

    [[nodiscard]] Result<void> flush()
    {
        const QByteArray blocks = m_buffer.take();
        return m_file.write(blocks) == blocks.size() && m_file.flush() ? Result<void>() : failed(errno);
    }

    [[nodiscard]] tl::unexpected<Error> failed(int number) const
    {
        return fail(fileErrorCode(number), m_path, number);
    }

    const RecordSource& m_source;
    QString m_path;
    QTemporaryFile m_file;
    MemoryBlockBuffer m_buffer;
    InterfaceTable m_interfaces;
    MirrorTable m_mirrors;
    QHash<ConnectionId, std::shared_ptr<Connection>> m_connections;
    SaveResult m_result;
};

} // namespace

Result<SaveResult> saveCapture(const RecordSource& source, const QString& path, const SaveOptions& options)
{
    Saver saver(source, path);
    if (const auto opened = saver.open(); !opened) {
        return tl::make_unexpected(opened.error());
    }
    const quint64 total = options.selection ? options.selection->size() : source.recordCount();
    for (quint64 done = 0; done < total; ++done) {
        if (done % recordsPerProgress == 0) {
            if (options.stop.stop_requested()) {
                return fail(ErrorCode::Canceled, path);
            }
            if (options.progress) {
                options.progress(done, total);
            }
        }
        const RecordId id = options.selection ? (*options.selection)[done] : RecordId(done);
        if (const auto added = saver.add(id); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    auto result = saver.finish();
    if (result && options.progress) {
        options.progress(total, total);
    }
    return result;
}

} // namespace wl
