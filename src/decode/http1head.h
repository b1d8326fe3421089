// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace wl {

enum class Http1Kind : quint8 { Request, Response };

/// How the pieces of a head are kept: as copies, or as views into Http1Head::raw (QByteArray::fromRawData),
/// which are valid only while that is, but cost nothing and tell their place. What is not one piece of the
/// wire (the value of a folded line) is a copy in both.
enum class Http1Pieces : quint8 { Copied, InPlace };

/// One header field or trailer as it was on the wire: the name with any stray space in it, the value without
/// the whitespace round it.
struct Http1Field
{
    QByteArray name;
    QByteArray value;

    bool operator==(const Http1Field&) const = default;
};

/// Something that breaks a rule of RFC 9112 and was accepted all the same. The offset counts from the
/// message's first byte; the text is for people and names the place itself.
struct Http1Notice
{
    qint64 offset = 0;
    QString text;

    bool operator==(const Http1Notice&) const = default;
};

/// How a message's body is delimited (RFC 9112 §6.3).
enum class Http1Framing : quint8 { None, Length, Chunked, UntilClose };

/// The head of one HTTP/1 message: start line and fields in wire order with duplicates.
struct Http1Head
{
    QByteArray raw;     ///< the bytes as they came, up to and with the empty line
    QByteArray method;  ///< of a request: any token
    QByteArray target;  ///< of a request, as it came
    int status = 0;     ///< of a response, 0 to 999
    QByteArray reason;  ///< of a response
    QByteArray version; ///< "HTTP/1.1"
    QList<Http1Field> fields;

    Http1Framing framing = Http1Framing::None;
    qint64 contentLength = -1; ///< of Framing::Length
    bool keepAlive =
        false; ///< what version and Connection say; false where the body ends with the connection

    /// The first value of that name (any case), null where there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
    [[nodiscard]] bool has(QByteArrayView name) const;
    /// The comma-separated elements of all fields of that name, trimmed, lower case (RFC 9110 §5.6.1); copies
    /// in any case.
    [[nodiscard]] QList<QByteArray> tokens(QByteArrayView name) const;
    /// 1xx, but not 101: another response follows.
    [[nodiscard]] bool isInterim() const { return status >= 100 && status < 200 && status != 101; }
};

/// What parsing a head gave. Where `error` is set, `head` holds what was understood up to there.
struct Http1HeadResult
{
    Http1Head head;
    QList<Http1Notice> notices;
    std::optional<Error> error; ///< NotHttp, BadFraming, HeaderTooLarge; the detail names line and byte
    qint64 errorOffset = 0;
};

/// Parses a whole head: everything up to and with the empty line, and empty lines before it. Line ends may be
/// CR LF or LF. Framing is not decided here. Pure.
[[nodiscard]] Http1HeadResult parseHttp1Head(Http1Kind kind, const QByteArray& raw,
                                             Http1Pieces pieces = Http1Pieces::Copied);

/// Decides how the body is delimited and whether the connection stays usable, and fills in those members.
/// `requestMethod` is what a response answers ("HEAD" has no body). Pure; RFC 9112 §6.3 with the choices of
/// user agents where it leaves some: a length beyond 63 bits is ignored with a notice.
void decideHttp1Framing(Http1Kind kind, QByteArrayView requestMethod, Http1HeadResult& result);

/// Whether these are the characters of a token (RFC 9110 §5.6.2), at least one.
[[nodiscard]] bool isHttpToken(QByteArrayView text);
/// Outside bytes made safe to show: printable ASCII as it is, the rest as \xNN, at most `maxBytes` of them.
[[nodiscard]] QString escapedHttpBytes(QByteArrayView bytes, qsizetype maxBytes = 40);

} // namespace wl
