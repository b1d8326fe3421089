// SPDX-License-Identifier: MIT
#include "historykeeper.h"

#include "base/errortext.h"
#include "historyviews.h"
#include "runoptions.h"

#include <QDateTime>

namespace wl::cli {

HistoryKeeper::HistoryKeeper(const Settings& settings, const HttpRequest& request)
    : m_request(request)
    , m_store(windowHistory(settings))
    , m_id(m_store.begin(request, QDateTime::currentMSecsSinceEpoch()))
{
}

void HistoryKeeper::finish(const HttpExchange& exchange)
{
    Result<void> kept;
    if (!m_id)
        kept = tl::make_unexpected(m_id.error());
    else if (exchange.id.isValid())
        kept = m_store.finish(*m_id, m_request, exchange);
    else
        (void)m_store.remove({*m_id}); // the reason is told already
    if (!kept)
        complain(ErrorText::sentence(QStringLiteral("Not kept in the history"), kept.error()));
    tellPutAside(m_store);
}

} // namespace wl::cli
