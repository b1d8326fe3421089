// SPDX-License-Identifier: MIT
#pragma once

#include "demoexchange.h"
#include "http/httpclient.h"
#include "session/sessions.h"

#include <functional>
#include <memory>
#include <vector>

namespace wl::cli {

/// One request to the Playground's JSON API and the check of its answer.
class DemoHttp final : public DemoExchange
{
    Q_OBJECT
public:
    /// Judges a finished exchange and its decoded body; what is wrong, or "" where all is right. `found` is
    /// what it saw, in a few words.
    using Check =
        std::function<QString(const HttpExchange& exchange, const QByteArray& body, QString& found)>;

    /// `sessions` outlives this object.
    DemoHttp(const QString& name, const HttpRequest& request, Check check, Sessions& sessions);

    void start() override;

private:
    void judge(const HttpExchange& exchange);

    HttpRequest m_request;
    Check m_check;
    Sessions& m_sessions;
    ExchangeId m_id;
    bool m_hasEnded = false;
};

/// The requests of the demo to a JSON API at this port of 127.0.0.1.
[[nodiscard]] std::vector<std::unique_ptr<DemoExchange>> demoRequests(quint16 port, Sessions& sessions);

} // namespace wl::cli
