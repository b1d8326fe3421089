// SPDX-License-Identifier: MIT
#include "decode/jsontokenizer.h"

#include <array>

namespace wl {

namespace {

constexpr qsizetype stopCheckBytes = 1024 * 1024;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes of a string that need no look: all ASCII but controls, quote and backslash.
constexpr auto plainBytes = [] {
    std::array<bool, 256> table{};
    for (size_t i = 0x20; i < 0x80; ++i)
        table[i] = i != '"' && i != '\\';
    return table;
}();

constexpr bool isPlain(char c)
{
    return plainBytes[static_cast<unsigned char>(c)];
}

/// The length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), 0 where there is none.
qsizetype utf8Length(QByteArrayView text, qsizetype at)
{
    const auto byte = [&](qsizetype i) -> unsigned {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto within = [&](qsizetype i, unsigned low, unsigned high) {
        return byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first >= 0xC2 && first <= 0xDF)
        return within(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool second = within(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
        return second && within(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool second = within(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
        return second && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

} // namespace

JsonTokenizer::JsonTokenizer(QByteArrayView text, std::stop_token stop, Utf8 utf8)
    : m_text(text)
    , m_stop(std::move(stop))
    , m_utf8(utf8)
{
    if (m_text.startsWith("\xEF\xBB\xBF"))
        m_at = 3;
}

JsonToken JsonTokenizer::next()
{
    using Kind = JsonToken::Kind;
    while (m_at < m_text.size() && isJsonBlank(m_text[m_at]))
        ++m_at;
    if (isCanceled())
        return {Kind::Canceled, JsonProblem::None, m_at, 0};
    if (m_at >= m_text.size())
        return {Kind::End, JsonProblem::None, m_text.size(), 0};
    switch (m_text[m_at]) {
    case '{': return punctuation(Kind::BeginObject);
    case '}': return punctuation(Kind::EndObject);
    case '[': return punctuation(Kind::BeginArray);
    case ']': return punctuation(Kind::EndArray);
    case ':': return punctuation(Kind::Colon);
    case ',': return punctuation(Kind::Comma);
    case '"': return string();
    case 't': return word("true", Kind::True);
    case 'f': return word("false", Kind::False);
    case 'n': return word("null", Kind::Null);
    default: break;
    }
    if (m_text[m_at] == '-' || isDigit(m_text[m_at]))
        return number();
    return error(JsonProblem::UnexpectedCharacter, m_at);
}

bool JsonTokenizer::isCanceled()
{
    if (m_at < m_nextStopCheck)
        return false;
    m_nextStopCheck = m_at + stopCheckBytes;
    return m_stop.stop_requested();
}

JsonToken JsonTokenizer::error(JsonProblem problem, qsizetype at)
{
    return {JsonToken::Kind::Error, problem, at, 0};
}

JsonToken JsonTokenizer::punctuation(JsonToken::Kind kind)
{
    return {kind, JsonProblem::None, m_at++, 1};
}

JsonToken JsonTokenizer::word(QByteArrayView expected, JsonToken::Kind kind)
{
    for (qsizetype i = 0; i < expected.size(); ++i) {
        if (m_at + i >= m_text.size())
            return error(JsonProblem::UnexpectedEnd, m_text.size());
        if (m_text[m_at + i] != expected[i])
            return error(JsonProblem::BadWord, m_at);
    }
    const JsonToken token{kind, JsonProblem::None, m_at, expected.size()};
    m_at += expected.size();
    return token;
}

qsizetype JsonTokenizer::digits(qsizetype at) const
{
    while (at < m_text.size() && isDigit(m_text[at]))
        ++at;
    return at;
}

JsonToken JsonTokenizer::number()
{
    const qsizetype start = m_at;
    const auto is = [&](qsizetype at, char c) { return at < m_text.size() && m_text[at] == c; };
    const auto missing = [&](qsizetype at) {
        return error(at < m_text.size() ? JsonProblem::BadNumber : JsonProblem::UnexpectedEnd, at);
    };
    qsizetype at = start + (is(start, '-') ? 1 : 0);
    const qsizetype whole = at;
    at = digits(at);
    if (at == whole)
        return missing(at);
    if (is(whole, '0') && at > whole + 1)
        return error(JsonProblem::BadNumber, whole + 1);
    if (is(at, '.')) {
        const qsizetype fraction = ++at;
        at = digits(at);
        if (at == fraction)
            return missing(at);
    }
    if (is(at, 'e') || is(at, 'E')) {
        ++at;
        at += is(at, '+') || is(at, '-') ? 1 : 0;
        const qsizetype exponent = at;
        at = digits(at);
        if (at == exponent)
            return missing(at);
    }
    m_at = at;
    return {JsonToken::Kind::Number, JsonProblem::None, start, at - start};
}

/// `at` is behind the backslash; it is left behind the escape, or where it is wrong.
bool JsonTokenizer::escapeIsGood(qsizetype& at, JsonProblem& problem) const
{
    problem = JsonProblem::OpenString;
    if (at >= m_text.size())
        return false;
    const char letter = m_text[at];
    if (letter != 'u') {
        problem = JsonProblem::BadEscape;
        if (!QByteArrayView("\"\\/bfnrt").contains(letter))
            return false;
        ++at;
        return true;
    }
    ++at;
    for (int i = 0; i < 4; ++i, ++at) {
        if (at >= m_text.size())
            return false;
        problem = JsonProblem::BadEscape;
        if (!isHexDigit(m_text[at]))
            return false;
        problem = JsonProblem::OpenString;
    }
    return true;
}

JsonToken JsonTokenizer::string()
{
    const qsizetype start = m_at;
    const char* const data = m_text.data();
    const qsizetype size = m_text.size();
    qsizetype at = start + 1;
    JsonProblem problem = JsonProblem::None;
    while (true) {
        // A string can be a gigabyte long: it is scanned in pieces, with a look at the stop token between
        // them.
        const qsizetype pieceEnd = std::min(size, std::max(m_nextStopCheck, at + 1));
        while (at < pieceEnd && isPlain(data[at]))
            ++at;
        if (at >= size)
            return error(JsonProblem::OpenString, start);
        if (at >= m_nextStopCheck) {
            m_at = at;
            if (isCanceled())
                return {JsonToken::Kind::Canceled, JsonProblem::None, at, 0};
            m_at = start;
        }
        const char c = data[at];
        if (isPlain(c))
            continue;
        if (c == '"')
            break;
        if (c == '\\') {
            if (!escapeIsGood(++at, problem))
                return error(problem, problem == JsonProblem::OpenString ? start : at);
        } else if (static_cast<unsigned char>(c) < 0x20) {
            return error(JsonProblem::ControlCharacter, at);
        } else if (static_cast<unsigned char>(c) < 0x80 || m_utf8 == Utf8::Lenient) {
            ++at;
        } else if (const qsizetype length = utf8Length(m_text, at); length > 0) {
            at += length;
        } else {
            return error(JsonProblem::NotUtf8, at);
        }
    }
    m_at = at + 1;
    return {JsonToken::Kind::String, JsonProblem::None, start, m_at - start};
}

} // namespace wl
