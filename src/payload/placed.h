// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QCoreApplication>
#include <QStringView>

namespace wl {

/// Something wrong at a place of a typed text.
struct PlacedError
{
    qsizetype at = 0; ///< UTF-16 units from the beginning of the text
    QString what;     ///< for people: "\x needs two hex digits"

    bool operator==(const PlacedError&) const = default;
};

template <typename T>
using Placed = tl::expected<T, PlacedError>;

/// Shorthand for a function that fails at a place.
[[nodiscard]] inline tl::unexpected<PlacedError> failAt(qsizetype at, QString what)
{
    return tl::make_unexpected(PlacedError{at, std::move(what)});
}

/// The words of this room.
class PayloadText
{
    Q_DECLARE_TR_FUNCTIONS(PayloadText)
public:
    /// "character 12" (characters, not UTF-16 units, counted from 1); "line 3, character 5" where the text
    /// has several lines.
    [[nodiscard]] static QString place(QStringView text, qsizetype at);
    /// The error of this room's public functions: BadPayload, "character 12: …".
    [[nodiscard]] static Error error(QStringView text, const PlacedError& placed);
};

} // namespace wl
