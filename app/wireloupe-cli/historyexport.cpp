// SPDX-License-Identifier: MIT
#include "historyviews.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "exportdestination.h"
#include "figures.h"
#include "query/harentry.h"
#include "query/harexport.h"
#include "runoptions.h"

#include <QFile>

namespace wl::cli {

namespace {

std::vector<HarMessage::Field> fieldsOf(const QList<WireField>& fields)
{
    std::vector<HarMessage::Field> list;
    for (const WireField& field : fields)
        list.push_back({field.name, field.value});
    return list;
}

HarMessage requestOf(const HttpHop& hop)
{
    const Http1Head head = parseHttp1Head(Http1Kind::Request, hop.requestHead).head;
    HarMessage message;
    message.method = hop.method;
    message.target = hop.url.toUtf8();
    message.version = head.version.isEmpty() ? hop.version : head.version;
    message.headers = fieldsOf(head.fields);
    message.headSize = hop.requestHead.size();
    message.bodySize = hop.requestBodyBytes;
    message.isContentWhole = hop.requestBodyBytes == 0;
    message.firstNs = hop.timings.started.ns;
    message.lastNs = hop.timings.sent.isValid() ? hop.timings.sent.ns : hop.timings.started.ns;
    return message;
}

HarMessage responseOf(const HttpHop& hop, const BodyFile* body)
{
    HarMessage message;
    message.version = hop.version;
    message.status = hop.status;
    message.reason = hop.reason;
    message.headers = fieldsOf(hop.fields);
    message.headSize = hop.responseHead.size();
    message.bodySize = hop.wireBodyBytes;
    if (body && !body->bytes().isNull()) { // in memory, and needs no cache folder
        message.content = body->bytes().left(HarExport::bodyBytes);
        message.isContentWhole = message.content.size() == body->bytes().size();
    } else if (body) {
        QFile file(body->path());
        if (file.open(QIODevice::ReadOnly)) {
            message.content = file.read(HarExport::bodyBytes);
            message.isContentWhole = file.atEnd();
        }
    }
    message.firstNs = hop.timings.firstByte.ns;
    message.lastNs = hop.timings.finished.ns;
    return message;
}

/// One entry for each hop.
QByteArrayList harOf(const StoredExchange& stored)
{
    QByteArrayList entries;
    const QList<HttpHop>& hops = stored.exchange.hops;
    const auto& body = stored.exchange.content();
    for (qsizetype i = 0; i < hops.size(); ++i) {
        const HarMessage response = responseOf(hops[i], i + 1 == hops.size() ? body.get() : nullptr);
        ConnectionInfo info;
        info.transport = hops[i].url.startsWith(QLatin1String("https:")) ? Transport::Tls : Transport::Tcp;
        info.peer = hops[i].peer;
        entries.append(harEntry(requestOf(hops[i]), hops[i].status > 0 ? &response : nullptr, info));
    }
    return entries;
}

Result<void> writeAll(HistoryStore& store, const HistoryChoice& choice, const QList<qint64>& ids,
                      ExportDestination& to)
{
    Result<void> written = to.write(choice.isHar ? HarExport::head() : QByteArray());
    bool isFirst = true;
    for (const qint64 id : ids) {
        const Result<StoredExchange> stored = store.load(id);
        if (!stored) {
            complain(ErrorText::sentence(QStringLiteral("Left out: exchange %1").arg(id), stored.error()));
            continue;
        }
        const QByteArrayList entries =
            choice.isHar ? harOf(*stored) : QByteArrayList{historyLine(stored->entry)};
        for (const QByteArray& entry : entries) {
            const char* before = !choice.isHar ? "" : std::exchange(isFirst, false) ? "\n" : ",\n";
            if (written)
                written = to.write(before + entry);
        }
        if (!written)
            return written;
    }
    if (written && choice.isHar)
        written = to.write(HarExport::tail());
    return written ? to.commit() : written;
}

} // namespace

int exportHistory(HistoryStore& store, const HistoryChoice& choice)
{
    const Result<QList<qint64>> ids = chosenExchanges(store, choice);
    if (!ids) {
        complain(ErrorText::sentence(QStringLiteral("Cannot read the history"), ids.error()));
        return exitCodeOf(ids.error());
    }
    ExportDestination to(choice.outPath);
    if (to.error())
        return tellWriteError(to, *to.error());
    if (const Result<void> written = writeAll(store, choice, *ids, to); !written)
        return tellWriteError(to, written.error());
    if (!choice.outPath.isEmpty() && !choice.isQuiet)
        complain(QStringLiteral("%1 in %2")
                     .arg(counted(quint64(ids->size()), QStringLiteral("exchange")), choice.outPath));
    return Done;
}

} // namespace wl::cli
