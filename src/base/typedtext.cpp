// SPDX-License-Identifier: MIT
#include "base/typedtext.h"

#include <algorithm>

namespace wl {

bool hasLineBreak(QStringView text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c == u'\r' || c == u'\n' || c.isNull(); });
}

bool hasControlCharacter(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || c == QChar(0x7f); });
}

} // namespace wl
