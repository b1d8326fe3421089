// SPDX-License-Identifier: MIT
#include "query/recordwords.h"

#include "base/errortext.h"

#include <QCoreApplication>

#include <algorithm>

namespace wl {

namespace {

bool isMethod(QByteArrayView text)
{
    constexpr qsizetype longest = 20;
    return !text.isEmpty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

} // namespace

QByteArrayView recordFirstLine(QByteArrayView bytes)
{
    const QByteArrayView head = bytes.first(std::min(bytes.size(), recordHeadBytes));
    const auto end = std::find_if(head.begin(), head.end(), [](char c) { return c == '\n' || c == '\r'; });
    return head.first(end - head.begin());
}

// The marked words are for the translators.
const char* recordEventWord(const RecordEntry& entry, Role role)
{
    const bool isOurs = entry.direction == Direction::Sent;
    const bool isUdp = entry.transport == Transport::Udp; // connects to nothing
    switch (entry.kind) {
    case RecordKind::Data: break;
    case RecordKind::Opened:
        if (isUdp)
            return role == Role::Server ? QT_TRANSLATE_NOOP("RecordText", "First datagram from this peer")
                                        : QT_TRANSLATE_NOOP("RecordText", "Peer added");
        return role == Role::Server ? QT_TRANSLATE_NOOP("RecordText", "Peer connected")
                                    : QT_TRANSLATE_NOOP("RecordText", "Connected");
    case RecordKind::HalfClosed:
        return isOurs ? QT_TRANSLATE_NOOP("RecordText", "We closed our side (FIN)")
                      : QT_TRANSLATE_NOOP("RecordText", "Peer closed its side (FIN)");
    case RecordKind::Closed:
        return isUdp ? QT_TRANSLATE_NOOP("RecordText", "Peer removed")
                     : QT_TRANSLATE_NOOP("RecordText", "Closed");
    case RecordKind::Reset:
        return isOurs ? QT_TRANSLATE_NOOP("RecordText", "We reset the connection (RST)")
                      : QT_TRANSLATE_NOOP("RecordText", "Peer reset the connection (RST)");
    case RecordKind::Failed: return QT_TRANSLATE_NOOP("RecordText", "Failed");
    case RecordKind::Note: return QT_TRANSLATE_NOOP("RecordText", "Note");
    }
    return "";
}

bool isHttpStart(QByteArrayView bytes)
{
    const QByteArrayView line = recordFirstLine(bytes);
    if (line.startsWith("HTTP/1."))
        return true;
    const auto space = std::find(line.begin(), line.end(), ' ');
    if (space == line.end() || !isMethod(line.first(space - line.begin())))
        return false;
    const QByteArrayView behind = line.sliced(space - line.begin() + 1);
    constexpr QByteArrayView version(" HTTP/1.");
    const bool hasVersion =
        std::search(behind.begin(), behind.end(), version.begin(), version.end()) != behind.end();
    // A target that is longer than what is looked at.
    return hasVersion || (line.size() == recordHeadBytes && behind.startsWith('/'));
}

const char* startedProtocol(const RecordEntry& entry, QByteArrayView bytes)
{
    if (entry.kind != RecordKind::Data || entry.transport == Transport::Udp)
        return "";
    if (bytes.startsWith("PRI * HTTP/2.0\r\n"))
        return "HTTP/2";
    return isHttpStart(bytes) ? "HTTP" : "";
}

QByteArray eventWords(const RecordEntry& entry, Role role, QByteArrayView text)
{
    const QByteArray word(recordEventWord(entry, role));
    if (text.isEmpty())
        return word;
    const QByteArray words = ErrorText::ofEvent(QString::fromUtf8(text)).toUtf8();
    return entry.kind == RecordKind::Note ? words : word + ": " + words;
}

QByteArray infoOf(const RecordEntry& entry, Role role, QByteArrayView bytes)
{
    return entry.kind == RecordKind::Data ? recordFirstLine(bytes).toByteArray()
                                          : eventWords(entry, role, bytes);
}

} // namespace wl
