// SPDX-License-Identifier: MIT
#include "http/redirectrule.h"

#include <QHostAddress>

namespace wl {

namespace {

bool isOneOf(const ComposedField& field, std::initializer_list<const char*> names)
{
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return field.isNamed(name); });
}

bool becomesGet(int status, const QByteArray& method)
{
    if (status == 303)
        return method != "HEAD" && method != "GET";
    return (status == 301 || status == 302) && method == "POST";
}

void dropBody(ComposedRequest& request)
{
    request.body = BodyPlan();
    request.hasOddFraming = false;
    request.fields.removeIf([](const ComposedField& field) {
        return isOneOf(field, {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language",
                               "Content-Location", "Transfer-Encoding"});
    });
}

void dropSecrets(ComposedRequest& request, bool keepAuth)
{
    request.fields.removeIf([keepAuth](const ComposedField& field) {
        if (field.isNamed("Authorization"))
            return !keepAuth;
        return field.isSecret || isOneOf(field, {"Cookie", "Proxy-Authorization"});
    });
    if (!keepAuth)
        request.signer = {};
}

/// The host of a Location that names one, as it is written, in lower case; empty where it names none.
QByteArray writtenHost(const QByteArray& location)
{
    qsizetype start = location.indexOf("//");
    const qsizetype query = location.indexOf('?');
    if (start < 0 || (query >= 0 && query < start) || (start > 0 && location[start - 1] != ':'))
        return {};
    start += 2;
    qsizetype end = start;
    while (end < location.size() && !QByteArrayView("/?#\\").contains(location[end]))
        ++end;
    QByteArray host = location.sliced(start, end - start);
    host = host.sliced(host.lastIndexOf('@') + 1);
    if (host.startsWith('['))
        return host.first(host.indexOf(']') + 1).toLower();
    const qsizetype colon = host.indexOf(':');
    return (colon < 0 ? host : host.first(colon)).toLower();
}

/// Whether a Location writes an IPv4 address in another way than we do. What stands behind it is the same
/// place, but nobody who means well writes it so.
bool spellsOtherwise(const QByteArray& location, const QUrl& url)
{
    const QByteArray written = writtenHost(location);
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    const bool isIpV4 = QHostAddress(QString::fromLatin1(host)).protocol() == QAbstractSocket::IPv4Protocol;
    return isIpV4 && !written.isEmpty() && written != host;
}

/// A Host that was typed belongs to the place it was typed for.
void setHost(ComposedRequest& request, bool keepTyped)
{
    const QByteArray authority = httpAuthority(request.url);
    for (ComposedField& field : request.fields) {
        if (!field.isNamed("Host"))
            continue;
        if (!keepTyped || field.isAutomatic)
            field.value = authority;
        return;
    }
}

} // namespace

bool isFollowable(const Http1Head& response)
{
    static constexpr std::array statuses{301, 302, 303, 307, 308};
    return std::find(statuses.begin(), statuses.end(), response.status) != statuses.end() &&
           !response.value("Location").isEmpty();
}

Result<ComposedRequest> redirected(const ComposedRequest& request, const Http1Head& response,
                                   const HttpSettings& settings)
{
    const QByteArray location = response.value("Location");
    const QUrl target = QUrl::fromEncoded(location, QUrl::TolerantMode);
    if (!target.isValid())
        return fail(ErrorCode::BadAddress, QStringLiteral("Location: ") + escapedHttpBytes(location, 200));
    QUrl url = request.url.resolved(target);
    if (url.scheme() != QStringLiteral("http") && url.scheme() != QStringLiteral("https"))
        return fail(ErrorCode::UnsupportedScheme, url.scheme());
    if (url.host().isEmpty() || url.port() == 0)
        return fail(ErrorCode::BadAddress, QStringLiteral("Location: ") + escapedHttpBytes(location, 200));
    url.setUserInfo({});
    url.setFragment({});

    ComposedRequest next = request;
    const bool stays = sameOrigin(request.url, url) && !spellsOtherwise(location, url);
    next.url = url;
    next.target = httpTarget(url);
    if (next.signer.kind != HttpAuth::Kind::None)
        next.removeSigned();
    if (!settings.keepMethod && becomesGet(response.status, request.method)) {
        next.method = "GET";
        dropBody(next);
    }
    if (!stays)
        dropSecrets(next, settings.keepAuth);
    setHost(next, stays);
    return next;
}

} // namespace wl
