// SPDX-License-Identifier: MIT
#include "net/serverfinder.h"

#include <QPointer>

#include <utility>

namespace wl {

ServerFinder::ServerFinder(ServerPool& pool, TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_dial(sink, this)
{
    connect(&m_dial, &WireTapDial::progressed, this, [this] {
        m_exchange->touch();
        m_exchange->flush();
    });
}

WireTapServer* ServerFinder::find(TapExchange& exchange, WireTapServerUser& user, Answer answer)
{
    m_exchange = &exchange;
    WireTapServer* kept = m_pool.take(exchange.ticket().profile);
    if (!kept) {
        m_dial.start(exchange.ticket(), exchange.record(),
                     [this, &user, answer = std::move(answer)](Result<std::unique_ptr<Connection>> result) {
                         dialed(std::move(result), user, answer);
                     });
        return nullptr;
    }
    kept->setUser(user);
    const Connection& connection = kept->connection();
    exchange.setReused(connection.id(), connection.info().peer, kept->tls());
    return kept;
}

void ServerFinder::dialed(Result<std::unique_ptr<Connection>> result, WireTapServerUser& user,
                          const Answer& answer)
{
    if (!result) {
        answer(tl::make_unexpected(result.error()));
        return;
    }
    TapRecord& record = m_exchange->record();
    WireTapServer& server = m_pool.add(std::move(*result), m_exchange->ticket(), record.tls);
    server.setUser(user);
    record.phase = TapPhase::Sending;
    m_exchange->touch();
    const QPointer<WireTapServer> stays = &server;
    const QByteArray early = m_dial.takeEarly();
    answer(&server);
    if (stays && !early.isEmpty())
        stays->takeEarly(early);
}

} // namespace wl
