// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <vector>

namespace wl {

/// Finds where a JSON text ends in bytes that come in pieces, by its structure alone: brackets, commas,
/// colons and strings; whether numbers, words and escapes are right is not looked at. Memory: one bit a level
/// of nesting, up to JsonParser::maxDepth. A value.
class JsonScanner
{
public:
    enum class State : quint8 {
        Inside, ///< more is needed
        Ended,  ///< the text is whole
        Wrong,  ///< the byte at which feed() stopped cannot follow
    };

    /// Takes bytes up to the text's end, or up to the first byte that cannot follow, and says how many. A
    /// number or word outside of brackets ends before the byte behind it, which is not taken.
    qsizetype feed(QByteArrayView bytes);
    [[nodiscard]] State state() const { return m_state; }
    /// Begins the next text.
    void reset() { *this = JsonScanner(); }
    /// No byte but whitespace was taken.
    [[nodiscard]] bool isIdle() const { return m_expect == Expect::Value && m_stack.empty(); }
    /// At the end of the bytes: whether a number or word outside of brackets is whole with it.
    [[nodiscard]] bool endsWithBytes() const { return m_expect == Expect::Word && m_stack.empty(); }

private:
    enum class Expect : quint8 {
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        Colon,
        CommaOrEnd,
        String,
        Escape,
        Word ///< the rest of a number, true, false, null
    };

    /// False where the byte cannot follow.
    [[nodiscard]] bool take(char c);
    [[nodiscard]] bool takeStructure(char c);
    [[nodiscard]] bool open(bool isObject);
    [[nodiscard]] bool close(bool isObject);
    void endValue();

    State m_state = State::Inside;
    Expect m_expect = Expect::Value;
    bool m_isKey = false;      ///< the string is a member's name
    std::vector<bool> m_stack; ///< true = object
};

} // namespace wl
