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

#include <algorithm>

namespace wl::cli {

namespace {

std::vector<HarMessage::Field> fieldsOf(const QList<WireField>& fields)
{
    std::vector<HarMessage::Field> list;
    for (const WireField& field : fields)
        list.push_back({field.name, field.value});
    return list;
}

/// A head of HTTP/2, whose first names begin with a colon.
QList<WireField> http2Fields(const QByteArray& head)
{
    QList<WireField> fields;
    for (const QByteArray& line : head.split('\n')) {
        if (const qsizetype colon = line.indexOf(':', 1); colon > 0)
            fields.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    return fields;
}

/// When the request itself began to be sent.
qint64 sendingFrom(const HttpTimings& timings)
{
    return std::max({timings.started.ns, timings.resolved.ns, timings.connected.ns, timings.tunneled.ns,
                     timings.encrypted.ns});
}

HarPhases phasesOf(const HttpTimings& timings)
{
    const auto since = [](Timestamp from, Timestamp to) {
        return from.isValid() && to.isValid() ? double(to.ns - from.ns) / 1e6 : -1;
    };
    HarPhases phases;
    phases.startedNs = timings.started.ns;
    phases.dns = since(timings.started, timings.resolved);
    const Timestamp& begun = timings.resolved.isValid() ? timings.resolved : timings.started;
    if (timings.connected.isValid())
        phases.connect = double(sendingFrom(timings) - begun.ns) / 1e6;
    phases.ssl = since(timings.tunneled.isValid() ? timings.tunneled : timings.connected, timings.encrypted);
    return phases;
}

HarMessage requestOf(const HttpHop& hop)
{
    const bool isHttp2 = hop.requestHead.startsWith(':');
    const Http1Head head = isHttp2 ? Http1Head() : parseHttp1Head(Http1Kind::Request, hop.requestHead).head;
    HarMessage message;
    message.method = hop.method;
    message.target = hop.url.toUtf8();
    message.version = head.version.isEmpty() ? hop.version : head.version;
    message.headers = fieldsOf(isHttp2 ? http2Fields(hop.requestHead) : head.fields);
    message.headSize = hop.requestHead.size();
    message.bodySize = hop.requestBodyBytes;
    message.isContentWhole = hop.requestBodyBytes == 0;
    message.firstNs = sendingFrom(hop.timings);
    message.lastNs = std::max(hop.timings.sent.ns, message.firstNs);
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
        const HarPhases phases = phasesOf(hops[i].timings);
        entries.append(harEntry(requestOf(hops[i]), hops[i].status > 0 ? &response : nullptr, info, &phases));
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
