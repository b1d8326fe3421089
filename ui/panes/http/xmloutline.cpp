// SPDX-License-Identifier: MIT
#include "ui/panes/http/xmloutline.h"

namespace wl {

namespace {

constexpr qsizetype nameBytes = 200;

QString shown(QByteArrayView bytes, qsizetype maxBytes)
{
    const QString text = QString::fromUtf8(bytes.first(std::min(bytes.size(), maxBytes)));
    return bytes.size() > maxBytes ? text + u'…' : text;
}

} // namespace

ValueNode XmlOutline::onlyText(const ValueNode& element) const
{
    if (!m_nodes.isElement(element))
        return {};
    const ValueNode first = m_nodes.firstChild(element);
    const bool isText = first.isValid() && !m_nodes.isElement(first) && text()[first.offset] != '<';
    return isText && !m_nodes.next(element, first).isValid() ? first : ValueNode();
}

bool XmlOutline::hasChildren(const ValueNode& node) const
{
    if (node == root())
        return m_nodes.firstChild(node).isValid();
    return m_nodes.isElement(node) && m_nodes.firstChild(node).isValid() && !onlyText(node).isValid();
}

QString XmlOutline::nameOf(const ValueNode& node, qint64) const
{
    if (m_nodes.isElement(node))
        return shown(node.key(text()), nameBytes);
    const QByteArrayView value = node.value(text());
    if (value.startsWith("<!--"))
        return tr("(comment)");
    if (value.startsWith("<![CDATA["))
        return QStringLiteral("(CDATA)");
    if (value.startsWith("<?"))
        return tr("(instruction)");
    return value.startsWith("<!") ? tr("(document type)") : tr("(text)");
}

QString XmlOutline::valueOf(const ValueNode& node, qsizetype maxBytes) const
{
    if (!m_nodes.isElement(node))
        return shown(node.value(text()).trimmed(), maxBytes);
    QStringList parts;
    if (const QByteArrayView attributes = m_nodes.attributes(node); !attributes.isEmpty())
        parts << shown(attributes, maxBytes);
    if (const ValueNode inner = onlyText(node); inner.isValid())
        parts << shown(inner.value(text()).trimmed(), maxBytes);
    return parts.join(QStringLiteral("  "));
}

BodyOutline::Role XmlOutline::roleOf(const ValueNode& node) const
{
    if (m_nodes.isElement(node))
        return Role::Text;
    return text()[node.offset] == '<' ? Role::Comment : Role::Container;
}

} // namespace wl
