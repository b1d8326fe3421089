// SPDX-License-Identifier: MIT
#include "ui/traffic/payloadexcerpt.h"

#include "ui/widgets/bytestext.h"

#include <QStringDecoder>

#include <algorithm>

namespace wl {

namespace {

constexpr QChar dot{0x00b7};
constexpr QChar lineEnd{0x23ce};
constexpr QChar ellipsis{0x2026};
/// One unreadable character in so many is still text.
constexpr qsizetype textPerUnreadable = 4;

bool isReadable(char32_t c)
{
    return c != QChar::ReplacementCharacter && QChar::isPrint(c);
}

/// Characters of one line and how many of them could not be shown.
struct Line
{
    QString text;
    qsizetype characters = 0;
    qsizetype unreadable = 0;
    bool isWhole = true;
};

Line lineOf(const QString& decoded, qsizetype maxChars)
{
    Line line;
    line.text.reserve(std::min(decoded.size(), maxChars) + 1);
    const QList<uint> characters = decoded.toUcs4();
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const char32_t c = characters.at(i);
        if (c == U'\r' && i + 1 < characters.size() && characters.at(i + 1) == U'\n')
            continue;
        if (line.text.size() + (QChar::requiresSurrogates(c) ? 2 : 1) > maxChars) {
            line.isWhole = false;
            return line;
        }
        ++line.characters;
        if (c == U'\n') {
            line.text += lineEnd;
        } else if (c == U'\t') {
            line.text += u' ';
        } else if (isReadable(c)) {
            line.text += QChar::fromUcs4(c);
        } else {
            line.text += dot;
            ++line.unreadable;
        }
    }
    return line;
}

QString hexExcerpt(QByteArrayView bytes, bool isCut, qsizetype maxChars)
{
    const qsizetype shown = std::min(bytes.size(), (maxChars + 1) / 3);
    const QString text = bytestext::hex(bytes.first(shown));
    return isCut || shown < bytes.size() ? text + u' ' + ellipsis : text;
}

} // namespace

QString payloadExcerpt(QByteArrayView bytes, bool isCut, qsizetype maxChars)
{
    // Keeps the start of a character back that may go on behind the cut.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    const QString decoded = isCut ? QString(decoder.decode(bytes)) : QString::fromUtf8(bytes);
    const Line line = lineOf(decoded, maxChars);
    if (line.unreadable * textPerUnreadable > line.characters)
        return hexExcerpt(bytes, isCut, maxChars);
    return isCut || !line.isWhole ? line.text + ellipsis : line.text;
}

} // namespace wl
