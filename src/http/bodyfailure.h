// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <mutex>
#include <optional>

namespace wl {

/// Why a request's body could not be read to its end: set on the thread that reads it, before the connection
/// can be seen to end by that. Any thread.
class BodyFailure
{
public:
    void set(const Error& error)
    {
        const std::lock_guard lock(m_mutex);
        m_error = error;
    }
    [[nodiscard]] std::optional<Error> error() const
    {
        const std::lock_guard lock(m_mutex);
        return m_error;
    }

private:
    mutable std::mutex m_mutex;
    std::optional<Error> m_error;
};

} // namespace wl
