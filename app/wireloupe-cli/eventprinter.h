// SPDX-License-Identifier: MIT
#pragma once

#include "outlet.h"
#include "terminaltext.h"
#include "trafficevent.h"

#include <QHash>

namespace wl::cli {

enum class PrintFormat : quint8 { Text, Hex, Json, None };

/// Turns events into bytes of standard output (data, or JSON events) and lines of standard error (words).
/// Used on one thread, the Reporter's.
class EventPrinter
{
public:
    /// `quiet`: no words; errors are not words of this kind and always go out.
    EventPrinter(PrintFormat format, bool quiet, Outlet& out, Outlet& words);

    void print(const TrafficEvent& event);
    /// One line for people, made harmless, whatever `quiet` says.
    void complain(const QString& line);
    /// What a stream's text still holds back.
    void finish();

    /// A piece of one document (an HTTP body) in the chosen format; `offset` is its place in the document.
    /// Nothing for Json, whose events show the wire.
    void printDocument(QByteArrayView piece, quint64 offset);
    [[nodiscard]] PrintFormat format() const { return m_format; }
    [[nodiscard]] Outlet& out() { return m_out; }

private:
    struct Peer
    {
        std::shared_ptr<const ConnectionInfo> info;
        QString address;
        TerminalText text;
    };

    void printJson(const TrafficEvent& event);
    void printListening(const TrafficEvent& event);
    void printData(const TrafficEvent& event);
    void printWords(const TrafficEvent& event);
    void endText(ConnectionId conn);
    [[nodiscard]] bool isEnd(const TrafficEvent& event) const;
    [[nodiscard]] QString wordsFor(const TrafficEvent& event, const Peer& peer) const;
    void writeText(QByteArrayView bytes);
    void writeLine(const QString& line);

    PrintFormat m_format;
    bool m_quiet;
    Outlet& m_out;
    Outlet& m_words;
    QHash<ConnectionId, Peer> m_peers;
    TerminalText m_document;
    ConnectionId m_lastConn;
    bool m_atLineStart = true; ///< of standard output on a terminal
};

} // namespace wl::cli
