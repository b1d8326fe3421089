// SPDX-License-Identifier: MIT
#include "ui/widgets/bytestext.h"

namespace wl::bytestext {

namespace {

constexpr char16_t controlPictures = 0x2400;
constexpr char16_t deletePicture = 0x2421;
constexpr int dumpWidth = 16;

void appendHexByte(QString& out, unsigned char byte)
{
    static constexpr char16_t digits[] = u"0123456789abcdef";
    out += QChar(digits[byte >> 4]);
    out += QChar(digits[byte & 15]);
}

} // namespace

QChar shown(QChar c)
{
    if (c.unicode() < 0x20)
        return QChar(controlPictures + c.unicode());
    if (c.unicode() == 0x7f)
        return QChar(deletePicture);
    if (c.unicode() < 0xa0 && c.unicode() >= 0x80) // C1 controls
        return QChar(QChar::ReplacementCharacter);
    // What turns the direction of text could make the rest of a line read otherwise than it was sent.
    if ((c.unicode() >= 0x202a && c.unicode() <= 0x202e) || (c.unicode() >= 0x2066 && c.unicode() <= 0x2069))
        return QChar(QChar::ReplacementCharacter);
    return c;
}

QString readable(QByteArrayView bytes)
{
    QString text = QString::fromUtf8(bytes);
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (QChar& c : text) {
        if (c != u'\n' && c != u'\t')
            c = shown(c);
    }
    return text;
}

QString oneLine(QByteArrayView bytes, qsizetype maxChars)
{
    const bool cut = bytes.size() > maxChars * 4;
    const QString text = QString::fromUtf8(cut ? bytes.first(maxChars * 4) : bytes);
    QString line;
    line.reserve(std::min(text.size(), maxChars) + 1);
    for (qsizetype i = 0; i < text.size() && line.size() < maxChars; ++i) {
        const QChar c = text.at(i);
        if (c == u'\r' && i + 1 < text.size() && text.at(i + 1) == u'\n')
            continue;
        line += c == u'\n' ? QChar(0x23ce) : c == u'\t' ? QChar(u' ') : shown(c);
    }
    if (cut || line.size() < text.size() - text.count(QLatin1String("\r\n")))
        line += QChar(0x2026);
    return line;
}

QString hex(QByteArrayView bytes)
{
    QString out;
    out.reserve(bytes.size() * 3);
    for (const char byte : bytes) {
        if (!out.isEmpty())
            out += u' ';
        appendHexByte(out, static_cast<unsigned char>(byte));
    }
    return out;
}

QString cArray(QByteArrayView bytes)
{
    QString out = QStringLiteral("unsigned char data[%1] = {").arg(bytes.size());
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        out += i % 12 == 0 ? QStringLiteral("\n    0x") : QStringLiteral(" 0x");
        appendHexByte(out, static_cast<unsigned char>(bytes[i]));
        out += u',';
    }
    return out + QStringLiteral("\n};\n");
}

QString pythonBytes(QByteArrayView bytes)
{
    QString out = QStringLiteral("b'");
    for (const char byte : bytes) {
        switch (byte) {
        case '\n': out += QStringLiteral("\\n"); break;
        case '\r': out += QStringLiteral("\\r"); break;
        case '\t': out += QStringLiteral("\\t"); break;
        case '\\': out += QStringLiteral("\\\\"); break;
        case '\'': out += QStringLiteral("\\'"); break;
        default:
            if (byte >= 0x20 && byte < 0x7f) {
                out += QLatin1Char(byte);
            } else {
                out += QStringLiteral("\\x");
                appendHexByte(out, static_cast<unsigned char>(byte));
            }
        }
    }
    return out + u'\'';
}

QStringList dump(QByteArrayView bytes, qint64 firstOffset)
{
    QStringList lines;
    for (qsizetype start = 0; start < bytes.size(); start += dumpWidth) {
        const QByteArrayView row = bytes.sliced(start, std::min<qsizetype>(dumpWidth, bytes.size() - start));
        QString line = QStringLiteral("%1  ").arg(firstOffset + start, 8, 16, QLatin1Char('0'));
        QString characters;
        for (qsizetype i = 0; i < dumpWidth; ++i) {
            if (i == dumpWidth / 2)
                line += u' ';
            if (i >= row.size()) {
                line += QStringLiteral("   ");
                continue;
            }
            appendHexByte(line, static_cast<unsigned char>(row[i]));
            line += u' ';
            characters += row[i] >= 0x20 && row[i] < 0x7f ? QLatin1Char(row[i]) : QLatin1Char('.');
        }
        lines += line + u' ' + characters;
    }
    return lines;
}

} // namespace wl::bytestext
