// SPDX-License-Identifier: MIT
#include "session/shellquotes.h"

#include <QStringDecoder>

#include <optional>

namespace wl {

namespace {

bool isDigit(QChar c, int base)
{
    if (base == 8)
        return c >= u'0' && c <= u'7';
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// Up to `most` digits of the base; nothing where there is none.
std::optional<char32_t> takeNumber(ShellQuotes& text, int base, int most)
{
    QString digits;
    while (digits.size() < most && !text.isAtEnd() && isDigit(text.peek(), base))
        digits += text.take();
    if (digits.isEmpty())
        return std::nullopt;
    return char32_t(digits.toUInt(nullptr, base));
}

QByteArray utf8Of(QChar c)
{
    return QString(c).toUtf8();
}

} // namespace

bool ShellQuotes::takeSingle(QString& word)
{
    while (!isAtEnd()) {
        const QChar c = take();
        if (c == u'\'')
            return true;
        word += c;
    }
    return false;
}

bool ShellQuotes::takeOfDouble(QString& word)
{
    const QChar c = take();
    if (c == u'"')
        return false;
    if (c != u'\\' || isAtEnd()) {
        word += c;
        return true;
    }
    const QChar escaped = take();
    if (escaped == u'\n')
        return true;
    if (!QStringView(u"\"\\$`").contains(escaped))
        word += u'\\';
    word += escaped;
    return true;
}

bool ShellQuotes::takeAnsi(QString& word)
{
    QByteArray bytes;
    while (!isAtEnd()) {
        QString plain(take());
        if (plain == u'\'') {
            QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            const QString text = decoder(bytes);
            word += decoder.hasError() ? QString::fromLatin1(bytes) : text;
            return true;
        }
        if (plain == u'\\' && !isAtEnd()) {
            takeAnsiEscape(bytes);
            continue;
        }
        if (plain.at(0).isHighSurrogate() && !isAtEnd())
            plain += take();
        bytes += plain.toUtf8();
    }
    return false;
}

void ShellQuotes::takeAnsiEscape(QByteArray& bytes)
{
    static constexpr QStringView letters = u"abeEfnrtv\\'\"?";
    static constexpr QByteArrayView meanings = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?";
    const QChar c = take();
    if (const auto index = letters.indexOf(c); index >= 0) {
        bytes += meanings.at(index);
        return;
    }
    std::optional<char32_t> code;
    const bool isByte = c == u'x' || isDigit(c, 8);
    if (c == u'x') {
        code = takeNumber(*this, 16, 2);
    } else if (c == u'u') {
        code = takeNumber(*this, 16, 4);
    } else if (c == u'U') {
        code = takeNumber(*this, 16, 8);
    } else if (isByte) {
        skip(-1);
        code = takeNumber(*this, 8, 3);
    }
    if (!code || *code > QChar::LastValidCodePoint)
        bytes += '\\' + utf8Of(c);
    else if (isByte)
        bytes += char(uchar(*code));
    else
        bytes += QString::fromUcs4(&*code, 1).toUtf8();
}

} // namespace wl
