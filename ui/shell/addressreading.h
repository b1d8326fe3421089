// SPDX-License-Identifier: MIT
#pragma once

#include "session/commandline.h"

namespace wl {

/// What the text of the address bar means, also while it is being typed. A value.
struct AddressReading
{
    QString text;           ///< what is opened and remembered: as typed, or with the scheme that was guessed
    Result<Opened> opened;  ///< error None where nothing was typed
    Opened likely;          ///< its kind is what the text seems to become, also where it is not whole yet
    bool isGuessed = false; ///< `text` has a scheme that was not typed

    /// host:port followed by a path, without a scheme, is taken for http.
    [[nodiscard]] static AddressReading of(const QString& typed);
};

} // namespace wl
