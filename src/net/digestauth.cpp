// SPDX-License-Identifier: MIT
#include "net/digestauth.h"

#include <QUrl>

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype maxValueBytes = 8 * 1024;

/// What may go back to the server in a quoted string.
bool canBeSent(const QByteArray& value)
{
    return value.size() <= maxValueBytes && std::none_of(value.begin(), value.end(), [](char c) {
               return (uchar(c) < 0x20 && c != '\t') || c == 0x7f;
           });
}

QByteArray quoted(QByteArray value)
{
    value.replace('\\', "\\\\").replace('"', "\\\"");
    return '"' + value + '"';
}

/// False where the algorithm is none of ours.
bool takeAlgorithm(const QByteArray& name, DigestChallenge& challenge)
{
    QByteArray plain = name.toUpper();
    challenge.algorithm = name;
    challenge.isSession = plain.endsWith("-SESS");
    if (challenge.isSession)
        plain.chop(5);
    if (plain == "SHA-256")
        challenge.hash = QCryptographicHash::Sha256;
    return plain == "SHA-256" || plain == "MD5" || name.isEmpty();
}

/// False where every quality of protection that is offered is unknown.
bool takeProtection(const QByteArray& offered, DigestChallenge& challenge)
{
    bool hasAny = false;
    bool hasBody = false;
    for (const QByteArray& option : offered.split(',')) {
        const QByteArray name = option.trimmed().toLower();
        hasAny = hasAny || !name.isEmpty();
        hasBody = hasBody || name == "auth-int";
        if (name == "auth") {
            challenge.protection = DigestChallenge::Protection::Auth;
            return true;
        }
    }
    if (hasBody)
        challenge.protection = DigestChallenge::Protection::AuthBody;
    return hasBody || !hasAny;
}

bool isTrue(const QByteArray& value)
{
    return value.compare("true", Qt::CaseInsensitive) == 0;
}

bool isAscii(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c < QChar(0x80); });
}

std::optional<DigestChallenge> understood(const AuthChallenge& offered)
{
    DigestChallenge challenge;
    challenge.realm = offered.value("realm");
    challenge.nonce = offered.value("nonce");
    challenge.opaque = offered.value("opaque");
    challenge.isStale = isTrue(offered.value("stale"));
    challenge.hashesUser = isTrue(offered.value("userhash"));
    challenge.isUtf8 = offered.value("charset").compare("UTF-8", Qt::CaseInsensitive) == 0;
    const bool isSendable =
        canBeSent(challenge.realm) && canBeSent(challenge.nonce) && canBeSent(challenge.opaque);
    if (challenge.nonce.isEmpty() || !isSendable || !takeAlgorithm(offered.value("algorithm"), challenge) ||
        !takeProtection(offered.value("qop"), challenge))
        return std::nullopt;
    return challenge;
}

} // namespace

std::optional<DigestChallenge> digestChallenge(const QList<AuthChallenge>& challenges)
{
    for (const AuthChallenge& offered : challenges) {
        if (offered.scheme != "digest")
            continue;
        if (const auto challenge = understood(offered))
            return challenge;
    }
    return std::nullopt;
}

DigestSession::DigestSession(DigestChallenge challenge, QByteArray clientNonce)
    : m_challenge(std::move(challenge))
    , m_clientNonce(std::move(clientNonce))
    , m_firstNonce(m_challenge.nonce)
{
}

void DigestSession::setNextNonce(const QByteArray& nonce)
{
    if (nonce.isEmpty() || !canBeSent(nonce) || nonce == m_challenge.nonce)
        return;
    m_challenge.nonce = nonce;
    m_count = 0;
}

QByteArray DigestSession::digest(const QByteArray& bytes) const
{
    return QCryptographicHash::hash(bytes, m_challenge.hash).toHex();
}

/// RFC 7616 §3.4.1 to §3.4.3.
QByteArray DigestSession::response(const DigestUse& use, const QByteArray& count) const
{
    using Protection = DigestChallenge::Protection;
    QByteArray secret = digest(use.user.toUtf8() + ':' + m_challenge.realm + ':' + use.password.toUtf8());
    if (m_challenge.isSession)
        secret = digest(secret + ':' + m_firstNonce + ':' + m_clientNonce);
    QByteArray what = use.method + ':' + use.uri;
    if (m_challenge.protection == Protection::AuthBody)
        what += ':' + use.bodyHash;
    QByteArray middle = ':' + m_challenge.nonce + ':';
    if (m_challenge.protection != Protection::None) {
        const QByteArray name = m_challenge.protection == Protection::Auth ? "auth" : "auth-int";
        middle += count + ':' + m_clientNonce + ':' + name + ':';
    }
    return digest(secret + middle + digest(what));
}

QByteArray DigestSession::answer(const DigestUse& use)
{
    using Protection = DigestChallenge::Protection;
    const QByteArray count = QByteArray::number(++m_count, 16).rightJustified(8, '0');
    QByteArray value = "Digest ";
    // RFC 7616 §3.4.4: the name hashed, or as an extended value where it is no ASCII.
    if (m_challenge.hashesUser)
        value += "username=" + quoted(digest(use.user.toUtf8() + ':' + m_challenge.realm));
    else if (m_challenge.isUtf8 && !isAscii(use.user))
        value += "username*=UTF-8''" + QUrl::toPercentEncoding(use.user);
    else
        value += "username=" + quoted(use.user.toUtf8());
    value += ", realm=" + quoted(m_challenge.realm) + ", nonce=" + quoted(m_challenge.nonce) +
             ", uri=" + quoted(use.uri) + ", response=" + quoted(response(use, count));
    if (!m_challenge.algorithm.isEmpty())
        value += ", algorithm=" + m_challenge.algorithm;
    if (m_challenge.protection != Protection::None) {
        value += m_challenge.protection == Protection::Auth ? ", qop=auth" : ", qop=auth-int";
        value += ", nc=" + count + ", cnonce=" + quoted(m_clientNonce);
    } else if (m_challenge.isSession) {
        value += ", cnonce=" + quoted(m_clientNonce);
    }
    if (!m_challenge.opaque.isNull())
        value += ", opaque=" + quoted(m_challenge.opaque);
    if (m_challenge.hashesUser)
        value += ", userhash=true";
    return value;
}

} // namespace wl
