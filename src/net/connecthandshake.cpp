// SPDX-License-Identifier: MIT
#include "net/connecthandshake.h"

#include "base/address.h"

namespace wl {

namespace {

constexpr qsizetype shownBytes = 120;

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

ConnectHandshake::ConnectHandshake(const ProxySpec& proxy, const QString& host, quint16 port)
    : ProxyHandshake(proxy)
    , m_host(host)
    , m_port(port)
    , m_parser(Http1Kind::Response)
{
    m_parser.setRequestMethod("CONNECT");
    m_parser.handlers().head = [this](const Http1Head& head) { judge(head); };
}

QByteArray ConnectHandshake::begin()
{
    const QByteArray target = formatHostPort(m_host, m_port).toLatin1();
    QByteArray head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (const QByteArray credentials = basicProxyCredentials(proxy()); !credentials.isEmpty())
        head += "Proxy-Authorization: " + credentials + "\r\n";
    return head + "\r\n";
}

QByteArray ConnectHandshake::feed(QByteArrayView bytes)
{
    if (state() != State::Talking)
        return {};
    const qsizetype taken = m_parser.feed(bytes);
    if (state() == State::Talking && m_parser.state() == Http1Parser::State::Failed) {
        const Error& reason = m_parser.error();
        fail(reason.code, QStringLiteral("did not answer as HTTP: ") + reason.detail);
    } else if (state() == State::Done && taken < bytes.size()) {
        failSurplus();
    }
    return {};
}

void ConnectHandshake::judge(const Http1Head& head)
{
    if (head.status / 100 == 2) {
        succeed();
        return;
    }
    QString words = statusText(head);
    if (head.status == 407) {
        const QString realm = realmOf(head.value("Proxy-Authenticate"));
        words += proxy().user.isEmpty() ? QStringLiteral(": it wants a user and a password")
                                        : QStringLiteral(": it does not take this user and password");
        if (!realm.isEmpty())
            words += QStringLiteral(", realm \"%1\"").arg(realm);
    }
    fail(ErrorCode::NetworkFailed, words);
}

} // namespace wl
