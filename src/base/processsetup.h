// SPDX-License-Identifier: MIT
#pragma once

namespace wl {

/// What every main() of ours does before it makes its application object: Qt's own event dispatcher for
/// threads
/// (`QT_NO_THREADED_GLIB`; with `headless` also for the main thread), no proxy from the system or the
/// environment, the limit on open files raised to its hard value, SIGPIPE and SIGXFSZ ignored. Benches and
/// test mains call it too.
void setUpProcess(bool headless);

} // namespace wl
