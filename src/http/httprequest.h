// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpauth.h"
#include "net/specs.h"
#include "payload/payloadspec.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <variant>

namespace wl {

/// One row of a table of header fields, query parameters or form fields.
struct HttpField
{
    QString name;
    QString value;
    bool enabled = true;
    bool secret =
        false; ///< header fields: dropped when a redirect changes scheme, host or port; masked in logs
    QString description;

    bool operator==(const HttpField&) const = default;
};

/// One part of a multipart/form-data body (RFC 7578): a text, or one or several files.
struct HttpPart
{
    QString name;
    QString text;
    QStringList files; ///< paths; where not empty, `text` is not used
    QString contentType;
    bool enabled = true;
    QString description;
    QString fileName{}; ///< sent instead of the files' own names; a text with one is sent as a file

    bool operator==(const HttpPart&) const = default;
};

/// The body as it was typed.
struct HttpBody
{
    enum class Kind : quint8 { None, Text, Json, Xml, Form, Multipart, File, GraphQl };

    Kind kind = Kind::None;
    QString text;            ///< Text, Json, Xml, GraphQl (the query): sent as UTF-8, no escapes
    QString variables;       ///< GraphQl: a JSON object as typed; empty = none
    QList<HttpField> fields; ///< Form
    QList<HttpPart> parts;   ///< Multipart
    QString filePath;        ///< File: streamed
    QString contentType;     ///< overrides the automatic Content-Type where not empty

    bool operator==(const HttpBody&) const = default;
};

/// Who writes the request on the wire.
enum class HttpEngine : quint8 {
    Qt,    ///< QNetworkAccessManager through the wire tap
    Exact, ///< our own HTTP/1.1: byte for byte what was typed
};

/// The protocol version that is spoken with the server.
enum class HttpVersion : quint8 {
    Http1,      ///< HTTP/1.1
    Http2,      ///< HTTP/2 where the server takes it by ALPN, else HTTP/1.1; https only
    Http2Prior, ///< HTTP/2 from the first byte (RFC 9113 §3.3)
};

/// An address to use for a host and port instead of what its name resolves to; the name stays in the Host
/// field and in TLS.
struct HttpResolve
{
    QString host;
    quint16 port = 0; ///< 0 = any
    QString address;  ///< IPv4 or IPv6, without brackets

    bool operator==(const HttpResolve&) const = default;
};

struct HttpSettings
{
    HttpEngine engine = HttpEngine::Qt;
    bool encodeUrl = true; ///< false: what is not allowed in a URL is sent as typed where the engine can
    bool followRedirects = true;
    int maxRedirects = limits::redirects;
    bool keepMethod = false;    ///< 301, 302 and 303 are followed with the method and the body that were sent
    bool keepAuth = false;      ///< Authorization also goes to the other origin of a redirect
    bool useCookies = true;     ///< cookies are sent from the jar and kept in it
    bool keepConnection = true; ///< false: a connection for each request, closed after its answer
    HttpVersion version = HttpVersion::Http1;
    ProxySpec proxy;
    QList<HttpResolve> resolve;
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds firstByteTimeout{60'000};
    std::chrono::milliseconds idleTimeout{60'000};
    std::chrono::milliseconds totalTimeout{0}; ///< 0 = none
    TlsSpec tls; ///< `verify` false is "send anyway": for one send, never stored

    bool operator==(const HttpSettings&) const = default;
};

/// Whether the exact engine sends, which is the only one for HTTP/2.
[[nodiscard]] inline bool usesExactEngine(const HttpSettings& settings)
{
    return settings.engine == HttpEngine::Exact || settings.version != HttpVersion::Http1;
}

/// A payload whose text is sent letter by letter.
inline PayloadSpec verbatimPayload()
{
    PayloadSpec payload;
    payload.escapes = payload.templates = false;
    return payload;
}

/// An HTTP request as plain data: what the pane edits, workspaces store, engines send.
struct HttpRequest
{
    QString method = QStringLiteral("GET"); ///< any token of RFC 9110 §5.6.2
    QString url;                            ///< with the query as typed
    QList<HttpField> pathVariables;         ///< values of `:name` segments of the URL's path
    QList<HttpField> query;                 ///< appended to the URL's own query
    QList<HttpField> headers;
    HttpBody body;
    HttpAuth auth;
    bool isRaw = false; ///< `raw` is sent instead of all above, by the exact engine, to the URL's origin
    PayloadSpec raw = verbatimPayload(); ///< the whole request's bytes
    HttpSettings settings;

    bool operator==(const HttpRequest&) const = default;
};

} // namespace wl
