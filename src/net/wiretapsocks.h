// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace wl {

/// The server's side of a SOCKS5 handshake (RFC 1928) with user name and password (RFC 1929), CONNECT only.
/// A plain object: feed() what came, send what it answers, look at state().
class WireTapSocks
{
public:
    enum class State : quint8 {
        Handshake,
        Authenticating, ///< user() and password() are there; the owner calls accept() or refuse()
        Connected,      ///< host() and port() are there, and the reply is made: what follows is not SOCKS
        Refused,        ///< send the answer and close
    };

    /// Takes bytes and says how many; what remains comes after the owner's decision or is not SOCKS.
    qsizetype feed(QByteArrayView bytes);
    void accept();
    void refuse();
    /// What is to be sent now, once.
    [[nodiscard]] QByteArray takeAnswer();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const QByteArray& user() const { return m_user; }
    [[nodiscard]] const QByteArray& password() const { return m_password; }
    [[nodiscard]] const QString& host() const { return m_host; }
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    enum class Step : quint8 { Methods, Credentials, Request };

    /// The length of the message that m_bytes begins with, 0 where more is needed to know it.
    [[nodiscard]] qsizetype messageLength() const;
    [[nodiscard]] bool isRightVersion() const;
    void handleMessage();
    void refuseStep();
    void readMethods();
    void readCredentials();
    void readRequest();

    State m_state = State::Handshake;
    Step m_step = Step::Methods;
    QByteArray m_bytes;
    QByteArray m_answer;
    QByteArray m_user;
    QByteArray m_password;
    QString m_host;
    quint16 m_port = 0;
};

} // namespace wl
