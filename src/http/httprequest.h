// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

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

    bool operator==(const HttpPart&) const = default;
};

/// The body as it was typed.
struct HttpBody
{
    enum class Kind : quint8 { None, Text, Json, Xml, Form, Multipart, File };

    Kind kind = Kind::None;
    QString text;            ///< Text, Json, Xml: sent as UTF-8, no escapes
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

struct HttpSettings
{
    HttpEngine engine = HttpEngine::Qt;
    bool encodeUrl = true; ///< false: what is not allowed in a URL is sent as typed where the engine can
    bool followRedirects = true;
    int maxRedirects = limits::redirects;
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds firstByteTimeout{60'000};
    std::chrono::milliseconds idleTimeout{60'000};
    std::chrono::milliseconds totalTimeout{0}; ///< 0 = none
    TlsSpec tls; ///< `verify` false is "send anyway": for one send, never stored

    bool operator==(const HttpSettings&) const = default;
};

/// An HTTP request as plain data: what the pane edits, workspaces store, engines send.
struct HttpRequest
{
    QString method = QStringLiteral("GET"); ///< any token of RFC 9110 §5.6.2
    QString url;                            ///< with the query as typed
    QList<HttpField> query;                 ///< appended to the URL's own query
    QList<HttpField> headers;
    HttpBody body;
    HttpSettings settings;

    bool operator==(const HttpRequest&) const = default;
};

} // namespace wl
