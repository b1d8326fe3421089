// SPDX-License-Identifier: MIT
#include "decode/treewords.h"

#include "base/limits.h"
#include "decode/utf8check.h"

#include <algorithm>

namespace wl {

namespace {

/// Of hex, which is read less far.
constexpr qsizetype hexBytes = 32;

bool isText(QByteArrayView bytes)
{
    const bool isShown = std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<quint8>(c);
        return (byte >= 0x20 && byte != 0x7f) || c == '\t' || c == '\r' || c == '\n';
    });
    Utf8Check check;
    return isShown && !check.feed(bytes) && check.isAtEnd();
}

/// At most `most` bytes, and not half a character.
QByteArrayView shortened(QByteArrayView text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<quint8>(text[most]) & 0xC0) == 0x80)
        --most;
    return text.first(most);
}

QString words(QByteArrayView bytes)
{
    const bool text = isText(bytes);
    const QByteArrayView shown =
        text ? shortened(bytes, limits::labelBytes) : bytes.first(std::min(bytes.size(), hexBytes));
    const QString words =
        text ? QString::fromUtf8(shown) : QString::fromLatin1(shown.toByteArray().toHex(' '));
    return shown.size() < bytes.size() ? words + u'…' : words;
}

struct ValueWords
{
    QString operator()(std::monostate) const { return {}; }
    QString operator()(bool value) const { return value ? QStringLiteral("yes") : QStringLiteral("no"); }
    QString operator()(qint64 value) const { return QString::number(value); }
    QString operator()(double value) const { return QString::number(value, 'g', 17); }
    QString operator()(const QByteArray& value) const { return words(value); }
};

} // namespace

QString treeWords(const DecodedField& field)
{
    if (!field.isNamedOnly || std::holds_alternative<std::monostate>(field.value))
        return field.label;
    return field.label + QStringLiteral(": ") + std::visit(ValueWords(), field.value);
}

} // namespace wl
