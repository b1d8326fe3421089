// SPDX-License-Identifier: MIT
#include "workspace/yamlscalar.h"

#include <QSet>

#include <algorithm>

namespace wl {
namespace {

/// What stands for itself inside quotes and blocks: printable in YAML 1.1 and 1.2, no line break of either,
/// no byte order mark. Lone surrogates cannot be written at all.
[[nodiscard]] bool isPrintable(QChar c)
{
    const char16_t u = c.unicode();
    if (u == u'\t')
        return true;
    return u >= 0x20 && u != 0x7f && !(u >= 0x80 && u <= 0xa0) && u != 0x2028 && u != 0x2029 && u != 0xfeff &&
           u < 0xfffe;
}

[[nodiscard]] bool isPrintable(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return isPrintable(c); });
}

/// Words that YAML 1.1 or 1.2 take for something other than a string.
[[nodiscard]] bool isReserved(const QString& text)
{
    static const QSet<QString> words{QStringLiteral("null"), QStringLiteral("true"), QStringLiteral("false"),
                                     QStringLiteral("yes"),  QStringLiteral("no"),   QStringLiteral("on"),
                                     QStringLiteral("off"),  QStringLiteral("y"),    QStringLiteral("n")};
    return words.contains(text.toLower());
}

/// YAML 1.2.2 §7.3.3, narrowed: what any reader takes as one plain scalar.
[[nodiscard]] bool isPlainSyntax(const QString& text, bool inFlow)
{
    if (text.isEmpty() || text.startsWith(u' ') || text.endsWith(u' ') || text.endsWith(u':'))
        return false;
    static const QString indicators = QStringLiteral("-?:,[]{}#&*!|>'\"%@`");
    const bool dashWord = text.size() > 1 && text.startsWith(u'-') && text.at(1).isDigit();
    if (indicators.contains(text.front()) && !dashWord)
        return false;
    if (text.contains(QLatin1String(": ")) || text.contains(QLatin1String(" #")) || text.contains(u'\t'))
        return false;
    if (text == QLatin1String("---") || text.startsWith(QLatin1String("...")))
        return false;
    if (inFlow &&
        std::any_of(text.begin(), text.end(), [](QChar c) { return QStringLiteral(",[]{}:?").contains(c); }))
        return false;
    return isPrintable(text);
}

/// A text that needs no quotes: it begins like a word or a path, so that no reader sees a number or a date.
[[nodiscard]] bool isSurelyText(const QString& text, bool inFlow)
{
    return isPlainSyntax(text, inFlow) && !isReserved(text) &&
           (text.front().isLetter() || text.front() == u'/' || text.front() == u'_');
}

[[nodiscard]] QString singleQuoted(const QString& text)
{
    QString quoted = text;
    quoted.replace(u'\'', QLatin1String("''"));
    return u'\'' + quoted + u'\'';
}

[[nodiscard]] QString escaped(QChar c)
{
    switch (c.unicode()) {
    case u'\n': return QStringLiteral("\\n");
    case u'\r': return QStringLiteral("\\r");
    case u'\t': return QStringLiteral("\\t");
    case u'\0': return QStringLiteral("\\0");
    case u'"': return QStringLiteral("\\\"");
    case u'\\': return QStringLiteral("\\\\");
    default: break;
    }
    const int width = c.unicode() < 0x100 ? 2 : 4;
    return QString::fromLatin1(width == 2 ? "\\x" : "\\u") +
           QString::number(c.unicode(), 16).rightJustified(width, u'0');
}

[[nodiscard]] QString doubleQuoted(const QString& text)
{
    QString quoted = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\' || c == u'\t' || !isPrintable(c))
            quoted += escaped(c);
        else
            quoted += c;
    }
    return quoted + u'"';
}

} // namespace

QString yamlInlineScalar(const YamlNode& node, bool inFlow)
{
    const QString& text = node.value();
    const bool printable = isPrintable(text) && !text.contains(u'\t');
    switch (node.style()) {
    case YamlNode::Style::Plain:
        if (isPlainSyntax(text, inFlow))
            return text;
        break;
    case YamlNode::Style::SingleQuoted:
        if (printable)
            return singleQuoted(text);
        break;
    case YamlNode::Style::DoubleQuoted: return doubleQuoted(text);
    case YamlNode::Style::Auto:
    case YamlNode::Style::Block: break;
    }
    if (isSurelyText(text, inFlow))
        return text;
    return printable && !text.contains(u'\'') ? singleQuoted(text) : doubleQuoted(text);
}

bool canBeYamlBlock(const QString& text)
{
    if (!text.contains(u'\n') || text.front().isSpace() || text.endsWith(QLatin1String("\n\n")))
        return false;
    // A tab at the beginning of a line is indentation to some readers.
    if (text.contains(QLatin1String("\n\t")))
        return false;
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c == u'\n' || isPrintable(c); });
}

QString yamlKey(const YamlNode::Member& member)
{
    const YamlNode key = member.isKeyPlain ? YamlNode::plain(member.key) : YamlNode::text(member.key);
    return yamlInlineScalar(key, true);
}

} // namespace wl
