// SPDX-License-Identifier: MIT
#include "http/cookiejars.h"

#include "base/errortext.h"
#include "base/filecommit.h"
#include "base/filewriter.h"
#include "http/cookiefile.h"

#include <QDateTime>
#include <QFile>
#include <QUrl>

namespace wl {

namespace {

constexpr qsizetype namedProblems = 3;

} // namespace

CookieJars::CookieJars(QString folder, std::shared_ptr<FileWriter> writer, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_writer(std::move(writer))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(saveDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &CookieJars::save);
}

CookieJars::~CookieJars()
{
    save();
}

/// Any name makes one file name, and no two the same.
QString CookieJars::pathOf(const QString& name) const
{
    const QByteArray encoded = QUrl::toPercentEncoding(name, QByteArray(), QByteArray("."));
    return m_folder + u'/' + QString::fromLatin1(encoded) + QStringLiteral(".json");
}

std::shared_ptr<CookieStore> CookieJars::jar(const QString& name)
{
    std::shared_ptr<CookieStore>& store = m_jars[name];
    if (!store) {
        store = std::make_shared<CookieStore>(load(pathOf(name)));
        connect(store.get(), &CookieStore::changed, this, [this, name] {
            m_changed.insert(name);
            if (!m_timer.isActive())
                m_timer.start();
        });
    }
    return store;
}

CookieJar CookieJars::load(const QString& path)
{
    CookieJar jar;
    const Result<QByteArray> json = readFile(path, cookieFileBytes);
    if (!json && json.error().code == ErrorCode::FileNotFound)
        return jar;
    const Result<CookieFileContent> content =
        json ? readCookiesJson(*json) : Result<CookieFileContent>(tl::make_unexpected(json.error()));
    if (!content) {
        const QString aside =
            path + QDateTime::currentDateTime().toString(QStringLiteral("'.damaged-'yyyyMMdd-HHmmss"));
        m_problems.append(
            ErrorText::sentence(tr("Cannot read the cookies in %1").arg(path), content.error()));
        if (QFile::rename(path, aside)) {
            m_problems.append(tr("The file was put aside as %1; the jar begins empty.").arg(aside));
        } else {
            m_unsaved.insert(path);
            m_problems.append(tr("Cookies of this run are not kept."));
        }
        return jar;
    }
    for (const Cookie& cookie : content->cookies)
        jar.put(cookie);
    if (!content->notes.isEmpty())
        m_problems.append(tr("%1: not all cookies were understood. %2")
                              .arg(path, content->notes.first(std::min(namedProblems, content->notes.size()))
                                             .join(QStringLiteral("; "))));
    jar.removeExpired(QDateTime::currentMSecsSinceEpoch());
    return jar;
}

void CookieJars::save()
{
    m_timer.stop();
    for (const QString& name : std::exchange(m_changed, {})) {
        const QString path = pathOf(name);
        if (m_unsaved.contains(path))
            continue;
        QList<Cookie> kept = m_jars.value(name)->jar().all();
        kept.removeIf([](const Cookie& cookie) { return !cookie.expiresSecs; });
        m_writer->write(path, writeCookiesJson(kept));
    }
}

} // namespace wl
