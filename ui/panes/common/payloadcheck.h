// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "payload/payloadspec.h"

namespace wl {

/// How many bytes the next message of a payload has, without sending or advancing anything; a file is
/// measured, not read. Errors: those of PayloadSource::compile.
[[nodiscard]] Result<qint64> payloadSize(const PayloadSpec& spec);

/// Empty where the payload can be sent as one datagram; else why not, for people.
[[nodiscard]] QString datagramProblem(const PayloadSpec& spec);

} // namespace wl
