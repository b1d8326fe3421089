// SPDX-License-Identifier: MIT
#include "http/managerpool.h"

#include "http/bodydevice.h"
#include "http/httpcompose.h"

#include <QNetworkProxy>
#include <QNetworkRequest>

namespace wl {

namespace {

/// What the engine is given. It needs to know the target and the fields; the place is in the permit, and with
/// one name for all places a manager keeps one connection to the tap for all its exchanges.
QNetworkRequest engineRequest(const ComposedRequest& request)
{
    QUrl url = request.url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("tap.invalid"));
    url.setPort(80);
    QNetworkRequest engine(url);
    for (const ComposedField& field : request.fields)
        engine.setRawHeader(field.name, field.value);
    // What the engine would do by itself is off, although it never sees an answer that could make it do so.
    engine.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    engine.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    engine.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    engine.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    if (request.body.exists)
        engine.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    return engine;
}

} // namespace

ManagerSlot::ManagerSlot(QByteArray name, QObject* parent)
    : QObject(parent)
    , m_name(std::move(name))
{
    renew();
}

void ManagerSlot::renew()
{
    m_lastReply.reset();
    m_manager = std::make_unique<QNetworkAccessManager>();
    m_manager->setProxy(QNetworkProxy::NoProxy);
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_doorPort = 0;
}

void ManagerSlot::setDoor(const TapDoor& door)
{
    if (door.port == m_doorPort && door.password == m_doorPassword)
        return;
    m_doorPort = door.port;
    m_doorPassword = door.password;
    m_manager->setProxy(QNetworkProxy(QNetworkProxy::Socks5Proxy, QStringLiteral("127.0.0.1"), door.port,
                                      QString::fromLatin1(m_name), QString::fromLatin1(door.password)));
}

void ManagerSlot::send(const ComposedRequest& request, const TapDoor& door, std::unique_ptr<BodyDevice> body)
{
    setDoor(door);
    // Always as a custom verb: for its own POST and PUT the engine has rules of its own.
    m_reply = m_manager->sendCustomRequest(engineRequest(request), request.method, body.get());
    m_body = body.release();
    if (m_body)
        m_body->setParent(m_reply);
    connect(m_reply, &QNetworkReply::finished, this, &ManagerSlot::replyFinished);
}

void ManagerSlot::letGo()
{
    m_isTaken = false;
    if (!m_reply) {
        emit freed();
        return;
    }
    m_endingSince = now();
    if (m_body)
        m_body->abandon();
}

void ManagerSlot::tick(Timestamp time)
{
    if (!m_endingSince.isValid() || time - m_endingSince < endLimit)
        return;
    m_endingSince = {};
    m_reply->disconnect(this);
    delete m_reply;
    renew();
    emit freed();
}

void ManagerSlot::replyFinished()
{
    if (!m_reply || !m_reply->isFinished())
        return;
    m_endingSince = {};
    const QString reason = m_reply->errorString();
    // Not here, in its own signal, and not by another turn of the event loop, unless it holds a file open.
    if (m_body)
        m_reply->deleteLater();
    else
        m_lastReply.reset(m_reply);
    m_reply.clear();
    if (m_isTaken)
        emit endedEarly(reason);
    else
        emit freed();
}

void ManagerPool::tick(Timestamp time)
{
    for (ManagerSlot* slot : std::as_const(m_slots))
        slot->tick(time);
}

ManagerSlot* ManagerPool::take()
{
    ManagerSlot* found = nullptr;
    for (ManagerSlot* slot : std::as_const(m_slots)) {
        if (!found && slot->isFree())
            found = slot;
    }
    if (!found && m_slots.size() < maxManagers) {
        found = new ManagerSlot("manager-" + QByteArray::number(m_slots.size()), this);
        connect(found, &ManagerSlot::freed, this, &ManagerPool::freed);
        m_slots.append(found);
    }
    if (found)
        found->setTaken();
    return found;
}

} // namespace wl
