// SPDX-License-Identifier: MIT
#pragma once

#include "http/oauth2tokens.h"
#include "session/sessions.h"
#include "workspace/inheritedauth.h"

#include <QObject>

#include <functional>

namespace wl {

/// Puts into a request what it inherits and its access token, when it leaves the pane to be sent, and waits
/// for a token where one can be had without the person. UI thread; a pane owns it.
class RequestAuth : public QObject
{
    Q_OBJECT
public:
    using Inheritance = std::function<InheritedAuth()>;
    using Then = std::function<void(const HttpRequest& request)>;

    explicit RequestAuth(Sessions& sessions, QObject* parent = nullptr);

    void setInheritance(Inheritance inheritance) { m_inheritance = std::move(inheritance); }
    [[nodiscard]] InheritedAuth inherited() const;
    /// The request as it can be sent now.
    [[nodiscard]] HttpRequest resolved(const HttpRequest& request) const;
    /// Of the request's OAuth 2, also where it inherits that.
    [[nodiscard]] OAuth2Tokens::State tokenState(const HttpRequest& request) const;

    /// Calls `then` with the resolved request: at once, or when a token is there. refused() tells where that
    /// fails, or where only the person can get one.
    void prepare(const HttpRequest& request, EndpointId endpoint, Then then);
    [[nodiscard]] bool isWaiting() const { return bool(m_then); }
    void cancel();

    // What the person asks for.
    void fetch(const HttpRequest& request, EndpointId endpoint);
    void refresh(const HttpRequest& request, EndpointId endpoint);
    void forget(const HttpRequest& request);
    void cancelToken(const HttpRequest& request);

signals:
    /// Tokens changed.
    void changed();
    void refused(const QString& problem, bool needsPerson);

private:
    [[nodiscard]] OAuth2Tokens& tokens() const;
    void look();

    Sessions& m_sessions;
    Inheritance m_inheritance;
    HttpRequest m_waiting;
    Then m_then;
    std::optional<OAuth2Spec> m_asked; ///< whose page for the browser is this pane's to open
};

} // namespace wl
