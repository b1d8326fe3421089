// SPDX-License-Identifier: MIT
#include "http/digestsessions.h"

#include "http/httpurl.h"
#include "net/randomsecret.h"

namespace wl {

namespace {

QString keyOf(const QUrl& url, const QString& user)
{
    return QStringLiteral("%1\n%2\n%3\n%4")
        .arg(url.scheme(), url.host(QUrl::FullyEncoded), QString::number(httpPort(url)), user);
}

} // namespace

DigestSession* DigestSessions::find(const QUrl& url, const QString& user)
{
    const auto found = m_sessions.find(keyOf(url, user));
    return found == m_sessions.end() ? nullptr : &*found;
}

DigestSession& DigestSessions::begin(const QUrl& url, const QString& user, const DigestChallenge& challenge)
{
    forget(url, user);
    if (m_order.size() >= maxSessions)
        m_sessions.remove(m_order.takeFirst());
    const QString key = keyOf(url, user);
    m_order.append(key);
    return *m_sessions.insert(key, DigestSession(challenge, randomSecret(16).toHex()));
}

void DigestSessions::forget(const QUrl& url, const QString& user)
{
    const QString key = keyOf(url, user);
    m_sessions.remove(key);
    m_order.removeOne(key);
}

} // namespace wl
