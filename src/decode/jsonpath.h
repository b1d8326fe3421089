// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "decode/decodedmessage.h"
#include "decode/jsontokenizer.h"

#include <vector>

namespace wl {

/// A place in a JSON text: names separated by dots, indexes from 0 in brackets, and names that hold a dot,
/// bracket or quote in brackets and quotes, with \" and \\ for these two:
///
///     user.name    items[0].id    ["odd.name"][2]    [0]
///
/// An empty path is the whole text. A value, immutable; any thread.
class JsonPath
{
public:
    /// The most steps that a path has.
    static constexpr size_t maxSteps = 1000;

    struct Step
    {
        QByteArray name; ///< UTF-8; where it is an index: empty
        qint64 index = -1;

        bool operator==(const Step&) const = default;
    };

    /// Errors: BadSyntax, the detail names the reason and the place ("character 3: ...").
    [[nodiscard]] static Result<JsonPath> parse(QStringView text);

    [[nodiscard]] const std::vector<Step>& steps() const { return m_steps; }

private:
    std::vector<Step> m_steps;
};

/// The value at that place of a JSON text: whole numbers that fit as qint64, others as double, strings
/// unescaped as UTF-8, true and false as bool, null as monostate, objects and arrays as their text. Nothing
/// where there is none, or where the text is not JSON up to the value's end; what is behind it is not looked
/// at. Of members of the same name the first. One pass, without recursion, memory one bit a level of nesting.
[[nodiscard]] std::optional<FieldValue> jsonValueAt(QByteArrayView text, const JsonPath& path);

/// The value of a scalar's token.
[[nodiscard]] FieldValue jsonScalarValue(JsonToken::Kind kind, QByteArrayView token);

} // namespace wl
