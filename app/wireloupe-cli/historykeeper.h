// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings.h"
#include "history/historystore.h"

namespace wl::cli {

/// Keeps the exchange of `http --history` in the window's history: from its beginning, so that a killed
/// program leaves it as cut short. What fails is told.
class HistoryKeeper
{
public:
    /// The request is about to be sent, or under way.
    HistoryKeeper(const Settings& settings, const HttpRequest& request);
    /// It has ended; without an id nothing was sent, and nothing stays.
    void finish(const HttpExchange& exchange);

private:
    HttpRequest m_request;
    HistoryStore m_store;
    Result<qint64> m_id;
};

} // namespace wl::cli
