// SPDX-License-Identifier: MIT
#include "net/connector.h"

#include "net/connecttries.h"
#include "net/socketoptions.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

/// The error's name and what it is about.
QString failureText(const Error& error)
{
    const QString name = errorName(error.code);
    return error.detail.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, error.detail);
}

} // namespace

Connector::Connector(TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_watch(*this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Connector::timedOut);
}

Connector::~Connector()
{
    cancel();
}

void Connector::start(const ConnectTarget& target, Answer answer)
{
    cancel();
    m_target = target;
    m_answer = std::move(answer);
    m_failure = Error{};
    m_hasTried = false;
    m_left.clear();
    m_elapsed.start();
    if (hasLimit())
        m_timer.start(m_target.timeout);
    m_lookup.start(m_target.host, [this](const Result<QList<QHostAddress>>& found) { resolved(found); });
}

void Connector::cancel()
{
    m_lookup.cancel();
    m_timer.stop();
    m_watch.detach();
    m_answer = nullptr;
    if (m_id.isValid())
        m_sink.event(m_id, RecordKind::Failed, Direction::Sent, now(), errorName(ErrorCode::Canceled));
    m_id = ConnectionId();
    m_fd.reset();
}

std::chrono::milliseconds Connector::timeLeft() const
{
    return m_target.timeout - std::chrono::milliseconds(m_elapsed.elapsed());
}

void Connector::resolved(const Result<QList<QHostAddress>>& found)
{
    if (!found) {
        finish(tl::make_unexpected(found.error()));
        return;
    }
    QHostAddress local;
    const bool hasLocal = !m_target.localHost.isEmpty();
    if (hasLocal && !local.setAddress(m_target.localHost)) {
        finish(fail(ErrorCode::BadAddress, m_target.localHost));
        return;
    }
    for (const QHostAddress& address : *found) {
        if ((!hasLocal || address.protocol() == local.protocol()) && !m_left.contains(address))
            m_left.append(address);
    }
    m_failure = Error{ErrorCode::AddressNotAvailable, m_target.localHost, EADDRNOTAVAIL};
    tryNext();
}

void Connector::tryNext()
{
    if (m_left.isEmpty() || (hasLimit() && timeLeft().count() <= 0)) {
        finish(tl::make_unexpected(m_failure));
        return;
    }
    if (hasLimit())
        m_timer.start(tryTimeout(timeLeft(), m_left.size()));
    const RawAddress peer = RawAddress::from(m_left.takeFirst(), m_target.port);
    const int error = beginTry(peer);
    recordTry(peer);
    emit trying(m_info.peer, m_id);
    if (error != 0 && m_id.isValid())
        tryFailed(failureOf(error));
}

/// 0 where the connection is under way, else errno.
int Connector::beginTry(const RawAddress& peer)
{
    m_isBound = false;
    Result<Descriptor> opened = openSocket(peer.family(), SOCK_STREAM);
    if (!opened)
        return opened.error().native;
    m_fd = std::move(*opened);
    applyStreamOptions(m_fd.get(), m_target.options);
    if (const int error = bindLocal(peer.family()))
        return error;
    m_isBound = true;
    if (::connect(m_fd.get(), peer.data(), peer.length) != 0 && errno != EINPROGRESS)
        return errno;
    const Result<void> attached = m_watch.attach(m_fd.get(), EPOLLOUT);
    return attached ? 0 : attached.error().native;
}

/// 0 where nothing was to be bound or it is bound, else errno.
int Connector::bindLocal(int family)
{
    if (m_target.localHost.isEmpty() && m_target.localPort == 0)
        return 0;
    QHostAddress host(family == AF_INET ? QHostAddress::AnyIPv4 : QHostAddress::AnyIPv6);
    if (!m_target.localHost.isEmpty())
        host.setAddress(m_target.localHost);
    // A connection before from this port may still be in TIME_WAIT.
    setIntOption(m_fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
    const RawAddress local = RawAddress::from(host, m_target.localPort);
    return ::bind(m_fd.get(), local.data(), local.length) == 0 ? 0 : errno;
}

void Connector::recordTry(const RawAddress& peer)
{
    m_info = ConnectionInfo{m_target.endpoint, m_target.transport,
                            Role::Client,      RawAddress::localOf(m_fd.get()).toAddress(),
                            peer.toAddress(),  m_target.label};
    if (!m_info.local.isValid())
        m_info.local.family = m_info.peer.family;
    m_id = m_sink.addConnection(m_info);
    m_hasTried = true;
}

/// It came to no address.
void Connector::recordNoTry(const Error& error)
{
    m_info = ConnectionInfo{m_target.endpoint, m_target.transport, Role::Client, {}, {}, m_target.label};
    const ConnectionId id = m_sink.addConnection(m_info);
    m_sink.event(id, RecordKind::Failed, Direction::Sent, now(), failureText(error));
    emit trying(m_info.peer, id);
}

void Connector::pollReady(quint32)
{
    const int error = takeSocketError(m_fd.get());
    if (error == 0)
        trySucceeded();
    else
        tryFailed(failureOf(error));
}

void Connector::trySucceeded()
{
    m_info.local = RawAddress::localOf(m_fd.get()).toAddress();
    // A try to reach a free port of this machine may get that very port as its own and meet itself.
    if (m_info.local == m_info.peer) {
        tryFailed(failureOf(ECONNREFUSED));
        return;
    }
    m_watch.detach();
    finish(Connected{std::move(m_fd), m_info, std::exchange(m_id, ConnectionId())});
}

Error Connector::failureOf(int errnoValue) const
{
    if (errnoValue == ETIMEDOUT)
        return Error{ErrorCode::ConnectTimeout, m_info.peer.toString(), errnoValue};
    const ErrorCode code = m_isBound ? peerErrorCode(errnoValue) : socketErrorCode(errnoValue);
    // These are about our own end.
    const bool isLocal = code == ErrorCode::AddressInUse || code == ErrorCode::AddressNotAvailable ||
                         code == ErrorCode::PermissionDenied;
    const QString local = formatHostPort(m_target.localHost, m_target.localPort);
    return Error{code, isLocal ? local : m_info.peer.toString(), errnoValue};
}

void Connector::tryFailed(const Error& error)
{
    m_watch.detach();
    m_fd.reset();
    m_sink.event(std::exchange(m_id, ConnectionId()), RecordKind::Failed, Direction::Sent, now(),
                 errorName(error.code));
    m_failure = moreTelling(m_failure, error);
    tryNext();
}

void Connector::timedOut()
{
    if (m_id.isValid()) {
        tryFailed(failureOf(ETIMEDOUT));
        return;
    }
    m_lookup.cancel();
    finish(fail(ErrorCode::ConnectTimeout, m_target.host, ETIMEDOUT));
}

void Connector::finish(Result<Connected> result)
{
    m_timer.stop();
    if (!result && !m_hasTried)
        recordNoTry(result.error());
    const Answer answer = std::exchange(m_answer, nullptr);
    if (answer)
        answer(std::move(result));
}

} // namespace wl
