// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"

#include <QString>

namespace wl {

/// What a person has said about records: marks and comments. Any thread.
class RecordNotes
{
public:
    virtual ~RecordNotes() = default;
    [[nodiscard]] virtual bool isMarked(RecordId id) const = 0;
    /// Empty where there is none.
    [[nodiscard]] virtual QString comment(RecordId id) const = 0;
};

} // namespace wl
