// SPDX-License-Identifier: MIT
#include "outlet.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace wl::cli {

namespace {

constexpr qsizetype bufferBytes = 64 * 1024;

} // namespace

Outlet::Outlet(int descriptor)
    : m_descriptor(descriptor)
    , m_isTerminal(::isatty(descriptor) == 1)
{
}

void Outlet::write(QByteArrayView bytes)
{
    if (m_errno != 0)
        return;
    if (bytes.size() >= bufferBytes) {
        flush();
        writeAll(bytes);
        return;
    }
    m_buffer.append(bytes);
    if (m_buffer.size() >= bufferBytes)
        flush();
}

void Outlet::flush()
{
    if (m_buffer.isEmpty())
        return;
    writeAll(m_buffer);
    m_buffer.resize(0);
}

bool Outlet::isReaderGone() const
{
    return m_errno == EPIPE;
}

void Outlet::writeAll(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && m_errno == 0) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), size_t(bytes.size()));
        if (written >= 0) {
            bytes = bytes.sliced(written);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            // Another program made the shared description non-blocking.
            pollfd waiting{m_descriptor, POLLOUT, 0};
            ::poll(&waiting, 1, -1);
        } else if (errno != EINTR) {
            m_errno = errno;
        }
    }
}

} // namespace wl::cli
