// SPDX-License-Identifier: MIT
#include "base/errortext.h"

#include <cstring>

namespace wl {

namespace {

/// The detail of these codes is the reason itself, already in words.
bool detailIsReason(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadAddress:
    case ErrorCode::BadPayload:
    case ErrorCode::BadOption:
    case ErrorCode::BadSyntax:
    case ErrorCode::ProxyLoginRefused:
    case ErrorCode::ProxyRefused:
    case ErrorCode::BadProxy: return true;
    default: return false;
    }
}

} // namespace

QString ErrorText::reason(const Error& error)
{
    if (detailIsReason(error.code) && !error.detail.isEmpty()) {
        return error.detail;
    }
    switch (error.code) {
    case ErrorCode::None: return tr("no error");
    case ErrorCode::BadAddress: return tr("the address is not valid");
    case ErrorCode::BadPayload: return tr("the payload is not valid");
    case ErrorCode::BadOption: return tr("an option is not valid");
    case ErrorCode::BadSyntax: return tr("the input is not valid");
    case ErrorCode::TooLarge: return tr("too large");
    case ErrorCode::AddressInUse: return tr("the address is in use");
    case ErrorCode::AddressNotAvailable: return tr("this machine does not have that address");
    case ErrorCode::PermissionDenied: return tr("permission denied");
    case ErrorCode::NameNotFound: return tr("the name was not found");
    case ErrorCode::ConnectionRefused: return tr("connection refused");
    case ErrorCode::HostUnreachable: return tr("the host is unreachable");
    case ErrorCode::NetworkUnreachable: return tr("the network is unreachable");
    case ErrorCode::ConnectTimeout: return tr("no answer within the connect timeout");
    case ErrorCode::ConnectionForbidden: return tr("this machine does not let us send there");
    case ErrorCode::HandshakeTimeout: return tr("the TLS handshake did not finish in time");
    case ErrorCode::ConnectionReset: return tr("the peer reset the connection");
    case ErrorCode::ConnectionLost: return tr("the peer stopped answering");
    case ErrorCode::ClosedByPeer: return tr("the peer closed the connection");
    case ErrorCode::QueueFull: return tr("the peer does not read and the send queue is full");
    case ErrorCode::DatagramTooLarge: return tr("a datagram holds at most 65,507 bytes");
    case ErrorCode::OutOfDescriptors: return tr("the limit on open files is reached");
    case ErrorCode::NotConnected: return tr("not connected");
    case ErrorCode::NetworkFailed: return tr("network failure");
    case ErrorCode::ProxyLoginRefused: return tr("the proxy refused the login");
    case ErrorCode::ProxyRefused: return tr("the proxy does not open the connection");
    case ErrorCode::BadProxy: return tr("the proxy does not speak as one");
    case ErrorCode::CertificateExpired: return tr("the certificate has expired");
    case ErrorCode::CertificateNotYetValid: return tr("the certificate is not valid yet");
    case ErrorCode::CertificateWrongHost: return tr("the certificate is for another host");
    case ErrorCode::CertificateUntrusted: return tr("the certificate's issuer is not trusted");
    case ErrorCode::CertificateInvalid: return tr("the certificate is not valid");
    case ErrorCode::TlsFailed: return tr("the TLS handshake failed");
    case ErrorCode::NoAnswer: return tr("the server closed the connection without an answer");
    case ErrorCode::NotHttp: return tr("the answer is not HTTP");
    case ErrorCode::HeaderTooLarge: return tr("the header is larger than the limit");
    case ErrorCode::BodyCutShort: return tr("the connection ended before the body was complete");
    case ErrorCode::BadFraming: return tr("the message's length or chunking is malformed");
    case ErrorCode::DecodeFailed: return tr("the content could not be decoded");
    case ErrorCode::TooManyRedirects: return tr("too many redirects");
    case ErrorCode::StreamReset: return tr("the server ended this exchange");
    case ErrorCode::NotProcessed: return tr("the server did not process the request");
    case ErrorCode::BadHttp2: return tr("the server broke the rules of HTTP/2");
    case ErrorCode::UnsupportedScheme: return tr("only http and https URLs can be sent");
    case ErrorCode::FirstByteTimeout: return tr("no answer within the first-byte timeout");
    case ErrorCode::IdleTimeout: return tr("nothing came within the idle timeout");
    case ErrorCode::TotalTimeout: return tr("not finished within the total timeout");
    case ErrorCode::Canceled: return tr("canceled");
    case ErrorCode::FileNotFound: return tr("no such file");
    case ErrorCode::FileNotReadable: return tr("the file cannot be read");
    case ErrorCode::FileNotWritable: return tr("the file cannot be written");
    case ErrorCode::DiskFull: return tr("no space left on the disk");
    case ErrorCode::FileMalformed: return tr("the file is malformed");
    case ErrorCode::FileFailed: return tr("the file could not be read or written");
    }
    return tr("unknown error");
}

