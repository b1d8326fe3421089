// SPDX-License-Identifier: MIT
#include "query/harentry.h"

#include "query/harcookies.h"
#include "query/hartext.h"
#include "query/jsonarray.h"
#include "query/jsonline.h"

#include <algorithm>

namespace wl {

namespace {

QByteArray pair(const QString& name, const QString& value)
{
    JsonLine object;
    return object.add("name", name).add("value", value).object();
}

QByteArray headersOf(const HarMessage& message)
{
    JsonArray fields;
    for (const HarMessage::Field& field : message.headers)
        fields.add(pair(headText(field.name), headText(field.value)));
    return fields.json();
}

QString decodedQuery(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

QByteArray queryOf(const QByteArray& target)
{
    JsonArray pairs;
    const qsizetype from = target.indexOf('?');
    if (from < 0)
        return pairs.json();
    QByteArray query = target.mid(from + 1);
    query.truncate(query.indexOf('#') < 0 ? query.size() : query.indexOf('#'));
    for (const QByteArray& part : query.split('&')) {
        const qsizetype equals = part.indexOf('=');
        if (!part.isEmpty())
            pairs.add(pair(decodedQuery(part.left(equals < 0 ? part.size() : equals)),
                           equals < 0 ? QString() : decodedQuery(part.mid(equals + 1))));
    }
    return pairs.json();
}

/// What is wrong with a message, and what was left out of it; empty where nothing is.
QString commentOf(const HarMessage& message)
{
    QStringList parts;
    if (!message.note.isEmpty())
        parts += message.note;
    if (!message.problem.isEmpty())
        parts += message.problem;
    else if (!message.isContentWhole)
        parts += QStringLiteral("the body was cut after %1 bytes").arg(message.content.size());
    return parts.join(QStringLiteral("; "));
}

void addComment(JsonLine& object, const HarMessage& message)
{
    if (const QString comment = commentOf(message); !comment.isEmpty())
        object.add("comment", comment);
}

/// `encoding`: the name of the key that says base64.
void addBody(JsonLine& object, const HarMessage& message, const char* encoding)
{
    if (message.content.isEmpty())
        return;
    const bool isText = isUtf8(message.content);
    object.add("text",
               isText ? QString::fromUtf8(message.content) : QString::fromLatin1(message.content.toBase64()));
    if (!isText)
        object.add(encoding, QStringLiteral("base64"));
}

QByteArray requestOf(const HarMessage& request, const ConnectionInfo& info)
{
    JsonLine object;
    object.add("method", headText(request.method)).add("url", QString::fromLatin1(harUrl(request, info)));
    object.add("httpVersion", headText(request.version)).addRaw("cookies", harCookies(request));
    object.addRaw("headers", headersOf(request)).addRaw("queryString", queryOf(request.target));
    if (request.bodySize > 0) {
        JsonLine body;
        body.add("mimeType", headText(request.header("Content-Type")));
        addBody(body, request, "_encoding"); // HAR 1.2 has no name for it
        object.addRaw("postData", body.object());
    }
    object.add("headersSize", request.headSize).add("bodySize", request.bodySize);
    addComment(object, request);
    return object.object();
}

QByteArray contentOf(const HarMessage& response)
{
    JsonLine content;
    const qint64 size = response.content.isEmpty() ? response.bodySize : response.content.size();
    content.add("size", size);
    if (!response.header("Content-Encoding").isEmpty() && response.isContentWhole)
        content.add("compression", size - response.bodySize);
    content.add("mimeType", headText(response.header("Content-Type")));
    addBody(content, response, "encoding");
    return content.object();
}

QByteArray responseOf(const HarMessage& response)
{
    JsonLine object;
    object.add("status", response.status).add("statusText", headText(response.reason));
    object.add("httpVersion", headText(response.version)).addRaw("cookies", harCookies(response));
    object.addRaw("headers", headersOf(response)).addRaw("content", contentOf(response));
    object.add("redirectURL", headText(response.header("Location")));
    object.add("headersSize", response.headSize).add("bodySize", response.bodySize);
    addComment(object, response);
    return object.object();
}

QByteArray missingResponse()
{
    JsonLine content;
    content.add("size", qint64{0}).add("mimeType", QStringLiteral("x-unknown"));
    JsonLine object;
    object.add("status", qint64{0}).add("statusText", QString()).add("httpVersion", QString());
    object.addRaw("cookies", "[]").addRaw("headers", "[]").addRaw("content", content.object());
    object.add("redirectURL", QString()).add("headersSize", qint64{-1}).add("bodySize", qint64{-1});
    return object.add("comment", QStringLiteral("no response was captured")).object();
}

double milliseconds(qint64 fromNs, qint64 toNs)
{
    return double(std::max<qint64>(toNs - fromNs, 0)) / 1e6;
}

const SocketAddress& serverOf(const HarMessage& request, const ConnectionInfo& info)
{
    return request.direction == Direction::Sent ? info.peer : info.local;
}

bool isUrlByte(char c)
{
    return c > 0x20 && c < 0x7f && !QByteArrayView("\"<>\\^`{|}").contains(c);
}

} // namespace

QByteArray harUrl(const HarMessage& request, const ConnectionInfo& info)
{
    QByteArray url = request.target;
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
        const QByteArray host = request.header("Host").trimmed();
        const bool isAuthority = request.method == "CONNECT";
        url = (info.transport == Transport::Tls ? "https://" : "http://") +
              (isAuthority      ? url
               : host.isEmpty() ? serverOf(request, info).toString().toLatin1()
                                : host) +
              (isAuthority || url == "*" ? QByteArray() : url);
    }
    QByteArray encoded;
    for (const char c : url)
        encoded += isUrlByte(c) ? QByteArray(1, c) : '%' + QByteArray(1, c).toHex().toUpper();
    return encoded;
}

QByteArray harEntry(const HarMessage& request, const HarMessage* response, const ConnectionInfo& info,
                    const HarPhases* phases)
{
    const double send = milliseconds(request.firstNs, request.lastNs);
    const double wait = response ? milliseconds(request.lastNs, response->firstNs) : 0;
    const double receive = response ? milliseconds(response->firstNs, response->lastNs) : 0;
    JsonLine timings;
    double before = 0;
    if (phases) {
        timings.add("dns", phases->dns).add("connect", phases->connect).add("ssl", phases->ssl);
        before = std::max(phases->dns, 0.0) + std::max(phases->connect, 0.0);
    }
    timings.add("send", send).add("wait", wait).add("receive", receive);
    JsonLine entry;
    entry.add("startedDateTime", isoTime(Timestamp{phases ? phases->startedNs : request.firstNs}));
    entry.add("time", before + send + wait + receive);
    entry.addRaw("request", requestOf(request, info));
    entry.addRaw("response", response ? responseOf(*response) : missingResponse());
    entry.addRaw("cache", "{}").addRaw("timings", timings.object());
    entry.add("serverIPAddress", serverOf(request, info).host().toString());
    return entry.add("connection", QString::number(request.connection.value() + 1)).object();
}

} // namespace wl
