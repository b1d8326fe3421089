// SPDX-License-Identifier: MIT
#include "decode/websocketlane.h"

#include "base/limits.h"

#include <utility>

namespace wl {

WebSocketLane::WebSocketLane(Direction direction, const WebSocketFacts& facts, const DecodeWishes& wishes,
                             const ConversationDecoder::Sink& sink)
    : m_direction(direction)
    , m_facts(facts)
    , m_wishes(wishes)
    , m_sink(sink)
{
    if (!facts.deflate || !m_wishes.looksInside())
        return;
    // Where nobody knows who the client is, both sides are taken for those that keep their context.
    const bool isClient = facts.client == direction;
    m_inflater = std::make_unique<MessageInflater>(isClient ? facts.deflate->clientKeepsContext
                                                            : facts.deflate->serverKeepsContext);
}

WebSocketLane::~WebSocketLane() = default;

void WebSocketLane::feed(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        qsizetype taken = 0;
        if (m_skip > 0) {
            taken = qsizetype(std::min<quint64>(m_skip, quint64(bytes.size())));
            m_skip -= quint64(taken);
            m_offset += taken;
        } else if (m_state == State::Header) {
            taken = takeHeader(bytes);
        } else if (m_state == State::Payload) {
            taken = takePayload(bytes);
        } else {
            taken = bytes.size();
            m_offset += taken;
        }
        bytes = bytes.sliced(taken);
    }
}

qsizetype WebSocketLane::takeHeader(QByteArrayView bytes)
{
    const qsizetype before = m_header.size();
    while (true) {
        const qsizetype needed = WebSocketFrame::headerBytesOf(m_header);
        const qsizetype used = m_header.size() - before;
        if (m_header.size() == needed)
            break;
        const qsizetype taken = std::min(needed - m_header.size(), bytes.size() - used);
        if (taken == 0)
            return bytes.size();
        m_header.append(bytes.sliced(used, taken));
    }
    const qsizetype used = m_header.size() - before;
    m_frame = WebSocketFrame::parse(m_header, m_offset);
    m_offset += m_header.size();
    m_header.clear();
    startFrame(m_frame);
    return used;
}

void WebSocketLane::startFrame(const WebSocketFrame& frame)
{
    m_taken = 0;
    m_state = State::Payload;
    std::optional<Open>* slot = frame.opcode > WebSocketFrame::binary ? &m_single : &m_message;
    if (frame.opcode != WebSocketFrame::continuation || !*slot)
        startMessage(frame);
    Open& message = **slot;
    message.parts.last = frame;
    ++message.parts.frameCount;
    if (m_wishes.tree && message.parts.frames.size() < limits::messageFrames)
        message.parts.frames.push_back(frame);
    checkFrame(frame, message);
    if (!frame.isLengthPossible()) {
        message.end = m_offset;
        message.isWhole = false;
        emitMessage(*slot);
        m_state = State::Lost;
        m_lostFrom = m_offset;
    } else if (frame.length == 0) {
        endFrame();
    }
}

void WebSocketLane::startMessage(const WebSocketFrame& frame)
{
    const bool isSingle = frame.opcode > WebSocketFrame::binary;
    if (!isSingle && m_message) {
        blame(*m_message, QStringLiteral("another message begins before this one ends"), frame.start);
        m_message->isWhole = false;
        if (m_message->isCompressed && m_inflater)
            m_inflater->loseContext();
        emitMessage(m_message);
    }
    std::optional<Open>& slot = isSingle ? m_single : m_message;
    slot.emplace();
    slot->parts.first = frame;
    slot->isCompressed = !isSingle && (frame.reserved & 4) != 0 && m_facts.deflate;
    slot->isWhole = frame.opcode != WebSocketFrame::continuation;
}

/// RFC 6455 §5.2, §5.4, §5.5.
void WebSocketLane::checkFrame(const WebSocketFrame& frame, Open& message)
{
    const bool isFirst = message.parts.frameCount == 1;
    const int allowed = message.isCompressed && isFirst ? 4 : 0;
    if (!frame.isLengthPossible())
        blame(message, QStringLiteral("a frame of 2^63 bytes or more"), frame.start + 2);
    if (!frame.isKnown())
        blame(message, QStringLiteral("opcode %1 is reserved").arg(frame.opcode), frame.start);
    if ((frame.reserved & ~allowed) != 0)
        blame(message, QStringLiteral("a reserved bit is set"), frame.start);
    if (frame.isControl() && !frame.isFinal)
        blame(message, QStringLiteral("a control frame in fragments"), frame.start);
    if (frame.isControl() && frame.length > quint64(WebSocketFrame::controlBytes))
        blame(message, QStringLiteral("a control frame of %1 bytes").arg(frame.length), frame.start + 1);
    if (frame.opcode == WebSocketFrame::continuation && isFirst)
        blame(message, QStringLiteral("a continuation without a beginning"), frame.start);
    if (m_facts.client && frame.isMasked != (*m_facts.client == m_direction)) {
        blame(message,
              frame.isMasked ? QStringLiteral("a masked frame from the server")
                             : QStringLiteral("an unmasked frame from the client"),
              frame.start + 1);
    }
}

void WebSocketLane::blame(Open& message, const QString& what, qint64 offset)
{
    if (!message.problem)
        message.problem = DecodedMessage::Problem{what, offset};
}

