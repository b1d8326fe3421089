// SPDX-License-Identifier: MIT
#include "ui/traffic/recordtext.h"

#include "base/errortext.h"
#include "ui/traffic/payloadexcerpt.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace wl::recordtext {

namespace {

constexpr qsizetype infoChars = 200;

QString tr(const char* text)
{
    return QCoreApplication::translate("RecordText", text);
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
    const char* started = startedProtocol(entry, firstBytes);
    return *started != '\0' ? QString::fromLatin1(started) : transport(entry.transport);
}

QString eventWord(const RecordEntry& entry, Role role)
{
    return tr(recordEventWord(entry, role));
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
        return bytestext::oneLine(recordFirstLine(firstBytes), infoChars);
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
