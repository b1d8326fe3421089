// SPDX-License-Identifier: MIT
#include "ui/traffic/recordtext.h"

#include "base/errortext.h"
#include "ui/traffic/payloadexcerpt.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace wl::recordtext {

namespace {

constexpr qsizetype infoChars = 200;

QString tr(const char* text)
{
    return QCoreApplication::translate("RecordText", text);
}

QByteArrayView firstLine(QByteArrayView bytes)
{
    qsizetype end = 0;
    while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r')
        ++end;
    return bytes.first(end);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

/// Whether the first line is the start line of an HTTP/1 message (RFC 9112 §3 and §4).
bool isHttpStart(QByteArrayView bytes)
{
    const QByteArrayView line = firstLine(bytes);
    if (line.startsWith("HTTP/1."))
        return true;
    const QByteArray all = line.toByteArray();
    const qsizetype space = all.indexOf(' ');
    if (space <= 0 || !isToken(line.first(space)))
        return false;
    return all.contains(" HTTP/1.") ||
           (bytes.size() == infoBytes && line.size() == bytes.size() && all.at(space + 1) == '/');
}

} // namespace

QString arrow(Direction direction)
{
    return direction == Direction::Sent ? QStringLiteral("→") : QStringLiteral("←");
}

QString direction(Direction direction)
{
    return direction == Direction::Sent ? tr(QT_TRANSLATE_NOOP("RecordText", "sent"))
                                        : tr(QT_TRANSLATE_NOOP("RecordText", "received"));
}

QString transport(Transport transport)
{
    switch (transport) {
    case Transport::Tcp: return QStringLiteral("TCP");
    case Transport::Tls: return QStringLiteral("TLS");
    case Transport::Udp: return QStringLiteral("UDP");
    }
    return {};
}

QString protocol(const RecordEntry& entry, QByteArrayView firstBytes)
{
    const bool isHttp =
        entry.kind == RecordKind::Data && entry.transport != Transport::Udp && isHttpStart(firstBytes);
    return isHttp ? QStringLiteral("HTTP") : transport(entry.transport);
}

QString eventWord(const RecordEntry& entry, Role role)
{
    const bool isOurs = entry.direction == Direction::Sent;
    if (entry.transport == Transport::Udp && entry.kind == RecordKind::Opened)
        return role == Role::Server ? tr(QT_TRANSLATE_NOOP("RecordText", "First datagram from this peer"))
                                    : tr(QT_TRANSLATE_NOOP("RecordText", "Peer added"));
    if (entry.transport == Transport::Udp && entry.kind == RecordKind::Closed)
        return tr(QT_TRANSLATE_NOOP("RecordText", "Peer removed"));
    switch (entry.kind) {
    case RecordKind::Data: return {};
    case RecordKind::Opened:
        return role == Role::Server ? tr(QT_TRANSLATE_NOOP("RecordText", "Peer connected"))
                                    : tr(QT_TRANSLATE_NOOP("RecordText", "Connected"));
    case RecordKind::HalfClosed:
        return isOurs ? tr(QT_TRANSLATE_NOOP("RecordText", "We closed our side (FIN)"))
                      : tr(QT_TRANSLATE_NOOP("RecordText", "Peer closed its side (FIN)"));
    case RecordKind::Closed: return tr(QT_TRANSLATE_NOOP("RecordText", "Closed"));
    case RecordKind::Reset:
        return isOurs ? tr(QT_TRANSLATE_NOOP("RecordText", "We reset the connection (RST)"))
                      : tr(QT_TRANSLATE_NOOP("RecordText", "Peer reset the connection (RST)"));
    case RecordKind::Failed: return tr(QT_TRANSLATE_NOOP("RecordText", "Failed"));
    case RecordKind::Note: return tr(QT_TRANSLATE_NOOP("RecordText", "Note"));
    }
    return {};
}

QString info(const RecordEntry& entry, Role role, QByteArrayView firstBytes)
{
    if (entry.kind != RecordKind::Data) {
        const QString word = eventWord(entry, role);
        if (firstBytes.isEmpty())
            return word;
        const QString words = ErrorText::ofEvent(QString::fromUtf8(firstBytes));
        const QString text = bytestext::oneLine(words.toUtf8(), infoChars);
        return entry.kind == RecordKind::Note ? text : QStringLiteral("%1: %2").arg(word, text);
    }
    if (entry.length == 0)
        return tr(QT_TRANSLATE_NOOP("RecordText", "(empty)"));
    if (entry.transport != Transport::Udp && isHttpStart(firstBytes))
        return bytestext::oneLine(firstLine(firstBytes), infoChars);
    return payloadExcerpt(firstBytes, firstBytes.size() < qsizetype(entry.length), infoChars);
}

QString number(RecordId id)
{
    return format::count(id.value() + 1);
}

QString number(ConnectionId id)
{
    return QString::number(quint64(id.value()) + 1);
}

QString stateWord(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Connecting: return tr(QT_TRANSLATE_NOOP("RecordText", "Connecting"));
    case ConnectionState::Open: return tr(QT_TRANSLATE_NOOP("RecordText", "Open"));
    case ConnectionState::PeerFinished: return tr(QT_TRANSLATE_NOOP("RecordText", "Peer finished"));
    case ConnectionState::WeFinished: return tr(QT_TRANSLATE_NOOP("RecordText", "We finished"));
    case ConnectionState::Closed: return tr(QT_TRANSLATE_NOOP("RecordText", "Closed"));
    case ConnectionState::Reset: return tr(QT_TRANSLATE_NOOP("RecordText", "Reset"));
    case ConnectionState::Failed: return tr(QT_TRANSLATE_NOOP("RecordText", "Failed"));
    }
    return {};
}

} // namespace wl::recordtext
