// SPDX-License-Identifier: MIT
#include "eventprinter.h"

#include "base/address.h"
#include "base/errortext.h"
#include "figures.h"
#include "hexdump.h"
#include "query/jsonline.h"

#include <QHostAddress>

namespace wl::cli {

namespace {

using Kind = TrafficEvent::Kind;

/// Connections count from 1 for people and in JSON.
qint64 number(ConnectionId id)
{
    return qint64(id.value()) + 1;
}

const char* jsonName(Kind kind)
{
    switch (kind) {
    case Kind::Opened: return "opened";
    case Kind::Data: return "data";
    case Kind::Closed: return "closed";
    case Kind::Failed: return "failed";
    default: return nullptr;
    }
}

QString withReason(const QString& words, QByteArrayView reason)
{
    return reason.isEmpty() ? words
                            : words + QStringLiteral(": ") + ErrorText::ofEvent(QString::fromUtf8(reason));
}

} // namespace

EventPrinter::EventPrinter(PrintFormat format, bool quiet, Outlet& out, Outlet& words)
    : m_format(format)
    , m_quiet(quiet)
    , m_out(out)
    , m_words(words)
{
}

void EventPrinter::print(const TrafficEvent& event)
{
    switch (event.kind) {
    case Kind::Known: m_peers.insert(event.conn, Peer{event.info, event.info->peer.toString(), {}}); return;
    case Kind::Job: event.job(*this); return;
    case Kind::Listening: printListening(event); return;
    default: break;
    }
    if (m_format == PrintFormat::Json)
        printJson(event);
    else if (event.kind == Kind::Data)
        printData(event);
    const bool ends = isEnd(event);
    if (ends)
        endText(event.conn);
    if (event.kind != Kind::Data)
        printWords(event);
    if (ends)
        m_peers.remove(event.conn);
}

/// A UDP peer that failed may go on.
bool EventPrinter::isEnd(const TrafficEvent& event) const
{
    if (event.kind != Kind::Failed)
        return event.kind == Kind::Closed;
    const auto peer = m_peers.constFind(event.conn);
    return peer != m_peers.constEnd() && peer->info->transport != Transport::Udp;
}

void EventPrinter::endText(ConnectionId conn)
{
    const auto peer = m_peers.find(conn);
    if (peer != m_peers.end() && m_format == PrintFormat::Text)
        writeText(peer->text.end());
}

void EventPrinter::printListening(const TrafficEvent& event)
{
    const QString address = QString::fromUtf8(event.bytes);
    const auto parsed = parseAddress(address);
    if (m_format != PrintFormat::Json) {
        const bool isExposed = parsed && !QHostAddress(parsed->host).isLoopback();
        if (!m_quiet)
            writeLine(QStringLiteral("Listening on ") + address +
                      (isExposed ? QStringLiteral(" (other computers can connect)") : QString()));
        return;
    }
    JsonLine line;
    line.add("time", isoTime(event.time)).add("event", QStringLiteral("listening")).add("address", address);
    if (parsed)
        line.add("host", parsed->host).add("port", qint64(parsed->port));
    m_out.write(line.line());
}

void EventPrinter::printJson(const TrafficEvent& event)
{
    const char* name = jsonName(event.kind);
    if (!name)
        return;
    JsonLine line;
    line.add("time", isoTime(event.time));
    if (event.conn.isValid())
        line.add("conn", number(event.conn));
    line.add("event", QLatin1String(name));
    const auto peer = m_peers.constFind(event.conn);
    if (event.kind == Kind::Data)
        line.add("dir",
                 event.direction == Direction::Received ? QStringLiteral("in") : QStringLiteral("out"));
    if (peer != m_peers.constEnd())
        line.add("peer", peer->address);
    if (event.kind == Kind::Data) {
        line.add("size", qint64(event.bytes.size())).addText("text", event.bytes).addHex("hex", event.bytes);
    } else {
        if (event.kind == Kind::Opened && peer != m_peers.constEnd())
            line.add("local", peer->info->local.toString());
        const QString text = QString::fromUtf8(event.bytes);
        if (event.kind == Kind::Failed && errorCodeOf(text.section(u' ', 0, 0)))
            line.add("error", text.section(u' ', 0, 0));
        if (!text.isEmpty())
            line.add("text", event.kind == Kind::Failed ? ErrorText::ofEvent(text) : text);
    }
    m_out.write(line.line());
}

void EventPrinter::printData(const TrafficEvent& event)
{
    const auto peer = m_peers.find(event.conn);
    if (m_format == PrintFormat::Hex) {
        const bool isIn = event.direction == Direction::Received;
        QString head = clockTime(event.time) + QStringLiteral(" #") + QString::number(number(event.conn));
        head += isIn ? QStringLiteral(" ← ") : QStringLiteral(" → ");
        if (peer != m_peers.end())
            head += peer->address + u' ';
        head += grouped(quint64(event.bytes.size())) + QStringLiteral(" B\n");
        m_out.write(head.toUtf8());
        m_out.write(hexDump(event.bytes));
        return;
    }
    if (m_format != PrintFormat::Text || event.direction != Direction::Received)
        return;
    if (m_out.isTerminal() && !m_atLineStart && m_lastConn != event.conn)
        writeText("\n");
    m_lastConn = event.conn;
    if (m_out.isTerminal() && peer != m_peers.end())
        writeText(peer->text.escape(event.bytes));
    else
        writeText(event.bytes);
}

void EventPrinter::printWords(const TrafficEvent& event)
{
    const auto peer = m_peers.constFind(event.conn);
    if (m_quiet || m_format == PrintFormat::Json)
        return;
    if (event.kind == Kind::Words) {
        writeLine(QString::fromUtf8(event.bytes));
        return;
    }
    if (peer == m_peers.constEnd())
        return;
    const QString words = wordsFor(event, *peer);
    if (!words.isEmpty())
        writeLine(QStringLiteral("#%1 ").arg(number(event.conn)) + words);
}

QString EventPrinter::wordsFor(const TrafficEvent& event, const Peer& peer) const
{
    const bool isServer = peer.info->role == Role::Server;
    switch (event.kind) {
    case Kind::Opened:
        if (peer.info->transport == Transport::Udp)
            return QStringLiteral("peer ") + peer.address;
        return isServer
                   ? peer.address + QStringLiteral(" connected")
                   : QStringLiteral("connected to %1 from %2").arg(peer.address, peer.info->local.toString());
    case Kind::HalfClosed:
        return event.direction == Direction::Received ? peer.address + QStringLiteral(" finished sending")
                                                      : QString();
    case Kind::Closed: return withReason(peer.address + QStringLiteral(" closed"), event.bytes);
    // A client's failure is the command's own to tell.
    case Kind::Failed:
        return isServer ? withReason(peer.address + QStringLiteral(" failed"), event.bytes) : QString();
    case Kind::Note:
        return peer.address + QStringLiteral(": ") + ErrorText::ofEvent(QString::fromUtf8(event.bytes));
    default: return {};
    }
}

void EventPrinter::printDocument(QByteArrayView piece, quint64 offset)
{
    switch (m_format) {
    case PrintFormat::Text:
        if (m_out.isTerminal())
            writeText(m_document.escape(piece));
        else
            writeText(piece);
        return;
    case PrintFormat::Hex: m_out.write(hexDump(piece, offset)); return;
    case PrintFormat::Json:
    case PrintFormat::None: return;
    }
}

void EventPrinter::complain(const QString& line)
{
    writeLine(line);
}

void EventPrinter::finish()
{
    for (Peer& peer : m_peers)
        writeText(peer.text.end());
    writeText(m_document.end());
    if (m_out.isTerminal() && !m_atLineStart)
        writeText("\n");
    m_out.flush();
    m_words.flush();
}

void EventPrinter::writeText(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    m_out.write(bytes);
    m_atLineStart = bytes.back() == '\n';
}

void EventPrinter::writeLine(const QString& line)
{
    if (m_out.isTerminal() && !m_atLineStart)
        writeText("\n");
    m_out.flush(); // both may be one terminal: keep the order
    m_words.write(harmlessLine(line).toUtf8() + '\n');
    m_words.flush();
}

} // namespace wl::cli
