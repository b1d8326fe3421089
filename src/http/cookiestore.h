// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookiejar.h"

#include <QObject>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace wl {

/// A jar that exchanges on the network thread and views on the UI thread share. All calls from any thread.
/// One that is still being read is empty for views, which are told by changed(), and lets exchanges wait.
class CookieStore : public QObject
{
    Q_OBJECT
public:
    enum class Beginning : quint8 {
        Loaded,
        Awaited, ///< setLoaded() comes from another thread
    };

    explicit CookieStore(CookieJar jar = {}, Beginning beginning = Beginning::Loaded,
                         const QString& name = {});

    /// Of its jar, for people.
    [[nodiscard]] const QString& name() const { return m_name; }

    /// What was read, once; changes that were made before are made to it.
    void setLoaded(CookieJar jar);
    [[nodiscard]] bool isLoaded() const;

    /// What became of one Set-Cookie field.
    struct Verdict
    {
        QByteArray name;
        QByteArray domain; ///< that it asked for
        CookieRefusal refusal = CookieRefusal::None;
    };
    /// Takes the Set-Cookie fields of one response; gives those that are refused. Waits for the jar.
    [[nodiscard]] QList<Verdict> take(const QUrl& url, const QList<QByteArray>& fields);
    /// The value of the Cookie field for a request that is sent now; empty = none. Waits for the jar.
    [[nodiscard]] QByteArray use(const CookieQuery& query);
    /// The same for one that is not sent.
    [[nodiscard]] QByteArray peek(const CookieQuery& query) const;

    /// A copy, without what has expired.
    [[nodiscard]] CookieJar jar() const;
    /// One that is still being read is changed once more when it was, on another thread: `edit` owns what it
    /// needs.
    void change(const std::function<void(CookieJar&)>& edit);

signals:
    /// Cookies came, went or changed; from the thread that did it.
    void changed();
    /// The jar was read; from the thread that did it.
    void loaded();

private:
    const QString m_name;
    mutable std::mutex m_mutex;
    std::condition_variable m_loading;
    bool m_isLoaded;
    CookieJar m_jar;
    std::vector<std::function<void(CookieJar&)>> m_edits; ///< made before it was loaded
};

} // namespace wl
