// SPDX-License-Identifier: MIT
#include "base/error.h"

#include <QHash>

#include <cerrno>

namespace wl {

ErrorCode socketErrorCode(int errnoValue)
{
    switch (errnoValue) {
    case 0: return ErrorCode::None;
    case EADDRINUSE: return ErrorCode::AddressInUse;
    case EADDRNOTAVAIL: return ErrorCode::AddressNotAvailable;
    case EACCES:
    case EPERM: return ErrorCode::PermissionDenied;
    case ECONNREFUSED: return ErrorCode::ConnectionRefused;
    case EHOSTUNREACH:
    case EHOSTDOWN: return ErrorCode::HostUnreachable;
    case ENETUNREACH:
    case ENETDOWN: return ErrorCode::NetworkUnreachable;
    case ETIMEDOUT: return ErrorCode::ConnectionLost;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE: return ErrorCode::ConnectionReset;
    case EMSGSIZE: return ErrorCode::DatagramTooLarge;
    case EMFILE:
    case ENFILE: return ErrorCode::OutOfDescriptors;
    case ENOTCONN: return ErrorCode::NotConnected;
    default: return ErrorCode::NetworkFailed;
    }
}

ErrorCode peerErrorCode(int errnoValue)
{
    // Of a bound socket only a packet filter or a route refuses what is sent.
    const ErrorCode code = socketErrorCode(errnoValue);
    return code == ErrorCode::PermissionDenied ? ErrorCode::ConnectionForbidden : code;
}

ErrorCode fileErrorCode(int errnoValue)
{
    switch (errnoValue) {
    case 0: return ErrorCode::None;
    case ENOENT:
    case ENOTDIR: return ErrorCode::FileNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
    case EISDIR: return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ErrorCode::DiskFull;
    case EMFILE:
    case ENFILE: return ErrorCode::OutOfDescriptors;
    default: return ErrorCode::FileFailed;
    }
}

QString errorName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::None: return QStringLiteral("none");
    case ErrorCode::BadAddress: return QStringLiteral("bad-address");
    case ErrorCode::BadPayload: return QStringLiteral("bad-payload");
    case ErrorCode::BadOption: return QStringLiteral("bad-option");
    case ErrorCode::BadSyntax: return QStringLiteral("bad-syntax");
    case ErrorCode::TooLarge: return QStringLiteral("too-large");
    case ErrorCode::AddressInUse: return QStringLiteral("address-in-use");
    case ErrorCode::AddressNotAvailable: return QStringLiteral("address-not-available");
    case ErrorCode::PermissionDenied: return QStringLiteral("permission-denied");
    case ErrorCode::NameNotFound: return QStringLiteral("name-not-found");
    case ErrorCode::ConnectionRefused: return QStringLiteral("connection-refused");
    case ErrorCode::HostUnreachable: return QStringLiteral("host-unreachable");
    case ErrorCode::NetworkUnreachable: return QStringLiteral("network-unreachable");
    case ErrorCode::ConnectTimeout: return QStringLiteral("connect-timeout");
    case ErrorCode::ConnectionForbidden: return QStringLiteral("connection-forbidden");
    case ErrorCode::HandshakeTimeout: return QStringLiteral("handshake-timeout");
    case ErrorCode::ConnectionReset: return QStringLiteral("connection-reset");
    case ErrorCode::ConnectionLost: return QStringLiteral("connection-lost");
    case ErrorCode::ClosedByPeer: return QStringLiteral("closed-by-peer");
    case ErrorCode::QueueFull: return QStringLiteral("queue-full");
    case ErrorCode::DatagramTooLarge: return QStringLiteral("datagram-too-large");
    case ErrorCode::OutOfDescriptors: return QStringLiteral("out-of-descriptors");
    case ErrorCode::NotConnected: return QStringLiteral("not-connected");
    case ErrorCode::NetworkFailed: return QStringLiteral("network-failed");
    case ErrorCode::ProxyLoginRefused: return QStringLiteral("proxy-login-refused");
    case ErrorCode::ProxyRefused: return QStringLiteral("proxy-refused");
    case ErrorCode::BadProxy: return QStringLiteral("bad-proxy");
    case ErrorCode::CertificateExpired: return QStringLiteral("certificate-expired");
    case ErrorCode::CertificateNotYetValid: return QStringLiteral("certificate-not-yet-valid");
    case ErrorCode::CertificateWrongHost: return QStringLiteral("certificate-wrong-host");
    case ErrorCode::CertificateUntrusted: return QStringLiteral("certificate-untrusted");
    case ErrorCode::CertificateInvalid: return QStringLiteral("certificate-invalid");
    case ErrorCode::TlsFailed: return QStringLiteral("tls-failed");
    case ErrorCode::NoAnswer: return QStringLiteral("no-answer");
    case ErrorCode::NotHttp: return QStringLiteral("not-http");
    case ErrorCode::HeaderTooLarge: return QStringLiteral("header-too-large");
    case ErrorCode::BodyCutShort: return QStringLiteral("body-cut-short");
    case ErrorCode::BadFraming: return QStringLiteral("bad-framing");
    case ErrorCode::DecodeFailed: return QStringLiteral("decode-failed");
    case ErrorCode::TooManyRedirects: return QStringLiteral("too-many-redirects");
    case ErrorCode::StreamReset: return QStringLiteral("stream-reset");
    case ErrorCode::NotProcessed: return QStringLiteral("not-processed");
    case ErrorCode::BadHttp2: return QStringLiteral("bad-http2");
    case ErrorCode::UnsupportedScheme: return QStringLiteral("unsupported-scheme");
    case ErrorCode::FirstByteTimeout: return QStringLiteral("first-byte-timeout");
    case ErrorCode::IdleTimeout: return QStringLiteral("idle-timeout");
    case ErrorCode::TotalTimeout: return QStringLiteral("total-timeout");
    case ErrorCode::Canceled: return QStringLiteral("canceled");
    case ErrorCode::FileNotFound: return QStringLiteral("file-not-found");
    case ErrorCode::FileNotReadable: return QStringLiteral("file-not-readable");
    case ErrorCode::FileNotWritable: return QStringLiteral("file-not-writable");
    case ErrorCode::DiskFull: return QStringLiteral("disk-full");
    case ErrorCode::FileMalformed: return QStringLiteral("file-malformed");
    case ErrorCode::FileFailed: return QStringLiteral("file-failed");
    }
    return QStringLiteral("unknown");
}

std::optional<ErrorCode> errorCodeOf(QStringView name)
{
    static const QHash<QString, ErrorCode> codes = [] {
        QHash<QString, ErrorCode> all;
        for (int code = 0; code <= int(ErrorCode::FileFailed); ++code)
            all.insert(errorName(ErrorCode(code)), ErrorCode(code));
        return all;
    }();
    const auto found = codes.constFind(name.toString());
    return found == codes.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace wl
