// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1parser.h"
#include "net/digestauth.h"
#include "net/proxyhandshake.h"

namespace wl {

/// CONNECT to an HTTP proxy (RFC 9110 §9.3.6), with Basic credentials (RFC 7617) where the proxy has a user.
/// Sent at once with them, for they belong to this proxy alone. One that asks for Digest (RFC 7616) and keeps
/// the connection open is answered over it.
class ConnectHandshake final : public ProxyHandshake
{
public:
    ConnectHandshake(const ProxySpec& proxy, const QString& host, quint16 port);

    [[nodiscard]] QByteArray begin() override;
    [[nodiscard]] QByteArray feed(QByteArrayView bytes) override;

private:
    [[nodiscard]] QByteArray request(const QByteArray& credentials) const;
    void judge(const Http1Head& head);
    [[nodiscard]] bool takeChallenge(const Http1Head& head);

    QByteArray m_target; ///< "host:port"
    Http1Parser m_parser;
    qint64 m_refusalBytes = 0; ///< of the body of an answer that is answered
    std::optional<DigestSession> m_digest;
};

/// The value of Proxy-Authorization for a proxy's user and password; empty where it has no user.
[[nodiscard]] QByteArray basicProxyCredentials(const ProxySpec& proxy);
/// The Digest challenge of a proxy's refusal (407) that can be answered: without auth-int.
[[nodiscard]] std::optional<DigestChallenge> proxyDigestChallenge(const Http1Head& head);
/// What a refusal (407) says to the user and password that were sent, in words, with the realm: "it wants a
/// user and a password", "it takes only NTLM, not Basic or Digest".
[[nodiscard]] QString proxyLoginProblem(const ProxySpec& proxy, const Http1Head& head);

} // namespace wl
