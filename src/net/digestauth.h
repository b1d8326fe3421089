// SPDX-License-Identifier: MIT
#pragma once

#include "net/authchallenge.h"

#include <QCryptographicHash>

#include <optional>

namespace wl {

/// What a server asks for in a Digest challenge (RFC 7616 §3.3), as far as we can answer it. Plain data.
struct DigestChallenge
{
    enum class Protection : quint8 {
        None,     ///< RFC 2069: the challenge has no qop
        Auth,     ///< "auth"; also where "auth-int" is offered beside it
        AuthBody, ///< "auth-int": the body's hash is part of the answer
    };

    QByteArray realm;
    QByteArray nonce;
    QByteArray opaque;    ///< null = none came
    QByteArray algorithm; ///< as it was written; null = none came, MD5 is meant
    QCryptographicHash::Algorithm hash = QCryptographicHash::Md5;
    bool isSession = false; ///< the "-sess" variant
    Protection protection = Protection::None;
    bool isStale = false; ///< the credentials were right, the nonce was too old
    bool isUtf8 = false;
    bool hashesUser = false;
};

/// The first Digest challenge that we can answer: MD5 or SHA-256, with or without "-sess" (servers list them
/// by preference, RFC 7616 §3.7). Nothing where none can be answered: another algorithm or qop, no nonce, a
/// control character or more than 8 KiB in a value that goes back. Pure.
[[nodiscard]] std::optional<DigestChallenge> digestChallenge(const QList<AuthChallenge>& challenges);

/// One request to be answered for. Plain data.
struct DigestUse
{
    QByteArray method;
    QByteArray uri; ///< the request target as it is sent
    QString user;
    QString password;
    QByteArray bodyHash; ///< of Protection::AuthBody: the body's hash in hex
};

/// The answers to one challenge, request after request, with the nonce count that goes up (RFC 7616 §3.4). A
/// value; no thread of its own.
class DigestSession
{
public:
    /// `clientNonce` is random; of "-sess" algorithms it stays that of the first answer (RFC 7616 §3.4.2).
    DigestSession(DigestChallenge challenge, QByteArray clientNonce);

    [[nodiscard]] const DigestChallenge& challenge() const { return m_challenge; }
    /// The value of the next request's Authorization field.
    [[nodiscard]] QByteArray answer(const DigestUse& use);
    /// The server's `nextnonce` (RFC 7616 §3.5): it counts from one again. One that we cannot send is not
    /// taken.
    void setNextNonce(const QByteArray& nonce);

private:
    [[nodiscard]] QByteArray digest(const QByteArray& bytes) const;
    [[nodiscard]] QByteArray response(const DigestUse& use, const QByteArray& count) const;

    DigestChallenge m_challenge;
    QByteArray m_clientNonce;
    QByteArray m_firstNonce; ///< of "-sess": the key is made of it
    quint32 m_count = 0;
};

} // namespace wl
