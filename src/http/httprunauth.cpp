// SPDX-License-Identifier: MIT
// How a run signs its hops and answers challenges.
#include "base/typedtext.h"
#include "http/awssignature.h"
#include "http/httprun.h"
#include "net/connecthandshake.h"

namespace wl {

/// Goes on with sendHop(), at once or when the body's hash is there.
void HttpRun::signHop()
{
    const HttpAuth& signer = m_order.request.signer;
    if (signer.kind == HttpAuth::Kind::Digest) {
        if (DigestSession* session = m_host.digestSessions().find(m_order.request.url, signer.user))
            answerHop(*session);
        else
            sendHop();
    } else if (signer.kind == HttpAuth::Kind::AwsV4) {
        const auto sign = [this](const QByteArray& hash) {
            signAws(m_order.request, m_order.request.signer.aws, hash, QDateTime::currentDateTimeUtc());
            sendHop();
        };
        const QByteArray typed = awsTypedPayloadHash(m_order.request);
        if (typed.isNull())
            signWithHash(QCryptographicHash::Sha256, sign);
        else
            sign(typed);
    } else {
        sendHop();
    }
}

/// `sign` gets the body's hash in hex; where that has to be read from files the run waits for it.
void HttpRun::signWithHash(QCryptographicHash::Algorithm algorithm,
                           std::function<void(const QByteArray& hex)> sign)
{
    if (const auto quick = quickBodyHash(m_order.request.body, algorithm)) {
        sign(*quick);
        return;
    }
    m_isQueued = true;
    if (!m_hash)
        m_hash = std::make_unique<BodyHash>(m_host.bodyThreads());
    m_hash->start(m_order.request.body, algorithm, [this, sign](const Result<QByteArray>& hash) {
        if (m_isFinished)
            return;
        m_isQueued = false;
        if (hash)
            sign(*hash);
        else
            conclude(hash.error());
    });
}

/// Answers a challenge of this server before it asks again.
void HttpRun::answerHop(DigestSession& session)
{
    const auto answer = [this](const QByteArray& bodyHash) {
        ComposedRequest& request = m_order.request;
        DigestSession* now = m_host.digestSessions().find(request.url, request.signer.user);
        if (now) {
            const DigestUse use{request.method, request.target, request.signer.user, request.signer.password,
                                bodyHash};
            request.insertAutomatic({"Authorization", now->answer(use), true, true});
            m_isAnswered = true;
        }
        sendHop();
    };
    if (session.challenge().protection == DigestChallenge::Protection::AuthBody)
        signWithHash(session.challenge().hash, answer);
    else
        answer({});
}

/// Whether a response asks for what we can answer. A second refusal ends it; after one of an answer that was
/// only too old (stale, or to a challenge of an earlier exchange) there is one more try (RFC 7616 §3.3).
bool HttpRun::isAnswerable(const Http1Head& head)
{
    if (m_order.request.signer.kind != HttpAuth::Kind::Digest || head.status != 401)
        return false;
    const auto challenge = digestChallenge(challengesIn(head, "WWW-Authenticate"));
    return challenge && (m_answers == 0 || (challenge->isStale && m_answers == 1));
}

/// The nonce that the server wants for the next request (RFC 7616 §3.5).
void HttpRun::takeAuthInfo()
{
    const HttpAuth& signer = m_order.request.signer;
    if (!m_isAnswered || !m_record.hasHead)
        return;
    DigestSession* session = m_host.digestSessions().find(m_order.request.url, signer.user);
    const QByteArray info = m_record.head.value("Authentication-Info");
    if (session && !info.isNull())
        session->setNextNonce(parseAuthInfo(info).value("nextnonce"));
}

void HttpRun::answerChallenge()
{
    fillHop();
    ++m_answers;
    const auto challenge = digestChallenge(challengesIn(m_record.head, "WWW-Authenticate"));
    if (challenge)
        (void)m_host.digestSessions().begin(m_order.request.url, m_order.request.signer.user, *challenge);
    startHop();
}

/// What the proxy's challenges are remembered by.
QUrl HttpRun::proxyPlace() const
{
    QUrl place;
    place.setScheme(QStringLiteral("http"));
    place.setHost(m_proxy.host);
    place.setPort(m_proxy.port);
    return place;
}

/// The same for a proxy that gets the request itself.
bool HttpRun::isProxyAnswerable(const Http1Head& head) const
{
    if (m_order.request.isRaw || head.status != 407 || !isForProxy() || m_proxy.user.isEmpty() ||
        hasControlCharacter(m_proxy.user) || m_order.request.hasField("Proxy-Authorization"))
        return false;
    const auto challenge = proxyDigestChallenge(head);
    return challenge && (m_proxyAnswers == 0 || (challenge->isStale && m_proxyAnswers == 1));
}

void HttpRun::answerProxy()
{
    fillHop();
    ++m_proxyAnswers;
    if (const auto challenge = proxyDigestChallenge(m_record.head))
        (void)m_host.proxyDigests().begin(proxyPlace(), m_proxy.user, *challenge);
    startHop();
}

} // namespace wl
