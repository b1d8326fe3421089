// SPDX-License-Identifier: MIT
#include "net/connecthandshake.h"

#include "base/address.h"
#include "base/typedtext.h"
#include "net/randomsecret.h"

namespace wl {

namespace {

constexpr qsizetype shownBytes = 120;
constexpr qint64 maxRefusalBytes = 256 * 1024;

constexpr char challengeField[] = "Proxy-Authenticate";

/// The schemes that are asked for, as words, where none of them is Basic or a Digest that can be answered.
QString foreignSchemes(const Http1Head& head)
{
    QStringList names;
    for (const AuthChallenge& challenge : challengesIn(head, challengeField)) {
        if (challenge.scheme == "basic")
            return {};
        names.append(escapedHttpBytes(challenge.scheme, shownBytes));
    }
    names.removeDuplicates();
    return proxyDigestChallenge(head) ? QString() : names.join(QStringLiteral(", "));
}

/// `realm="…"` of a challenge (RFC 9110 §11.5), as it came; nothing where it names none.
QString realmOf(const QByteArray& challenge)
{
    const qsizetype at = challenge.toLower().indexOf("realm=\"");
    if (at < 0)
        return {};
    const qsizetype from = at + qsizetype(sizeof "realm=\"") - 1;
    const qsizetype to = challenge.indexOf('"', from);
    return to < 0 ? QString() : escapedHttpBytes(challenge.mid(from, to - from), shownBytes);
}

QString statusText(const Http1Head& head)
{
    return QStringLiteral("answered %1 %2")
        .arg(head.status)
        .arg(escapedHttpBytes(head.reason, shownBytes))
        .trimmed();
}

} // namespace

QByteArray basicProxyCredentials(const ProxySpec& proxy)
{
    if (proxy.user.isEmpty())
        return {};
    return "Basic " + (proxy.user + u':' + proxy.password).toUtf8().toBase64();
}

std::optional<DigestChallenge> proxyDigestChallenge(const Http1Head& head)
{
    auto challenge = digestChallenge(challengesIn(head, challengeField));
    if (challenge && challenge->protection == DigestChallenge::Protection::AuthBody)
        challenge.reset();
    return challenge;
}

QString proxyLoginProblem(const ProxySpec& proxy, const Http1Head& head)
{
    QString words;
    if (const QString schemes = foreignSchemes(head); !schemes.isEmpty())
        words = QStringLiteral("it wants %1, and only Basic and Digest are there").arg(schemes);
    else if (proxy.user.isEmpty())
        words = QStringLiteral("it wants a user and a password");
    else
        words = QStringLiteral("it does not take this user and password");
    const QString realm = realmOf(head.value(challengeField));
    return realm.isEmpty() ? words : words + QStringLiteral(", realm \"%1\"").arg(realm);
}

ConnectHandshake::ConnectHandshake(const ProxySpec& proxy, const QString& host, quint16 port)
    : ProxyHandshake(proxy)
    , m_target(formatHostPort(host, port).toLatin1())
    , m_parser(Http1Kind::Response)
{
    m_parser.setRequestMethod("CONNECT");
    m_parser.handlers().head = [this](const Http1Head& head) { judge(head); };
    m_parser.handlers().body = [this](QByteArrayView piece) { m_refusalBytes += piece.size(); };
}

QByteArray ConnectHandshake::begin()
{
    return request(basicProxyCredentials(proxy()));
}

QByteArray ConnectHandshake::request(const QByteArray& credentials) const
{
    QByteArray head = "CONNECT " + m_target + " HTTP/1.1\r\nHost: " + m_target + "\r\n";
    if (!credentials.isEmpty())
        head += "Proxy-Authorization: " + credentials + "\r\n";
    return head + "\r\n";
}

QByteArray ConnectHandshake::feed(QByteArrayView bytes)
{
    if (state() != State::Talking)
        return {};
    const qsizetype taken = m_parser.feed(bytes);
    const bool isWhole = m_parser.state() == Http1Parser::State::Complete;
    if (state() == State::Failed)
        return {};
    if (m_parser.state() == Http1Parser::State::Failed)
        fail(ErrorCode::BadProxy, QStringLiteral("did not answer as HTTP: ") + m_parser.error().detail);
    else if (m_refusalBytes > maxRefusalBytes)
        fail(ErrorCode::BadProxy, QStringLiteral("did not end its answer"));
    else if (state() == State::Done)
        keepSurplus(bytes.sliced(taken));
    else if (isWhole && taken < bytes.size())
        failSurplus();
    else if (state() == State::Talking && isWhole)
        return request(m_digest->answer({"CONNECT", m_target, proxy().user, proxy().password, {}}));
    return {};
}

void ConnectHandshake::judge(const Http1Head& head)
{
    if (head.status / 100 == 2) {
        succeed();
    } else if (head.status != 407) {
        fail(ErrorCode::ProxyRefused, statusText(head));
    } else if (!takeChallenge(head)) {
        const bool isLate = !m_digest && !proxy().user.isEmpty() && proxyDigestChallenge(head);
        const QString words = isLate ? QStringLiteral("it wants Digest, and ends the connection before that")
                                     : proxyLoginProblem(proxy(), head);
        fail(ErrorCode::ProxyLoginRefused, statusText(head) + QStringLiteral(": ") + words);
    }
}

/// Whether the refusal is answered once it is whole. A second one is the end, unless only the first answer
/// was too old (RFC 7616 §3.3). No quoted string has a line break (RFC 9110 §5.6.4): such a user is not sent.
bool ConnectHandshake::takeChallenge(const Http1Head& head)
{
    const auto challenge = proxyDigestChallenge(head);
    const bool isAgain = m_digest && !(challenge && challenge->isStale && !m_digest->challenge().isStale);
    if (!challenge || isAgain || proxy().user.isEmpty() || hasControlCharacter(proxy().user) ||
        !head.keepAlive)
        return false;
    m_refusalBytes = 0;
    m_digest.emplace(*challenge, randomSecret(16).toHex());
    return true;
}

} // namespace wl
