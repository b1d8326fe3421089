// SPDX-License-Identifier: MIT
#include "decode/httplane.h"

#include "base/limits.h"
#include "decode/http1start.h"

#include <utility>

namespace wl {

namespace {

using Ask = HttpPairing::Ask;

const QList<Http1Field> noTrailers;

Ask askOf(const Http1Head& head)
{
    if (head.method == "HEAD")
        return Ask::Head;
    if (head.method == "CONNECT")
        return Ask::Connect;
    return head.has("Upgrade") ? Ask::Upgrade : Ask::Plain;
}

const QByteArray& methodOf(Ask ask)
{
    static const QByteArray none;
    static const QByteArray head = "HEAD";
    static const QByteArray connect = "CONNECT";
    return ask == Ask::Head ? head : ask == Ask::Connect ? connect : none;
}

} // namespace

HttpLane::HttpLane(Direction direction, const HttpWishes& wishes, HttpPairing& pairing,
                   const ConversationDecoder::Sink& sink)
    : m_direction(direction)
    , m_wishes(wishes)
    , m_pairing(pairing)
    , m_sink(sink)
{
}

void HttpLane::reset()
{
    m_state = State::Start;
    m_parser.reset();
    m_pending.clear();
    m_searched = 0;
    m_offset = 0;
    m_upgrade.reset();
}

qsizetype HttpLane::feed(QByteArrayView bytes)
{
    QByteArray joined;
    QByteArrayView rest = bytes;
    m_stops = false;
    while ((!rest.isEmpty() || std::exchange(m_tookBack, false)) && !m_stops) {
        if (!m_pending.isEmpty()) {
            joined = std::exchange(m_pending, {}).append(rest);
            rest = joined;
        }
        qsizetype taken = 0;
        switch (m_state) {
        case State::Start: taken = begin(rest); break;
        case State::Message: taken = parse(rest); break;
        case State::Search: taken = search(rest); break;
        case State::Skip:
            taken = qsizetype(std::min<qint64>(rest.size(), m_skip));
            m_skip -= taken;
            m_offset += taken;
            if (m_skip == 0)
                m_state = State::Start;
            break;
        }
        rest = rest.sliced(taken);
    }
    return bytes.size() - rest.size();
}

/// At the beginning of a message. Takes everything where it is too little to tell.
qsizetype HttpLane::begin(QByteArrayView bytes)
{
    // RFC 9112 §2.2: an empty line before a start line is passed over.
    if (bytes.front() == '\r' || bytes.front() == '\n') {
        ++m_offset;
        return 1;
    }
    const Http1Start start = http1StartOf(bytes, kind());
    if (start == Http1Start::Maybe) {
        m_pending = bytes.toByteArray();
        return bytes.size();
    }
    if (start == Http1Start::No) {
        startSearch();
        return 0;
    }
    startMessage(start == Http1Start::Request ? Http1Kind::Request : Http1Kind::Response);
    return 0;
}

void HttpLane::startMessage(Http1Kind found)
{
    if (kind() != found) {
        kind() = found;
        auto& other = m_pairing.kinds[1 - size_t(m_direction)];
        if (!other)
            other = found == Http1Kind::Request ? Http1Kind::Response : Http1Kind::Request;
    }
    m_parserStart = m_messageStart = m_offset;
    m_state = State::Message;
    if (!m_parser)
        makeParser();
    if (kind() == Http1Kind::Response)
        m_parser->setRequestMethod(methodOf(m_pairing.asks.empty() ? Ask::Plain : m_pairing.asks.front()));
}

void HttpLane::makeParser()
{
    m_parser.emplace(*kind(), Http1Pieces::InPlace);
    m_parser->handlers().head = [this](const Http1Head& head) { takeHead(head); };
    m_parser->handlers().interim = [this](const Http1Head& head) { takeInterim(head); };
    if (m_wishes.contentBytes > 0)
        m_parser->handlers().body = [this](QByteArrayView piece) { m_content.feed(piece); };
}

void HttpLane::takeHead(const Http1Head& head)
{
    if (m_wishes.contentBytes > 0)
        m_content.start(head.tokens("Content-Encoding"), m_wishes.contentBytes);
    if (kind() == Http1Kind::Response)
        return;
    if (m_pairing.asks.size() >= limits::pipelinedRequests)
        m_pairing.asks.pop_front();
    m_pairing.asks.push_back(askOf(head));
    if (m_pairing.asks.back() == Ask::Connect)
        m_pairing.tunnelPort = head.target.sliced(head.target.lastIndexOf(':') + 1).toUShort();
}

void HttpLane::takeInterim(const Http1Head& head)
{
    DecodedMessage message;
    message.protocol = Protocol::Http;
    message.direction = m_direction;
    message.range = {m_messageStart, head.raw.size()};
    addHttpFields(message, {head, noTrailers, Http1Kind::Response, 0, false}, m_wishes);
    m_messageStart += head.raw.size();
    m_sink(std::move(message));
}

qsizetype HttpLane::parse(QByteArrayView bytes)
{
    const qsizetype taken = m_parser->feed(bytes);
    m_offset += taken;
    takeState();
    return taken;
}

/// After the parser was fed or finished.
void HttpLane::takeState()
{
    switch (m_parser->state()) {
    case Http1Parser::State::Head:
    case Http1Parser::State::Body: return;
    case Http1Parser::State::Complete:
        emitMessage(std::nullopt);
        m_state = State::Start;
        m_stops = m_pairing.mayTurn();
        endExchange();
        return;
    case Http1Parser::State::Upgraded: {
        const Http1Head& head = m_parser->head();
        const QList<QByteArray> protocols = head.tokens("Upgrade");
        const bool isSwitch = head.status == 101 && !protocols.isEmpty();
        m_upgrade = Upgrade{isSwitch ? protocols.first() : QByteArray(), {}};
        m_upgrade->extensions = head.tokens("Sec-WebSocket-Extensions").join(',');
        emitMessage(std::nullopt);
        m_parser.reset();
        m_state = State::Start;
        m_stops = true;
        endExchange();
        return;
    }
    case Http1Parser::State::Failed:
        if (m_messageStart > m_parserStart && m_parser->head().version.isEmpty()) {
            takeBack();
            return;
        }
        emitMessage(
            DecodedMessage::Problem{m_parser->error().detail, m_parserStart + m_parser->errorOffset()});
        m_parser.reset();
        startSearch();
        m_stops = m_pairing.mayTurn();
        endExchange();
        return;
    }
}

/// What follows an interim response is no message: it is searched like all that is none.
void HttpLane::takeBack()
{
    m_pending = m_parser->head().raw;
    m_tookBack = true;
    m_offset = m_messageStart;
    m_parser.reset();
    startSearch();
}

/// A response ended: the next one answers the next request.
void HttpLane::endExchange()
{
    if (kind() == Http1Kind::Response && !m_pairing.asks.empty())
        m_pairing.asks.pop_front();
}

void HttpLane::emitMessage(std::optional<DecodedMessage::Problem> problem)
{
    DecodedMessage message;
    message.protocol = Protocol::Http;
    message.direction = m_direction;
    message.range = {m_messageStart, m_offset - m_messageStart};
    message.problem = std::move(problem);
    const Http1Framing framing = m_parser->head().framing;
    const qint64 bodyBytes = framing == Http1Framing::None ? 0 : m_parser->bodyBytes();
    if (m_wishes.contentBytes > 0 && bodyBytes > 0) {
        if (!message.problem)
            m_content.finish();
        message.content = m_content.take();
        message.isContentWhole = m_content.isWhole() && !message.problem;
        if (m_content.problem() && !message.problem)
            message.problem =
                DecodedMessage::Problem{*m_content.problem(), m_messageStart + m_parser->head().raw.size()};
    }
    const bool isInPlace = m_content.isIdentity() && framing != Http1Framing::Chunked;
    addHttpFields(message,
                  {m_parser->head(), framing == Http1Framing::Chunked ? m_parser->trailers() : noTrailers,
                   *kind(), bodyBytes, isInPlace},
                  m_wishes);
    m_sink(std::move(message));
}

void HttpLane::startSearch()
{
    m_state = State::Search;
    m_messageStart = m_offset;
    m_searched = 0;
}

/// Where the place was lost. Takes everything up to the next message, but keeps the last line.
qsizetype HttpLane::search(QByteArrayView bytes)
{
    if (const auto found = findHttp1Start(bytes, kind(), m_searched)) {
        m_offset += found->at;
        emitSkipped(QStringLiteral("no message of HTTP begins here"));
        m_searched = 0;
        startMessage(found->kind);
        return found->at;
    }
    const qsizetype kept = std::min(bytes.size() - (bytes.lastIndexOf('\n') + 1), limits::startLineBytes);
    m_pending = bytes.last(kept).toByteArray();
    m_searched = std::max<qsizetype>(kept - http1StartOverlap, 0);
    m_offset += bytes.size() - kept;
    return bytes.size();
}

void HttpLane::emitSkipped(const QString& what)
{
    if (m_offset == m_messageStart)
        return;
    DecodedMessage message;
    message.protocol = Protocol::Http;
    message.direction = m_direction;
    message.range = {m_messageStart, m_offset - m_messageStart};
    message.problem = DecodedMessage::Problem{what, m_messageStart};
    if (m_wishes.info)
        message.info = QStringLiteral("%1 bytes").arg(message.range.length);
    m_sink(std::move(message));
}

void HttpLane::gap(qint64 length)
{
    const bool isMessage = m_state == State::Message;
    const bool isKnownBody = isMessage && m_parser->state() == Http1Parser::State::Body &&
                             m_parser->head().framing == Http1Framing::Length;
    const qint64 left = isKnownBody ? m_parser->head().contentLength - m_parser->bodyBytes() - length : -1;
    if (isMessage) {
        if (m_parser->state() == Http1Parser::State::Head)
            m_parser->finish(); // so that it gives up what it has of the head
        emitMessage(
            DecodedMessage::Problem{QStringLiteral("%1 bytes are missing here").arg(length), m_offset});
        m_parser.reset();
    } else if (m_state != State::Skip) {
        if (m_state == State::Start)
            m_messageStart = m_offset;
        m_offset += std::exchange(m_pending, {}).size();
        emitSkipped(QStringLiteral("bytes are missing behind this"));
    }
    const qint64 skipLeft = m_state == State::Skip ? m_skip - length : left;
    m_offset += length;
    m_pairing.asks.clear();
    startSearch();
    if (skipLeft > 0) {
        m_skip = skipLeft;
        m_state = State::Skip;
    }
}

void HttpLane::finish()
{
    if (m_state == State::Message) {
        m_parser->finish();
        takeState();
    }
    if (m_state == State::Start || m_state == State::Search) {
        if (m_state == State::Start)
            m_messageStart = m_offset;
        m_offset += std::exchange(m_pending, {}).size();
        emitSkipped(QStringLiteral("no message of HTTP begins here"));
    }
    m_state = State::Start;
    m_searched = 0;
}

} // namespace wl
