// SPDX-License-Identifier: MIT
#include "decode/http1start.h"

#include "base/limits.h"

#include <algorithm>
#include <array>

namespace wl {

namespace {

constexpr qsizetype longestMethod = 32;
constexpr qsizetype enoughOfALine = 1024;

/// Registered methods in use, and those of UPnP. A longer one stands before one that it ends with.
constexpr std::array<QByteArrayView, 26> knownMethods = {
    "GET",     "POST",   "PUT",       "DELETE", "HEAD",     "OPTIONS",    "PROPPATCH",   "PATCH",  "TRACE",
    "CONNECT", "COPY",   "LOCK",      "MKCOL",  "MOVE",     "PROPFIND",   "UNLOCK",      "SEARCH", "M-SEARCH",
    "NOTIFY",  "REPORT", "SUBSCRIBE", "REBIND", "CHECKOUT", "MKCALENDAR", "UNSUBSCRIBE", "QUERY"};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isKnownMethod(QByteArrayView method)
{
    return std::find(knownMethods.begin(), knownMethods.end(), method) != knownMethods.end();
}

/// Whether a line (without its LF) ends with " HTTP/1.x".
bool endsWithVersion(QByteArrayView line)
{
    if (line.endsWith('\r'))
        line.chop(1);
    return line.size() > 9 && line.chopped(1).endsWith(" HTTP/1.") && isDigit(line.back());
}

Http1Start requestStartOf(QByteArrayView bytes, bool isKnownRequest)
{
    const qsizetype space = bytes.first(std::min(bytes.size(), longestMethod + 1)).indexOf(' ');
    const QByteArrayView method = bytes.first(space < 0 ? std::min(bytes.size(), longestMethod) : space);
    if (!isHttpToken(method) || (space < 0 && bytes.size() > longestMethod))
        return Http1Start::No;
    if (space < 0)
        return Http1Start::Maybe;
    if (isKnownRequest)
        return Http1Start::Request;
    const qsizetype end = bytes.first(std::min(bytes.size(), limits::startLineBytes)).indexOf('\n');
    if (end >= 0)
        return endsWithVersion(bytes.first(end)) ? Http1Start::Request : Http1Start::No;
    if (bytes.size() >= enoughOfALine && isKnownMethod(method))
        return Http1Start::Request;
    return bytes.size() < limits::startLineBytes ? Http1Start::Maybe : Http1Start::No;
}

/// Where the request line begins whose target ends at `end`; −1 where it is none.
qsizetype requestLineStart(QByteArrayView bytes, qsizetype end)
{
    const qsizetype lineStart = bytes.first(end).lastIndexOf('\n') + 1;
    const qsizetype methodEnd = bytes.first(end).lastIndexOf(' ');
    if (methodEnd <= lineStart || methodEnd + 1 == end)
        return -1;
    const QByteArrayView before = bytes.sliced(lineStart, methodEnd - lineStart);
    qsizetype length = 0;
    for (const QByteArrayView method : knownMethods) {
        if (method.size() > length && before.endsWith(method))
            length = method.size();
    }
    if (length > 0)
        return methodEnd - length;
    return before.size() <= longestMethod && isHttpToken(before) ? lineStart : -1;
}

} // namespace

Http1Start http1StartOf(QByteArrayView bytes, std::optional<Http1Kind> kind)
{
    constexpr QByteArrayView version = "HTTP/";
    if (kind != Http1Kind::Request) {
        const qsizetype compared = std::min(bytes.size(), version.size());
        if (bytes.first(compared) == version.first(compared)) {
            if (bytes.size() <= version.size())
                return Http1Start::Maybe;
            if (isDigit(bytes[version.size()]))
                return Http1Start::Response;
        }
    }
    if (kind == Http1Kind::Response)
        return Http1Start::No;
    return bytes.isEmpty() ? Http1Start::Maybe : requestStartOf(bytes, kind.has_value());
}

std::optional<Http1Found> findHttp1Start(QByteArrayView bytes, std::optional<Http1Kind> kind, qsizetype from)
{
    for (qsizetype at = bytes.indexOf("HTTP/1.", from); at >= 0; at = bytes.indexOf("HTTP/1.", at + 1)) {
        const QByteArrayView rest = bytes.sliced(at);
        const auto byte = [rest](qsizetype i) { return i < rest.size() ? rest[i] : '\0'; };
        const auto isBlankOrEnd = [](char c) { return c == ' ' || c == '\r' || c == '\n'; };
        const bool hasStatus = isDigit(byte(7)) && byte(8) == ' ' && isDigit(byte(9)) && isDigit(byte(10)) &&
                               isDigit(byte(11)) && isBlankOrEnd(byte(12));
        if (hasStatus && kind != Http1Kind::Request)
            return Http1Found{at, Http1Kind::Response};
        const bool endsLine = isDigit(byte(7)) && (byte(8) == '\r' || byte(8) == '\n');
        if (endsLine && kind != Http1Kind::Response && at > 0 && bytes[at - 1] == ' ') {
            if (const qsizetype start = requestLineStart(bytes, at - 1); start >= 0)
                return Http1Found{start, Http1Kind::Request};
        }
    }
    return std::nullopt;
}

} // namespace wl
