// SPDX-License-Identifier: MIT
#include "http/cookiestore.h"

#include "http/setcookie.h"

#include <QDateTime>

namespace wl {

namespace {

qint64 wallMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

CookieStore::CookieStore(CookieJar jar)
    : m_jar(std::move(jar))
{
}

QList<CookieStore::Verdict> CookieStore::take(const QUrl& url, const QList<QByteArray>& fields)
{
    if (fields.isEmpty())
        return {};
    QList<Verdict> refused;
    {
        const std::lock_guard lock(m_mutex);
        const qint64 time = wallMs();
        for (const QByteArray& field : fields) {
            const CookieRefusal refusal = m_jar.take(url, field, time);
            if (refusal == CookieRefusal::None)
                continue;
            const auto set = parseSetCookie(field);
            refused.append({set ? set->name : QByteArray(), set ? set->domain : QByteArray(), refusal});
        }
    }
    if (refused.size() < fields.size())
        emit changed();
    return refused;
}

QByteArray CookieStore::use(const CookieQuery& query)
{
    const std::lock_guard lock(m_mutex);
    return CookieJar::fieldValue(m_jar.use(query, wallMs()));
}

QByteArray CookieStore::peek(const CookieQuery& query) const
{
    const std::lock_guard lock(m_mutex);
    return CookieJar::fieldValue(m_jar.cookiesFor(query, wallMs()));
}

CookieJar CookieStore::jar() const
{
    const std::lock_guard lock(m_mutex);
    CookieJar copy = m_jar;
    copy.removeExpired(wallMs());
    return copy;
}

void CookieStore::change(const std::function<void(CookieJar&)>& edit)
{
    {
        const std::lock_guard lock(m_mutex);
        edit(m_jar);
    }
    emit changed();
}

} // namespace wl
