// SPDX-License-Identifier: MIT
#include "recordline.h"

#include "base/errortext.h"
#include "query/jsonline.h"
#include "terminaltext.h"

#include <algorithm>

namespace wl::cli {

namespace {

constexpr qint64 infoBytes = 256;
constexpr qsizetype infoChars = 100;

QByteArray firstLine(const QByteArray& bytes)
{
    const auto end =
        std::find_if(bytes.cbegin(), bytes.cend(), [](char c) { return c == '\r' || c == '\n'; });
    return bytes.first(end - bytes.cbegin());
}

/// RFC 9112 §3 and §4: a request line or a status line.
bool isHttpStart(const QByteArray& line)
{
    if (line.startsWith("HTTP/1."))
        return true;
    const auto space = line.indexOf(' ');
    const bool hasMethod =
        space > 0 && std::all_of(line.cbegin(), line.cbegin() + space, [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        });
    return hasMethod && line.contains(" HTTP/1.");
}

QString transportName(Transport transport)
{
    switch (transport) {
    case Transport::Tcp: return QStringLiteral("TCP");
    case Transport::Tls: return QStringLiteral("TLS");
    case Transport::Udp: return QStringLiteral("UDP");
    }
    return {};
}

QString eventWord(const RecordEntry& entry)
{
    const bool isOurs = entry.direction == Direction::Sent;
    const bool isUdp = entry.transport == Transport::Udp; // connects to nothing
    switch (entry.kind) {
    case RecordKind::Data: break;
    case RecordKind::Opened: return isUdp ? QStringLiteral("new peer") : QStringLiteral("opened");
    case RecordKind::HalfClosed:
        return isOurs ? QStringLiteral("FIN from us") : QStringLiteral("FIN from the peer");
    case RecordKind::Closed: return isUdp ? QStringLiteral("peer removed") : QStringLiteral("closed");
    case RecordKind::Reset:
        return isOurs ? QStringLiteral("RST from us") : QStringLiteral("RST from the peer");
    case RecordKind::Failed: return QStringLiteral("failed");
    case RecordKind::Note: return QStringLiteral("note");
    }
    return {};
}

QString shortened(const QString& text)
{
    const QString line = harmlessLine(text.left(infoChars));
    return text.size() > infoChars ? line + u'…' : line;
}

QString infoOf(const RecordEntry& entry, const QByteArray& bytes)
{
    const QString content = QString::fromUtf8(bytes);
    if (entry.kind != RecordKind::Data) {
        const QString word = eventWord(entry);
        return bytes.isEmpty() ? word : word + QStringLiteral(": ") + shortened(ErrorText::ofEvent(content));
    }
    if (entry.transport != Transport::Udp && isHttpStart(firstLine(bytes)))
        return shortened(QString::fromUtf8(firstLine(bytes)));
    return entry.length == 0 ? QStringLiteral("(empty)") : shortened(content);
}

} // namespace

RecordLine recordLine(const RecordSource& source, RecordId id)
{
    const RecordEntry entry = source.record(id);
    const ConnectionInfo& info = source.connection(entry.connectionId()).info;
    const auto payload = source.payload(id, 0, infoBytes);
    const QByteArray bytes = payload.value_or(QByteArray());

    RecordLine line;
    line.number = id.value() + 1;
    line.time = entry.time();
    line.connection = quint64(entry.connection) + 1;
    line.direction = entry.direction;
    line.source = entry.direction == Direction::Sent ? info.local.toString() : info.peer.toString();
    line.destination = entry.direction == Direction::Sent ? info.peer.toString() : info.local.toString();
    const bool isHttp =
        entry.kind == RecordKind::Data && entry.transport != Transport::Udp && isHttpStart(firstLine(bytes));
    line.protocol = isHttp ? QStringLiteral("HTTP") : transportName(entry.transport);
    line.length = entry.kind == RecordKind::Data ? qint64(entry.length) : 0;
    line.info = payload ? infoOf(entry, bytes) : QStringLiteral("(the payload cannot be read)");
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
