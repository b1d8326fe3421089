// SPDX-License-Identifier: MIT
#include "payload/textencoding.h"

#include "payload/placed.h"

#include <QStringConverter>

namespace wl {

namespace {

struct Known
{
    const char* name;
    const char* converter;
};

// All without state beyond one character: an encoding with shift states cannot be put together from pieces.
constexpr Known knownEncodings[] = {
    {"UTF-8", "UTF-8"},
    {"UTF-16LE", "UTF-16LE"},
    {"UTF-16BE", "UTF-16BE"},
    {"UTF-32LE", "UTF-32LE"},
    {"UTF-32BE", "UTF-32BE"},
    {"ISO-8859-1", "ISO-8859-1"},
    {"US-ASCII", "US-ASCII"},
    {"ISO-8859-2", "ISO-8859-2"},
    {"ISO-8859-3", "ISO-8859-3"},
    {"ISO-8859-4", "ISO-8859-4"},
    {"ISO-8859-5", "ISO-8859-5"},
    {"ISO-8859-6", "ISO-8859-6"},
    {"ISO-8859-7", "ISO-8859-7"},
    {"ISO-8859-8", "ISO-8859-8"},
    {"ISO-8859-9", "ISO-8859-9"},
    {"ISO-8859-10", "ISO-8859-10"},
    {"ISO-8859-13", "ISO-8859-13"},
    {"ISO-8859-14", "ISO-8859-14"},
    {"ISO-8859-15", "ISO-8859-15"},
    {"windows-1250", "windows-1250"},
    {"windows-1251", "windows-1251"},
    {"windows-1252", "windows-1252"},
    {"windows-1253", "windows-1253"},
    {"windows-1254", "windows-1254"},
    {"windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256"},
    {"windows-1257", "windows-1257"},
    {"windows-1258", "windows-1258"},
    {"windows-874", "windows-874"},
    {"KOI8-R", "KOI8-R"},
    {"KOI8-U", "KOI8-U"},
    {"macintosh", "macintosh"},
    {"IBM437", "IBM437"},
    {"IBM850", "IBM850"},
    {"IBM866", "IBM866"},
    {"TIS-620", "TIS-620"},
    {"EUC-KR", "EUC-KR"},
    {"windows-949", "windows-949"},
    {"Shift_JIS", "Shift_JIS"},
    {"EUC-JP", "EUC-JP"},
    {"Big5", "Big5"},
    {"GBK", "GBK"},
    {"GB18030", "GB18030"},
    {"IBM037", "IBM037"},
};

constexpr Known aliases[] = {
    {"UTF8", "UTF-8"},          {"UTF-16", "UTF-16LE"},    {"UTF16", "UTF-16LE"},    {"UTF-32", "UTF-32LE"},
    {"UTF32", "UTF-32LE"},      {"Latin-1", "ISO-8859-1"}, {"Latin1", "ISO-8859-1"}, {"ASCII", "US-ASCII"},
    {"CP1252", "windows-1252"}, {"CP949", "windows-949"},
};

bool isHere(const Known& known)
{
    return QStringEncoder(known.converter).isValid();
}

bool same(const QString& a, const char* b)
{
    return a.compare(QLatin1String(b), Qt::CaseInsensitive) == 0;
}

QByteArray convert(const QByteArray& converter, QStringView text)
{
    QStringEncoder encoder(converter.constData());
    return encoder.encode(text);
}

QString convertBack(const QByteArray& converter, QByteArrayView bytes)
{
    // Without this flag Qt takes a byte order mark for itself and drops it.
    QStringDecoder decoder(converter.constData(), QStringConverter::Flag::ConvertInitialBom);
    return decoder.decode(bytes);
}

/// Not every converter reports what it replaced (a high surrogate at the end is silently kept back by Qt's
/// own), and UTF-16 lets lone surrogates pass: what comes back must be what went in, and be characters.
bool isExact(const QByteArray& converter, QStringView text, const QByteArray& bytes)
{
    return text.isValidUtf16() && convertBack(converter, bytes) == text;
}

bool isExact(const QByteArray& converter, QStringView text)
{
    return isExact(converter, text, convert(converter, text));
}

/// Bisects: the conversions of the encodings that are known here do not depend on what is before.
qsizetype firstLossy(const QByteArray& converter, QStringView text)
{
    qsizetype at = 0;
    while (text.size() > 2) {
        qsizetype half = text.size() / 2;
        if (text.at(half).isLowSurrogate() && text.at(half - 1).isHighSurrogate())
            ++half;
        if (half >= text.size())
            break;
        const QStringView front = text.first(half);
        if (isExact(converter, front)) {
            at += half;
            text = text.mid(half);
        } else {
            text = front;
        }
    }
    if (text.size() == 2 && !text.at(0).isHighSurrogate() &&
        convertBack(converter, convert(converter, text.first(1))) == text.first(1))
        ++at;
    return at;
}

} // namespace

Result<TextEncoding> TextEncoding::byName(const QString& name)
{
    QString wanted = name.trimmed();
    for (const Known& alias : aliases) {
        if (same(wanted, alias.name))
            wanted = QLatin1String(alias.converter);
    }
    for (const Known& known : knownEncodings) {
        if (same(wanted, known.name) && isHere(known)) {
            TextEncoding encoding;
            encoding.m_name = QLatin1String(known.name);
            encoding.m_converter = known.converter;
            return encoding;
        }
    }
    return fail(ErrorCode::BadPayload, PayloadText::tr("there is no text encoding \"%1\" here").arg(name));
}

QStringList TextEncoding::names()
{
    static const QStringList list = [] {
        QStringList result;
        for (const Known& known : knownEncodings) {
            if (isHere(known))
                result << QLatin1String(known.name);
        }
        return result;
    }();
    return list;
}

TextEncoding::Encoded TextEncoding::encode(QStringView text) const
{
    Encoded result{convert(m_converter, text), -1};
    if (!isExact(m_converter, text, result.bytes))
        result.lossyAt = firstLossy(m_converter, text);
    return result;
}

std::optional<QString> TextEncoding::decode(QByteArrayView bytes) const
{
    QString text = convertBack(m_converter, bytes);
    if (!text.isValidUtf16() || convert(m_converter, text) != bytes)
        return std::nullopt;
    return text;
}

} // namespace wl
