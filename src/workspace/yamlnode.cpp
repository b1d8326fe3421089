// SPDX-License-Identifier: MIT
#include "workspace/yamlnode.h"

#include <algorithm>

namespace wl {

YamlNode YamlNode::text(const QString& value)
{
    YamlNode node(Kind::Scalar);
    node.m_value = value;
    return node;
}

YamlNode YamlNode::plain(const QString& value)
{
    YamlNode node = text(value);
    node.m_style = Style::Plain;
    return node;
}

YamlNode YamlNode::null(const QString& spelling)
{
    YamlNode node;
    node.m_value = spelling;
    return node;
}

YamlNode YamlNode::boolean(bool value)
{
    return plain(value ? QStringLiteral("true") : QStringLiteral("false"));
}

void YamlNode::setMembers(QList<Member> members)
{
    m_members = std::move(members);
}

QList<YamlNode::Member> YamlNode::members() &&
{
    return std::move(m_members);
}

qsizetype YamlNode::indexOf(const QString& key) const
{
    const auto found =
        std::find_if(m_members.cbegin(), m_members.cend(), [&](const Member& m) { return m.key == key; });
    return found == m_members.cend() ? -1 : found - m_members.cbegin();
}

bool YamlNode::contains(const QString& key) const
{
    return indexOf(key) >= 0;
}

YamlNode YamlNode::get(const QString& key) const
{
    const qsizetype index = indexOf(key);
    return index < 0 ? YamlNode() : m_members.at(index).value;
}

void YamlNode::set(const QString& key, YamlNode value, const QStringList& order)
{
    m_kind = Kind::Map;
    const qsizetype index = indexOf(key);
    if (index >= 0) {
        YamlNode& old = m_members[index].value;
        if (value.m_before.isEmpty())
            value.m_before = old.m_before;
        if (value.m_behind.isEmpty())
            value.m_behind = old.m_behind;
        old = std::move(value);
        return;
    }
    const qsizetype rank = order.indexOf(key);
    auto at = m_members.end();
    if (rank >= 0)
        at = std::find_if(m_members.begin(), m_members.end(),
                          [&](const Member& m) { return order.indexOf(m.key) > rank; });
    m_members.insert(at, Member{key, std::move(value), false});
}

void YamlNode::remove(const QString& key)
{
    const qsizetype index = indexOf(key);
    if (index >= 0)
        m_members.removeAt(index);
}

void YamlNode::setOrRemove(const QString& key, YamlNode value, const QStringList& order)
{
    if (value.isNull() || (!value.isScalar() && value.isEmpty()))
        remove(key);
    else
        set(key, std::move(value), order);
}

void YamlNode::setPlace(int line, int column)
{
    m_line = line;
    m_column = column;
}

bool YamlNode::isSameAs(const YamlNode& other) const
{
    if (m_kind != other.m_kind || m_tag != other.m_tag || (isScalar() && m_value != other.m_value))
        return false;
    return std::equal(m_items.begin(), m_items.end(), other.m_items.begin(), other.m_items.end(),
                      [](const YamlNode& a, const YamlNode& b) { return a.isSameAs(b); }) &&
           std::equal(
               m_members.begin(), m_members.end(), other.m_members.begin(), other.m_members.end(),
               [](const Member& a, const Member& b) { return a.key == b.key && a.value.isSameAs(b.value); });
}

} // namespace wl
