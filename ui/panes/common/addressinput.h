// SPDX-License-Identifier: MIT
#pragma once

#include "base/address.h"

#include <QCoreApplication>

namespace wl {

/// What a person typed into an address field of a pane, as a plain decision. Any thread.
class AddressInput
{
    Q_DECLARE_TR_FUNCTIONS(AddressInput)
public:
    /// What the address is for; it decides which schemes, hosts and ports make sense.
    enum class Use : quint8 { TcpListen, TcpConnect, UdpBind, UdpTarget };

    /// Reads "host:port", a port alone or a full address; white space around it does not count. Empty text is
    /// port 0 (no target) for UdpTarget. Errors: BadAddress with words that say what is wrong.
    [[nodiscard]] static Result<Address> read(const QString& text, Use use);
    /// The text to show for an address; read() takes it back. A server's and a UDP address have no scheme, a
    /// client's has, so that tls:// is in sight.
    [[nodiscard]] static QString text(const Address& address, Use use);
    /// The words for what read() refused.
    [[nodiscard]] static QString problem(const Error& error);
    /// Whether other machines can reach what listens here: any host that is not a loopback name or address.
    [[nodiscard]] static bool isExposed(const Address& address);
};

} // namespace wl
