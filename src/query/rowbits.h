// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <bit>

namespace wl {

/// A set of rows of a batch. A value.
class RowBits
{
public:
    static constexpr int rows = 4096;
    static constexpr int wordCount = rows / 64;

    /// The first `count` rows.
    [[nodiscard]] static RowBits first(int count)
    {
        RowBits bits;
        for (int word = 0; word < count / 64; ++word)
            bits.m_words[size_t(word)] = ~quint64{0};
        if (count % 64 != 0)
            bits.m_words[size_t(count / 64)] = (quint64{1} << (count % 64)) - 1;
        return bits;
    }

    [[nodiscard]] quint64 word(int index) const { return m_words[size_t(index)]; }
    void setWord(int index, quint64 value) { m_words[size_t(index)] = value; }
    void set(int row) { m_words[size_t(row / 64)] |= quint64{1} << (row % 64); }
    void clear(int row) { m_words[size_t(row / 64)] &= ~(quint64{1} << (row % 64)); }
    [[nodiscard]] bool test(int row) const { return (m_words[size_t(row / 64)] >> (row % 64) & 1) != 0; }

    [[nodiscard]] bool isEmpty() const
    {
        quint64 any = 0;
        for (const quint64 word : m_words)
            any |= word;
        return any == 0;
    }

    RowBits& operator&=(const RowBits& other)
    {
        for (size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= other.m_words[i];
        return *this;
    }
    RowBits& operator|=(const RowBits& other)
    {
        for (size_t i = 0; i < m_words.size(); ++i)
            m_words[i] |= other.m_words[i];
        return *this;
    }
    RowBits& remove(const RowBits& other)
    {
        for (size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= ~other.m_words[i];
        return *this;
    }

    /// Calls `take(row)` for each row, ascending; rows may be cleared meanwhile.
    template <typename Take>
    void forEach(Take take) const
    {
        for (int index = 0; index < wordCount; ++index) {
            for (quint64 left = word(index); left != 0; left &= left - 1)
                take(index * 64 + std::countr_zero(left));
        }
    }

    friend bool operator==(const RowBits&, const RowBits&) = default;

private:
    std::array<quint64, wordCount> m_words{};
};

} // namespace wl
