// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace wl::cli {

/// With thousands separators: "27,520".
[[nodiscard]] QString grouped(quint64 number);
/// "1 record", "27,520 records"; `one` is the word for one, an "s" makes it more.
[[nodiscard]] QString counted(quint64 number, const QString& one);

} // namespace wl::cli
