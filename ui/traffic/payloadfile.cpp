// SPDX-License-Identifier: MIT
#include "ui/traffic/payloadfile.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QSaveFile>

#include <cerrno>

namespace wl {

namespace {

class PayloadText
{
    Q_DECLARE_TR_FUNCTIONS(PayloadText)
};

constexpr qint64 pieceBytes = 1024 * 1024; ///< read at once, between two looks at the stop token

/// Gives the payloads piece by piece to `take`, which returns whether to go on, at most `maxBytes` of them.
bool readPayloads(const RecordSource& source, const QList<RecordId>& records, qint64 maxBytes,
                  const std::stop_token& stop, PayloadSum& sum,
                  const std::function<bool(qsizetype, const QByteArray&)>& take)
{
    for (qsizetype i = 0; i < records.size(); ++i) {
        const RecordId id = records.at(i);
        const RecordEntry entry = source.record(id);
        if (entry.kind != RecordKind::Data)
            continue;
        const qint64 wanted = std::min<qint64>(entry.length, maxBytes - sum.bytes);
        qint64 at = 0;
        bool isGone = false;
        while (at < wanted && !isGone) {
            if (stop.stop_requested())
                return false;
            const Result<QByteArray> piece = source.payload(id, at, std::min(pieceBytes, wanted - at));
            isGone = !piece || piece->isEmpty();
            if (!isGone && !take(i, *piece))
                return false;
            at += isGone ? 0 : piece->size();
            sum.bytes += isGone ? 0 : piece->size();
        }
        sum.gone += isGone ? 1 : 0;
        sum.messages += !isGone && (at > 0 || entry.length == 0) ? 1 : 0;
        sum.tooMuch += isGone ? 0 : entry.length - at;
    }
    return true;
}

} // namespace

QString PayloadSum::leftOut() const
{
    QStringList parts;
    if (gone > 0)
        parts += gone == 1 ? PayloadText::tr("1 message is left out: its bytes are no longer on disk.")
                           : PayloadText::tr("%1 messages are left out: their bytes are no longer on disk.")
                                 .arg(format::count(gone));
    if (tooMuch > 0)
        parts += PayloadText::tr("%1 are left out: only the first %2 are copied. Save the payload to a file "
                                 "to have all of it.")
                     .arg(format::size(tooMuch), format::size(bytes));
    if (unselected > 0)
        parts += PayloadText::tr("%1 of the selected records are left out: that many are not taken at once.")
                     .arg(format::count(unselected));
    return parts.join(u' ');
}

JoinedPayloads joinedPayloads(const RecordSource& source, const QList<RecordId>& records, qint64 maxBytes,
                              const std::stop_token& stop)
{
    JoinedPayloads all;
    readPayloads(source, records, maxBytes, stop, all.sum, [&](qsizetype, const QByteArray& piece) {
        all.bytes += piece;
        return true;
    });
    return all;
}

Result<PayloadSum> writePayloads(const RecordSource& source, const QList<RecordId>& records,
                                 const QString& path, const std::stop_token& stop,
                                 const std::function<void(qsizetype)>& progress)
{
    const auto failed = [&] { return fail(fileErrorCode(errno), path, errno); };
    QSaveFile out(path);
    errno = 0;
    if (!out.open(QIODevice::WriteOnly))
        return failed();
    PayloadSum sum;
    const bool isWhole = readPayloads(source, records, std::numeric_limits<qint64>::max(), stop, sum,
                                      [&](qsizetype index, const QByteArray& piece) {
                                          progress(index);
                                          return out.write(piece) == piece.size();
                                      });
    if (stop.stop_requested()) {
        out.cancelWriting();
        return fail(ErrorCode::Canceled, path);
    }
    if (!isWhole || !out.commit())
        return failed();
    return sum;
}

} // namespace wl
