// SPDX-License-Identifier: MIT
#include "workspace/yamlwriter.h"

#include "workspace/yamlscalar.h"

namespace wl {
namespace {

constexpr int indentStep = 2;
constexpr int longestSimpleKey = 900; ///< YAML 1.2.2 §7.4.2 allows 1,024 characters

class Writer
{
public:
    [[nodiscard]] QByteArray write(const YamlDocument& document)
    {
        const YamlNode& root = document.root;
        if (isBlockCollection(root))
            writeBlock(root, 0);
        else if (const QString text = inlineText(root, false); !text.isEmpty())
            m_out += text + u'\n';
        writeComments(document.commentsBehind, 0);
        return m_out.toUtf8();
    }

private:
    [[nodiscard]] static bool isBlockCollection(const YamlNode& node)
    {
        return (node.isMap() || node.isSequence()) && !node.isEmpty() && !node.isFlow();
    }

    [[nodiscard]] static QString tagText(const YamlNode& node)
    {
        return node.tag().isEmpty() ? QString() : QStringLiteral("!<%1> ").arg(node.tag());
    }

    [[nodiscard]] static QString behind(const YamlNode& node)
    {
        return node.commentBehind().isEmpty() ? QString() : u' ' + node.commentBehind();
    }

    [[nodiscard]] QString inlineText(const YamlNode& node, bool inFlow) const
    {
        switch (node.kind()) {
        case YamlNode::Kind::Null:
            return tagText(node) + (inFlow && node.value().isEmpty() ? QStringLiteral("null") : node.value());
        case YamlNode::Kind::Scalar: return tagText(node) + yamlInlineScalar(node, inFlow);
        case YamlNode::Kind::Sequence: return tagText(node) + u'[' + flowItems(node) + u']';
        case YamlNode::Kind::Map: return tagText(node) + u'{' + flowMembers(node) + u'}';
        }
        return {};
    }

    [[nodiscard]] QString flowItems(const YamlNode& node) const
    {
        QStringList texts;
        for (const YamlNode& item : node.items())
            texts.append(inlineText(item, true));
        return texts.join(QLatin1String(", "));
    }

    [[nodiscard]] QString flowMembers(const YamlNode& node) const
    {
        QStringList texts;
        for (const YamlNode::Member& member : node.members())
            texts.append(yamlKey(member) + QLatin1String(": ") + inlineText(member.value, true));
        return texts.join(QLatin1String(", "));
    }

    void writeIndent(int indent)
    {
        if (m_onDashLine)
            m_onDashLine = false;
        else
            m_out += QString(indent, u' ');
    }

    void writeComments(const QStringList& lines, int indent)
    {
        for (const QString& line : lines)
            m_out += (line.isEmpty() ? QString() : QString(indent, u' ') + line) + u'\n';
    }

    void writeBlock(const YamlNode& node, int indent)
    {
        if (node.isMap())
            writeMembers(node, indent);
        else
            writeItems(node, indent);
    }

    void writeMembers(const YamlNode& node, int indent)
    {
        for (const YamlNode::Member& member : node.members()) {
            if (!m_onDashLine)
                writeComments(member.value.commentsBefore(), indent);
            writeIndent(indent);
            const QString key = yamlKey(member);
            if (key.size() > longestSimpleKey)
                m_out += QLatin1String("? ") + key + u'\n' + QString(indent, u' ') + u':';
            else
                m_out += key + u':';
            writeValue(member.value, indent);
        }
    }

    void writeItems(const YamlNode& node, int indent)
    {
        for (const YamlNode& item : node.items()) {
            writeComments(item.commentsBefore(), indent);
            writeIndent(indent);
            m_out += u'-';
            // The first member goes on the line of the dash unless something must stand before it.
            const bool joins = isBlockCollection(item) && item.isMap() && item.tag().isEmpty() &&
                               item.commentBehind().isEmpty() &&
                               item.members().first().value.commentsBefore().isEmpty();
            if (joins) {
                m_out += u' ';
                m_onDashLine = true;
                writeMembers(item, indent + indentStep);
            } else {
                writeValue(item, indent);
            }
        }
    }

    /// What follows a `key:` or a `-`, to the end of its last line.
    void writeValue(const YamlNode& node, int indent)
    {
        if (isBlockCollection(node)) {
            m_out +=
                (node.tag().isEmpty() ? QString() : u' ' + tagText(node).trimmed()) + behind(node) + u'\n';
            writeBlock(node, indent + indentStep);
        } else if (node.isScalar() && isBlockScalar(node)) {
            writeBlockScalar(node, indent + indentStep);
        } else {
            const QString text = inlineText(node, false);
            m_out += (text.isEmpty() ? QString() : u' ' + text) + behind(node) + u'\n';
        }
    }

    [[nodiscard]] static bool isBlockScalar(const YamlNode& node)
    {
        const bool allowed = node.style() == YamlNode::Style::Auto || node.style() == YamlNode::Style::Block;
        return allowed && canBeYamlBlock(node.value());
    }

    void writeBlockScalar(const YamlNode& node, int indent)
    {
        QString text = node.value();
        const bool endsLine = text.endsWith(u'\n');
        if (endsLine)
            text.chop(1);
        m_out += u' ' + tagText(node) + (endsLine ? QLatin1String("|") : QLatin1String("|-")) + behind(node) +
                 u'\n';
        for (const QString& line : text.split(u'\n'))
            m_out += (line.isEmpty() ? QString() : QString(indent, u' ') + line) + u'\n';
    }

    QString m_out;
    bool m_onDashLine = false;
};

} // namespace

QByteArray writeYaml(const YamlDocument& document)
{
    return Writer().write(document);
}

} // namespace wl
