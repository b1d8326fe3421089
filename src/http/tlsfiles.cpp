// SPDX-License-Identifier: MIT
#include "http/tlsfiles.h"

#include "net/tlsterms.h"

namespace wl {

namespace {

/// Not the pool of long searches, behind which a request would wait.
Q_GLOBAL_STATIC(QThreadPool, readers)

} // namespace

void TlsFiles::start(const TlsSpec& spec, const Answer& answer)
{
    m_reading.cancel();
    if (spec.caFile.isEmpty() && spec.certificateFile.isEmpty())
        answer(tlsConfiguration(spec));
    else
        m_reading.start(
            *readers, [spec] { return tlsConfiguration(spec); }, answer);
}

} // namespace wl
