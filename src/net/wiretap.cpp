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

WireTap::WireTap(std::shared_ptr<WireTapGate> gate, TrafficSink& sink, std::chrono::milliseconds keepAlive,
                 QObject* parent)
    : QObject(parent)
    , m_gate(std::move(gate))
    , m_sink(sink)
    , m_keepAlive(keepAlive)
{
}

WireTap::~WireTap()
{
    qDeleteAll(m_legs);
}

Result<TapDoor> WireTap::open()
{
    if (const std::optional<TapDoor> door = m_gate->door())
        return *door;
    const RawAddress loopback = RawAddress::from(QHostAddress::LocalHost, 0);
    Result<Descriptor> listener = openListener(loopback, {limits::listenBacklog, false, true});
    if (!listener)
        return tl::make_unexpected(listener.error());
    const quint16 port = RawAddress::localOf(listener->get()).port();
    auto acceptor = std::make_unique<Acceptor>([this](Descriptor fd) { accept(std::move(fd)); }, nullptr);
    if (const Result<void> taken = acceptor->take(std::move(*listener)); !taken)
        return tl::make_unexpected(taken.error());
    m_acceptor = std::move(acceptor);
    const TapDoor door{port, randomPassword()};
    m_gate->open(door);
    return door;
}

void WireTap::accept(Descriptor fd)
{
    const std::optional<TapDoor> door = m_gate->door();
    if (!door || m_legs.size() >= maxLegs)
        return;
    auto* leg = new WireTapLeg(std::move(fd), *door, m_gate, m_keepAlive, m_sink, this);
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
    if (!m_legs.isEmpty() || !m_acceptor || !m_gate->shut())
        return;
    m_acceptor->close();
    m_acceptor.release()->deleteLater();
}

void WireTap::cancel(quint32 exchange)
{
    if (m_gate->withdraw(exchange)) {
        shutWhenUnused();
        return;
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

void WireTap::closeIdle()
{
    const QList<WireTapLeg*> legs = m_legs;
    for (WireTapLeg* leg : legs) {
        if (leg->exchange() == 0)
            leg->close();
    }
}

} // namespace wl
