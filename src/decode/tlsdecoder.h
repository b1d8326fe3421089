// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/sniff.h"

namespace wl {

/// TLS as it lies on the wire (RFC 8446 §5.1, RFC 5246 §6.2): one message for each handshake message that is
/// not encrypted, however records carry it, and one for each other record. Holds at most
/// limits::tlsHandshakeBytes and limits::tlsRecordBytes of a direction.
class TlsDecoder : public FramedConversation
{
public:
    TlsDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    void frame(Direction direction, const Frame& frame) override;
    void interrupted(Direction direction, Frame::End end) override;

private:
    /// A handshake message that is not whole yet.
    struct Handshake
    {
        QByteArray bytes;
        std::vector<StreamPiece> pieces; // where the records carry it
        QByteArray head;                 // of the first record
        qint64 start = 0;                // of that head, or of the message where it begins within a record
        bool isAtRecord = false;
        bool isEncrypted = false; // ChangeCipherSpec came
        bool hasHello = false;    // so handshake messages can be read until ChangeCipherSpec
    };

    [[nodiscard]] Handshake& handshake(Direction direction)
    {
        return m_handshakes[direction == Direction::Sent ? 0 : 1];
    }
    void handshakeRecord(Direction direction, const Frame& frame);
    [[nodiscard]] static qsizetype handshakeNeeds(const Handshake& state);
    [[nodiscard]] static qsizetype fillHandshake(Handshake& state, QByteArrayView bytes);
    [[nodiscard]] static bool isReadable(const Handshake& state, QByteArrayView payload);
    void giveHandshake(Direction direction, const QString& problem = {});
    void giveOpaque(Direction direction, const Frame& frame, const char* type, const QString& problem);
    void giveAlert(Direction direction, const Frame& frame);

    std::array<Handshake, 2> m_handshakes;
};

} // namespace wl
