// SPDX-License-Identifier: MIT
#include "net/systemproxy.h"

#include <QNetworkProxyFactory>
#include <QThreadPool>

#include <utility>

namespace wl {

namespace {

ProxySpec specOf(const QNetworkProxy& found, ProxySpec::Kind kind)
{
    ProxySpec spec;
    spec.kind = kind;
    spec.host = found.hostName();
    spec.port = found.port();
    spec.user = found.user();
    spec.password = found.password();
    return spec;
}

ProxySpec ask(const QUrl& url)
{
    for (const QNetworkProxy& found : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url))) {
        switch (found.type()) {
        case QNetworkProxy::NoProxy: return {};
        case QNetworkProxy::HttpProxy:
        case QNetworkProxy::HttpCachingProxy: return specOf(found, ProxySpec::Kind::Http);
        case QNetworkProxy::Socks5Proxy: return specOf(found, ProxySpec::Kind::Socks5);
        default: break;
        }
    }
    return {};
}

} // namespace

void SystemProxy::start(const QUrl& url, Answer answer)
{
    m_answer.start(
        *QThreadPool::globalInstance(), [url] { return ask(url); }, std::move(answer));
}

} // namespace wl
