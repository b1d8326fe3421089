// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

/// So many bytes of the system's random numbers: for what nobody may guess. Any thread.
[[nodiscard]] QByteArray randomSecret(qsizetype bytes);

} // namespace wl
