// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadconversion.h"

#include "payload/escapes.h"

namespace wl::payloadconversion {

namespace {

/// Characters that QTextDocument uses for itself or splits lines at.
constexpr bool isSpecial(char16_t c)
{
    return c == u'\r' || c == u'\0' || c == 0x2028 || c == 0x2029 || c == 0xFDD0 || c == 0xFDD1;
}

} // namespace

bool hasSpecials(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return isSpecial(c.unicode()); });
}

QString withEscapedSpecials(const QString& text)
{
    if (!hasSpecials(text))
        return text;
    QString out;
    out.reserve(text.size() + text.size() / 8);
    for (const QChar c : text)
        out += isSpecial(c.unicode()) ? escapeText(QStringView(&c, 1)) : QString(c);
    return out;
}

Text textFromBytes(QByteArrayView bytes, const PayloadSpec& wanted)
{
    const auto encoding = TextEncoding::byName(wanted.encoding);
    if (!wanted.escapes && encoding) {
        const auto plain = encoding->decode(bytes);
        if (plain && !hasSpecials(*plain)) {
            QString text = *plain;
            if (wanted.templates)
                text.replace(QLatin1String("{{"), QLatin1String("\\{{"));
            return {text, false, wanted.templates};
        }
    }
    return {escapeBytes(bytes, encoding.value_or(TextEncoding()), EscapeLines::Kept), true, wanted.templates};
}

} // namespace wl::payloadconversion