qsizetype WebSocketLane::takePayload(QByteArrayView bytes)
{
    const auto taken = qsizetype(std::min<quint64>(m_frame.length - m_taken, quint64(bytes.size())));
    const bool isSingle = m_frame.opcode > WebSocketFrame::binary;
    Open& message = isSingle ? *m_single : *m_message;
    message.parts.length += quint64(taken);
    if (isSingle || m_wishes.looksInside()) {
        const QByteArray plain = m_frame.unmasked(bytes.first(taken), m_taken);
        if (!message.isCompressed) {
            takePlain(message, plain, m_offset);
        } else if (const auto reason =
                       m_inflater->feed(plain, [&](QByteArrayView made) { takePlain(message, made, {}); })) {
            message.isWhole = false;
            blame(message, QStringLiteral("compression: ") + *reason, m_frame.start);
        }
    }
    m_taken += quint64(taken);
    m_offset += taken;
    if (m_taken == m_frame.length)
        endFrame();
    return taken;
}

/// Decoded payload; `place` where it stands on the wire as it is.
void WebSocketLane::takePlain(Open& message, QByteArrayView plain, std::optional<qint64> place)
{
    const bool isText = message.parts.first.opcode == WebSocketFrame::text;
    if (isText && !message.problem) {
        if (const auto wrong = message.utf8.feed(plain)) {
            blame(message,
                  QStringLiteral("byte %1 of the text is not UTF-8").arg(message.decodedBytes + *wrong),
                  place ? *place + *wrong : m_frame.start);
        }
    }
    message.decodedBytes += plain.size();
    const bool isSingle = message.parts.first.opcode > WebSocketFrame::binary;
    const qint64 limit = std::max<qint64>(m_wishes.contentBytes, isSingle ? WebSocketFrame::controlBytes : 0);
    const qint64 room = limit - message.content.size();
    message.content.append(plain.first(std::min<qsizetype>(plain.size(), room)));
}

void WebSocketLane::endFrame()
{
    m_state = State::Header;
    std::optional<Open>& slot = m_frame.opcode > WebSocketFrame::binary ? m_single : m_message;
    slot->end = m_offset;
    const bool isSingle = &slot == &m_single;
    if (!m_frame.isFinal && !isSingle)
        return;
    slot->parts.isEnded = m_frame.isFinal;
    endContent(*slot);
    emitMessage(slot);
}

void WebSocketLane::endContent(Open& message)
{
    if (!m_wishes.looksInside())
        return;
    if (message.isCompressed) {
        const auto reason = m_inflater->finish([&](QByteArrayView made) { takePlain(message, made, {}); });
        if (reason) {
            message.isWhole = false;
            blame(message, QStringLiteral("compression: ") + *reason, m_frame.start);
        }
    }
    if (message.parts.first.opcode == WebSocketFrame::text && message.isWhole && !message.utf8.isAtEnd())
        blame(message, QStringLiteral("the text ends inside of a character"), m_offset);
}

void WebSocketLane::emitMessage(std::optional<Open>& slot)
{
    Open open = std::move(*slot);
    slot.reset();
    DecodedMessage message;
    message.protocol = Protocol::WebSocket;
    message.direction = m_direction;
    message.range = {open.parts.first.start, open.end - open.parts.first.start};
    message.problem = std::move(open.problem);
    if (m_wishes.contentBytes > 0) {
        message.content = open.content.first(std::min<qsizetype>(open.content.size(), m_wishes.contentBytes));
        message.isContentWhole = open.isWhole && message.content.size() == open.decodedBytes;
    }
    addWebSocketFields(message, open.parts, m_wishes, open.content);
    m_sink(std::move(message));
}

/// What is unfinished ends here.
void WebSocketLane::emitCut(const QString& what)
{
    for (std::optional<Open>* slot : {&m_single, &m_message}) {
        if (!*slot)
            continue;
        const bool isCurrent =
            m_state == State::Payload && (m_frame.opcode > WebSocketFrame::binary) == (slot == &m_single);
        if (isCurrent || (*slot)->end == 0)
            (*slot)->end = m_offset;
        (*slot)->isWhole = false;
        blame(**slot, what, m_offset);
        emitMessage(*slot);
    }
    if (m_inflater)
        m_inflater->loseContext();
}

/// Bytes that are no frame, or not a whole header.
void WebSocketLane::emitUnread(const QString& what)
{
    const qint64 from = m_state == State::Lost ? m_lostFrom : m_offset;
    m_offset += std::exchange(m_header, {}).size();
    if (m_offset == from)
        return;
    DecodedMessage message;
    message.protocol = Protocol::WebSocket;
    message.direction = m_direction;
    message.range = {from, m_offset - from};
    message.isContentWhole = false;
    message.problem = DecodedMessage::Problem{what, from};
    if (m_wishes.info)
        message.info = QStringLiteral("%1 bytes").arg(message.range.length);
    m_sink(std::move(message));
}

void WebSocketLane::gap(qint64 length)
{
    const quint64 left = m_state == State::Payload ? m_frame.length - m_taken : m_skip;
    emitCut(QStringLiteral("%1 bytes are missing here").arg(length));
    if (m_state != State::Payload && m_skip == 0)
        emitUnread(QStringLiteral("bytes are missing behind this"));
    m_offset += length;
    m_state = State::Header;
    // The frame's own length tells where the next one begins.
    m_skip = left > quint64(length) ? left - quint64(length) : 0;
}

void WebSocketLane::finish()
{
    emitCut(QStringLiteral("the message is cut short"));
    if (m_state != State::Payload)
        emitUnread(m_state == State::Lost ? QStringLiteral("bytes behind a frame that cannot be")
                                          : QStringLiteral("the frame is cut short"));
    m_state = State::Header;
    m_skip = 0;
}

} // namespace wl
