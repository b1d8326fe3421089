// SPDX-License-Identifier: MIT
#include "decode/jsonqueryvalue.h"

#include "decode/jsonstring.h"

#include <algorithm>

namespace wl::jsonquery {

namespace {

constexpr int maxEqualDepth = 256; ///< below it values are equal where their bytes are

int compareNumbers(const QByteArray& a, const QByteArray& b)
{
    bool isWholeA = false;
    bool isWholeB = false;
    const qlonglong wholeA = a.toLongLong(&isWholeA);
    const qlonglong wholeB = b.toLongLong(&isWholeB);
    if (isWholeA && isWholeB)
        return wholeA < wholeB ? -1 : wholeA > wholeB ? 1 : 0;
    const double x = a.toDouble();
    const double y = b.toDouble();
    return x < y ? -1 : x > y ? 1 : 0;
}

} // namespace

Operand Operand::ofNumber(qint64 number)
{
    return {Kind::Number, QByteArray::number(number), {}};
}

Operand Values::ofNode(const JsonNode& node) const
{
    const QByteArrayView value = node.value(m_nodes.text());
    switch (value.front()) {
    case '{':
    case '[': return {Operand::Kind::Container, {}, node};
    case 'n': return {Operand::Kind::Null, {}, {}};
    case 't': return {Operand::Kind::True, {}, {}};
    case 'f': return {Operand::Kind::False, {}, {}};
    case '"':
        return {Operand::Kind::String,
                value.contains('\\') || value.size() < 2 ? jsonStringText(value).toUtf8()
                                                         : value.sliced(1).chopped(1).toByteArray(),
                {}};
    default: return {Operand::Kind::Number, value.toByteArray(), {}};
    }
}

bool Values::isEqual(const Operand& a, const Operand& b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case Operand::Kind::Number: return compareNumbers(a.text, b.text) == 0;
    case Operand::Kind::String: return a.text == b.text;
    case Operand::Kind::Container: return isEqual(a.node, b.node, 0);
    default: return true;
    }
}

bool Values::isLess(const Operand& a, const Operand& b)
{
    if (a.kind != b.kind)
        return false;
    if (a.kind == Operand::Kind::Number)
        return compareNumbers(a.text, b.text) < 0;
    // The order of UTF-8 is that of the characters.
    return a.kind == Operand::Kind::String &&
           std::lexicographical_compare(a.text.begin(), a.text.end(), b.text.begin(), b.text.end(),
                                        [](char x, char y) { return uchar(x) < uchar(y); });
}

bool Values::isEqual(const JsonNode& a, const JsonNode& b, int depth)
{
    if (!m_steps.take())
        return false;
    if (a.offset == b.offset || a.value(m_nodes.text()) == b.value(m_nodes.text()))
        return true;
    if (!m_nodes.isContainer(a) || !m_nodes.isContainer(b)) {
        return !m_nodes.isContainer(a) && !m_nodes.isContainer(b) && isEqual(ofNode(a), ofNode(b));
    }
    if (m_nodes.isObject(a) != m_nodes.isObject(b) || depth >= maxEqualDepth)
        return false;
    return m_nodes.isObject(a) ? areObjectsEqual(a, b, depth) : areArraysEqual(a, b, depth);
}

bool Values::areArraysEqual(const JsonNode& a, const JsonNode& b, int depth)
{
    JsonNode x = m_nodes.firstChild(a);
    JsonNode y = m_nodes.firstChild(b);
    while (x.isValid() && y.isValid()) {
        if (!isEqual(x, y, depth + 1))
            return false;
        x = m_nodes.next(a, x);
        y = m_nodes.next(b, y);
    }
    return !x.isValid() && !y.isValid();
}

bool Values::areObjectsEqual(const JsonNode& a, const JsonNode& b, int depth)
{
    const auto left = members(a);
    const auto right = members(b);
    if (left.size() != right.size())
        return false;
    for (auto it = left.begin(); it != left.end(); ++it) {
        const auto other = right.constFind(it.key());
        if (other == right.constEnd() || !isEqual(it.value(), other.value(), depth + 1))
            return false;
    }
    return true;
}

QHash<QString, JsonNode> Values::members(const JsonNode& object)
{
    QHash<QString, JsonNode> found;
    for (JsonNode c = m_nodes.firstChild(object); c.isValid() && m_steps.take(); c = m_nodes.next(object, c))
        found.insert(jsonStringText(c.key(m_nodes.text())), c);
    return found;
}

} // namespace wl::jsonquery
