// SPDX-License-Identifier: MIT
#include "ui/inspect/decodedtext.h"

#include "ui/widgets/bytestext.h"

#include <QStringDecoder>

#include <algorithm>

namespace wl {

qint64 DecodedText::byteAt(qsizetype unit) const
{
    if (offsets.empty())
        return 0;
    return offsets[size_t(std::clamp<qsizetype>(unit, 0, qsizetype(offsets.size()) - 1))];
}

qsizetype DecodedText::unitAt(qint64 byte) const
{
    const auto found = std::lower_bound(offsets.begin(), offsets.end(), byte);
    return std::min<qsizetype>(found - offsets.begin(), text.size());
}

namespace {

/// Collects characters with the place of the bytes that they came from.
class Collector
{
public:
    explicit Collector(qsizetype bytes)
    {
        m_result.text.reserve(bytes);
        m_result.offsets.reserve(size_t(bytes) + 1);
    }

    void append(QChar c, qsizetype offset)
    {
        auto from = quint32(offset);
        if (c == u'\n' && m_result.text.endsWith(carriageReturn)) { // the CR before it goes with it
            m_result.text.chop(1);
            from = m_result.offsets.back();
            m_result.offsets.pop_back();
        }
        m_result.text += c == u'\n' || c == u'\t' ? c : bytestext::shown(c);
        m_result.offsets.push_back(from);
    }

    void append(char32_t codePoint, qsizetype offset)
    {
        for (const char16_t unit : QChar::fromUcs4(codePoint))
            append(QChar(unit), offset);
    }

    [[nodiscard]] DecodedText take(qsizetype bytes)
    {
        m_result.offsets.push_back(quint32(bytes));
        return std::move(m_result);
    }

private:
    static constexpr QChar carriageReturn{0x240d};
    DecodedText m_result;
};

struct Utf8Step
{
    char32_t codePoint = QChar::ReplacementCharacter;
    qsizetype size = 1;
};

/// One character, or the longest start of one that goes wrong (Unicode, table 3-7 and "maximal subpart").
Utf8Step decodeUtf8(QByteArrayView bytes)
{
    const auto byte = [&](qsizetype i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80)
        return {first, 1};
    const int length = first >= 0xc2 && first < 0xe0   ? 2
                       : first >= 0xe0 && first < 0xf0 ? 3
                       : first >= 0xf0 && first < 0xf5 ? 4
                                                       : 1;
    if (length == 1)
        return {};
    char32_t value = first & (0x7f >> length);
    for (qsizetype i = 1; i < length; ++i) {
        if (i >= bytes.size())
            return {QChar::ReplacementCharacter, i};
        const unsigned char low = i > 1 ? 0x80 : first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        const unsigned char high = i > 1 ? 0xbf : first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (byte(i) < low || byte(i) > high)
            return {QChar::ReplacementCharacter, i};
        value = (value << 6) | (byte(i) & 0x3f);
    }
    return {value, length};
}

DecodedText decodeUtf8Text(QByteArrayView bytes)
{
    Collector collector(bytes.size());
    for (qsizetype at = 0; at < bytes.size();) {
        const Utf8Step step = decodeUtf8(bytes.sliced(at));
        collector.append(step.codePoint, at);
        at += step.size;
    }
    return collector.take(bytes.size());
}

} // namespace

DecodedText decodeText(QByteArrayView bytes, const QString& encoding)
{
    // Fed byte by byte, Qt's own UTF-8 decoder swallows what follows a sequence that was cut short.
    QStringDecoder decoder(encoding.toLatin1().constData(), QStringConverter::Flag::ConvertInitialBom);
    if (!decoder.isValid() || encoding == QLatin1String("UTF-8"))
        return decodeUtf8Text(bytes);
    Collector collector(bytes.size());
    qsizetype start = 0; // of the bytes that have not given a character yet
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const QString decoded = decoder.decode(bytes.sliced(i, 1));
        for (const QChar c : decoded)
            collector.append(c, start);
        if (!decoded.isEmpty())
            start = i + 1;
    }
    if (start < bytes.size()) // cut off within a character
        collector.append(QChar(QChar::ReplacementCharacter), start);
    return collector.take(bytes.size());
}

} // namespace wl
