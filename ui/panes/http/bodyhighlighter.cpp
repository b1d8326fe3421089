// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodyhighlighter.h"

#include "ui/widgets/colors.h"

#include <QTextDocument>

namespace wl {

namespace {

/// What a line ends within.
enum State { Plain = 0, Comment, Data, Tag, DoubleQuotes, SingleQuotes, BlockString };

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.' || c == u':';
}

/// Behind the quote that ends a string with backslash escapes, or the end of the line.
qsizetype stringEnd(const QString& text, qsizetype start)
{
    for (qsizetype i = start + 1; i < text.size(); ++i) {
        if (text[i] == u'\\')
            ++i;
        else if (text[i] == u'"')
            return i + 1;
    }
    return text.size();
}

qsizetype wordEnd(const QString& text, qsizetype start)
{
    qsizetype end = start + 1;
    while (end < text.size() && (isWord(text[end]) || text[end] == u'+'))
        ++end;
    return end;
}

qsizetype behind(const QString& text, QStringView mark, qsizetype from)
{
    const qsizetype found = QStringView(text).indexOf(mark, from);
    return found < 0 ? -1 : found + mark.size();
}

} // namespace

BodyHighlighter::BodyHighlighter(QTextDocument* document)
    : QSyntaxHighlighter(document)
{
}

void BodyHighlighter::setLanguage(BodyLanguage language)
{
    if (std::exchange(m_language, language) != language)
        rehighlight();
}

void BodyHighlighter::paint(qsizetype from, qsizetype to, const QColor& color)
{
    setFormat(int(from), int(to - from), color);
}

void BodyHighlighter::highlightBlock(const QString& text)
{
    setCurrentBlockState(Plain);
    if (text.size() > mostLineCharacters || document()->characterCount() > mostCharacters)
        return;
    switch (m_language) {
    case BodyLanguage::Plain: break;
    case BodyLanguage::Json: json(text); break;
    case BodyLanguage::Xml: xml(text); break;
    case BodyLanguage::GraphQl: graphQl(text); break;
    }
}

void BodyHighlighter::json(const QString& text)
{
    const Colors& colors = Colors::current();
    qsizetype at = 0;
    while (at < text.size()) {
        const QChar c = text[at];
        if (c == u'"') {
            const qsizetype end = stringEnd(text, at);
            qsizetype next = end;
            while (next < text.size() && text[next].isSpace())
                ++next;
            const bool isKey = next < text.size() && text[next] == u':';
            paint(at, end, isKey ? colors.accent : colors.good);
            at = end;
        } else if (c.isLetterOrNumber() || c == u'-') {
            const qsizetype end = wordEnd(text, at);
            paint(at, end, c.isLetter() ? colors.warning : colors.received);
            at = end;
        } else {
            ++at;
        }
    }
}

/// Names, values and the end of a tag that may have begun on a line before.
int BodyHighlighter::xmlTag(const QString& text, int at)
{
    const Colors& colors = Colors::current();
    while (at < text.size()) {
        const QChar c = text[at];
        if (c == u'>') {
            paint(at, at + 1, colors.muted);
            return at + 1;
        }
        if (c == u'"' || c == u'\'') {
            const qsizetype found = text.indexOf(c, at + 1);
            const int end = int(found < 0 ? text.size() : found + 1);
            paint(at, end, colors.good);
            at = end;
            if (found < 0) {
                setCurrentBlockState(c == u'"' ? DoubleQuotes : SingleQuotes);
                return at;
            }
        } else if (isWord(c)) {
            const int end = int(wordEnd(text, at));
            const bool isElement =
                at > 0 && (text[at - 1] == u'<' || text[at - 1] == u'/' || text[at - 1] == u'?');
            paint(at, end, isElement ? colors.accent : colors.received);
            at = end;
        } else {
            ++at;
        }
    }
    setCurrentBlockState(Tag);
    return at;
}

void BodyHighlighter::xml(const QString& text)
{
    const Colors& colors = Colors::current();
    int at = 0;
    int state = std::max(previousBlockState(), 0);
    while (at < text.size() || state != Plain) {
        if (state == Comment || state == Data) {
            const qsizetype end = behind(text, state == Comment ? u"-->" : u"]]>", at);
            paint(at, end < 0 ? text.size() : end, state == Comment ? colors.muted : colors.good);
            if (end < 0) {
                setCurrentBlockState(state);
                return;
            }
            at = int(end);
        } else if (state == DoubleQuotes || state == SingleQuotes) {
            const qsizetype end = text.indexOf(state == DoubleQuotes ? u'"' : u'\'', at);
            paint(at, end < 0 ? text.size() : end + 1, colors.good);
            if (end < 0) {
                setCurrentBlockState(state);
                return;
            }
            at = xmlTag(text, int(end) + 1);
        } else if (state == Tag) {
            at = xmlTag(text, at);
        }
        state = Plain;
        const qsizetype open = text.indexOf(u'<', at);
        if (open < 0)
            return;
        at = int(open);
        const QStringView rest = QStringView(text).sliced(open);
        state = rest.startsWith(u"<!--") ? Comment : rest.startsWith(u"<![CDATA[") ? Data : Tag;
        if (state == Tag)
            paint(at, at + 1, colors.muted);
        at += state == Tag ? 1 : 0;
    }
}

void BodyHighlighter::graphQl(const QString& text)
{
    static const QStringList keywords{QStringLiteral("query"),        QStringLiteral("mutation"),
                                      QStringLiteral("subscription"), QStringLiteral("fragment"),
                                      QStringLiteral("on"),           QStringLiteral("true"),
                                      QStringLiteral("false"),        QStringLiteral("null")};
    const Colors& colors = Colors::current();
    qsizetype at = 0;
    bool isInBlock = previousBlockState() == BlockString;
    while (at < text.size() || isInBlock) {
        const bool opens = !isInBlock && QStringView(text).sliced(at).startsWith(u"\"\"\"");
        if (isInBlock || opens) {
            const qsizetype end = behind(text, u"\"\"\"", at + (opens ? 3 : 0));
            paint(at, end < 0 ? text.size() : end, colors.good);
            if (end < 0) {
                setCurrentBlockState(BlockString);
                return;
            }
            isInBlock = false;
            at = end;
            continue;
        }
        const QChar c = text[at];
        qsizetype end = at + 1;
        if (c == u'#') {
            end = text.size();
            paint(at, end, colors.muted);
        } else if (c == u'"') {
            end = stringEnd(text, at);
            paint(at, end, colors.good);
        } else if (c == u'$' || c == u'@' || c.isDigit()) {
            end = wordEnd(text, at);
            paint(at, end, c == u'@' ? colors.warning : colors.received);
        } else if (c.isLetter() || c == u'_') {
            while (end < text.size() && (text[end].isLetterOrNumber() || text[end] == u'_'))
                ++end;
            if (keywords.contains(QStringView(text).sliced(at, end - at).toString()))
                paint(at, end, colors.accent);
        }
        at = end;
    }
}

} // namespace wl
