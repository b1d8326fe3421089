// SPDX-License-Identifier: MIT
#include "net/wiretap.h"

#include "base/limits.h"
#include "net/acceptor.h"
#include "net/randomsecret.h"

namespace wl {

WireTap::WireTap(TrafficSink& sink, std::chrono::milliseconds keepAlive, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_servers(keepAlive, this)
    , m_sweep(this)
{
    m_sweep.setInterval(std::min(sweepInterval, std::max(keepAlive / 4, std::chrono::milliseconds(1))));
    connect(&m_sweep, &QTimer::timeout, this, &WireTap::sweep);
}

WireTap::~WireTap()
{
    qDeleteAll(m_legs); // before the connections that they use
}

Result<TapDoor> WireTap::admit(const TapTicket& ticket)
{
    if (!m_acceptor) {
        if (const Result<void> opened = open(); !opened)
            return tl::make_unexpected(opened.error());
    }
    m_tickets.insert(ticket.manager, ticket);
    return m_door;
}

Result<void> WireTap::open()
{
    const RawAddress loopback = RawAddress::from(QHostAddress::LocalHost, 0);
    Result<Descriptor> listener = openListener(loopback, {limits::listenBacklog, false, true});
    if (!listener)
        return tl::make_unexpected(listener.error());
    const quint16 port = RawAddress::localOf(listener->get()).port();
    auto acceptor = std::make_unique<Acceptor>([this](Descriptor fd) { accept(std::move(fd)); }, nullptr);
    if (const Result<void> taken = acceptor->take(std::move(*listener)); !taken)
        return taken;
    m_acceptor = std::move(acceptor);
    m_door = TapDoor{port, randomSecret(32).toHex()};
    m_sweep.start();
    return {};
}

void WireTap::accept(Descriptor fd)
{
    if (m_legs.size() >= maxLegs)
        return;
    auto* leg = new WireTapLeg(std::move(fd), *this, m_servers, m_sink, this);
    m_legs.append(leg);
    leg->start();
}

std::optional<TapTicket> WireTap::takeTicket(const QByteArray& manager)
{
    const auto found = m_tickets.find(manager);
    if (found == m_tickets.end())
        return std::nullopt;
    TapTicket ticket = std::move(*found);
    m_tickets.erase(found);
    return ticket;
}

bool WireTap::withdraw(quint32 exchange)
{
    return m_tickets.removeIf([exchange](const auto& entry) { return entry.value().number == exchange; }) > 0;
}

void WireTap::cancel(quint32 exchange)
{
    // A manager that is on its way is received and let go in peace: one that is turned away tries again and
    // again.
    for (TapTicket& ticket : m_tickets) {
        if (ticket.number == exchange) {
            ticket.voidSince = now();
            return;
        }
    }
    for (WireTapLeg* leg : std::as_const(m_legs)) {
        if (leg->exchange() == exchange) {
            leg->cancel();
            return;
        }
    }
}

void WireTap::resume(quint32 exchange)
{
    for (WireTapLeg* leg : std::as_const(m_legs)) {
        if (leg->exchange() == exchange)
            leg->resume();
    }
}

void WireTap::legGone(WireTapLeg& leg)
{
    m_legs.removeOne(&leg);
    leg.deleteLater();
}

bool WireTap::isUsed() const
{
    return !m_tickets.isEmpty() || m_servers.hasIdle() ||
           std::any_of(m_legs.begin(), m_legs.end(),
                       [](const WireTapLeg* leg) { return leg->exchange() != 0; });
}

void WireTap::sweep()
{
    const Timestamp expired{now().ns - std::chrono::nanoseconds(voidTime).count()};
    m_tickets.removeIf([expired](const auto& entry) {
        return entry.value().voidSince.isValid() && entry.value().voidSince <= expired;
    });
    if (!isUsed())
        shut();
}

void WireTap::shut()
{
    m_sweep.stop();
    m_acceptor->stop();
    m_acceptor.release()->deleteLater();
    m_door = {};
    const QList<WireTapLeg*> legs = m_legs;
    for (WireTapLeg* leg : legs)
        leg->close();
}

} // namespace wl
