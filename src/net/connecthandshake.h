// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1parser.h"
#include "net/proxyhandshake.h"

namespace wl {

/// CONNECT to an HTTP proxy (RFC 9110 §9.3.6), with Basic credentials (RFC 7617) where the proxy has a user.
/// Sent at once with them, for they belong to this proxy alone.
class ConnectHandshake final : public ProxyHandshake
{
public:
    ConnectHandshake(const ProxySpec& proxy, const QString& host, quint16 port);

    [[nodiscard]] QByteArray begin() override;
    [[nodiscard]] QByteArray feed(QByteArrayView bytes) override;

private:
    void judge(const Http1Head& head);

    QString m_host;
    quint16 m_port;
    Http1Parser m_parser;
};

/// The value of Proxy-Authorization for a proxy's user and password; empty where it has no user.
[[nodiscard]] QByteArray basicProxyCredentials(const ProxySpec& proxy);

} // namespace wl
