// SPDX-License-Identifier: MIT
#include "ui/inspect/bytenumbers.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace wl {

namespace {

quint64 unsignedOf(QByteArrayView bytes, bool isBig)
{
    quint64 value = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const qsizetype at = isBig ? i : bytes.size() - 1 - i;
        value = (value << 8) | static_cast<unsigned char>(bytes[at]);
    }
    return value;
}

qint64 signedOf(quint64 value, int width)
{
    const int unused = 64 - width * 8;
    return qint64(value << unused) >> unused;
}

QString floatText(double value, int digits)
{
    return QString::number(value, 'g', digits);
}

ByteNumber floatNumber(QByteArrayView bytes)
{
    const auto text = [&](bool isBig) {
        const quint64 bits = unsignedOf(bytes, isBig);
        if (bytes.size() == 4)
            return floatText(double(std::bit_cast<float>(quint32(bits))), 9);
        return floatText(std::bit_cast<double>(bits), 17);
    };
    return {QStringLiteral("f%1").arg(bytes.size() * 8), text(false), text(true)};
}

} // namespace

QList<ByteNumber> byteNumbers(QByteArrayView bytes)
{
    QList<ByteNumber> numbers;
    QList<int> widths{1, 2, 4, 8};
    if (bytes.size() > 2 && bytes.size() < 8 && bytes.size() != 4)
        widths += int(bytes.size());
    std::sort(widths.begin(), widths.end(), std::greater<>());
    for (const int width : std::as_const(widths)) {
        if (width > bytes.size())
            continue;
        const QByteArrayView part = bytes.first(width);
        const quint64 little = unsignedOf(part, false);
        const quint64 big = unsignedOf(part, true);
        numbers += {QStringLiteral("u%1").arg(width * 8), QString::number(little), QString::number(big)};
        numbers += {QStringLiteral("i%1").arg(width * 8), QString::number(signedOf(little, width)),
                    QString::number(signedOf(big, width))};
        if (width == 4 || width == 8)
            numbers += floatNumber(part);
    }
    return numbers;
}

} // namespace wl
