// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <functional>
#include <span>
#include <stop_token>

namespace wl {

/// The key of records[index]. Asked once for each, in order, and before anything is moved.
using KeyAt = std::function<quint64(size_t index)>;

/// Sorts numbers of records by keys; of equal keys the lower number goes first. Besides its input it takes 12
/// bytes a record while it works. A stop is seen within some ten milliseconds. `isEqual` gets whether each
/// has the same key as the one before it; it is as long as `records`, or empty where nobody asks. False
/// where a stop was requested: then the records are in any order.
[[nodiscard]] bool sortByKeys(std::span<quint32> records, const KeyAt& keyAt, std::span<quint8> isEqual,
                              const std::stop_token& stop);

} // namespace wl
