// SPDX-License-Identifier: MIT
#include "httpreport.h"

#include "duration.h"
#include "figures.h"
#include "query/jsonline.h"

namespace wl::cli {

namespace {

struct Phase
{
    QString name;
    Timestamp from;
    Timestamp to;
};

/// The phases of a hop that happened, in order; each begins where the one before it ended.
QList<Phase> phasesOf(const HttpTimings& timings)
{
    const QList<std::pair<QString, Timestamp>> ends{
        {QStringLiteral("dns"), timings.resolved},      {QStringLiteral("tcp"), timings.connected},
        {QStringLiteral("proxy"), timings.tunneled},    {QStringLiteral("tls"), timings.encrypted},
        {QStringLiteral("sent"), timings.sent},         {QStringLiteral("first byte"), timings.firstByte},
        {QStringLiteral("download"), timings.finished},
    };
    QList<Phase> phases;
    Timestamp from = timings.started;
    for (const auto& [name, end] : ends) {
        if (!end.isValid() || !from.isValid())
            continue;
        phases.append(Phase{name, from, end});
        from = end;
    }
    if (!phases.isEmpty())
        phases.append(Phase{QStringLiteral("total"), timings.started, from});
    return phases;
}

QByteArray fieldValue(const HttpHop& hop, const char* name)
{
    for (const WireField& field : hop.fields) {
        if (qstricmp(field.name.constData(), name) == 0)
            return field.value;
    }
    return {};
}

/// "HTTP/1.1 200 OK", of a hop or of another answer.
template <typename Answer>
QString startOf(const Answer& answer)
{
    QString text = QString::fromUtf8(answer.version) + u' ' + QString::number(answer.status);
    if (!answer.reason.isEmpty())
        text += u' ' + QString::fromUtf8(answer.reason);
    return text;
}

double milliseconds(const Phase& phase)
{
    return double((phase.to - phase.from).count()) / 1e6;
}

QByteArray timingObject(const HttpTimings& timings)
{
    JsonLine object;
    for (const Phase& phase : phasesOf(timings)) {
        const QByteArray key = QString(phase.name).replace(u' ', u'_').toLatin1() + "_ms";
        object.add(key.constData(), milliseconds(phase));
    }
    object.add("reused", timings.reused);
    return object.object();
}

QByteArray fieldArray(const QList<WireField>& fields)
{
    QByteArrayList pairs;
    for (const WireField& field : fields)
        pairs.append('[' + JsonLine::quoted(QString::fromUtf8(field.name)) + ',' +
                     JsonLine::quoted(QString::fromUtf8(field.value)) + ']');
    return '[' + pairs.join(',') + ']';
}

QByteArray answerArray(const QList<TapAnswer>& answers)
{
    QByteArrayList objects;
    for (const TapAnswer& answer : answers) {
        JsonLine object;
        object.add("status", qint64(answer.status)).add("reason", QString::fromUtf8(answer.reason));
        object.addRaw("fields", fieldArray(answer.fields)).add("size", answer.bodyBytes);
        if (!answer.body.isEmpty())
            object.addText("text", answer.body);
        objects.append(object.object());
    }
    return '[' + objects.join(',') + ']';
}

} // namespace

QStringList statusLines(const HttpExchange& exchange)
{
    QStringList lines;
    for (qsizetype i = 0; i < exchange.hops.size(); ++i) {
        const HttpHop& hop = exchange.hops.at(i);
        for (const TapAnswer& answer : hop.interim)
            lines.append(startOf(answer));
        if (hop.status == 0)
            continue;
        QString line = startOf(hop);
        if (i + 1 < exchange.hops.size()) {
            lines.append(line + QStringLiteral(" → ") + exchange.hops.at(i + 1).url);
            continue;
        }
        if (const QByteArray type = fieldValue(hop, "content-type"); !type.isEmpty())
            line += QStringLiteral(", ") + QString::fromUtf8(type);
        const qint64 bytes = exchange.contentBytes();
        line += QStringLiteral(", %1 B").arg(grouped(quint64(bytes)));
        if (hop.wireBodyBytes != bytes)
            line += QStringLiteral(" (%1 B on the wire)").arg(grouped(quint64(hop.wireBodyBytes)));
        const HttpTimings& first = exchange.hops.constFirst().timings;
        if (first.started.isValid() && hop.timings.finished.isValid())
            line += QStringLiteral(" in ") + durationText(hop.timings.finished - first.started);
        lines.append(line);
        for (const WireField& field : hop.trailers)
            lines.append(QStringLiteral("Trailer %1: %2")
                             .arg(QString::fromUtf8(field.name), QString::fromUtf8(field.value)));
        for (const TapAnswer& answer : hop.further)
            lines.append(QStringLiteral("Further answer: %1, %2 B")
                             .arg(startOf(answer), grouped(quint64(answer.bodyBytes))));
    }
    return lines;
}

QStringList timingLines(const HttpExchange& exchange)
{
    QStringList lines;
    for (const HttpHop& hop : exchange.hops) {
        QString line = QString::fromUtf8(hop.method) + u' ' + hop.url;
        if (!hop.proxy.isEmpty())
            line += QStringLiteral(" through ") + hop.proxy;
        if (hop.timings.reused)
            line += QStringLiteral(" (connection reused)");
        lines.append(line);
        for (const Phase& phase : phasesOf(hop.timings))
            lines.append(
                QStringLiteral("  %1 %2").arg(phase.name, -11).arg(durationText(phase.to - phase.from), 10));
    }
    return lines;
}

QStringList warningLines(const HttpExchange& exchange)
{
    QStringList lines;
    for (const HttpHop& hop : exchange.hops) {
        for (const QString& warning : hop.warnings)
            lines.append(QStringLiteral("Answer of %1: %2").arg(hop.url, warning));
        if (!hop.tls)
            continue;
        for (const QString& problem : hop.tls->problems)
            lines.append(QStringLiteral("Certificate of %1: %2").arg(hop.peer.toString(), problem));
    }
    return lines;
}

QByteArray responseEvent(const HttpExchange& exchange)
{
    JsonLine line;
    line.add("time", isoTime(now()));
    if (exchange.hops.isEmpty())
        return line.add("event", QStringLiteral("response")).line();
    const HttpHop& hop = exchange.hops.constLast();
    if (hop.connection.isValid())
        line.add("conn", qint64(hop.connection.value()) + 1);
    line.add("event", QStringLiteral("response"));
    line.add("peer", hop.peer.toString());
    if (!hop.proxy.isEmpty())
        line.add("proxy", hop.proxy);
    line.add("url", hop.url).add("status", qint64(hop.status));
    line.add("version", QString::fromUtf8(hop.version)).add("reason", QString::fromUtf8(hop.reason));
    line.addRaw("fields", fieldArray(hop.fields));
    if (!hop.interim.isEmpty())
        line.addRaw("interim", answerArray(hop.interim));
    if (!hop.trailers.isEmpty())
        line.addRaw("trailers", fieldArray(hop.trailers));
    if (!hop.further.isEmpty())
        line.addRaw("further", answerArray(hop.further));
    line.add("size", exchange.contentBytes());
    line.add("wire_size", hop.wireBodyBytes).add("redirects", qint64(exchange.hops.size() - 1));
    line.addRaw("timing", timingObject(hop.timings));
    return line.line();
}

} // namespace wl::cli
