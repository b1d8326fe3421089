// SPDX-License-Identifier: MIT
#include "decode/jsontable.h"

#include "decode/jsonstring.h"

namespace wl {

namespace {

using Kind = JsonToken::Kind;

bool opens(Kind kind)
{
    return kind == Kind::BeginObject || kind == Kind::BeginArray;
}

bool closes(Kind kind)
{
    return kind == Kind::EndObject || kind == Kind::EndArray;
}

/// Passes over the value whose first token is `first`; its range. A cut one ends where the text ends.
JsonTable::Range skipValue(JsonParser& parser, const JsonParser::Event& first)
{
    JsonToken last = first.token;
    if (opens(first.token.kind)) {
        while (true) {
            const auto event = parser.next();
            if (event.token.isLast())
                return {first.token.offset, last.offset + last.size - first.token.offset};
            last = event.token;
            if (closes(event.token.kind) && event.depth == first.depth)
                break;
        }
    }
    return {first.token.offset, last.offset + last.size - first.token.offset};
}

/// Passes over the rest of the array whose bracket is at this depth.
bool skipArray(JsonParser& parser, qsizetype depth)
{
    while (true) {
        const auto event = parser.next();
        if (event.token.isLast() || (closes(event.token.kind) && event.depth == depth))
            return false;
    }
}

/// Two spellings of one name ("a", "\u0061") are one column.
QByteArray canonicalKey(QByteArrayView key)
{
    if (!key.contains('\\'))
        return key.toByteArray();
    return '"' + jsonStringText(key).toUtf8() + '"';
}

} // namespace

std::optional<JsonTable> JsonTable::find(QByteArrayView text, std::stop_token stop)
{
    JsonTable table;
    JsonParser parser(text, stop, JsonTokenizer::Utf8::Lenient);
    auto event = parser.next();
    if (event.token.kind == Kind::BeginArray) {
        if (table.index(parser, 0) && !stop.stop_requested())
            return table;
        return std::nullopt;
    }
    if (event.token.kind != Kind::BeginObject)
        return std::nullopt;
    QByteArrayView name;
    while (true) {
        event = parser.next();
        if (event.token.isLast() || stop.stop_requested())
            return std::nullopt;
        if (event.isKey && event.depth == 1)
            name = parser.bytes(event.token);
        if (event.depth != 1 || event.token.kind != Kind::BeginArray)
            continue;
        JsonTable candidate;
        if (candidate.index(parser, 1) && !stop.stop_requested()) {
            candidate.m_member = jsonStringText(name);
            return candidate;
        }
    }
}

std::optional<JsonTable> JsonTable::at(QByteArrayView text, qsizetype array, std::stop_token stop)
{
    if (array < 0 || array >= text.size() || text[array] != '[')
        return std::nullopt;
    JsonTable table;
    auto parser = JsonParser::atElement(text, array, stop);
    const auto bracket = parser.next();
    if (table.index(parser, bracket.depth, true) && !stop.stop_requested())
        return table;
    return std::nullopt;
}

bool JsonTable::index(JsonParser& parser, qsizetype depth, bool takesAny)
{
    const qsizetype rowDepth = depth + 1;
    int position = 0;
    while (true) {
        const auto event = parser.next();
        if (event.token.kind == Kind::Error)
            m_error = JsonError{event.token.problem, event.token.offset};
        if (event.token.isLast() || (closes(event.token.kind) && event.depth == depth))
            return m_rows > 0;
        if (event.depth == rowDepth && !closes(event.token.kind) && event.token.kind != Kind::Comma) {
            // The first element decides; another array is only passed over.
            if (m_rows == 0 && !takesAny && event.token.kind != Kind::BeginObject)
                return skipArray(parser, depth);
            if (m_rows >= maxRows) {
                m_isCut = true;
                return true;
            }
            if (m_rows % stride == 0)
                m_offsets.push_back(event.token.offset);
            ++m_rows;
            position = 0;
            if (event.token.kind != Kind::BeginObject && m_valueColumn < 0)
                m_valueColumn = addColumn({});
        } else if (event.isKey && event.depth == rowDepth + 1) {
            takeKey(parser.bytes(event.token), position++);
        }
    }
}

void JsonTable::takeKey(QByteArrayView key, int position)
{
    if (columnOf(key, position) >= 0)
        return;
    if (int(m_columns.size()) >= maxColumns) {
        m_isCut = true;
        return;
    }
    addColumn(key);
}

int JsonTable::columnOf(QByteArrayView key, int position) const
{
    // Rows mostly repeat the names of the row before, in the same order.
    if (position < int(m_keys.size()) && m_keys[size_t(position)] == key)
        return position;
    return m_columnOf.value(canonicalKey(key), -1);
}

int JsonTable::addColumn(QByteArrayView key)
{
    const int column = int(m_columns.size());
    const QByteArray canonical = canonicalKey(key);
    m_keys.push_back(canonical);
    m_columnOf.insert(canonical, column);
    m_columns << jsonStringText(key);
    return column;
}

JsonTable::Row JsonTable::row(QByteArrayView text, qint64 index) const
{
    Row row;
    row.cells.resize(size_t(m_columns.size()));
    if (index < 0 || index >= m_rows)
        return row;
    auto parser = JsonParser::atElement(text, m_offsets[size_t(index / stride)]);
    auto event = parser.next();
    for (qint64 skip = index % stride; skip > 0; --skip) {
        (void)skipValue(parser, event);
        event = parser.next(); // the comma
        event = parser.next();
    }
    return readRow(parser, event);
}

void JsonTable::forEachRow(QByteArrayView text, const std::function<bool(const Row&)>& take) const
{
    if (m_rows == 0)
        return;
    auto parser = JsonParser::atElement(text, m_offsets.front());
    for (qint64 i = 0; i < m_rows; ++i) {
        const Row row = readRow(parser, parser.next());
        if (!take(row) || parser.next().token.kind != Kind::Comma)
            return;
    }
}

/// The row whose first token is `first`.
JsonTable::Row JsonTable::readRow(JsonParser& parser, const JsonParser::Event& first) const
{
    Row row;
    row.cells.resize(size_t(m_columns.size()));
    if (first.token.isLast())
        return row;
    if (first.token.kind != Kind::BeginObject) {
        row.range = skipValue(parser, first);
        if (m_valueColumn >= 0)
            row.cells[size_t(m_valueColumn)].push_back(row.range);
        return row;
    }
    row.range.offset = first.token.offset;
    row.range.size = readMembers(parser, row) - first.token.offset;
    return row;
}

/// The parser stands behind the row's brace; where the row ends.
qsizetype JsonTable::readMembers(JsonParser& parser, Row& row) const
{
    qsizetype end = row.range.offset + 1;
    int position = 0;
    int column = -1;
    bool afterColon = false;
    while (true) {
        const auto event = parser.next();
        if (event.token.isLast())
            return end;
        end = event.token.offset + event.token.size;
        if (closes(event.token.kind))
            return end;
        if (event.isKey) {
            column = columnOf(parser.bytes(event.token), position++);
        } else if (event.token.kind == Kind::Colon) {
            afterColon = true;
        } else if (std::exchange(afterColon, false)) {
            const Range value = skipValue(parser, event);
            end = value.offset + value.size;
            if (column >= 0)
                row.cells[size_t(column)].push_back(value);
        }
    }
}

} // namespace wl
