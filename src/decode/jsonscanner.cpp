// SPDX-License-Identifier: MIT
#include "decode/jsonscanner.h"

#include "decode/jsonparser.h"

namespace wl {

namespace {

bool isWordByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.';
}

} // namespace

qsizetype JsonScanner::feed(QByteArrayView bytes)
{
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (m_expect == Expect::Word && !isWordByte(c)) {
            endValue();
            if (m_state == State::Ended)
                return at;
        }
        if (!take(c)) {
            m_state = State::Wrong;
            return at;
        }
        if (m_state == State::Ended)
            return at + 1;
    }
    return bytes.size();
}

bool JsonScanner::take(char c)
{
    switch (m_expect) {
    case Expect::String:
        if (c == '\\') {
            m_expect = Expect::Escape;
        } else if (c == '"') {
            if (m_isKey)
                m_expect = Expect::Colon;
            else
                endValue();
        }
        return static_cast<unsigned char>(c) >= 0x20;
    case Expect::Escape: m_expect = Expect::String; return static_cast<unsigned char>(c) >= 0x20;
    case Expect::Word: return true;
    default: return isJsonBlank(c) || takeStructure(c);
    }
}

bool JsonScanner::takeStructure(char c)
{
    const bool wantsKey = m_expect == Expect::Key || m_expect == Expect::KeyOrEnd;
    const bool wantsValue = m_expect == Expect::Value || m_expect == Expect::ValueOrEnd;
    switch (c) {
    case '{': return wantsValue && open(true);
    case '[': return wantsValue && open(false);
    case '}': return (m_expect == Expect::KeyOrEnd || m_expect == Expect::CommaOrEnd) && close(true);
    case ']': return (m_expect == Expect::ValueOrEnd || m_expect == Expect::CommaOrEnd) && close(false);
    case '"':
        m_isKey = wantsKey;
        m_expect = Expect::String;
        return wantsKey || wantsValue;
    case ':': {
        const bool isRight = m_expect == Expect::Colon;
        m_expect = Expect::Value;
        return isRight;
    }
    case ',': {
        const bool isRight = m_expect == Expect::CommaOrEnd;
        m_expect = isRight && m_stack.back() ? Expect::Key : Expect::Value;
        return isRight;
    }
    default: break;
    }
    m_expect = Expect::Word;
    return wantsValue && isWordByte(c);
}

bool JsonScanner::open(bool isObject)
{
    m_stack.push_back(isObject);
    m_expect = isObject ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    return qsizetype(m_stack.size()) <= JsonParser::maxDepth;
}

bool JsonScanner::close(bool isObject)
{
    if (m_stack.empty() || m_stack.back() != isObject)
        return false;
    m_stack.pop_back();
    endValue();
    return true;
}

void JsonScanner::endValue()
{
    m_expect = Expect::CommaOrEnd;
    if (m_stack.empty())
        m_state = State::Ended;
}

} // namespace wl
