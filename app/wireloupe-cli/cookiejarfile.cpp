// SPDX-License-Identifier: MIT
#include "cookiejarfile.h"

#include "base/filecommit.h"
#include "http/cookiefile.h"
#include "runoptions.h"

#include <QDateTime>

namespace wl::cli {

Result<CookieJarFile> CookieJarFile::open(const QString& path)
{
    CookieJarFile file;
    if (path.isEmpty())
        return file;
    file.m_path = path;
    const Result<QByteArray> text = readFile(path, cookieFileBytes);
    if (!text && text.error().code != ErrorCode::FileNotFound)
        return tl::make_unexpected(text.error());
    const qint64 time = QDateTime::currentMSecsSinceEpoch();
    const CookieFileContent content = readCookiesTxt(text.value_or(QByteArray()), time);
    for (const QString& note : content.notes)
        complain(QStringLiteral("%1, %2").arg(path, note));
    CookieJar jar;
    for (const Cookie& cookie : content.cookies)
        jar.put(cookie);
    jar.removeExpired(time);
    file.m_read = jar.all();
    file.m_store = std::make_shared<CookieStore>(std::move(jar));
    return file;
}

Result<void> CookieJarFile::save() const
{
    if (!m_store)
        return {};
    const auto isSame = [](const Cookie& a, const Cookie& b) {
        return a.isSameAs(b) && a.value == b.value && a.expiresSecs == b.expiresSecs &&
               a.isSecure == b.isSecure && a.isHttpOnly == b.isHttpOnly;
    };
    const QList<Cookie> now = m_store->jar().all();
    if (now.size() == m_read.size() && std::equal(now.begin(), now.end(), m_read.begin(), isSame))
        return {};
    QStringList notes;
    const QByteArray text = writeCookiesTxt(now, &notes);
    for (const QString& note : notes)
        complain(note);
    return commitFile(m_path, text);
}

} // namespace wl::cli
