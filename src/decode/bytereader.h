// SPDX-License-Identifier: MIT
#pragma once

#include "decode/decodedmessage.h"

#include <QByteArrayView>

#include <span>

namespace wl {

/// Where a run of a message's bytes lies in its direction, for messages that are carried in pieces.
struct StreamPiece
{
    qsizetype position = 0; ///< of the run's first byte in the message
    qint64 offset = 0;      ///< of that byte in the direction
};

/// Reads numbers in network byte order and runs of bytes, and says where in the direction each lies. Reading
/// beyond the end gives zeros and empty runs, and failed() from then on. A view: bytes and pieces must live.
class ByteReader
{
public:
    /// All of the bytes lie behind one another, the first at `offset` of the direction.
    ByteReader(QByteArrayView bytes, qint64 offset)
        : m_bytes(bytes)
        , m_offset(offset)
    {
    }
    /// `pieces` in order, the first at position 0.
    ByteReader(QByteArrayView bytes, std::span<const StreamPiece> pieces)
        : m_bytes(bytes)
        , m_pieces(pieces)
    {
    }

    [[nodiscard]] qsizetype position() const { return m_position; }
    [[nodiscard]] qsizetype left() const { return m_bytes.size() - m_position; }
    [[nodiscard]] bool isAtEnd() const { return m_position == m_bytes.size(); }
    /// More was asked for than there was; the position is then the end.
    [[nodiscard]] bool failed() const { return m_failed; }
    /// All of the bytes, from the first.
    [[nodiscard]] QByteArrayView all() const { return m_bytes; }

    quint8 u8() { return static_cast<quint8>(number(1)); }
    quint16 u16() { return static_cast<quint16>(number(2)); }
    quint32 u24() { return number(3); }
    quint32 u32() { return number(4); }
    QByteArrayView bytes(qsizetype count);
    QByteArrayView rest() { return bytes(left()); }
    /// The next `count` bytes (all that are left where fewer are, and failed()) as a reader of their own.
    ByteReader sub(qsizetype count);
    /// Goes to a position; beyond the end fails.
    void seek(qsizetype position);

    /// The offset in the direction of the byte at `position`, which may be the end.
    [[nodiscard]] qint64 offsetOf(qsizetype position) const;
    [[nodiscard]] qint64 offset() const { return offsetOf(m_position); }
    /// Of the direction: from the byte at `start` to the current position.
    [[nodiscard]] ByteRange since(qsizetype start) const { return range(start, m_position - start); }
    [[nodiscard]] ByteRange range(qsizetype start, qsizetype count) const;

private:
    quint32 number(qsizetype count);

    QByteArrayView m_bytes;
    std::span<const StreamPiece> m_pieces;
    qint64 m_offset = 0;
    qsizetype m_base = 0; // of a sub reader: the position of its first byte in the message
    qsizetype m_position = 0;
    bool m_failed = false;
};

} // namespace wl
