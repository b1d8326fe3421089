// SPDX-License-Identifier: MIT
#include "net/wiretap.h"

#include "net/acceptor.h"
#include "net/wiretapleg.h"

#include <QRandomGenerator>

namespace wl {

namespace {

QByteArray randomPassword()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

} // namespace

WireTap::WireTap(TrafficSink& sink, std::chrono::milliseconds keepAlive, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_keepAlive(keepAlive)
{
}

WireTap::~WireTap()
{
    qDeleteAll(m_legs);
}

Result<TapDoor> WireTap::admit(const TapTicket& ticket)
{
    if (!m_acceptor) {
        if (const Result<void> opened = open(); !opened)
            return tl::make_unexpected(opened.error());
    }
    m_gate.admit(ticket);
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
    m_door = TapDoor{port, randomPassword()};
    return {};
}

void WireTap::accept(Descriptor fd)
{
    if (m_legs.size() >= maxLegs)
        return;
    auto* leg = new WireTapLeg(std::move(fd), m_door.password, m_gate, m_keepAlive, m_sink, this);
    m_legs.append(leg);
    connect(leg, &WireTapLeg::gone, this, [this, leg] { legGone(leg); });
    leg->start();
}

void WireTap::legGone(WireTapLeg* leg)
{
    m_legs.removeOne(leg);
    leg->deleteLater();
    shutWhenUnused();
}

void WireTap::shutWhenUnused()
{
    if (!m_legs.isEmpty() || !m_acceptor || !m_gate.isEmpty())
        return;
    m_acceptor->stop();
    m_acceptor.release()->deleteLater();
}

bool WireTap::withdraw(quint32 exchange)
{
    if (!m_gate.withdraw(exchange))
        return false;
    shutWhenUnused();
    return true;
}

void WireTap::cancel(quint32 exchange)
{
    if (withdraw(exchange))
        return;
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

void WireTap::closeIdle()
{
    const QList<WireTapLeg*> legs = m_legs;
    for (WireTapLeg* leg : legs) {
        if (leg->exchange() == 0)
            leg->close();
    }
}

} // namespace wl
