// SPDX-License-Identifier: MIT
#include "net/sockshandshake.h"

#include <QHostAddress>

#include <utility>

namespace wl {

namespace {

constexpr uchar socksVersion = 5;
constexpr uchar passwordVersion = 1;
constexpr uchar noMethod = 0;
constexpr uchar passwordMethod = 2;
constexpr uchar refusedMethods = 0xff;
constexpr uchar ipv4Type = 1;
constexpr uchar nameType = 3;
constexpr uchar ipv6Type = 4;
constexpr qsizetype nameBytes = 255;

/// RFC 1928 §6.
QString replyText(uchar code)
{
    switch (code) {
    case 1: return QStringLiteral("general failure");
    case 2: return QStringLiteral("not allowed by its rules");
    case 3: return QStringLiteral("network unreachable");
    case 4: return QStringLiteral("host unreachable");
    case 5: return QStringLiteral("connection refused");
    case 6: return QStringLiteral("TTL expired");
    case 7: return QStringLiteral("command not supported");
    case 8: return QStringLiteral("address type not supported");
    default: return QStringLiteral("unknown");
    }
}

QByteArray networkOrder(quint16 number)
{
    return QByteArray(1, char(number >> 8)) + char(number & 0xff);
}

} // namespace

SocksHandshake::SocksHandshake(const ProxySpec& proxy, const QString& host, quint16 port)
    : ProxyHandshake(proxy)
    , m_host(host)
    , m_port(port)
{
}

QByteArray SocksHandshake::begin()
{
    const QByteArray hello(1, char(socksVersion));
    return proxy().user.isEmpty() ? hello + '\x01' + char(noMethod)
                                  : hello + '\x02' + char(noMethod) + char(passwordMethod);
}

qsizetype SocksHandshake::messageLength() const
{
    if (m_step != Step::Reply)
        return 2;
    // A failure may end with its code.
    if (m_bytes.size() >= 2 && byteAt(1) != 0)
        return 2;
    if (m_bytes.size() < 5)
        return 0;
    switch (byteAt(3)) {
    case ipv4Type: return 10;
    case ipv6Type: return 22;
    default: return 7 + byteAt(4);
    }
}

QByteArray SocksHandshake::feed(QByteArrayView bytes)
{
    QByteArray answer;
    for (qsizetype i = 0; i < bytes.size() && state() == State::Talking; ++i) {
        m_bytes.append(bytes[i]);
        const uchar version = m_step == Step::Credentials ? passwordVersion : socksVersion;
        if (byteAt(0) != version) {
            fail(ErrorCode::BadProxy,
                 QStringLiteral("does not speak SOCKS5: its answer begins with byte %1").arg(byteAt(0)));
            break;
        }
        if (m_bytes.size() != messageLength())
            continue;
        switch (m_step) {
        case Step::Method: answer += readMethod(); break;
        case Step::Credentials: answer += readCredentials(); break;
        case Step::Reply: readReply(); break;
        }
        m_bytes.clear();
        if (state() == State::Done)
            keepSurplus(bytes.sliced(i + 1));
    }
    return answer;
}

QByteArray SocksHandshake::readMethod()
{
    switch (byteAt(1)) {
    case noMethod: m_step = Step::Reply; return request();
    case passwordMethod: {
        if (proxy().user.isEmpty())
            break;
        m_step = Step::Credentials;
        const QByteArray user = proxy().user.toUtf8();
        const QByteArray password = proxy().password.toUtf8();
        return QByteArray(1, char(passwordVersion)) + char(user.size()) + user + char(password.size()) +
               password;
    }
    case refusedMethods:
        fail(ErrorCode::ProxyLoginRefused,
             proxy().user.isEmpty() ? QStringLiteral("wants a user and a password, or another login")
                                    : QStringLiteral("takes no user and password"));
        return {};
    default: break;
    }
    fail(ErrorCode::BadProxy, QStringLiteral("chose a login that was not offered (%1)").arg(byteAt(1)));
    return {};
}

QByteArray SocksHandshake::readCredentials()
{
    if (byteAt(1) != 0) {
        fail(ErrorCode::ProxyLoginRefused, QStringLiteral("does not take this user and password"));
        return {};
    }
    m_step = Step::Reply;
    return request();
}

QByteArray SocksHandshake::request()
{
    QByteArray bytes("\x05\x01\x00", 3);
    const QHostAddress address(m_host);
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 ip = address.toIPv4Address();
        bytes += char(ipv4Type) + networkOrder(quint16(ip >> 16)) + networkOrder(quint16(ip & 0xffff));
    } else if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR ip = address.toIPv6Address();
        bytes += char(ipv6Type) + QByteArray(reinterpret_cast<const char*>(ip.c), sizeof ip.c);
    } else {
        const QByteArray name = m_host.toUtf8();
        if (name.size() > nameBytes) {
            fail(ErrorCode::ProxyRefused, QStringLiteral("can be told of at most 255 bytes of a name"));
            return {};
        }
        bytes += char(nameType);
        bytes += char(name.size());
        bytes += name;
    }
    return bytes + networkOrder(m_port);
}

void SocksHandshake::readReply()
{
    const uchar code = byteAt(1);
    if (code == 0) {
        succeed();
        return;
    }
    fail(ErrorCode::ProxyRefused,
         QStringLiteral("cannot reach the server: %1 (SOCKS code %2)").arg(replyText(code)).arg(code));
}

} // namespace wl
