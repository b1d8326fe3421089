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

/// Where the pool thread leaves the answer. Lives on the asker's thread and outlives both sides.
class SystemProxy::Inbox : public QObject
{
public:
    explicit Inbox(Answer answer)
        : m_answer(std::move(answer))
    {
    }
    void close() { m_answer = nullptr; }
    void deliver(const ProxySpec& proxy)
    {
        if (const Answer answer = std::exchange(m_answer, nullptr))
            answer(proxy);
    }

private:
    Answer m_answer;
};

SystemProxy::SystemProxy() = default;

SystemProxy::~SystemProxy()
{
    cancel();
}

void SystemProxy::start(const QUrl& url, Answer answer)
{
    cancel();
    m_inbox =
        std::shared_ptr<Inbox>(new Inbox(std::move(answer)), [](Inbox* inbox) { inbox->deleteLater(); });
    QThreadPool::globalInstance()->start([url, inbox = m_inbox] {
        QMetaObject::invokeMethod(
            inbox.get(), [inbox, proxy = ask(url)] { inbox->deliver(proxy); }, Qt::QueuedConnection);
    });
}

void SystemProxy::cancel()
{
    if (m_inbox)
        m_inbox->close();
    m_inbox.reset();
}

} // namespace wl
