// SPDX-License-Identifier: MIT
#include "http/cookiejars.h"

#include "base/errortext.h"
#include "base/filecommit.h"
#include "base/filewriter.h"
#include "http/cookiefile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QUrl>

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype namedProblems = 3;
const QString fileSuffix = QStringLiteral(".json");

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
    return m_folder + u'/' + QString::fromLatin1(encoded) + fileSuffix;
}

std::shared_ptr<CookieStore> CookieJars::jar(const QString& name)
{
    m_removed.remove(name);
    const auto [place, isNew] = m_jars.try_emplace(name);
    Kept& kept = place->second; // it stays where it is
    if (!isNew)
        return kept.store;
    kept.path = pathOf(name);
    kept.store = std::make_shared<CookieStore>(CookieJar(), CookieStore::Beginning::Awaited, name);
    connect(kept.store.get(), &CookieStore::changed, this, [this, name] { scheduleSave(name); });
    connect(kept.store.get(), &CookieStore::loaded, this, [this, name, store = kept.store.get()] {
        const auto found = m_jars.find(name);
        if (found == m_jars.end() || found->second.store.get() != store)
            return; // removed meanwhile
        for (const QString& problem : found->second.problems)
            emit problemFound(problem);
    });
    kept.reader = std::jthread([&kept] { kept.store->setLoaded(load(kept)); });
    return kept.store;
}

QStringList CookieJars::names() const
{
    QStringList names;
    const QString suffix = fileSuffix;
    for (const QString& file : QDir(m_folder).entryList({u'*' + suffix}, QDir::Files))
        names.append(QUrl::fromPercentEncoding(file.chopped(suffix.size()).toLatin1()));
    for (const auto& [name, kept] : m_jars)
        names.append(name);
    names.removeIf([this](const QString& name) { return m_removed.contains(name); });
    names.removeAll(defaultName());
    names.removeDuplicates();
    std::sort(names.begin(), names.end(),
              [](const QString& a, const QString& b) { return QString::localeAwareCompare(a, b) < 0; });
    names.prepend(defaultName());
    return names;
}

void CookieJars::remove(const QString& name)
{
    if (name == defaultName())
        return;
    if (const auto found = m_jars.find(name); found != m_jars.end()) {
        found->second.store->disconnect(this);
        found->second.reader.join();
        m_jars.erase(found);
    }
    m_changed.remove(name);
    m_removed.insert(name);
    // After what is being written, and instead of what waits.
    const QString path = pathOf(name);
    m_writer->run(path, [path]() -> Result<void> {
        if (QFile::exists(path) && !QFile::remove(path))
            return fail(ErrorCode::FileNotWritable, path);
        return {};
    });
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
        const auto found = m_jars.find(name);
        if (found == m_jars.end())
            continue; // removed meanwhile
        const Kept& kept = found->second;
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
