// SPDX-License-Identifier: MIT
#include "net/proxyhandshake.h"

#include "net/connecthandshake.h"
#include "net/proxyaddress.h"
#include "net/sockshandshake.h"

namespace wl {

QString proxyName(const ProxySpec& proxy)
{
    return QStringLiteral("the proxy ") + proxyText(proxy);
}

Error withProxyName(Error error, const ProxySpec& proxy)
{
    error.detail = proxyName(proxy) + (error.detail.isEmpty() ? QString() : u' ' + error.detail);
    return error;
}

std::unique_ptr<ProxyHandshake> ProxyHandshake::make(const ProxySpec& proxy, const QString& host,
                                                     quint16 port)
{
    if (proxy.kind == ProxySpec::Kind::Socks5)
        return std::make_unique<SocksHandshake>(proxy, host, port);
    return std::make_unique<ConnectHandshake>(proxy, host, port);
}

ProxyHandshake::ProxyHandshake(const ProxySpec& proxy)
    : m_proxy(proxy)
{
}

void ProxyHandshake::fail(ErrorCode code, const QString& words)
{
    m_state = State::Failed;
    m_error = Error{code, proxyName(m_proxy) + u' ' + words, 0};
}

void ProxyHandshake::failSurplus()
{
    fail(ErrorCode::BadProxy, QStringLiteral("sent more than its answer"));
}

void ProxyHandshake::ended()
{
    if (m_state == State::Talking)
        fail(ErrorCode::BadProxy, QStringLiteral("closed the connection without an answer"));
}

} // namespace wl
