// SPDX-License-Identifier: MIT
#include "decode/jsonindex.h"

#include "decode/jsonstring.h"

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

using Kind = JsonToken::Kind;

/// Behind the string that begins at `at`; the text's end where it is not closed.
qsizetype stringEnd(QByteArrayView text, qsizetype at)
{
    for (qsizetype i = at + 1; i < text.size();) {
        const void* found = std::memchr(text.data() + i, '"', size_t(text.size() - i));
        if (found == nullptr)
            return text.size();
        const qsizetype quote = static_cast<const char*>(found) - text.data();
        qsizetype slashes = 0;
        while (quote - slashes - 1 > at && text[quote - slashes - 1] == '\\')
            ++slashes;
        if (slashes % 2 == 0)
            return quote + 1;
        i = quote + 1;
    }
    return text.size();
}

/// Behind a value in a text that is known to be JSON.
qsizetype valueEnd(QByteArrayView text, qsizetype at)
{
    if (text[at] == '"')
        return stringEnd(text, at);
    if (text[at] != '{' && text[at] != '[') {
        while (at < text.size() && text[at] != ',' && text[at] != ']' && text[at] != '}' &&
               !isJsonBlank(text[at]))
            ++at;
        return at;
    }
    qint64 depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = stringEnd(text, at);
            continue;
        }
        ++at;
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            break;
    }
    return at;
}

} // namespace

/// Builds an index in one pass, with one frame a level of nesting.
class JsonIndexer
{
public:
    JsonIndexer(QByteArrayView text, std::stop_token stop)
        : m_parser(text, std::move(stop), JsonTokenizer::Utf8::Lenient)
    {
    }

    std::optional<JsonIndex> run()
    {
        while (true) {
            const JsonParser::Event event = m_parser.next();
            if (event.token.kind == Kind::Canceled)
                return std::nullopt;
            if (event.token.isLast()) {
                finish(event.token);
                return std::move(m_index);
            }
            take(event);
        }
    }

private:
    void take(const JsonParser::Event& event)
    {
        const JsonToken& token = event.token;
        switch (token.kind) {
        case Kind::Colon:
        case Kind::Comma: return;
        case Kind::EndObject:
        case Kind::EndArray: close(token.offset + 1); return;
        case Kind::BeginObject:
        case Kind::BeginArray: begin(token.offset); break;
        default:
            if (event.isKey) {
                // A member begins at its name.
                countChild(token.offset);
                return;
            }
            begin(token.offset);
            close(token.offset + token.size);
            break;
        }
    }

    void begin(qsizetype offset)
    {
        if (m_frames.empty())
            m_index.m_root = offset;
        else if (m_parser.text()[m_frames.back().offset] == '[')
            countChild(offset);
        m_frames.push_back(m_index.begin(offset));
    }

    void countChild(qsizetype offset) { m_index.addChild(m_frames.back(), offset); }

    void close(qsizetype end)
    {
        m_index.close(m_frames.back(), end);
        m_frames.pop_back();
        m_end = end;
    }

    void finish(const JsonToken& last)
    {
        m_index.m_end = last.kind == Kind::Error ? last.offset : m_parser.text().size();
        if (last.kind == Kind::Error) {
            m_index.m_error = JsonError{last.problem, last.offset};
            // What is behind a whole text is not its part.
            if (m_frames.empty() && m_index.m_root >= 0)
                m_index.m_end = m_end;
        }
        while (!m_frames.empty()) {
            // What is inside of it can have an entry.
            m_index.close(m_frames.back(), m_index.m_end, true);
            m_frames.pop_back();
        }
        if (m_index.m_root >= m_index.m_end)
            m_index.m_root = -1;
        m_index.m_entries.shrink_to_fit();
    }

    JsonParser m_parser;
    JsonIndex m_index;
    std::vector<JsonIndex::Frame> m_frames;
    qsizetype m_end = 0;
};

std::optional<JsonIndex> JsonIndex::build(QByteArrayView text, std::stop_token stop)
{
    return JsonIndexer(text, std::move(stop)).run();
}

qsizetype JsonNodes::endOf(qsizetype offset) const
{
    if (const JsonIndex::Entry* entry = m_index->entryAt(offset))
        return entry->end;
    return valueEnd(m_text, offset);
}

