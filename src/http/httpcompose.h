// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpbody.h"
#include "http/httpurl.h"

namespace wl {

/// A header field as it will be sent.
struct ComposedField
{
    QByteArray name;
    QByteArray value;
    bool isAutomatic = false;
    bool isSecret = false; ///< marked so by the user

    /// In any case of letters (RFC 9110 §5.1).
    [[nodiscard]] bool isNamed(QByteArrayView other) const
    {
        return name.compare(other, Qt::CaseInsensitive) == 0;
    }
};

/// A request, checked, with everything that will be sent: what the engine is given, hop by hop. Plain data.
struct ComposedRequest
{
    QByteArray method;
    QUrl url;
    QByteArray target;           ///< of the request line
    QList<ComposedField> fields; ///< in the order of the wire; for the Qt engine one of a name
    BodyPlan body;
    QStringList secretQuery; ///< names of query parameters whose values are masked where the URL is told
    HttpAuth signer;   ///< Digest: answers a challenge; AwsV4: signs each hop when it is sent; else None
    QStringList notes; ///< what the engine cannot send as typed, and what a server may not understand
    HttpVersion version = HttpVersion::Http1;
    bool hasOddFraming = false; ///< typed fields say another length than the body's
    bool isRaw = false;         ///< `body` is the whole request: no target, no fields, no head

    /// The first field of that name, null where there is none.
    [[nodiscard]] const ComposedField* findField(QByteArrayView name) const;
    [[nodiscard]] bool hasField(QByteArrayView name) const { return findField(name) != nullptr; }
    /// The URL for people, reports and logs: secrets of its query as "***".
    [[nodiscard]] QString shownUrl() const;
    /// Puts an automatic field before the Content-Length at the end, in the place of the automatic one of
    /// its name.
    void insertAutomatic(const ComposedField& field);
    /// Takes away what was answered or signed: it holds for one request.
    void removeSigned();
    /// Whether it is sent by HTTP/2, or would be where the server takes that.
    [[nodiscard]] bool isHttp2() const;
    /// The head as the engine will write it, including the empty line; of HTTP/2 the fields as text, of a raw
    /// request nothing.
    [[nodiscard]] QByteArray head() const;
    /// The same as HTTP/1.1, whatever the version.
    [[nodiscard]] QByteArray http1Head() const;
    /// Whether the connection is of no use afterwards: it tells the server to close (RFC 9112 §9.6), or what
    /// the server takes for the request's end is not known.
    [[nodiscard]] bool closesConnection() const;
};

/// Who sends a request: the engine that its settings name, but the exact one where only that can: HTTP/2, raw
/// requests, and plain HTTP to an HTTP proxy.
[[nodiscard]] HttpEngine engineOf(const HttpRequest& request);

/// Checks a request and completes it with the automatic fields, for the engine of engineOf(). A header row
/// that is off and has no value takes the automatic field of its name away. An AWS signature is of the time
/// now, and made again when the request is sent; that of a body of files or of more than 1 MiB is made only
/// then. A raw request is its bytes, and only the origin of its URL is used.
/// Errors: BadAddress, UnsupportedScheme, BadOption (method, field name, a value with CR, LF or NUL), file
/// errors of the body; BadPayload for raw text or hex that cannot be read.
[[nodiscard]] Result<ComposedRequest> composeRequest(const HttpRequest& request);

} // namespace wl
