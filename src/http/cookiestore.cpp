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

CookieStore::CookieStore(CookieJar jar, Beginning beginning, const QString& name)
    : m_name(name)
    , m_isLoaded(beginning == Beginning::Loaded)
    , m_jar(std::move(jar))
{
}

void CookieStore::setLoaded(CookieJar jar)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jar = std::move(jar);
        for (const auto& edit : std::exchange(m_edits, {}))
            edit(m_jar);
        m_isLoaded = true;
    }
    m_loading.notify_all();
    emit loaded();
}

bool CookieStore::isLoaded() const
{
    const std::lock_guard lock(m_mutex);
    return m_isLoaded;
}

QList<CookieStore::Verdict> CookieStore::take(const QUrl& url, const QList<QByteArray>& fields)
{
    if (fields.isEmpty())
        return {};
    QList<Verdict> refused;
    {
        std::unique_lock lock(m_mutex);
        m_loading.wait(lock, [this] { return m_isLoaded; });
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
    std::unique_lock lock(m_mutex);
    m_loading.wait(lock, [this] { return m_isLoaded; });
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
        if (!m_isLoaded)
            m_edits.push_back(edit);
    }
    emit changed();
}

} // namespace wl
