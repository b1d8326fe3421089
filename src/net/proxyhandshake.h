// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/specs.h"

#include <QByteArrayView>

#include <memory>

namespace wl {

/// The client's side of what is said to a proxy before a connection through it carries anything else. A plain
/// object that decides: send begin(), feed() what comes, send the answer, look at state().
class ProxyHandshake
{
public:
    enum class State : quint8 {
        Talking,
        Done,   ///< what follows is the target's
        Failed, ///< error() says why
    };

    virtual ~ProxyHandshake() = default;

    /// The bytes to send first.
    [[nodiscard]] virtual QByteArray begin() = 0;
    /// Takes what the proxy sent and gives what is to be sent next, which may be nothing. Bytes behind a word
    /// of the proxy that waits for ours are an error; those behind its last one are the target's: surplus().
    [[nodiscard]] virtual QByteArray feed(QByteArrayView bytes) = 0;
    /// The proxy ended the connection.
    void ended();

    [[nodiscard]] State state() const { return m_state; }
    /// What the target said before it was told anything (an HTTP/2 server may), once Done.
    [[nodiscard]] const QByteArray& surplus() const { return m_surplus; }
    /// The detail begins with the proxy's name and never has credentials in it. Only where Failed.
    [[nodiscard]] const Error& error() const { return m_error; }

    /// For a proxy of the kinds Http and Socks5, to a host (a name or an address without brackets).
    [[nodiscard]] static std::unique_ptr<ProxyHandshake> make(const ProxySpec& proxy, const QString& host,
                                                              quint16 port);

protected:
    explicit ProxyHandshake(const ProxySpec& proxy);

    [[nodiscard]] const ProxySpec& proxy() const { return m_proxy; }
    void succeed() { m_state = State::Done; }
    void keepSurplus(QByteArrayView bytes) { m_surplus = bytes.toByteArray(); }
    /// `words`: what the proxy did, as they follow its name.
    void fail(ErrorCode code, const QString& words);
    void failSurplus();

private:
    ProxySpec m_proxy;
    State m_state = State::Talking;
    Error m_error;
    QByteArray m_surplus;
};

/// How errors name a proxy: "the proxy http://host:port".
[[nodiscard]] QString proxyName(const ProxySpec& proxy);
/// What went wrong on the way to a proxy, its name before the detail.
[[nodiscard]] Error withProxyName(Error error, const ProxySpec& proxy);

} // namespace wl
