// SPDX-License-Identifier: MIT
#include "net/acceptor.h"

#include "net/socketoptions.h"

#include <QNetworkProxy>

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

constexpr std::chrono::milliseconds firstRetry{50};
constexpr std::chrono::milliseconds lastRetry{500};
/// Connections that one listening socket accepts before others get their turn.
constexpr int acceptsPerTurn = 256;

bool isOutOfResources(int errnoValue)
{
    return errnoValue == EMFILE || errnoValue == ENFILE || errnoValue == ENOBUFS || errnoValue == ENOMEM;
}

} // namespace

Result<Descriptor> openListener(const RawAddress& address, const ListenOptions& options)
{
    Result<Descriptor> opened = openSocket(address.family(), SOCK_STREAM);
    if (!opened)
        return opened;
    const int fd = opened->get();
    if (options.reuseAddress)
        setIntOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (address.family() == AF_INET6)
        setIntOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, options.v6Only ? 1 : 0);
    if (::bind(fd, address.data(), address.length) != 0 || ::listen(fd, options.backlog) != 0) {
        const int error = errno;
        return fail(socketErrorCode(error), address.toBound(options.v6Only).toString(), error);
    }
    return opened;
}

Acceptor::Acceptor(Handler handler, QObject* parent)
    : QTcpServer(parent)
    , m_handler(std::move(handler))
    , m_watch(*this)
    , m_wait(firstRetry)
{
    setProxy(QNetworkProxy::NoProxy);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Acceptor::retry);
}

Acceptor::~Acceptor()
{
    stop();
}

void Acceptor::stop()
{
    m_watch.detach();
    m_retry.stop();
    m_isStalled = false;
    close();
}

Result<void> Acceptor::take(Descriptor listener)
{
    if (!setSocketDescriptor(listener.get()))
        return fail(ErrorCode::NetworkFailed, errorString());
    pauseAccepting();
    return m_watch.attach(listener.release(), EPOLLIN);
}

void Acceptor::incomingConnection(qintptr descriptor)
{
    m_handler(Descriptor(int(descriptor)));
}

void Acceptor::pollReady(quint32)
{
    for (int i = 0; i < acceptsPerTurn && isListening(); ++i) {
        const int fd = ::accept4(int(socketDescriptor()), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            incomingConnection(fd);
            continue;
        }
        if (isOutOfResources(errno)) {
            stall(errno);
            return;
        }
        // Everything else is about that one connection (accept(2)), or there is none left.
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            break;
    }
    if (std::exchange(m_isStalled, false)) {
        m_wait = firstRetry;
        emit resumed();
    }
}

void Acceptor::stall(int errnoValue)
{
    m_watch.setEvents(0);
    m_retry.start(m_wait);
    m_wait = std::min(m_wait * 2, lastRetry);
    m_isStalled = true;
    emit stalled(Error{ErrorCode::OutOfDescriptors, {}, errnoValue});
}

void Acceptor::retry()
{
    m_watch.setEvents(EPOLLIN);
    // Also where nobody waits any more: then it works again.
    pollReady(0);
}

} // namespace wl
