// SPDX-License-Identifier: MIT
#include "respond/jsonapianswer.h"

#include "respond/jsonapitext.h"

#include <QDateTime>
#include <QHash>
#include <QLocale>

namespace wl::jsonapi {
namespace {

[[nodiscard]] QByteArray reason(int status)
{
    static const QHash<int, QByteArray> reasons{{200, "OK"},
                                                {201, "Created"},
                                                {202, "Accepted"},
                                                {204, "No Content"},
                                                {301, "Moved Permanently"},
                                                {302, "Found"},
                                                {303, "See Other"},
                                                {304, "Not Modified"},
                                                {307, "Temporary Redirect"},
                                                {308, "Permanent Redirect"},
                                                {400, "Bad Request"},
                                                {401, "Unauthorized"},
                                                {403, "Forbidden"},
                                                {404, "Not Found"},
                                                {405, "Method Not Allowed"},
                                                {409, "Conflict"},
                                                {410, "Gone"},
                                                {413, "Content Too Large"},
                                                {418, "I'm a Teapot"},
                                                {422, "Unprocessable Content"},
                                                {429, "Too Many Requests"},
                                                {431, "Request Header Fields Too Large"},
                                                {500, "Internal Server Error"},
                                                {501, "Not Implemented"},
                                                {502, "Bad Gateway"},
                                                {503, "Service Unavailable"},
                                                {504, "Gateway Timeout"}};
    return reasons.value(status, "Status");
}

[[nodiscard]] QByteArray httpDate()
{
    static const QLocale c = QLocale::c();
    return c.toString(QDateTime::currentDateTimeUtc(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
        .toLatin1();
}

} // namespace

Answer errorAnswer(int status, QByteArrayView why)
{
    Answer answer;
    answer.status = status;
    answer.body = "{\"error\": " + quoted(why) + "}\n";
    return answer;
}

bool hasNoBody(int status)
{
    return status == 204 || status == 205 || status == 304;
}

QByteArray headText(const Answer& answer, bool keepAlive, bool http10)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + reason(answer.status) + "\r\n";
    const auto add = [&head](const QByteArray& name, const QByteArray& value) {
        head += name + ": " + value + "\r\n";
    };
    add("Date", httpDate());
    add("Server", "wireloupe/" WIRELOUPE_VERSION);
    for (const Http1Field& field : answer.fields)
        add(field.name, field.value);
    if (!hasNoBody(answer.status)) {
        add("Content-Type", answer.contentType);
        const qint64 length = answer.streamBytes >= 0 ? answer.streamBytes : answer.body.size();
        add("Content-Length", QByteArray::number(length));
    } else if (answer.status == 205) {
        add("Content-Length", "0"); // RFC 9110 §15.3.6
    }
    if (!keepAlive)
        add("Connection", "close");
    else if (http10)
        add("Connection", "keep-alive");
    return head + "\r\n";
}

const QByteArray& streamPiece()
{
    static const QByteArray piece = [] {
        QByteArray bytes(streamPieceBytes, Qt::Uninitialized);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = char(i % 251);
        return bytes;
    }();
    return piece;
}

} // namespace wl::jsonapi
