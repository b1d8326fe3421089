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

DecodedText decodeText(QByteArrayView bytes, const QString& encoding)
{
    QStringDecoder decoder(encoding.toLatin1().constData(), QStringConverter::Flag::ConvertInitialBom);
    if (!decoder.isValid())
        decoder = QStringDecoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    DecodedText result;
    result.text.reserve(bytes.size());
    result.offsets.reserve(size_t(bytes.size()) + 1);
    quint32 start = 0; // of the bytes that have not given a character yet
    const auto append = [&result](QChar c, quint32 offset) {
        if (c == u'\n' && result.text.endsWith(QChar(0x240d))) { // the CR before it goes with it
            result.text.chop(1);
            offset = result.offsets.back();
            result.offsets.pop_back();
        }
        result.text += c == u'\n' || c == u'\t' ? c : bytestext::shown(c);
        result.offsets.push_back(offset);
    };
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const QString decoded = decoder.decode(bytes.sliced(i, 1));
        if (decoded.isEmpty())
            continue;
        for (qsizetype unit = 0; unit < decoded.size(); ++unit) {
            // A refused sequence and the byte that ended it come together: that byte gave the last character.
            const QChar c = decoded.at(unit);
            const bool isOwn = unit > 0 && unit == decoded.size() - 1 && !c.isSurrogate();
            append(c, isOwn ? quint32(i) : start);
        }
        start = quint32(i) + 1;
    }
    if (start < quint32(bytes.size())) // cut off within a character
        append(QChar::ReplacementCharacter, start);
    result.offsets.push_back(quint32(bytes.size()));
    return result;
}

} // namespace wl
