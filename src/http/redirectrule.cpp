// SPDX-License-Identifier: MIT
#include "http/redirectrule.h"

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

void dropSecrets(ComposedRequest& request)
{
    request.fields.removeIf([](const ComposedField& field) {
        return field.isSecret || isOneOf(field, {"Authorization", "Cookie", "Proxy-Authorization"});
    });
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

Result<ComposedRequest> redirected(const ComposedRequest& request, const Http1Head& response)
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
    const bool stays = sameOrigin(request.url, url);
    next.url = url;
    next.target = httpTarget(url);
    if (becomesGet(response.status, request.method)) {
        next.method = "GET";
        dropBody(next);
    }
    if (!stays)
        dropSecrets(next);
    setHost(next, stays);
    return next;
}

} // namespace wl
