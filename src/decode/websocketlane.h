// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"
#include "decode/messageinflater.h"
#include "decode/utf8check.h"
#include "decode/websocketdeflate.h"
#include "decode/websocketfields.h"

namespace wl {

/// What is known before the first frame.
struct WebSocketFacts
{
    std::optional<Direction> client; ///< whose frames must be masked
    std::optional<WebSocketDeflate> deflate;
};

/// One direction of a WebSocket: frames to messages. Memory: the content that is wished for, a window, and
/// with DecodeWishes::tree limits::messageFrames headers. Plain object.
class WebSocketLane
{
public:
    WebSocketLane(Direction direction, const WebSocketFacts& facts, const DecodeWishes& wishes,
                  const ConversationDecoder::Sink& sink);
    ~WebSocketLane();
    WebSocketLane(const WebSocketLane&) = delete;
    WebSocketLane& operator=(const WebSocketLane&) = delete;

    void feed(QByteArrayView bytes);
    void gap(qint64 length);
    void finish();

private:
    enum class State : quint8 { Header, Payload, Lost };

    /// A message that is not whole yet.
    struct Open
    {
        WebSocketParts parts;
        QByteArray content;
        qint64 decodedBytes = 0;
        qint64 end = 0; ///< offset behind its last byte so far
        bool isCompressed = false;
        bool isWhole = true;
        Utf8Check utf8;
        std::optional<DecodedMessage::Problem> problem;
    };

    [[nodiscard]] qsizetype takeHeader(QByteArrayView bytes);
    [[nodiscard]] qsizetype takePayload(QByteArrayView bytes);
    void startFrame(const WebSocketFrame& frame);
    void checkFrame(const WebSocketFrame& frame, Open& message);
    void startMessage(const WebSocketFrame& frame);
    void endFrame();
    void takePlain(Open& message, QByteArrayView plain, std::optional<qint64> place);
    void endContent(Open& message);
    void emitMessage(std::optional<Open>& slot);
    void emitCut(const QString& what);
    void emitUnread(const QString& what);
    static void blame(Open& message, const QString& what, qint64 offset);

    const Direction m_direction;
    const WebSocketFacts m_facts;
    const WebSocketWishes m_wishes;
    const ConversationDecoder::Sink m_sink;
    State m_state = State::Header;
    QByteArray m_header; ///< of a header that came in pieces
    WebSocketFrame m_frame;
    quint64 m_taken = 0; ///< of the frame's payload
    qint64 m_offset = 0;
    qint64 m_lostFrom = 0;
    quint64 m_skip = 0;            ///< payload left of a frame that ended in a gap
    std::optional<Open> m_message; ///< data, goes on over several frames
    std::optional<Open> m_single;  ///< a frame that stands for itself
    std::unique_ptr<MessageInflater> m_inflater;
};

} // namespace wl
