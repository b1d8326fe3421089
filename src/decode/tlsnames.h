// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

/// Names of TLS numbers as the IANA registries write them; unknown ones as 0xNNNN (0xNN where one byte).
struct TlsNames
{
    [[nodiscard]] static QByteArray version(quint16 code); ///< "TLS 1.3"
    [[nodiscard]] static QByteArray cipher(quint16 code);
    [[nodiscard]] static QByteArray extension(quint16 code);
    [[nodiscard]] static QByteArray group(quint16 code);
    [[nodiscard]] static QByteArray signature(quint16 code);
    [[nodiscard]] static QByteArray alert(quint8 code);
    /// "ClientHello"; nullptr where no such handshake message is defined.
    [[nodiscard]] static const char* handshake(quint8 code);
    /// A value that clients send to keep servers from choking on unknown ones (RFC 8701).
    [[nodiscard]] static bool isGrease(quint16 code);
};

} // namespace wl
