// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxyhandshake.h"

namespace wl {

/// CONNECT to a SOCKS5 proxy (RFC 1928), with user name and password (RFC 1929) where the proxy has a user.
/// A name is sent as it is: the proxy resolves it.
class SocksHandshake final : public ProxyHandshake
{
public:
    SocksHandshake(const ProxySpec& proxy, const QString& host, quint16 port);

    [[nodiscard]] QByteArray begin() override;
    [[nodiscard]] QByteArray feed(QByteArrayView bytes) override;

private:
    enum class Step : quint8 { Method, Credentials, Reply };

    /// The length of the message that m_bytes begins with, 0 where more is needed to know it.
    [[nodiscard]] qsizetype messageLength() const;
    [[nodiscard]] QByteArray readMethod();
    [[nodiscard]] QByteArray readCredentials();
    void readReply();
    [[nodiscard]] QByteArray request();
    [[nodiscard]] uchar byteAt(qsizetype place) const { return uchar(m_bytes[place]); }

    QString m_host;
    quint16 m_port;
    Step m_step = Step::Method;
    QByteArray m_bytes; ///< of the message that is coming
};

} // namespace wl
