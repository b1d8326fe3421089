// SPDX-License-Identifier: MIT
#include "decode/jsonparser.h"

namespace wl {

using Kind = JsonToken::Kind;

JsonParser::JsonParser(QByteArrayView text, std::stop_token stop, JsonTokenizer::Utf8 utf8)
    : m_tokenizer(text, std::move(stop), utf8)
{
}

JsonParser JsonParser::atElement(QByteArrayView text, qsizetype offset, std::stop_token stop)
{
    JsonParser parser(text, std::move(stop), JsonTokenizer::Utf8::Lenient);
    parser.m_tokenizer.seek(offset);
    parser.m_stack.push_back(false);
    return parser;
}

JsonParser::Event JsonParser::next()
{
    if (m_last)
        return *m_last;
    const JsonToken token = m_tokenizer.next();
    if (token.kind == Kind::Error || token.kind == Kind::Canceled) {
        m_last = Event{token, false, depth()};
        // A wrong character where nothing, or something else, belongs: the grammar knows better words.
        if (token.problem == JsonProblem::UnexpectedCharacter)
            m_last->token.problem = expected();
        return *m_last;
    }
    return take(token);
}

JsonParser::Event JsonParser::take(const JsonToken& token)
{
    const bool inObject = !m_stack.empty() && m_stack.back();
    switch (token.kind) {
    case Kind::End:
        if (m_expect != Expect::Nothing)
            return fail(JsonProblem::UnexpectedEnd, token.offset);
        m_last = Event{token, false, 0};
        return *m_last;
    case Kind::EndObject:
    case Kind::EndArray: {
        const bool object = token.kind == Kind::EndObject;
        const bool fits =
            m_expect == Expect::CommaOrEnd || m_expect == (object ? Expect::KeyOrEnd : Expect::ValueOrEnd);
        if (!fits || m_stack.empty() || inObject != object)
            return fail(expected(), token.offset);
        return close(token);
    }
    case Kind::Comma:
        if (m_expect != Expect::CommaOrEnd)
            return fail(expected(), token.offset);
        m_expect = inObject ? Expect::Key : Expect::Value;
        return {token, false, depth()};
    case Kind::Colon:
        if (m_expect != Expect::Colon)
            return fail(expected(), token.offset);
        m_expect = Expect::Value;
        return {token, false, depth()};
    default: break;
    }
    if (token.kind == Kind::String && (m_expect == Expect::Key || m_expect == Expect::KeyOrEnd)) {
        m_expect = Expect::Colon;
        return {token, true, depth()};
    }
    if (m_expect != Expect::Value && m_expect != Expect::ValueOrEnd)
        return fail(expected(), token.offset);
    return value(token);
}

JsonParser::Event JsonParser::value(const JsonToken& token)
{
    const qsizetype at = depth();
    if (token.kind == Kind::BeginObject || token.kind == Kind::BeginArray) {
        if (at >= maxDepth)
            return fail(JsonProblem::TooDeep, token.offset);
        m_stack.push_back(token.kind == Kind::BeginObject);
        m_expect = m_stack.back() ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    } else {
        m_expect = m_stack.empty() ? Expect::Nothing : Expect::CommaOrEnd;
    }
    return {token, false, at};
}

JsonParser::Event JsonParser::close(const JsonToken& token)
{
    m_stack.pop_back();
    m_expect = m_stack.empty() ? Expect::Nothing : Expect::CommaOrEnd;
    return {token, false, depth()};
}

JsonParser::Event JsonParser::fail(JsonProblem problem, qsizetype offset)
{
    m_last = Event{{Kind::Error, problem, offset, 0}, false, depth()};
    return *m_last;
}

/// What to say about a token (or a wrong character) that does not belong here.
JsonProblem JsonParser::expected() const
{
    switch (m_expect) {
    case Expect::Value:
    case Expect::ValueOrEnd: return JsonProblem::ValueExpected;
    case Expect::Key:
    case Expect::KeyOrEnd: return JsonProblem::KeyExpected;
    case Expect::Colon: return JsonProblem::ColonExpected;
    case Expect::CommaOrEnd:
        return m_stack.back() ? JsonProblem::CommaOrBraceExpected : JsonProblem::CommaOrBracketExpected;
    case Expect::Nothing: break;
    }
    return JsonProblem::TextAfterEnd;
}

std::optional<JsonError> checkJson(QByteArrayView text, std::stop_token stop)
{
    JsonParser parser(text, std::move(stop));
    while (true) {
        const auto event = parser.next();
        if (event.token.kind == Kind::Error)
            return JsonError{event.token.problem, event.token.offset};
        if (event.token.isLast())
            return std::nullopt;
    }
}

JsonPlace jsonPlace(QByteArrayView text, qsizetype offset)
{
    JsonPlace place;
    const QByteArrayView before = text.first(std::min(offset, text.size()));
    place.line += std::count(before.begin(), before.end(), '\n');
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    for (const char c : before.sliced(lineStart))
        place.column += (static_cast<unsigned char>(c) & 0xC0) == 0x80 ? 0 : 1;
    return place;
}

QString JsonWords::problem(JsonProblem problem)
{
    switch (problem) {
    case JsonProblem::None: break;
    case JsonProblem::UnexpectedCharacter: return tr("this character does not belong here");
    case JsonProblem::ValueExpected: return tr("a value is expected");
    case JsonProblem::KeyExpected: return tr("a name in double quotes is expected");
    case JsonProblem::ColonExpected: return tr("a colon is expected");
    case JsonProblem::CommaOrBraceExpected: return tr("a comma or } is expected");
    case JsonProblem::CommaOrBracketExpected: return tr("a comma or ] is expected");
    case JsonProblem::TextAfterEnd: return tr("there is text after the end of the value");
    case JsonProblem::UnexpectedEnd: return tr("the text ends too early");
    case JsonProblem::OpenString: return tr("this string has no closing quote");
    case JsonProblem::BadEscape: return tr("this is no escape of JSON");
    case JsonProblem::ControlCharacter: return tr("a control character must be escaped in a string");
    case JsonProblem::BadNumber: return tr("this is no number of JSON");
    case JsonProblem::BadWord: return tr("only true, false and null are words of JSON");
    case JsonProblem::NotUtf8: return tr("this is not UTF-8");
    case JsonProblem::TooDeep: return tr("it is nested too deeply");
    }
    return {};
}

QString JsonWords::sentence(QByteArrayView text, const JsonError& error)
{
    const JsonPlace place = jsonPlace(text, error.offset);
    return tr("line %1, column %2: %3").arg(place.line).arg(place.column).arg(problem(error.problem));
}

} // namespace wl
