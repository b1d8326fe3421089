// SPDX-License-Identifier: MIT
#pragma once

#include "http/oauth2flow.h"

#include <QHash>

#include <map>

namespace wl {

/// The access tokens of this run, in memory only: one for each client, place and scope, whichever request
/// asked for it. Lives on the client's thread, owned by the client.
class OAuth2Tokens final : public QObject
{
    Q_OBJECT
public:
    struct State
    {
        std::optional<OAuth2Token> token;
        bool isBusy = false;
        QUrl browserUrl; ///< of isBusy: the page that the person has to see; invalid = none
        QString problem; ///< why the last try gave none; empty = it did, or there was none
    };

    OAuth2Tokens(const OAuth2Flow::Place& place, QObject* parent = nullptr);
    ~OAuth2Tokens() override;

    [[nodiscard]] State state(const OAuth2Spec& spec) const;
    /// The access token where there is one that has not expired; else empty.
    [[nodiscard]] QString access(const OAuth2Spec& spec) const;
    /// Asks for a token, and forgets the one that is there when the new one comes. changed() tells the rest,
    /// perhaps before this returns. Nothing happens while it is busy.
    void fetch(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint);
    /// The same by the refresh token; where there is none nothing happens.
    void refresh(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint);
    /// What a request can do before it is sent, without asking the person: refreshes an expired token, asks
    /// by the client's credentials. False where only the person can get one.
    bool renew(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint);
    void cancel(const OAuth2Spec& spec);
    void forget(const OAuth2Spec& spec);

signals:
    /// Something of a state changed.
    void changed();
    /// The person's browser shall show this page, once.
    void browserWanted(const QUrl& url);

private:
    struct Entry
    {
        State state;
        std::unique_ptr<OAuth2Flow> flow;
    };

    OAuth2Flow* begin(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint);
    void end(const QString& key);

    OAuth2Flow::Place m_place;
    std::map<QString, Entry> m_entries;
};

} // namespace wl