qsizetype JsonNodes::skipSpace(qsizetype at) const
{
    while (at < m_text.size() && isJsonBlank(m_text[at]))
        ++at;
    return at;
}

JsonNode JsonNodes::root() const
{
    return m_index->root() < 0 ? JsonNode() : at(m_index->root());
}

JsonNode JsonNodes::childAt(bool isObject, qsizetype at, qsizetype limit) const
{
    JsonNode node;
    at = skipSpace(at);
    if (at >= limit || m_text[at] == ']' || m_text[at] == '}')
        return {};
    if (isObject) {
        if (m_text[at] != '"')
            return {};
        node.keyOffset = at;
        node.keyEnd = stringEnd(m_text, at);
        at = skipSpace(node.keyEnd);
        if (at >= limit || m_text[at] != ':')
            return {};
        at = skipSpace(at + 1);
        if (at >= limit)
            return {};
    }
    node.offset = at;
    node.end = std::min(endOf(at), limit);
    return node.end > node.offset ? node : JsonNode();
}

JsonNode JsonNodes::firstChild(const JsonNode& container) const
{
    return isContainer(container) ? childAt(isObject(container), container.offset + 1, container.end)
                                  : JsonNode();
}

JsonNode JsonNodes::next(const JsonNode& container, const JsonNode& child) const
{
    const qsizetype comma = skipSpace(child.end);
    if (comma >= container.end || m_text[comma] != ',')
        return {};
    return childAt(isObject(container), comma + 1, container.end);
}

JsonNode JsonNodes::child(const JsonNode& container, qint64 index) const
{
    if (index < 0 || !isContainer(container))
        return {};
    const qsizetype kept = m_index->strideOffset(container.offset, index);
    JsonNode node = kept >= 0 ? childAt(isObject(container), kept, container.end) : firstChild(container);
    for (qint64 skip = kept >= 0 ? index % JsonIndex::stride : index; skip > 0 && node.isValid(); --skip)
        node = next(container, node);
    return node;
}

qint64 JsonNodes::childCount(const JsonNode& container) const
{
    if (const JsonIndex::Entry* entry = m_index->entryAt(container.offset))
        return entry->children;
    qint64 count = 0;
    for (JsonNode child = firstChild(container); child.isValid(); child = next(container, child))
        ++count;
    return count;
}

QString JsonNodes::normalizedPath(qsizetype offset) const
{
    QString path = QStringLiteral("$");
    JsonNode node = root();
    while (node.isValid() && node.offset != offset && isContainer(node)) {
        // The kept places lead near the child that holds it.
        const qint64 count = childCount(node);
        qint64 index = 0;
        for (qint64 low = 0, high = count / JsonIndex::stride; low < high;) {
            const qint64 middle = (low + high + 1) / 2;
            const qsizetype kept = m_index->strideOffset(node.offset, middle * JsonIndex::stride);
            if (kept >= 0 && kept <= offset) {
                low = middle;
                index = middle * JsonIndex::stride;
            } else {
                high = middle - 1;
            }
        }
        JsonNode inner = child(node, index);
        while (inner.isValid() && inner.end <= offset) {
            inner = next(node, inner);
            ++index;
        }
        if (!inner.isValid() || inner.offset > offset)
            break;
        path += inner.isNamed() ? jsonNameStep(jsonStringText(inner.key(m_text)))
                                : QStringLiteral("[%1]").arg(index);
        node = inner;
    }
    return path;
}

QString jsonNameStep(const QString& name)
{
    QString step = QStringLiteral("['");
    for (const QChar c : name) {
        switch (c.unicode()) {
        case u'\'': step += QLatin1String("\\'"); break;
        case u'\\': step += QLatin1String("\\\\"); break;
        case u'\b': step += QLatin1String("\\b"); break;
        case u'\f': step += QLatin1String("\\f"); break;
        case u'\n': step += QLatin1String("\\n"); break;
        case u'\r': step += QLatin1String("\\r"); break;
        case u'\t': step += QLatin1String("\\t"); break;
        default:
            if (c.unicode() < 0x20)
                step += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
            else
                step += c;
        }
    }
    return step + QLatin1String("']");
}

} // namespace wl
