// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookiejar.h"

#include <QObject>

#include <functional>
#include <mutex>

namespace wl {

/// A jar that exchanges on the network thread and views on the UI thread share. All calls from any thread.
class CookieStore : public QObject
{
    Q_OBJECT
public:
    explicit CookieStore(CookieJar jar = {});

    /// What became of one Set-Cookie field.
    struct Verdict
    {
        QByteArray name;
        QByteArray domain; ///< that it asked for
        CookieRefusal refusal = CookieRefusal::None;
    };
    /// Takes the Set-Cookie fields of one response; gives those that are refused.
    [[nodiscard]] QList<Verdict> take(const QUrl& url, const QList<QByteArray>& fields);
    /// The value of the Cookie field for a request that is sent now; empty = none.
    [[nodiscard]] QByteArray use(const CookieQuery& query);
    /// The same for one that is not sent.
    [[nodiscard]] QByteArray peek(const CookieQuery& query) const;

    /// A copy, without what has expired.
    [[nodiscard]] CookieJar jar() const;
    void change(const std::function<void(CookieJar&)>& edit);

signals:
    /// Cookies came, went or changed; from the thread that did it.
    void changed();

private:
    mutable std::mutex m_mutex;
    CookieJar m_jar;
};

} // namespace wl
