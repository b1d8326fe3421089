// SPDX-License-Identifier: MIT
#pragma once

#include "respond/jsonapianswer.h"

namespace wl::jsonapi {

inline constexpr qint64 maxBodyBytes = 8LL * 1024 * 1024;      ///< of a request; more is 413
inline constexpr qint64 maxStreamBytes = 1024LL * 1024 * 1024; ///< of /bytes/N
inline constexpr std::chrono::milliseconds maxDelay{10'000};   ///< of /delay/N

/// Answers a request. Pure.
[[nodiscard]] Answer answer(const Http1Head& head, const QByteArray& body);

} // namespace wl::jsonapi
