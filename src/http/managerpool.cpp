// SPDX-License-Identifier: MIT
#include "http/managerpool.h"

#include "http/bodydevice.h"
#include "http/httpcompose.h"

#include <QNetworkProxy>
#include <QNetworkRequest>

namespace wl {

namespace {

/// Everything that the engine would do by itself is off.
QNetworkRequest engineRequest(const ComposedRequest& request)
{
    QUrl url = request.url;
    // The tap ends TLS.
    const quint16 port = httpPort(url);
    url.setScheme(QStringLiteral("http"));
    url.setPort(port);
    // Qt 6.4 cannot ask a SOCKS proxy for an IPv6 address; the tap knows the place from the permit.
    if (url.host().contains(u':'))
        url.setHost(QStringLiteral("ipv6.invalid"));
    QNetworkRequest engine(url);
    for (const ComposedField& field : request.fields)
        engine.setRawHeader(field.name, field.value);
    engine.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    engine.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    engine.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    engine.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    engine.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    engine.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    engine.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    engine.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    return engine;
}

} // namespace

ManagerSlot::ManagerSlot(QByteArray name, QObject* parent)
    : QObject(parent)
    , m_name(std::move(name))
{
    m_manager.setProxy(QNetworkProxy::NoProxy);
}

void ManagerSlot::setProfile(const QByteArray& profile)
{
    if (profile == m_profile)
        return;
    if (!m_profile.isEmpty())
        m_manager.clearConnectionCache();
    m_profile = profile;
}

void ManagerSlot::setDoor(const TapDoor& door)
{
    if (door.port == m_doorPort && door.password == m_doorPassword)
        return;
    m_doorPort = door.port;
    m_doorPassword = door.password;
    m_manager.setProxy(QNetworkProxy(QNetworkProxy::Socks5Proxy, QStringLiteral("127.0.0.1"), door.port,
                                     QString::fromLatin1(m_name), QString::fromLatin1(door.password)));
}

void ManagerSlot::send(const ComposedRequest& request, const TapDoor& door, std::unique_ptr<BodyDevice> body)
{
    setDoor(door);
    // Always as a custom verb: for its own POST and PUT the engine has rules of its own.
    m_reply = m_manager.sendCustomRequest(engineRequest(request), request.method, body.get());
    if (body)
        body.release()->setParent(m_reply);
    connect(m_reply, &QNetworkReply::finished, this, &ManagerSlot::replyFinished);
}

void ManagerSlot::letGo(bool abort)
{
    m_isTaken = false;
    if (!m_reply) {
        emit freed();
        return;
    }
    if (abort)
        m_reply->abort();
}

void ManagerSlot::replyFinished()
{
    if (!m_reply || !m_reply->isFinished())
        return;
    const QString reason = m_reply->errorString();
    m_reply->deleteLater();
    m_reply.clear();
    if (m_isTaken)
        emit endedEarly(reason);
    else
        emit freed();
}

ManagerSlot* ManagerPool::add()
{
    const QByteArray name = "manager-" + QByteArray::number(qulonglong(m_slots.size()));
    auto* slot = new ManagerSlot(name, this);
    connect(slot, &ManagerSlot::freed, this, &ManagerPool::freed);
    m_slots.insert(m_slots.begin(), slot);
    return slot;
}

ManagerSlot* ManagerPool::take(const QByteArray& profile)
{
    ManagerSlot* found = nullptr;
    for (ManagerSlot* slot : m_slots) {
        const bool fits = slot->profile() == profile;
        if (fits && slot->isEnding())
            return nullptr;
        if (slot->isTaken() || slot->isEnding())
            continue;
        if (fits || !found)
            found = slot;
        if (fits)
            break;
    }
    const bool hasRoom = m_slots.size() < size_t(maxManagers);
    if ((!found || (found->profile() != profile && !found->profile().isEmpty())) && hasRoom)
        found = add();
    if (!found)
        return nullptr;
    m_slots.erase(std::find(m_slots.begin(), m_slots.end(), found));
    m_slots.push_back(found);
    found->setProfile(profile);
    found->setTaken();
    return found;
}

} // namespace wl
