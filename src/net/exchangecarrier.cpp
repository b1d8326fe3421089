// SPDX-License-Identifier: MIT
#include "net/exchangecarrier.h"

#include "base/limits.h"

#include <utility>

namespace wl {

namespace {
/// What may wait to be sent to the server before more of the request has to wait.
constexpr qint64 sendAheadBytes = 256 * 1024;
} // namespace

ExchangeCarrier::ExchangeCarrier(ExchangeCarrierUser& user, ServerPool& pool, TrafficSink& sink,
                                 QObject* parent)
    : QObject(parent)
    , m_user(user)
    , m_pool(pool)
    , m_finder(pool, sink, this)
    , m_timer(*this, sink, this)
{
}

ExchangeCarrier::~ExchangeCarrier()
{
    if (m_server)
        m_server->drop(true);
}

void ExchangeCarrier::begin(TapTicket ticket)
{
    m_timer.touch();
    m_exchange = std::make_unique<WireTapExchange>(std::move(ticket));
    const auto answer = [this](const Result<WireTapServer*>& result) { opened(result); };
    if (WireTapServer* kept = m_finder.find(*m_exchange, *this, answer)) {
        m_server = kept;
        m_timer.arm();
    }
}

void ExchangeCarrier::begin(TapTicket ticket, WireTapServer& server, const TapRecord& record)
{
    m_timer.touch();
    m_exchange = std::make_unique<WireTapExchange>(std::move(ticket));
    m_exchange->record() = record;
    m_exchange->record().phase = TapPhase::Sending;
    m_server = &server;
    m_server->setUser(*this);
    m_timer.arm();
}

void ExchangeCarrier::opened(const Result<WireTapServer*>& result)
{
    if (!result) {
        end(result.error());
        return;
    }
    m_server = *result;
    m_timer.touch();
    if (const QByteArray pending = std::exchange(m_pending, {}); !pending.isEmpty())
        forward(pending);
    m_user.carrierReady();
    if (!m_exchange)
        return;
    m_timer.arm();
    m_exchange->flush();
}

void ExchangeCarrier::send(QByteArrayView bytes)
{
    m_timer.touch();
    if (!m_exchange->requestBytes(bytes)) {
        end({ErrorCode::NetworkFailed, QStringLiteral("more than one request came from the engine")});
        return;
    }
    forward(bytes);
    m_exchange->flush();
}

bool ExchangeCarrier::isFull() const
{
    return m_server ? m_server->connection().queuedBytes() > sendAheadBytes
                    : m_pending.size() >= sendAheadBytes;
}

void ExchangeCarrier::forward(QByteArrayView bytes)
{
    if (!m_server) {
        m_pending.append(bytes);
        return;
    }
    // A broken connection says so later, not in this call.
    (void)m_server->connection().send(bytes);
    checkSent();
}

void ExchangeCarrier::checkSent()
{
    if (!m_exchange->isRequestWhole() || m_server->connection().queuedBytes() > 0)
        return;
    m_exchange->requestSent();
    m_timer.arm();
}

void ExchangeCarrier::serverReceived(QByteArrayView bytes)
{
    m_timer.touch();
    settle(m_exchange->responseBytes(bytes));
}

void ExchangeCarrier::serverDrained()
{
    m_timer.touch();
    m_user.carrierReady();
    if (!m_exchange)
        return;
    checkSent();
    m_exchange->flush();
}

void ExchangeCarrier::serverEnded(const Error& reason)
{
    settle(m_exchange->streamEnded(reason));
}

void ExchangeCarrier::settle(WireTapExchange::Verdict verdict)
{
    if (verdict != WireTapExchange::Verdict::Open) {
        end({});
        return;
    }
    m_timer.arm();
    m_exchange->flush();
    pace();
}

void ExchangeCarrier::end(const Error& error)
{
    m_finder.cancel();
    m_pending.clear();
    if (error.code != ErrorCode::None)
        m_exchange->fail(error);
    const bool failed = m_exchange->record().error.code != ErrorCode::None;
    releaseServer(m_exchange->keepsConnection(), failed);
    std::unique_ptr<WireTapExchange> ended = std::move(m_exchange);
    ended->end();
    m_user.carrierEnded(std::move(ended));
}

void ExchangeCarrier::releaseServer(bool keep, bool failed)
{
    WireTapServer* server = std::exchange(m_server, nullptr);
    if (!server)
        return;
    if (keep)
        m_pool.keep(*server);
    else
        server->drop(failed);
}

void ExchangeCarrier::pace()
{
    if (!m_exchange || !m_server || m_exchange->untaken() <= limits::tapAheadBytes - limits::readBytes)
        return;
    m_server->connection().setReadingPaused(true);
    m_exchange->ticket().flow->isWaiting = true;
    if (m_exchange->untaken() <= limits::tapAheadBytes / 2) // taken since, unseen
        resume();
}

void ExchangeCarrier::resume()
{
    if (!m_exchange || !m_exchange->ticket().flow->isWaiting.exchange(false))
        return;
    m_timer.touch();
    if (m_server)
        m_server->connection().setReadingPaused(false);
}

} // namespace wl
