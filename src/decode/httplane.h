// SPDX-License-Identifier: MIT
#pragma once

#include "decode/bodycontent.h"
#include "decode/http1parser.h"
#include "decode/httpfields.h"

#include <deque>

namespace wl {

/// What the two directions of an HTTP connection know of each other.
struct HttpPairing
{
    /// What matters of a request for its response and for what follows both.
    enum class Ask : quint8 { Plain, Head, Connect, Upgrade };

    std::deque<Ask> asks;              ///< of requests whose response has not come, oldest first
    std::optional<Http1Kind> kinds[2]; ///< of the directions
    quint16 tunnelPort = 0;            ///< of the last CONNECT, 0 where it names none

    /// The last request may turn the connection into something else: what follows it is not certain.
    [[nodiscard]] bool mayTurn() const
    {
        return !asks.empty() && (asks.back() == Ask::Connect || asks.back() == Ask::Upgrade);
    }
};

/// One direction of an HTTP/1 connection: finds the messages in its bytes. Of a connection that begins or
/// goes on in the middle of a message, what is before the next message is told as one message with a problem.
class HttpLane
{
public:
    HttpLane(Direction direction, const HttpWishes& wishes, HttpPairing& pairing,
             const ConversationDecoder::Sink& sink);
    HttpLane(const HttpLane&) = delete;
    HttpLane& operator=(const HttpLane&) = delete;

    /// Takes all bytes, but stops behind a head that ends HTTP (upgrade()), and behind messages while the
    /// last request may do that; says how many it took.
    qsizetype feed(QByteArrayView bytes);
    void gap(qint64 length);
    void finish();
    /// Forgets everything: the next byte is the first.
    void reset();

    /// The stream offset of the next byte.
    [[nodiscard]] qint64 offset() const { return m_offset + m_pending.size(); }
    /// Between two messages.
    [[nodiscard]] bool isIdle() const { return m_state == State::Start && m_pending.isEmpty(); }

    /// What a 101 or a 2xx to CONNECT said.
    struct Upgrade
    {
        QByteArray protocol;   ///< the first element of Upgrade, lower case; empty for CONNECT
        QByteArray extensions; ///< Sec-WebSocket-Extensions
    };
    [[nodiscard]] const std::optional<Upgrade>& upgrade() const { return m_upgrade; }

private:
    enum class State : quint8 { Start, Message, Search, Skip };

    [[nodiscard]] std::optional<Http1Kind>& kind() { return m_pairing.kinds[size_t(m_direction)]; }
    [[nodiscard]] qsizetype begin(QByteArrayView bytes);
    [[nodiscard]] qsizetype parse(QByteArrayView bytes);
    [[nodiscard]] qsizetype search(QByteArrayView bytes);
    void startMessage(Http1Kind found);
    void makeParser();
    void takeHead(const Http1Head& head);
    void takeInterim(const Http1Head& head);
    void takeState();
    void endExchange();
    void takeBack();
    void emitMessage(std::optional<DecodedMessage::Problem> problem);
    void emitSkipped(const QString& what);
    void startSearch();

    const Direction m_direction;
    const HttpWishes& m_wishes;
    HttpPairing& m_pairing;
    const ConversationDecoder::Sink& m_sink;
    State m_state = State::Start;
    bool m_stops = false;
    bool m_tookBack = false; ///< m_pending was not looked at yet
    std::optional<Http1Parser> m_parser;
    BodyContent m_content;
    QByteArray m_pending;      ///< bytes that could begin a message
    qsizetype m_searched = 0;  ///< how far m_pending was searched
    qint64 m_offset = 0;       ///< of the first byte that is neither parsed nor passed over
    qint64 m_parserStart = 0;  ///< of the parser's message, interim ones included
    qint64 m_messageStart = 0; ///< of the message, or of what is passed over
    qint64 m_skip = 0;         ///< bytes left of a body that ended in a gap
    std::optional<Upgrade> m_upgrade;
};

} // namespace wl
