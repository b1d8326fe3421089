// SPDX-License-Identifier: MIT
#include "query/harcookies.h"

#include "query/hartext.h"
#include "query/jsonarray.h"
#include "query/jsonline.h"

#include <QLocale>

namespace wl {

namespace {

struct Pair
{
    QByteArray name;
    QByteArray value;
};

Pair pairOf(const QByteArray& text)
{
    const qsizetype equals = text.indexOf('=');
    return equals < 0 ? Pair{text.trimmed(), {}}
                      : Pair{text.left(equals).trimmed(), text.mid(equals + 1).trimmed()};
}

JsonLine cookie(const QByteArray& text)
{
    const Pair pair = pairOf(text);
    JsonLine object;
    object.add("name", headText(pair.name)).add("value", headText(pair.value));
    return object;
}

/// RFC 6265 §4.1.1: "Wed, 21 Oct 2015 07:28:00 GMT", also with the hyphens of old servers.
QDateTime dateOf(const QByteArray& value)
{
    QString text = QString::fromLatin1(value).mid(value.indexOf(',') + 1).trimmed();
    text.replace(u'-', u' ');
    QDateTime time = QLocale::c().toDateTime(text, QStringLiteral("d MMM yyyy HH:mm:ss 'GMT'"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

/// A Set-Cookie field (RFC 6265 §4.1).
QByteArray setCookie(const QByteArray& value)
{
    const QByteArrayList parts = value.split(';');
    JsonLine object = cookie(parts.first());
    QByteArrayList seen;
    for (const QByteArray& part : parts.mid(1)) {
        const Pair attribute = pairOf(part);
        const QByteArray name = attribute.name.toLower();
        if (seen.contains(name)) // a key of JSON stands there once
            continue;
        seen += name;
        if (name == "path" || name == "domain")
            object.add(name.constData(), headText(attribute.value));
        else if (name == "expires" && dateOf(attribute.value).isValid())
            object.add("expires", dateOf(attribute.value).toString(Qt::ISODate));
        else if (name == "httponly")
            object.add("httpOnly", true);
        else if (name == "secure")
            object.add("secure", true);
    }
    return object.object();
}

} // namespace

QByteArray harCookies(const HarMessage& message)
{
    JsonArray cookies;
    for (const HarMessage::Field& field : message.headers) {
        if (!message.isRequest() && field.name.compare("Set-Cookie", Qt::CaseInsensitive) == 0)
            cookies.add(setCookie(field.value));
        if (!message.isRequest() || field.name.compare("Cookie", Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray& part : field.value.split(';')) {
            if (!part.trimmed().isEmpty())
                cookies.add(cookie(part).object());
        }
    }
    return cookies.json();
}

} // namespace wl
