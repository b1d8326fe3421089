// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <optional>

namespace wl {

/// What went wrong, without words: ui and the terminal program make the sentences (see errortext.h for the
/// shared part). One code is one thing a person can act on.
enum class ErrorCode {
    None,
    // usage and input
    BadAddress,
    BadPayload,
    BadOption,
    BadSyntax,
    TooLarge,
    // network
    AddressInUse,
    AddressNotAvailable,
    PermissionDenied,
    NameNotFound,
    ConnectionRefused,
    HostUnreachable,
    NetworkUnreachable,
    ConnectTimeout,
    ConnectionForbidden, ///< by this machine's own rules
    HandshakeTimeout,
    ConnectionReset,
    ConnectionLost, ///< established, then the peer stopped answering
    ClosedByPeer,
    QueueFull,
    DatagramTooLarge,
    OutOfDescriptors,
    NotConnected,
    NetworkFailed,
    // proxies
    ProxyLoginRefused, ///< it wants another user and password, or them in another way
    ProxyRefused,      ///< it does not open the way to the server
    BadProxy,          ///< what answers is no such proxy, or broke off
    // TLS
    CertificateExpired,
    CertificateNotYetValid,
    CertificateWrongHost,
    CertificateUntrusted,
    CertificateInvalid,
    TlsFailed,
    // HTTP
    NoAnswer,
    NotHttp,
    HeaderTooLarge,
    BodyCutShort,
    BadFraming,
    DecodeFailed,
    TooManyRedirects,
    StreamReset,  ///< the server ended the exchange, not the connection (HTTP/2)
    NotProcessed, ///< the server says that it did nothing with the request (HTTP/2)
    BadHttp2,     ///< the server broke the rules of HTTP/2
    UnsupportedScheme,
    FirstByteTimeout,
    IdleTimeout,
    TotalTimeout,
    Canceled,
    // files
    FileNotFound,
    FileNotReadable,
    FileNotWritable,
    DiskFull,
    FileMalformed,
    FileFailed,
};

/// An error as a value. `detail` is what the words need (an address, a path, a position, the TLS library's
/// reason); `native` is errno or another library's number, 0 where there is none.
struct Error
{
    ErrorCode code = ErrorCode::None;
    QString detail;
    int native = 0;

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for a function that fails: `return fail(ErrorCode::BadAddress, text);`.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, QString detail = {}, int native = 0)
{
    return tl::make_unexpected(Error{code, std::move(detail), native});
}

/// The code for an errno of a socket call, NetworkFailed where there is no closer one.
[[nodiscard]] ErrorCode socketErrorCode(int errnoValue);
/// The same for an errno that is about the way to a peer, not about our own end: what was sent to it or came
/// from it, or connecting.
[[nodiscard]] ErrorCode peerErrorCode(int errnoValue);
/// The code for an errno of a file call, FileFailed where there is no closer one.
[[nodiscard]] ErrorCode fileErrorCode(int errnoValue);

/// The code's name in kebab case ("address-in-use"), stable: JSON events and tests use it.
[[nodiscard]] QString errorName(ErrorCode code);
/// The code of a name that errorName() gave (captures keep names), nothing where it is none.
[[nodiscard]] std::optional<ErrorCode> errorCodeOf(QStringView name);

} // namespace wl

Q_DECLARE_METATYPE(wl::Error)
