// SPDX-License-Identifier: MIT
#pragma once

#include "net/digestauth.h"

#include <QHash>
#include <QUrl>

namespace wl {

/// The Digest challenges that servers gave, by origin and user, so that the next request is answered for at
/// once (RFC 7616 §3.6). Lives with the worker; forgets the oldest beyond 64.
class DigestSessions
{
public:
    /// The session for a place; null where there was no challenge.
    [[nodiscard]] DigestSession* find(const QUrl& url, const QString& user);
    /// Remembers a challenge instead of the one before.
    DigestSession& begin(const QUrl& url, const QString& user, const DigestChallenge& challenge);
    void forget(const QUrl& url, const QString& user);

private:
    static constexpr qsizetype maxSessions = 64;

    QHash<QString, DigestSession> m_sessions;
    QList<QString> m_order; ///< oldest first
};

} // namespace wl
