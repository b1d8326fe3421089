// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpclient.h"
#include "http/oauth2messages.h"
#include "http/redirectlistener.h"

#include <QTimer>

namespace wl {

/// Gets one token, once: by the person's browser and a loopback redirect, by the client's credentials, or by
/// a refresh token. What it sends goes through the HTTP client, as an exchange of its own. Lives on the
/// client's thread; deleting it cancels.
class OAuth2Flow final : public QObject
{
    Q_OBJECT
public:
    /// How long the person has in the browser.
    static constexpr std::chrono::minutes browserTime{5};

    struct Place
    {
        HttpClient& client;
        NetworkThread& network;
        TrafficSink& sink;
    };
    /// `endpoint` marks the records; `settings` are those of the request that the token is for. What `place`
    /// names outlives this object.
    OAuth2Flow(const Place& place, OAuth2Spec spec, HttpSettings settings, EndpointId endpoint,
               QObject* parent = nullptr);
    ~OAuth2Flow() override;

    /// As the spec's flow says.
    void start();
    void refresh(const QString& refreshToken);

signals:
    /// Whoever shows the person's browser shows this page.
    void browserWanted(const QUrl& url);
    void succeeded(const wl::OAuth2Token& token);
    /// In words; `isRefused`: the server says no, another try with the same would end so too.
    void failed(const QString& problem, bool isRefused);

private:
    void listen();
    void askBrowser(quint16 port);
    void takeRedirect(const QByteArray& target);
    void closeListener();
    void send(const HttpRequest& request);
    void follow(const HttpExchange& exchange);
    void readAnswer(const HttpExchange& exchange);
    void takeAnswer(int status, const QByteArray& body);
    void fail(const QString& problem, bool isRefused = false);

    Place m_place;
    OAuth2Spec m_spec;
    HttpSettings m_settings;
    EndpointId m_endpoint;
    OAuth2Proof m_proof = OAuth2Proof::make();
    RedirectListener* m_listener = nullptr; ///< on the network thread; deletes itself
    QString m_redirectUri;
    QString m_oldRefresh; ///< stays where the server gives no new one (RFC 6749 §6)
    ExchangeId m_exchange;
    QTimer m_limit;
};

} // namespace wl
