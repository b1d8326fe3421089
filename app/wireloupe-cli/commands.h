// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace wl::cli {

// The subcommands: each takes the words after its name and returns the exit code. Called once, after the
// application object was made.
[[nodiscard]] int runListen(const QStringList& words);
[[nodiscard]] int runSend(const QStringList& words);
[[nodiscard]] int runHttp(const QStringList& words);
[[nodiscard]] int runCapture(const QStringList& words);
[[nodiscard]] int runJson(const QStringList& words);
[[nodiscard]] int runHistory(const QStringList& words);
[[nodiscard]] int runConfig(const QStringList& words);
[[nodiscard]] int runDemo(const QStringList& words);

/// Finds the subcommand; --help, --version and what is not known.
[[nodiscard]] int runProgram(const QStringList& words);

} // namespace wl::cli
