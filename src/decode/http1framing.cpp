// SPDX-License-Identifier: MIT
#include "decode/http1head.h"

#include <algorithm>
#include <limits>

namespace wl {

namespace {

bool allDigits(QByteArrayView text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void addNotice(Http1HeadResult& result, const QString& text)
{
    result.notices.append({0, text});
}

void refuse(Http1HeadResult& result, const QString& what)
{
    result.error = Error{ErrorCode::BadFraming, what};
    result.errorOffset = 0;
}

/// A response without a body, whatever its fields say (RFC 9112 §6.3, 1 and 2).
bool hasNoBody(const Http1Head& head, QByteArrayView requestMethod)
{
    return head.status / 100 == 1 || head.status == 204 || head.status == 304 || requestMethod == "HEAD" ||
           (requestMethod == "CONNECT" && head.status / 100 == 2);
}

bool decideKeepAlive(const Http1Head& head)
{
    const QList<QByteArray> options = head.tokens("Connection");
    if (options.contains("close"))
        return false;
    return head.version == "HTTP/1.1" || options.contains("keep-alive");
}

/// Transfer-Encoding is there: chunked must be the last coding.
void decideByCodings(Http1Kind kind, const QList<QByteArray>& codings, Http1HeadResult& result)
{
    Http1Head& head = result.head;
    if (head.has("Content-Length")) {
        addNotice(result,
                  QStringLiteral("both Transfer-Encoding and Content-Length: the length is not used"));
        head.keepAlive = false;
    }
    if (head.version == "HTTP/1.0")
        addNotice(result, QStringLiteral("Transfer-Encoding in a message of HTTP/1.0"));
    if (codings.last() == "chunked") {
        if (codings.count("chunked") > 1) {
            refuse(result, QStringLiteral("Transfer-Encoding names chunked twice"));
            return;
        }
        head.framing = Http1Framing::Chunked;
        if (codings.size() > 1) {
            addNotice(result, QStringLiteral("the transfer coding %1 is left on the body")
                                  .arg(QString::fromLatin1(codings.first())));
        }
        return;
    }
    if (kind == Http1Kind::Request) {
        refuse(result, QStringLiteral("Transfer-Encoding does not end with chunked"));
        return;
    }
    addNotice(result, QStringLiteral(
                          "Transfer-Encoding does not end with chunked: the body ends with the connection"));
    head.framing = Http1Framing::UntilClose;
}

/// The one length that all Content-Length fields agree on; nothing where the result has an error or notice.
std::optional<QByteArray> agreedLength(const QList<QByteArray>& values, Http1HeadResult& result)
{
    for (const QByteArray& value : values) {
        if (!allDigits(value)) {
            refuse(result, QStringLiteral("Content-Length is not a number: ") + escapedHttpBytes(value));
            return std::nullopt;
        }
    }
    QByteArray agreed;
    for (const QByteArray& value : values) {
        qsizetype zeros = 0;
        while (zeros + 1 < value.size() && value[zeros] == '0')
            ++zeros;
        const QByteArray plain = value.sliced(zeros);
        if (!agreed.isEmpty() && plain != agreed) {
            refuse(result, QStringLiteral("two lengths, %1 and %2: where this message ends is not certain")
                               .arg(escapedHttpBytes(agreed), escapedHttpBytes(plain)));
            return std::nullopt;
        }
        agreed = plain;
    }
    if (values.size() > 1)
        addNotice(result, QStringLiteral("Content-Length is there %1 times").arg(values.size()));
    return agreed;
}

void decideByLength(Http1Kind kind, Http1HeadResult& result)
{
    QList<QByteArray> values = result.head.tokens("Content-Length");
    if (values.isEmpty())
        values.append(QByteArray());
    const std::optional<QByteArray> length = agreedLength(values, result);
    if (!length)
        return;
    bool fits = false;
    const qlonglong number = length->toLongLong(&fits);
    if (fits) {
        result.head.framing = Http1Framing::Length;
        result.head.contentLength = number;
        return;
    }
    if (kind == Http1Kind::Request) {
        refuse(result, QStringLiteral("Content-Length is too large: ") + escapedHttpBytes(*length));
        return;
    }
    addNotice(result,
              QStringLiteral("Content-Length %1 is beyond any size: the body ends with the connection")
                  .arg(escapedHttpBytes(*length)));
    result.head.framing = Http1Framing::UntilClose;
}

} // namespace

void decideHttp1Framing(Http1Kind kind, QByteArrayView requestMethod, Http1HeadResult& result)
{
    Http1Head& head = result.head;
    head.framing = Http1Framing::None;
    head.contentLength = -1;
    head.keepAlive = decideKeepAlive(head);
    if (result.error)
        return;
    if (kind == Http1Kind::Response && hasNoBody(head, requestMethod)) {
        if (head.status == 101)
            head.keepAlive = false;
        return;
    }
    const QList<QByteArray> codings = head.tokens("Transfer-Encoding");
    if (!codings.isEmpty())
        decideByCodings(kind, codings, result);
    else if (head.has("Content-Length"))
        decideByLength(kind, result);
    else if (kind == Http1Kind::Response)
        head.framing = Http1Framing::UntilClose;
    if (result.error || head.framing == Http1Framing::UntilClose)
        head.keepAlive = false;
}

} // namespace wl
