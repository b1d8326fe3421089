// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <algorithm>
#include <span>

namespace wl {

/// A number of a protocol and the name that its registry gives it.
struct CodeName
{
    quint16 code;
    const char* name;
};

/// The name of a code; nullptr where the table, in ascending order of codes, does not have it.
[[nodiscard]] inline const char* codeName(std::span<const CodeName> table, quint16 code)
{
    const auto found = std::lower_bound(table.begin(), table.end(), code,
                                        [](const CodeName& row, quint16 value) { return row.code < value; });
    return found != table.end() && found->code == code ? found->name : nullptr;
}

/// The name, or the code as 0x and `digits` hex digits.
[[nodiscard]] inline QByteArray codeText(std::span<const CodeName> table, quint16 code, int digits)
{
    if (const char* name = codeName(table, code))
        return name;
    return "0x" + QByteArray::number(code, 16).toUpper().rightJustified(digits, '0');
}

} // namespace wl
