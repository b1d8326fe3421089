// SPDX-License-Identifier: MIT
#include "payload/placed.h"

namespace wl {

QString PayloadText::place(QStringView text, qsizetype at)
{
    const QStringView before = text.first(std::clamp<qsizetype>(at, 0, text.size()));
    const qsizetype lines = before.count(u'\n');
    const QStringView line = before.mid(before.lastIndexOf(u'\n') + 1);
    qsizetype characters = 1;
    for (const QChar c : line)
        characters += c.isLowSurrogate() ? 0 : 1;
    if (!text.contains(u'\n'))
        return tr("character %1").arg(characters);
    return tr("line %1, character %2").arg(lines + 1).arg(characters);
}

Error PayloadText::error(QStringView text, const PlacedError& placed)
{
    return Error{ErrorCode::BadPayload, place(text, placed.at) + QStringLiteral(": ") + placed.what};
}

} // namespace wl
