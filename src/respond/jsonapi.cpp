// SPDX-License-Identifier: MIT
#include "respond/jsonapi.h"

#include "decode/http1parser.h"
#include "respond/jsonapiroutes.h"

#include <algorithm>

namespace wl {
namespace {

constexpr qint64 sendAheadBytes = 1'048'576; ///< queued beyond what the kernel took
constexpr int piecesPerTurn = 16;            ///< of a stream, before others on this thread get their turn

/// One connection: parses requests and answers them in order, one at a time. While an answer waits, streams
/// or is not taken by the peer, nothing is read.
class JsonApi final : public Responder
{
public:
    JsonApi();

    void received(ResponderPeer& peer, QByteArrayView bytes) override;
    void peerFinished(ResponderPeer& peer) override;
    void drained(ResponderPeer& peer) override;

private:
    /// Why the next request has to wait.
    enum class Wait : quint8 { No, Delay, Stream, Peer };
    using State = Http1Parser::State;

    void take(ResponderPeer& peer, QByteArrayView bytes);
    [[nodiscard]] bool admit(ResponderPeer& peer);
    void answer(ResponderPeer& peer);
    void answerLater(ResponderPeer& peer, jsonapi::Answer answer);
    void send(ResponderPeer& peer, const jsonapi::Answer& answer);
    void pump(ResponderPeer& peer);
    void finishAnswer(ResponderPeer& peer);
    void refuse(ResponderPeer& peer, int status, const QByteArray& why);
    void giveUp(ResponderPeer& peer);
    void goOn(ResponderPeer& peer);

