// SPDX-License-Identifier: MIT
#include "decode/jsonpath.h"

#include "decode/jsonparser.h"
#include "decode/jsonstring.h"

namespace wl {

namespace {

using Kind = JsonToken::Kind;

/// Reads the text of a path, one step at a time.
class PathReader
{
public:
    explicit PathReader(QStringView text)
        : m_text(text)
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    JsonPath::Step read()
    {
        if (m_text[m_at] == u'[') {
            ++m_at;
            return !isAtEnd() && m_text[m_at] == u'"' ? quoted() : index();
        }
        if (m_at > 0 && m_text[m_at] != u'.')
            return refuse(QStringLiteral("a dot or [ is expected"));
        m_at += m_at > 0 ? 1 : 0;
        return name();
    }

private:
    JsonPath::Step refuse(const QString& what)
    {
        m_error = Error{ErrorCode::BadSyntax, QStringLiteral("character %1: %2").arg(m_at + 1).arg(what)};
        return {};
    }

    JsonPath::Step name()
    {
        const qsizetype start = m_at;
        while (!isAtEnd() && m_text[m_at] != u'.' && m_text[m_at] != u'[')
            ++m_at;
        if (m_at == start)
            return refuse(QStringLiteral("a name is expected"));
        return {m_text.sliced(start, m_at - start).toUtf8(), -1};
    }

    JsonPath::Step index()
    {
        const qsizetype start = m_at;
        while (!isAtEnd() && m_text[m_at] >= u'0' && m_text[m_at] <= u'9')
            ++m_at;
        bool fits = false;
        const qlonglong number = m_text.sliced(start, m_at - start).toLongLong(&fits);
        if (!fits)
            return refuse(QStringLiteral("an index or a name in quotes is expected"));
        return closed({{}, number});
    }

    JsonPath::Step quoted()
    {
        QString text;
        for (++m_at; !isAtEnd() && m_text[m_at] != u'"'; ++m_at) {
            if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size())
                ++m_at;
            text += m_text[m_at];
        }
        if (isAtEnd())
            return refuse(QStringLiteral("this name has no closing quote"));
        ++m_at;
        return closed({text.toUtf8(), -1});
    }

    JsonPath::Step closed(const JsonPath::Step& step)
    {
        if (isAtEnd() || m_text[m_at] != u']')
            return refuse(QStringLiteral("] is expected"));
        ++m_at;
        return step;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    std::optional<Error> m_error;
};

bool isNamed(QByteArrayView key, QByteArrayView name)
{
    if (!key.contains('\\'))
        return key.sliced(1).chopped(1) == name;
    return jsonStringText(key).toUtf8() == name;
}

/// Walks a text down a path.
class Walker
{
public:
    Walker(QByteArrayView text, const JsonPath& path)
        : m_parser(text)
        , m_steps(path.steps())
    {
    }

    std::optional<FieldValue> value()
    {
        JsonParser::Event event = m_parser.next();
        for (const JsonPath::Step& step : m_steps) {
            const bool fits = event.token.kind == (step.index < 0 ? Kind::BeginObject : Kind::BeginArray);
            if (!fits || !find(step, event))
                return std::nullopt;
        }
        return valueAt(event);
    }

private:
    /// `event` is the bracket of a container; finds the value in it and leaves `event` at its beginning.
    bool find(const JsonPath::Step& step, JsonParser::Event& event)
    {
        const qsizetype depth = event.depth + 1;
        qint64 index = 0;
        bool isWanted = step.index == 0;
        for (event = m_parser.next(); !event.token.isLast() && event.depth >= depth;
             event = m_parser.next()) {
            if (event.depth > depth)
                continue;
            switch (event.token.kind) {
            case Kind::Comma: isWanted = step.index >= 0 && ++index == step.index; break;
            case Kind::Colon:
            case Kind::EndObject:
            case Kind::EndArray: break;
            default:
                if (event.isKey)
                    isWanted = isNamed(m_parser.bytes(event.token), step.name);
                else if (isWanted)
                    return true;
                break;
            }
        }
        return false;
    }

    std::optional<FieldValue> valueAt(const JsonParser::Event& event)
    {
        const JsonToken first = event.token;
        if (first.isLast())
            return std::nullopt;
        if (first.kind != Kind::BeginObject && first.kind != Kind::BeginArray)
            return jsonScalarValue(first.kind, m_parser.bytes(first));
        const qsizetype depth = event.depth;
        JsonParser::Event last = m_parser.next();
        while (!last.token.isLast() && last.depth > depth)
            last = m_parser.next();
        if (last.token.isLast())
            return std::nullopt;
        return m_parser.text().sliced(first.offset, last.token.offset + 1 - first.offset).toByteArray();
    }

    JsonParser m_parser;
    const std::vector<JsonPath::Step>& m_steps;
};

} // namespace

Result<JsonPath> JsonPath::parse(QStringView text)
{
    JsonPath path;
    PathReader reader(text);
    while (!reader.isAtEnd()) {
        path.m_steps.push_back(reader.read());
        if (reader.error())
            return tl::make_unexpected(*reader.error());
        if (path.m_steps.size() > maxSteps)
            return fail(ErrorCode::BadSyntax, QStringLiteral("more than %1 steps").arg(maxSteps));
    }
    return path;
}

std::optional<FieldValue> jsonValueAt(QByteArrayView text, const JsonPath& path)
{
    return Walker(text, path).value();
}

FieldValue jsonScalarValue(JsonToken::Kind kind, QByteArrayView token)
{
    switch (kind) {
    case Kind::True: return true;
    case Kind::False: return false;
    case Kind::Null: return std::monostate();
    case Kind::String:
        return token.contains('\\') ? jsonStringText(token).toUtf8()
                                    : token.sliced(1).chopped(1).toByteArray();
    default: break;
    }
    bool isWhole = false;
    const QByteArray digits = token.toByteArray();
    const qlonglong number = digits.toLongLong(&isWhole);
    return isWhole ? FieldValue(qint64(number)) : FieldValue(digits.toDouble());
}

} // namespace wl
