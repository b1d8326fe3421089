// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

namespace wl::cli {

/// What the process returns; the same for every subcommand.
enum ExitCode : int {
    Done = 0,
    NotMet = 1,        ///< an expectation was not met
    WrongUsage = 2,    ///< an option, an address or a payload is not valid
    NetworkFailed = 3, ///< could not listen, connect, send, or get an answer
    FileFailed = 4,    ///< a file or standard output could not be read or written
    Interrupted = 130, ///< SIGINT, SIGTERM or SIGHUP
};

/// The exit code that an error leads to when it ends the program.
[[nodiscard]] ExitCode exitCodeOf(const Error& error);

} // namespace wl::cli
