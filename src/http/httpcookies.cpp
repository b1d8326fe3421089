// SPDX-License-Identifier: MIT
#include "http/httpcookies.h"

namespace wl {

namespace {

constexpr qsizetype namedRefusals = 20;

bool isSafeMethod(const QByteArray& method)
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

CookieQuery queryOf(const ComposedRequest& request, const QList<HttpHop>& cameFrom)
{
    CookieQuery query{request.url, {}, isSafeMethod(request.method)};
    for (const HttpHop& hop : cameFrom)
        query.cameFrom.append(QUrl(hop.url));
    return query;
}

} // namespace

void addCookieField(ComposedRequest& request, CookieStore& cookies, const QList<HttpHop>& cameFrom,
                    bool isSent)
{
    request.fields.removeIf(
        [](const ComposedField& field) { return field.isAutomatic && field.isNamed("Cookie"); });
    const CookieQuery query = queryOf(request, cameFrom);
    if (request.hasField("Cookie")) {
        if (!isSent && !cookies.peek(query).isEmpty())
            request.notes.append(QStringLiteral("A Cookie field was typed: the jar's cookies are not sent."));
        return;
    }
    const QByteArray value = isSent ? cookies.use(query) : cookies.peek(query);
    if (!value.isEmpty())
        request.insertAutomatic({"Cookie", value, true, true});
}

QStringList takeCookieFields(const QUrl& url, const QList<WireField>& fields, CookieStore& cookies)
{
    QList<QByteArray> values;
    for (const WireField& field : fields) {
        if (field.name.compare("Set-Cookie", Qt::CaseInsensitive) == 0)
            values.append(field.value);
    }
    QStringList notes;
    const QList<CookieStore::Verdict> refused = cookies.take(url, values);
    for (const CookieStore::Verdict& verdict : refused.first(std::min(refused.size(), namedRefusals))) {
        const QString name = escapedHttpBytes(verdict.name);
        notes.append(QStringLiteral("the cookie %1 was refused: %2")
                         .arg(name.isEmpty() ? QStringLiteral("without a name") : name,
                              cookieRefusalText(verdict.refusal, escapedHttpBytes(verdict.domain).toUtf8())));
    }
    if (refused.size() > namedRefusals)
        notes.append(QStringLiteral("%1 more cookies were refused").arg(refused.size() - namedRefusals));
    return notes;
}

} // namespace wl
