// SPDX-License-Identifier: MIT
#include "ui/panes/http/jsonoutline.h"

#include "decode/jsonstring.h"
#include "ui/widgets/format.h"

namespace wl {

namespace {
constexpr qsizetype nameBytes = 500;
}

QString JsonOutline::nameOf(const ValueNode& node, qint64 index) const
{
    if (!node.isNamed())
        return QStringLiteral("[%1]").arg(index);
    const QByteArrayView key = node.key(text());
    return jsonStringText(key.first(std::min(key.size(), nameBytes)));
}

QString JsonOutline::valueOf(const ValueNode& node, qsizetype maxBytes) const
{
    if (m_nodes.isContainer(node)) {
        const qint64 count = m_nodes.childCount(node);
        const QString number = format::count(quint64(count));
        if (m_nodes.isArray(node))
            return count == 1 ? tr("[ 1 element ]") : tr("[ %1 elements ]").arg(number);
        return count == 1 ? tr("{ 1 member }") : tr("{ %1 members }").arg(number);
    }
    const QByteArrayView value = node.value(text());
    const QString shown = QString::fromUtf8(value.first(std::min(value.size(), maxBytes)));
    return value.size() > maxBytes ? shown + u'…' : shown;
}

BodyOutline::Role JsonOutline::roleOf(const ValueNode& node) const
{
    switch (text()[node.offset]) {
    case '{':
    case '[': return Role::Container;
    case '"': return Role::Text;
    case 't':
    case 'f':
    case 'n': return Role::Word;
    default: return Role::Number;
    }
}

} // namespace wl
