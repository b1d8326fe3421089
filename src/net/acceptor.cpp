// SPDX-License-Identifier: MIT
#include "net/acceptor.h"

#include "net/socketoptions.h"

#include <QNetworkProxy>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

constexpr std::chrono::milliseconds firstRetry{50};
constexpr std::chrono::milliseconds lastRetry{1000};
constexpr std::chrono::milliseconds probation{250};

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
        return fail(socketErrorCode(error), address.toAddress().toString(), error);
    }
    return opened;
}

Acceptor::Acceptor(Handler handler, QObject* parent)
    : QTcpServer(parent)
    , m_handler(std::move(handler))
{
    setProxy(QNetworkProxy::NoProxy);
    m_retry.setSingleShot(true);
    m_retry.setInterval(firstRetry);
    m_probation.setSingleShot(true);
    m_probation.setInterval(probation);
    connect(this, &QTcpServer::acceptError, this, &Acceptor::stall);
    connect(&m_retry, &QTimer::timeout, this, &Acceptor::retry);
    connect(&m_probation, &QTimer::timeout, this, &Acceptor::setWorking);
}

Result<void> Acceptor::take(Descriptor listener)
{
    if (!setSocketDescriptor(listener.get()))
        return fail(ErrorCode::NetworkFailed, errorString());
    (void)listener.release();
    return {};
}

void Acceptor::incomingConnection(qintptr descriptor)
{
    if (m_isStalled)
        setWorking();
    m_handler(Descriptor(int(descriptor)));
}

void Acceptor::stall(QAbstractSocket::SocketError error)
{
    // QTcpServer has paused itself and would never go on.
    m_isStalled = true;
    m_probation.stop();
    m_retry.start();
    const bool isOut = error == QAbstractSocket::SocketResourceError;
    emit stalled(Error{isOut ? ErrorCode::OutOfDescriptors : ErrorCode::NetworkFailed, errorString(),
                       isOut ? EMFILE : 0});
}

void Acceptor::retry()
{
    m_retry.setInterval(std::min(m_retry.intervalAsDuration() * 2, lastRetry));
    m_probation.start();
    resumeAccepting();
}

void Acceptor::setWorking()
{
    m_isStalled = false;
    m_probation.stop();
    m_retry.setInterval(firstRetry);
    emit resumed();
}

} // namespace wl
