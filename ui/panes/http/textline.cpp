// SPDX-License-Identifier: MIT
#include "ui/panes/http/textline.h"

#include <algorithm>

namespace wl {

namespace {

/// The control pictures of Unicode for C0 and DEL; a tab stays one.
QChar shownControl(unsigned char byte)
{
    if (byte == '\t')
        return u'\t';
    return QChar(byte == 0x7F ? 0x2421 : 0x2400 + byte);
}

bool isNumberPart(QChar c)
{
    return c.isDigit() || c == u'-' || c == u'+' || c == u'.' || c == u'e' || c == u'E';
}

/// Behind the string that starts at `at`, the end of the line where it is not closed there.
qsizetype stringEnd(QStringView line, qsizetype at)
{
    for (qsizetype i = at + 1; i < line.size(); ++i) {
        if (line.at(i) == u'\\')
            ++i;
        else if (line.at(i) == u'"')
            return i + 1;
    }
    return line.size();
}

} // namespace

TextLine TextLine::decode(QByteArrayView bytes)
{
    TextLine line;
    line.text.reserve(bytes.size());
    line.byteAt.reserve(size_t(bytes.size()) + 1);
    qsizetype at = 0;
    while (at < bytes.size()) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        if (first < 0x80) {
            line.byteAt.push_back(int(at));
            line.text += first < 0x20 || first == 0x7F ? shownControl(first) : QChar(char16_t(first));
            ++at;
            continue;
        }
        qsizetype size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        QString character;
        if (first >= 0xC2 && first <= 0xF4 && at + size <= bytes.size())
            character = QString::fromUtf8(bytes.sliced(at, size));
        if (character.size() != (size == 4 ? 2 : 1) || character.front() == QChar::ReplacementCharacter) {
            // U+FFFD itself is three good bytes; everything else that decodes to it is one bad one.
            const bool isItself = size == 3 && bytes.sliced(at).startsWith("\xEF\xBF\xBD");
            character = QChar(QChar::ReplacementCharacter);
            size = isItself ? 3 : 1;
        }
        for (qsizetype i = 0; i < character.size(); ++i)
            line.byteAt.push_back(int(at));
        line.text += character;
        at += size;
    }
    line.byteAt.push_back(int(bytes.size()));
    return line;
}

int TextLine::unitAt(qsizetype byte) const
{
    const auto found = std::lower_bound(byteAt.begin(), byteAt.end(), int(byte));
    return int(std::min<qsizetype>(found - byteAt.begin(), text.size()));
}

std::vector<TextSpan> jsonSpans(QStringView line)
{
    std::vector<TextSpan> spans;
    for (qsizetype i = 0; i < line.size();) {
        const QChar c = line.at(i);
        qsizetype end = i + 1;
        auto role = TextSpan::Role::String;
        if (c == u'"') {
            end = stringEnd(line, i);
            role = line.mid(end).trimmed().startsWith(u':') ? TextSpan::Role::Name : TextSpan::Role::String;
        } else if (c == u'-' || c.isDigit()) {
            while (end < line.size() && isNumberPart(line.at(end)))
                ++end;
            role = TextSpan::Role::Number;
        } else if (c.isLetter()) {
            while (end < line.size() && line.at(end).isLetter())
                ++end;
            role = TextSpan::Role::Word;
        } else {
            ++i;
            continue;
        }
        spans.push_back({int(i), int(end - i), role});
        i = end;
    }
    return spans;
}

namespace {

/// One tag from its bracket on; behind it.
qsizetype addTag(QStringView line, qsizetype at, std::vector<TextSpan>& spans)
{
    qsizetype end = at + 1;
    while (end < line.size() && !line.at(end).isSpace() && line.at(end) != u'>')
        ++end;
    spans.push_back({int(at), int(end - at), TextSpan::Role::Name});
    while (end < line.size() && line.at(end) != u'>') {
        const QChar quote = line.at(end);
        if (quote != u'"' && quote != u'\'') {
            ++end;
            continue;
        }
        const qsizetype close = line.indexOf(quote, end + 1);
        const qsizetype behind = close < 0 ? line.size() : close + 1;
        spans.push_back({int(end), int(behind - end), TextSpan::Role::String});
        end = behind;
    }
    if (end < line.size())
        spans.push_back({int(end), 1, TextSpan::Role::Name});
    return std::min(line.size(), end + 1);
}

} // namespace

std::vector<TextSpan> markupSpans(QStringView line)
{
    std::vector<TextSpan> spans;
    for (qsizetype i = line.indexOf(u'<'); i >= 0; i = line.indexOf(u'<', i)) {
        if (line.mid(i).startsWith(u"<!--")) {
            const qsizetype close = line.indexOf(u"-->", i);
            const qsizetype end = close < 0 ? line.size() : close + 3;
            spans.push_back({int(i), int(end - i), TextSpan::Role::Comment});
            i = end;
        } else {
            i = addTag(line, i, spans);
        }
    }
    return spans;
}

} // namespace wl