QString ErrorText::advice(const Error& error)
{
    switch (error.code) {
    case ErrorCode::AddressInUse:
        return tr("Another program listens there; choose another port, or port 0 for any free one.");
    case ErrorCode::AddressNotAvailable: return tr("Use 127.0.0.1, ::1, * or an address of this machine.");
    case ErrorCode::PermissionDenied:
        return error.detail.contains(u'/')
                   ? tr("Check the owner and the rights of the file and its folder.")
                   : tr("Ports below 1024 need elevated rights; try a port above, such as 8080.");
    case ErrorCode::NameNotFound: return tr("Check the spelling and the name server.");
    case ErrorCode::ConnectionRefused:
        return tr("Nothing listens there; start the server or check the port.");
    case ErrorCode::HostUnreachable:
    case ErrorCode::NetworkUnreachable: return tr("Check the address, the route and the network cable.");
    case ErrorCode::ConnectTimeout:
        return tr("A firewall may drop the packets; check the address or raise the timeout.");
    case ErrorCode::ConnectionForbidden: return tr("Check the firewall rules and routes of this machine.");
    case ErrorCode::ConnectionLost: return tr("Check that the peer still runs and the network is up.");
    case ErrorCode::QueueFull: return tr("Wait until the peer reads, or close the connection.");
    case ErrorCode::DatagramTooLarge: return tr("Send less, or use TCP.");
    case ErrorCode::OutOfDescriptors:
        return tr("Close connections or raise the limit (ulimit -n); accepting goes on by itself.");
    case ErrorCode::ProxyLoginRefused: return tr("Check the proxy's user and password.");
    case ErrorCode::ProxyRefused:
        return tr("Check the host and port of the URL, and what this proxy lets through.");
    case ErrorCode::BadProxy: return tr("Check the proxy's kind, host and port.");
    case ErrorCode::CertificateExpired:
    case ErrorCode::CertificateNotYetValid:
    case ErrorCode::CertificateWrongHost:
    case ErrorCode::CertificateInvalid: return tr("Check the certificate, or connect anyway this once.");
    case ErrorCode::CertificateUntrusted:
        return tr("Name its authority under Options (CA file), or connect anyway this once.");
    case ErrorCode::TlsFailed: return tr("The port may not speak TLS; check the scheme and the port.");
    case ErrorCode::NotHttp:
        return tr("The bytes are in the traffic list; the port may speak another protocol.");
    case ErrorCode::NoAnswer: return tr("The request was sent once and is not repeated by itself.");
    case ErrorCode::BodyCutShort:
    case ErrorCode::StreamReset: return tr("What came is kept.");
    case ErrorCode::NotProcessed: return tr("It is safe to send it again.");
    case ErrorCode::DiskFull: return tr("Free some space; nothing that is already written is lost.");
    case ErrorCode::FileNotFound: return tr("Check the path.");
    case ErrorCode::FileNotReadable: return tr("Check the rights of the file.");
    default: return {};
    }
}

QString ErrorText::ofEvent(const QString& text)
{
    static const QString icmp = QStringLiteral("ICMP: ");
    const qsizetype start = text.startsWith(icmp) ? icmp.size() : 0;
    qsizetype end = start;
    while (end < text.size() && (text[end] == u'-' || (text[end] >= u'a' && text[end] <= u'z')))
        ++end;
    const auto code = errorCodeOf(QStringView(text).mid(start, end - start));
    return code ? text.left(start) + reason(Error{*code, {}, 0}) + text.mid(end) : text;
}

QString ErrorText::sentence(const QString& tried, const Error& error)
{
    QString text = tried + QStringLiteral(": ") + reason(error);
    if (!detailIsReason(error.code) && !error.detail.isEmpty() && !tried.contains(error.detail)) {
        text += QStringLiteral(" (") + error.detail + u')';
    }
    if (error.native != 0 &&
        (error.code == ErrorCode::NetworkFailed || error.code == ErrorCode::FileFailed)) {
        text += QStringLiteral(" [") + QString::fromLocal8Bit(std::strerror(error.native)) + u']';
    }
    if (!text.endsWith(u'.')) {
        text += u'.';
    }
    const QString todo = advice(error);
    return todo.isEmpty() ? text : text + u' ' + todo;
}

} // namespace wl
