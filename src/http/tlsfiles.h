// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "base/poolanswer.h"
#include "net/specs.h"

#include <QSslConfiguration>

namespace wl {

/// Makes the TLS configuration of a hop. Authorities and certificates are read from their files each time,
/// so that a changed file counts, by threads of their own, so that a slow disk holds up nobody else. Network
/// thread.
class TlsFiles
{
public:
    /// Errors: those of tlsConfiguration().
    using Answer = std::function<void(const Result<QSslConfiguration>&)>;

    /// Answers before this returns where no file is named, else from the event loop.
    void start(const TlsSpec& spec, const Answer& answer);
    void cancel() { m_reading.cancel(); }

private:
    PoolAnswer<Result<QSslConfiguration>> m_reading;
};

} // namespace wl
