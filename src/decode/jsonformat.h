// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonparser.h"

#include <functional>

namespace wl {

/// How a JSON text is written again.
struct JsonStyle
{
    enum class Kind : quint8 { Indented, Minified };

    Kind kind = Kind::Indented;
    int spaces = 2;
    /// Deeper levels are not moved further to the right: the output stays linear in the input.
    int maxIndentedLevels = 64;
};

struct JsonFormatOutcome
{
    std::optional<JsonError> error; ///< from there on the text was given as it is
    bool isCanceled = false;
    bool isStopped = false; ///< the sink wanted no more
};

/// Writes a JSON text with other whitespace. Every token is copied as it stands in the text: order, duplicate
/// names, the digits of numbers, escapes. Where the text is not valid JSON, the rest follows on a line of its
/// own, unchanged. The sink gets pieces of some 64 kB and says whether it wants more. Not UTF-8 is not an
/// error here.
JsonFormatOutcome formatJson(QByteArrayView text, const JsonStyle& style,
                             const std::function<bool(QByteArrayView)>& sink, std::stop_token stop = {});

/// The same into one byte array, for texts that fit into memory several times.
[[nodiscard]] QByteArray formattedJson(QByteArrayView text, const JsonStyle& style,
                                       JsonFormatOutcome* outcome = nullptr);

} // namespace wl