    Http1Parser m_parser;
    QByteArray m_body;
    QByteArray m_pending; ///< what came while an answer was waited for
    qint64 m_streamLeft = 0;
    Wait m_wait = Wait::No;
    bool m_isPaused = false;
    bool m_hasTurn = false; ///< a call of pump() is on its way
    bool m_sawHead = false;
    bool m_isTooLarge = false;
    bool m_keepsAlive = true;
    bool m_isHttp10 = false;
    bool m_isHead = false;
    bool m_isPeerFinished = false;
    bool m_isEnding = false;
};

JsonApi::JsonApi()
    : m_parser(Http1Kind::Request)
{
    m_parser.handlers().head = [this](const Http1Head&) { m_sawHead = true; };
    m_parser.handlers().body = [this](QByteArrayView piece) {
        if (m_body.size() + piece.size() <= jsonapi::maxBodyBytes)
            m_body.append(piece);
        else
            m_isTooLarge = true;
    };
}

void JsonApi::received(ResponderPeer& peer, QByteArrayView bytes)
{
    if (m_isEnding)
        return;
    if (m_wait == Wait::No)
        take(peer, bytes);
    else
        m_pending.append(bytes);
    goOn(peer);
}

void JsonApi::peerFinished(ResponderPeer& peer)
{
    m_isPeerFinished = true;
    goOn(peer);
}

void JsonApi::drained(ResponderPeer& peer)
{
    if (m_wait == Wait::Stream)
        pump(peer);
    else if (m_wait == Wait::Peer)
        m_wait = Wait::No;
    goOn(peer);
}

/// Takes up what waited, as far as it can; then tells the connection whether to read.
void JsonApi::goOn(ResponderPeer& peer)
{
    if (m_wait == Wait::No && !m_isEnding && !m_pending.isEmpty())
        take(peer, std::exchange(m_pending, {}));
    if (m_isEnding)
        return;
    if (m_isPeerFinished && m_wait == Wait::No) {
        m_isEnding = true;
        peer.close();
    } else if (m_isPaused != (m_wait != Wait::No)) {
        m_isPaused = !m_isPaused;
        peer.setReadingPaused(m_isPaused);
    }
}

void JsonApi::take(ResponderPeer& peer, QByteArrayView bytes)
{
    while (!bytes.isEmpty() && !m_isEnding && m_wait == Wait::No) {
        m_sawHead = false;
        bytes = bytes.sliced(m_parser.feed(bytes));
        if (m_parser.state() == State::Failed) {
            const Error& error = m_parser.error();
            refuse(peer, error.code == ErrorCode::HeaderTooLarge ? 431 : 400, error.detail.toUtf8());
        } else if (m_isTooLarge || (m_sawHead && m_parser.state() == State::Body && !admit(peer))) {
            refuse(peer, 413, "a body has at most " + QByteArray::number(jsonapi::maxBodyBytes) + " bytes");
        } else if (m_parser.state() == State::Complete) {
            answer(peer);
        }
    }
    if (!m_isEnding)
        m_pending = bytes.toByteArray();
}

/// Whether the body that a head announces may come.
bool JsonApi::admit(ResponderPeer& peer)
{
    if (m_parser.head().contentLength > jsonapi::maxBodyBytes)
        return false;
    if (m_parser.head().tokens("Expect").contains("100-continue")) // RFC 9110 §10.1.1
        peer.send("HTTP/1.1 100 Continue\r\n\r\n");
    return true;
}

void JsonApi::answer(ResponderPeer& peer)
{
    const Http1Head& head = m_parser.head();
    const QByteArray body = std::exchange(m_body, {});
    m_isHttp10 = head.version == "HTTP/1.0";
    m_isHead = head.method == "HEAD";
    const auto hosts = std::count_if(head.fields.begin(), head.fields.end(), [](const Http1Field& field) {
        return field.name.compare("Host", Qt::CaseInsensitive) == 0;
    });
    if (hosts > 1 || (hosts == 0 && !m_isHttp10)) { // RFC 9112 §3.2
        refuse(peer, 400, "a request needs one Host field");
        return;
    }
    m_keepsAlive = head.keepAlive;
    jsonapi::Answer answer = jsonapi::answer(head, body);
    if (answer.delay.count() == 0)
        send(peer, answer);
    else
        answerLater(peer, std::move(answer));
}

void JsonApi::answerLater(ResponderPeer& peer, jsonapi::Answer answer)
{
    m_wait = Wait::Delay;
    const auto delay = answer.delay;
    peer.after(delay, [this, &peer, answer = std::move(answer)] {
        m_wait = Wait::No;
        send(peer, answer);
        goOn(peer);
    });
}

void JsonApi::send(ResponderPeer& peer, const jsonapi::Answer& answer)
{
    const bool hasBody = !m_isHead && !jsonapi::hasNoBody(answer.status);
    QByteArray bytes = jsonapi::headText(answer, m_keepsAlive, m_isHttp10);
    if (hasBody && answer.streamBytes < 0)
        bytes += answer.body;
    m_streamLeft = hasBody ? qMax(answer.streamBytes, qint64(0)) : 0;
    m_wait = Wait::Stream;
    if (peer.send(bytes))
        pump(peer);
    else
        giveUp(peer);
}

/// Sends as much of a stream as may be queued; drained() or its next turn goes on.
void JsonApi::pump(ResponderPeer& peer)
{
    const QByteArrayView piece(jsonapi::streamPiece());
    for (int n = 0; m_streamLeft > 0 && peer.queuedBytes() < sendAheadBytes; ++n) {
        if (n == piecesPerTurn) {
            if (!std::exchange(m_hasTurn, true)) {
                peer.after(std::chrono::milliseconds(0), [this, &peer] {
                    m_hasTurn = false;
                    drained(peer);
                });
            }
            return;
        }
        const qint64 size = qMin(m_streamLeft, qint64(piece.size()));
        if (!peer.send(piece.first(size))) {
            giveUp(peer);
            return;
        }
        m_streamLeft -= size;
    }
    if (m_streamLeft == 0)
        finishAnswer(peer);
}

void JsonApi::finishAnswer(ResponderPeer& peer)
{
    // A peer that asks and asks without reading the answers waits until it has taken them.
    m_wait = peer.queuedBytes() > sendAheadBytes ? Wait::Peer : Wait::No;
    if (!m_keepsAlive) {
        m_isEnding = true;
        peer.close();
    }
}

/// Answers with an error and ends: where a request is not understood, nothing behind it is.
void JsonApi::refuse(ResponderPeer& peer, int status, const QByteArray& why)
{
    m_isHead = false;
    m_keepsAlive = false;
    send(peer, jsonapi::errorAnswer(status, why));
}

void JsonApi::giveUp(ResponderPeer& peer)
{
    m_isEnding = true;
    peer.reset();
}

} // namespace

std::unique_ptr<Responder> makeJsonApi()
{
    return std::make_unique<JsonApi>();
}

} // namespace wl
