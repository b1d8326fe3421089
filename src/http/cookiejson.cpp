// SPDX-License-Identifier: MIT
#include "http/cookiefile.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wl {

namespace {

const QString base64Suffix = QStringLiteral("Base64");

void putBytes(QJsonObject& object, const QString& key, const QByteArray& bytes)
{
    const QString text = QString::fromUtf8(bytes);
    if (text.toUtf8() == bytes)
        object.insert(key, text);
    else
        object.insert(key + base64Suffix, QString::fromLatin1(bytes.toBase64()));
}

QByteArray bytesOf(const QJsonObject& object, const QString& key)
{
    const QJsonValue coded = object.value(key + base64Suffix);
    return coded.isString() ? QByteArray::fromBase64(coded.toString().toLatin1())
                            : object.value(key).toString().toUtf8();
}

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

qint64 timeOf(const QJsonValue& value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

QJsonObject objectOf(const Cookie& cookie)
{
    QJsonObject object;
    putBytes(object, QStringLiteral("name"), cookie.name);
    putBytes(object, QStringLiteral("value"), cookie.value);
    object.insert(QStringLiteral("domain"), QString::fromLatin1(cookie.domain));
    putBytes(object, QStringLiteral("path"), cookie.path);
    object.insert(QStringLiteral("hostOnly"), cookie.isHostOnly);
    object.insert(QStringLiteral("secure"), cookie.isSecure);
    object.insert(QStringLiteral("httpOnly"), cookie.isHttpOnly);
    if (cookie.sameSite != Cookie::SameSite::Default)
        object.insert(QStringLiteral("sameSite"), QString::fromLatin1(sameSiteName(cookie.sameSite)));
    if (cookie.expiresSecs)
        object.insert(QStringLiteral("expires"), timeText(*cookie.expiresSecs * 1000));
    object.insert(QStringLiteral("created"), timeText(cookie.createdMs));
    object.insert(QStringLiteral("lastUsed"), timeText(cookie.lastUsedMs));
    return object;
}

Cookie cookieOf(const QJsonObject& object)
{
    Cookie cookie;
    cookie.name = bytesOf(object, QStringLiteral("name"));
    cookie.value = bytesOf(object, QStringLiteral("value"));
    cookie.domain = object.value(QStringLiteral("domain")).toString().toLatin1();
    cookie.path = bytesOf(object, QStringLiteral("path"));
    cookie.isHostOnly = object.value(QStringLiteral("hostOnly")).toBool(true);
    cookie.isSecure = object.value(QStringLiteral("secure")).toBool();
    cookie.isHttpOnly = object.value(QStringLiteral("httpOnly")).toBool();
    const QByteArray sameSite = object.value(QStringLiteral("sameSite")).toString().toLatin1();
    for (const Cookie::SameSite known :
         {Cookie::SameSite::None, Cookie::SameSite::Lax, Cookie::SameSite::Strict}) {
        if (sameSite == sameSiteName(known))
            cookie.sameSite = known;
    }
    if (const qint64 expires = timeOf(object.value(QStringLiteral("expires"))); expires > 0)
        cookie.expiresSecs = expires / 1000;
    cookie.createdMs = timeOf(object.value(QStringLiteral("created")));
    cookie.lastUsedMs = timeOf(object.value(QStringLiteral("lastUsed")));
    return cookie;
}

} // namespace

QByteArray writeCookiesJson(const QList<Cookie>& cookies)
{
    QJsonArray array;
    for (const Cookie& cookie : cookies)
        array.append(objectOf(cookie));
    return QJsonDocument(array).toJson();
}

Result<CookieFileContent> readCookiesJson(const QByteArray& json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isArray())
        return fail(ErrorCode::FileMalformed, error.errorString());
    CookieFileContent content;
    const QJsonArray array = document.array();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const Cookie cookie = cookieOf(array.at(i).toObject());
        if (const CookieRefusal refusal = checkCookie(cookie); refusal != CookieRefusal::None)
            content.notes.append(
                QStringLiteral("cookie %1: %2").arg(i + 1).arg(cookieRefusalText(refusal, cookie.domain)));
        else
            content.cookies.append(cookie);
    }
    return content;
}

} // namespace wl
