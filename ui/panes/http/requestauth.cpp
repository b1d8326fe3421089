// SPDX-License-Identifier: MIT
#include "ui/panes/http/requestauth.h"

#include <QDesktopServices>

namespace wl {

RequestAuth::RequestAuth(Sessions& sessions, QObject* parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&tokens(), &OAuth2Tokens::changed, this, &RequestAuth::look);
    connect(&tokens(), &OAuth2Tokens::browserWanted, this, [this](const QUrl& url) {
        if (!m_asked || tokens().state(*m_asked).browserUrl != url)
            return;
        m_asked.reset();
        QDesktopServices::openUrl(url);
    });
}

OAuth2Tokens& RequestAuth::tokens() const
{
    return m_sessions.http().tokens();
}

InheritedAuth RequestAuth::inherited() const
{
    return m_inheritance ? m_inheritance() : InheritedAuth();
}

HttpRequest RequestAuth::resolved(const HttpRequest& request) const
{
    HttpRequest result = request;
    if (result.auth.kind == HttpAuth::Kind::Inherit)
        result.auth = inherited().auth;
    if (result.auth.kind == HttpAuth::Kind::OAuth2)
        result.auth.token = tokens().access(result.auth.oauth2);
    return result;
}

OAuth2Tokens::State RequestAuth::tokenState(const HttpRequest& request) const
{
    const HttpAuth auth = resolved(request).auth;
    return auth.kind == HttpAuth::Kind::OAuth2 ? tokens().state(auth.oauth2) : OAuth2Tokens::State();
}

void RequestAuth::prepare(const HttpRequest& request, EndpointId endpoint, Then then)
{
    const HttpRequest ready = resolved(request);
    if (ready.isRaw || ready.auth.kind != HttpAuth::Kind::OAuth2 || !ready.auth.token.isEmpty()) {
        then(ready);
        return;
    }
    m_waiting = request;
    m_then = std::move(then);
    if (tokens().renew(ready.auth.oauth2, ready.settings, endpoint))
        return;
    m_then = nullptr;
    const bool hasExpired = tokens().state(ready.auth.oauth2).token.has_value();
    emit refused(hasExpired ? tr("The access token has expired.") : tr("There is no access token yet."),
                 true);
}

/// Something of a token changed; perhaps the one that a request waits for.
void RequestAuth::look()
{
    emit changed();
    if (!m_then)
        return;
    const HttpRequest ready = resolved(m_waiting);
    const OAuth2Tokens::State state = tokens().state(ready.auth.oauth2);
    if (state.isBusy)
        return;
    const Then then = std::exchange(m_then, nullptr);
    if (ready.auth.token.isEmpty())
        emit refused(tr("No access token: %1").arg(state.problem), false);
    else
        then(ready);
}

void RequestAuth::cancel()
{
    if (!std::exchange(m_then, nullptr))
        return;
    cancelToken(m_waiting);
}

void RequestAuth::fetch(const HttpRequest& request, EndpointId endpoint)
{
    m_asked = resolved(request).auth.oauth2;
    tokens().fetch(*m_asked, request.settings, endpoint);
}

void RequestAuth::refresh(const HttpRequest& request, EndpointId endpoint)
{
    tokens().refresh(resolved(request).auth.oauth2, request.settings, endpoint);
}

void RequestAuth::forget(const HttpRequest& request)
{
    tokens().forget(resolved(request).auth.oauth2);
}

void RequestAuth::cancelToken(const HttpRequest& request)
{
    tokens().cancel(resolved(request).auth.oauth2);
}

} // namespace wl
