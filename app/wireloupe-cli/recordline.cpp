// SPDX-License-Identifier: MIT
#include "recordline.h"

#include "query/jsonline.h"
#include "query/recordwords.h"
#include "terminaltext.h"

namespace wl::cli {

namespace {

constexpr qsizetype infoChars = 100;

QString transportName(Transport transport)
{
    switch (transport) {
    case Transport::Tcp: return QStringLiteral("TCP");
    case Transport::Tls: return QStringLiteral("TLS");
    case Transport::Udp: return QStringLiteral("UDP");
    }
    return {};
}

QString shortened(const QString& text)
{
    const QString line = harmlessLine(text.left(infoChars));
    return text.size() > infoChars ? line + u'…' : line;
}

QString contentOf(const RecordEntry& entry, Role role, const QByteArray& bytes)
{
    if (entry.kind != RecordKind::Data)
        return shortened(QString::fromUtf8(eventWords(entry, role, bytes)));
    if (entry.transport != Transport::Udp && isHttpStart(bytes))
        return shortened(QString::fromUtf8(recordFirstLine(bytes)));
    return entry.length == 0 ? QStringLiteral("(empty)") : shortened(QString::fromUtf8(bytes));
}

} // namespace

RecordLine recordLine(const RecordSource& source, RecordId id)
{
    const RecordEntry entry = source.record(id);
    const ConnectionInfo& info = source.connection(entry.connectionId()).info;
    const auto payload = source.payload(id, 0, recordHeadBytes);
    const QByteArray bytes = payload.value_or(QByteArray());

    RecordLine line;
    line.number = id.value() + 1;
    line.time = entry.time();
    line.connection = quint64(entry.connection) + 1;
    line.direction = entry.direction;
    line.source = entry.direction == Direction::Sent ? info.local.toString() : info.peer.toString();
    line.destination = entry.direction == Direction::Sent ? info.peer.toString() : info.local.toString();
    const char* started = startedProtocol(entry, bytes);
    line.protocol = *started != '\0' ? QString::fromLatin1(started) : transportName(entry.transport);
    line.length = entry.kind == RecordKind::Data ? qint64(entry.length) : 0;
    line.info = payload ? contentOf(entry, info.role, bytes) : QStringLiteral("(the payload cannot be read)");
    return line;
}

QByteArray RecordLine::header()
{
    return QByteArrayLiteral(
        "      #  Time             Conn Dir  Source                 Destination            Proto"
        "   Length  Info\n");
}

QByteArray RecordLine::text() const
{
    return QStringLiteral("%1  %2  %3  %4   %5 %6 %7 %8  %9\n")
        .arg(number, 7)
        .arg(clockTime(time))
        .arg(connection, 4)
        .arg(direction == Direction::Sent ? QStringLiteral("→") : QStringLiteral("←"))
        .arg(source, -22)
        .arg(destination, -22)
        .arg(protocol, -5)
        .arg(length, 8)
        .arg(info)
        .toUtf8();
}

QByteArray RecordLine::json() const
{
    JsonLine line;
    line.add("number", qint64(number)).add("time", isoTime(time)).add("conn", qint64(connection));
    line.add("dir", direction == Direction::Sent ? QStringLiteral("out") : QStringLiteral("in"));
    line.add("src", source).add("dst", destination).add("proto", protocol);
    return line.add("length", length).add("info", info).line();
}

} // namespace wl::cli
