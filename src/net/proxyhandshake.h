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
    /// Takes what the proxy sent and gives what is to be sent next, which may be nothing. The target does not
    /// speak first in any protocol that is carried: bytes behind the proxy's last word are an error.
    [[nodiscard]] virtual QByteArray feed(QByteArrayView bytes) = 0;
    /// The proxy ended the connection.
    void ended();

    [[nodiscard]] State state() const { return m_state; }
    /// The detail begins with the proxy's name and never has credentials in it. Only where Failed.
    [[nodiscard]] const Error& error() const { return m_error; }

    /// For a proxy of the kinds Http and Socks5, to a host (a name or an address without brackets).
    [[nodiscard]] static std::unique_ptr<ProxyHandshake> make(const ProxySpec& proxy, const QString& host,
                                                              quint16 port);

protected:
    explicit ProxyHandshake(const ProxySpec& proxy);

    [[nodiscard]] const ProxySpec& proxy() const { return m_proxy; }
    void succeed() { m_state = State::Done; }
    /// `words`: what the proxy did, as they follow its name.
    void fail(ErrorCode code, const QString& words);
    void failSurplus();

private:
    ProxySpec m_proxy;
    State m_state = State::Talking;
    Error m_error;
};

/// How errors name a proxy: "the proxy http://host:port".
[[nodiscard]] QString proxyName(const ProxySpec& proxy);
/// What went wrong on the way to a proxy, its name before the detail.
[[nodiscard]] Error withProxyName(Error error, const ProxySpec& proxy);

} // namespace wl
