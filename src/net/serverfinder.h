// SPDX-License-Identifier: MIT
#pragma once

#include "net/serverpool.h"
#include "net/tapexchange.h"
#include "net/wiretapdial.h"

#include <functional>

namespace wl {

/// Finds the connection to a server that an exchange needs: one that was kept, or a new one. What comes of
/// it goes into the exchange's record, and on the way its observer hears of it. Network thread, owned by its
/// leg.
class ServerFinder final : public QObject
{
    Q_OBJECT
public:
    /// The new connection. Errors: those of WireTapDial.
    using Answer = std::function<void(const Result<WireTapServer*>&)>;

    /// `pool` and `sink` outlive this object.
    ServerFinder(ServerPool& pool, TrafficSink& sink, QObject* parent);

    /// The kept connection, which has `user` from now on. Null where there is none: then one is opened, and
    /// the answer comes later or before this returns. One at a time; `exchange` stays in place until the
    /// answer or cancel().
    [[nodiscard]] WireTapServer* find(TapExchange& exchange, WireTapServerUser& user, Answer answer);
    /// Gives up; no answer comes.
    void cancel() { m_dial.cancel(); }

private:
    void dialed(Result<std::unique_ptr<Connection>> result, WireTapServerUser& user, const Answer& answer);

    ServerPool& m_pool;
    WireTapDial m_dial;
    TapExchange* m_exchange = nullptr;
};

} // namespace wl
