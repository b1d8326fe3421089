// SPDX-License-Identifier: MIT
#include "capture/spool.h"

#include "capture/namelessfile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace wl {

Result<std::unique_ptr<Spool>> Spool::create(FileDescriptor source, const QString& name)
{
    auto file = namelessFile();
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    FileDescriptor wakeup(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wakeup.isValid()) {
        return fail(ErrorCode::FileFailed, name, errno);
    }
    return std::unique_ptr<Spool>(new Spool(std::move(source), std::move(*file), std::move(wakeup), name));
}

Spool::Spool(FileDescriptor source, FileDescriptor file, FileDescriptor wakeup, QString name)
    : m_source(std::move(source))
    , m_file(std::move(file))
    , m_wakeup(std::move(wakeup))
    , m_name(std::move(name))
{
}

tl::unexpected<Error> Spool::failed(int number) const
{
    return fail(fileErrorCode(number), m_name, number);
}

void Spool::stop()
{
    const quint64 one = 1;
    while (::write(m_wakeup.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
}

// False after stop().
Result<bool> Spool::waitForMore(const std::function<void()>& beforeWaiting) const
{
    std::array<pollfd, 2> waited{{{m_source.get(), POLLIN, 0}, {m_wakeup.get(), POLLIN, 0}}};
    int ready = ::poll(waited.data(), waited.size(), 0);
    if (ready == 0) {
        beforeWaiting();
    }
    while (ready == 0 || (ready < 0 && errno == EINTR)) {
        ready = ::poll(waited.data(), waited.size(), -1);
    }
    if (ready < 0) {
        return failed(errno);
    }
    return waited[1].revents == 0;
}

Result<void> Spool::keep(const char* from, qsizetype bytes)
{
    auto kept = writeAllAt(m_file, QByteArrayView(from, bytes), m_size, m_name);
    m_size += kept ? bytes : 0;
    return kept;
}

Result<qsizetype> Spool::readAt(qint64 offset, char* to, qsizetype bytes,
                                const std::function<void()>& beforeWaiting)
{
    if (offset < m_size) {
        const ssize_t n =
            ::pread(m_file.get(), to, static_cast<size_t>(std::min<qint64>(bytes, m_size - offset)), offset);
        return n < 0 ? Result<qsizetype>(failed(errno)) : Result<qsizetype>(n);
    }
    for (;;) {
        const auto more = waitForMore(beforeWaiting);
        if (!more) {
            return tl::make_unexpected(more.error());
        }
        if (!*more) {
            return 0;
        }
        const ssize_t n = ::read(m_source.get(), to, static_cast<size_t>(bytes));
        if (n >= 0) {
            return keep(to, n).map([n] { return static_cast<qsizetype>(n); });
        }
        if (errno != EINTR && errno != EAGAIN) {
            return failed(errno);
        }
    }
}

} // namespace wl
