// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonindex.h"

namespace wl {

/// One place at which two JSON texts differ.
struct JsonChange
{
    enum class Kind : quint8 {
        Added,
        Removed,
        Changed,
        Reordered ///< an object with the same names in another order
    };

    Kind kind = Kind::Changed;
    JsonNode before; ///< in the first text; invalid where added
    JsonNode after;  ///< in the second one; invalid where removed

    bool operator==(const JsonChange&) const = default;
};

struct JsonDiff
{
    static constexpr size_t maxChanges = 100'000;
    static constexpr qint64 maxSteps = 100'000'000;

    std::vector<JsonChange> changes; ///< in the order of the texts
    bool isCut = false;              ///< more than maxChanges
    bool gaveUp = false;             ///< maxSteps were not enough: there may be more
    bool isCanceled = false;
};

/// Compares two JSON texts by their structure. Numbers are the same where they are written the same way,
/// strings where their characters are. Elements of arrays are laid side by side by what is equal in both; of
/// members of the same name the first is compared with the first. `isOrderIgnored`: the order of an object's
/// members does not count. Not on the UI thread.
[[nodiscard]] JsonDiff diffJson(const JsonNodes& a, const JsonNodes& b, bool isOrderIgnored,
                                std::stop_token stop = {});

} // namespace wl
