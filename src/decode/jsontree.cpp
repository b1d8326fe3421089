// SPDX-License-Identifier: MIT
#include "decode/jsontree.h"

#include "base/limits.h"
#include "decode/jsonparser.h"
#include "decode/jsonpath.h"
#include "decode/jsonstring.h"

namespace wl {

namespace {

using Kind = JsonToken::Kind;

constexpr qsizetype sniffedBytes = 4096;

QString shortened(QByteArrayView token)
{
    const bool isLong = token.size() > limits::labelBytes;
    const QString text = jsonValueText(isLong ? token.first(limits::labelBytes) : token);
    return isLong ? text + QStringLiteral("…") : text;
}

/// Makes the fields of a text in one pass; deeper levels than the limit are passed over.
class TreeMaker
{
public:
    TreeMaker(DecodedMessage& message, int parent, std::optional<qint64> start)
        : m_message(message)
        , m_parser(message.content)
        , m_start(start)
        , m_parents{parent}
    {
    }

    void make()
    {
        for (auto event = m_parser.next(); !event.token.isLast() && m_made < limits::treeFields;
             event = m_parser.next()) {
            const JsonToken& token = event.token;
            if (event.depth > limits::treeDepth || token.kind == Kind::Colon)
                continue;
            if (token.kind == Kind::Comma)
                ++m_index[size_t(event.depth)];
            else if (event.isKey)
                m_key = token;
            else if (token.kind == Kind::EndObject || token.kind == Kind::EndArray)
                close(event);
            else
                open(event);
        }
    }

private:
    [[nodiscard]] ByteRange place(qsizetype from, qsizetype to) const
    {
        return m_start ? ByteRange{*m_start + from, to - from} : ByteRange();
    }

    void open(const JsonParser::Event& event)
    {
        const JsonToken& token = event.token;
        const bool isContainer = token.kind == Kind::BeginObject || token.kind == Kind::BeginArray;
        DecodedField field;
        field.label = title(event.depth);
        if (isContainer)
            field.label += token.kind == Kind::BeginObject ? QStringLiteral("{…}") : QStringLiteral("[…]");
        else
            field.label += shortened(m_parser.bytes(token));
        if (!isContainer)
            field.value = jsonScalarValue(token.kind, m_parser.bytes(token));
        const qsizetype from = m_key ? m_key->offset : token.offset;
        field.range = place(from, token.offset + token.size);
        field.parent = m_parents[size_t(event.depth)];
        m_key.reset();
        m_message.fields.push_back(std::move(field));
        ++m_made;
        if (isContainer) {
            const auto inner = size_t(event.depth) + 1;
            m_parents.resize(inner);
            m_parents.push_back(int(m_message.fields.size()) - 1);
            m_index.resize(inner);
            m_index.push_back(0);
        }
    }

    void close(const JsonParser::Event& event)
    {
        const auto inner = size_t(event.depth) + 1;
        if (inner >= m_parents.size())
            return;
        DecodedField& field = m_message.fields[size_t(m_parents[inner])];
        if (m_start)
            field.range.length = *m_start + event.token.offset + 1 - field.range.offset;
        m_parents.resize(inner);
    }

    [[nodiscard]] QString title(qsizetype depth) const
    {
        if (m_key)
            return shortened(m_parser.bytes(*m_key)) + QStringLiteral(": ");
        return depth > 0 ? QStringLiteral("[%1]: ").arg(m_index[size_t(depth)]) : QString();
    }

    DecodedMessage& m_message;
    JsonParser m_parser;
    std::optional<qint64> m_start;
    std::vector<int> m_parents;        ///< by depth
    std::vector<qint64> m_index = {0}; ///< of the element, by depth
    std::optional<JsonToken> m_key;    ///< of the value that comes next
    qsizetype m_made = 0;
};

} // namespace

bool isJson(QByteArrayView bytes)
{
    const QByteArrayView first = bytes.first(std::min(bytes.size(), sniffedBytes));
    JsonParser parser(first);
    JsonParser::Event event = parser.next();
    if (event.token.kind != Kind::BeginObject && event.token.kind != Kind::BeginArray)
        return false;
    while (!event.token.isLast())
        event = parser.next();
    const JsonProblem problem = event.token.problem;
    const bool isCut = problem == JsonProblem::UnexpectedEnd || problem == JsonProblem::OpenString ||
                       (problem == JsonProblem::NotUtf8 && event.token.offset + 4 > first.size());
    return event.token.kind == Kind::End || isCut;
}

void addJsonTree(DecodedMessage& message, int parent, std::optional<qint64> start)
{
    TreeMaker(message, parent, start).make();
}

} // namespace wl
