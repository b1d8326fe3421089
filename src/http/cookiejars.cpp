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
    for (auto& [name, kept] : m_jars)
        kept.reader.join();
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
    const auto [place, isNew] = m_jars.try_emplace(name);
    Kept& kept = place->second; // it stays where it is
    if (!isNew)
        return kept.store;
    kept.path = pathOf(name);
    kept.store = std::make_shared<CookieStore>(CookieJar(), CookieStore::Beginning::Awaited);
    connect(kept.store.get(), &CookieStore::changed, this, [this, name] { scheduleSave(name); });
    connect(kept.store.get(), &CookieStore::loaded, this, [this, &kept] {
        for (const QString& problem : kept.problems)
            emit problemFound(problem);
    });
    kept.reader = std::jthread([&kept] { kept.store->setLoaded(load(kept)); });
    return kept.store;
}

/// On a thread of its own.
CookieJar CookieJars::load(Kept& kept)
{
    CookieJar jar;
    const Result<QByteArray> json = readFile(kept.path, cookieFileBytes);
    if (!json && json.error().code == ErrorCode::FileNotFound)
        return jar;
    const Result<CookieFileContent> content =
        json ? readCookiesJson(*json) : Result<CookieFileContent>(tl::make_unexpected(json.error()));
    if (!content) {
        const QString aside =
            kept.path + QDateTime::currentDateTime().toString(QStringLiteral("'.damaged-'yyyyMMdd-HHmmss"));
        kept.problems.append(
            ErrorText::sentence(tr("Cannot read the cookies in %1").arg(kept.path), content.error()));
        kept.mayBeWritten = QFile::rename(kept.path, aside);
        kept.problems.append(kept.mayBeWritten
                                 ? tr("The file was put aside as %1; the jar begins empty.").arg(aside)
                                 : tr("Cookies of this run are not kept."));
        return jar;
    }
    for (const Cookie& cookie : content->cookies)
        jar.put(cookie);
    if (!content->notes.isEmpty())
        kept.problems.append(
            tr("%1: not all cookies were understood. %2")
                .arg(kept.path, content->notes.first(std::min(namedProblems, content->notes.size()))
                                    .join(QStringLiteral("; "))));
    jar.removeExpired(QDateTime::currentMSecsSinceEpoch());
    return jar;
}

void CookieJars::scheduleSave(const QString& name)
{
    m_changed.insert(name);
    if (!m_timer.isActive())
        m_timer.start();
}

void CookieJars::save()
{
    m_timer.stop();
    for (const QString& name : std::exchange(m_changed, {})) {
        const Kept& kept = m_jars.at(name);
        if (!kept.store->isLoaded()) {
            scheduleSave(name);
            continue;
        }
        if (!kept.mayBeWritten)
            continue;
        QList<Cookie> cookies = kept.store->jar().all();
        cookies.removeIf([](const Cookie& cookie) { return !cookie.expiresSecs; });
        m_writer->write(kept.path, writeCookiesJson(cookies));
    }
}

} // namespace wl
