// SPDX-License-Identifier: MIT
#include "http/oauth2tokens.h"

namespace wl {

namespace {

/// What two requests must have in common to use one token.
QString keyOf(const OAuth2Spec& spec)
{
    return QStringList{spec.flow == OAuth2Spec::Flow::AuthorizationCode ? spec.authorizationUrl : QString(),
                       spec.tokenUrl,
                       spec.clientId,
                       spec.clientSecret,
                       spec.scope,
                       spec.audience}
        .join(u'\n');
}

} // namespace

OAuth2Tokens::OAuth2Tokens(const OAuth2Flow::Place& place, QObject* parent)
    : QObject(parent)
    , m_place(place)
{
}

OAuth2Tokens::~OAuth2Tokens() = default;

OAuth2Tokens::State OAuth2Tokens::state(const OAuth2Spec& spec) const
{
    const auto found = m_entries.find(keyOf(spec));
    return found == m_entries.end() ? State() : found->second.state;
}

QString OAuth2Tokens::access(const OAuth2Spec& spec) const
{
    const std::optional<OAuth2Token> token = state(spec).token;
    return token && !token->isExpired(now()) ? token->access : QString();
}

/// Null while one is at it.
OAuth2Flow* OAuth2Tokens::begin(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint)
{
    const QString key = keyOf(spec);
    Entry& entry = m_entries[key];
    if (entry.state.isBusy)
        return nullptr;
    entry.state.isBusy = true;
    entry.state.problem.clear();
    entry.state.browserUrl.clear();
    entry.flow = std::make_unique<OAuth2Flow>(m_place, spec, settings, endpoint);
    OAuth2Flow* flow = entry.flow.get();
    connect(flow, &OAuth2Flow::browserWanted, this, [this, key](const QUrl& url) {
        m_entries[key].state.browserUrl = url;
        emit browserWanted(url);
        emit changed();
    });
    connect(flow, &OAuth2Flow::succeeded, this, [this, key](const OAuth2Token& token) {
        m_entries[key].state.token = token;
        end(key);
    });
    connect(flow, &OAuth2Flow::failed, this, [this, key](const QString& problem) {
        m_entries[key].state.problem = problem;
        end(key);
    });
    return flow;
}

/// The flow is in the middle of its own signal.
void OAuth2Tokens::end(const QString& key)
{
    Entry& entry = m_entries[key];
    entry.state.isBusy = false;
    entry.state.browserUrl.clear();
    if (entry.flow)
        entry.flow.release()->deleteLater();
    emit changed();
}

void OAuth2Tokens::fetch(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint)
{
    if (OAuth2Flow* flow = begin(spec, settings, endpoint)) {
        emit changed();
        flow->start();
    }
}

void OAuth2Tokens::refresh(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint)
{
    const std::optional<OAuth2Token> token = state(spec).token;
    if (!token || token->refresh.isEmpty())
        return;
    if (OAuth2Flow* flow = begin(spec, settings, endpoint)) {
        // A refresh token that was refused is of no use any more.
        connect(flow, &OAuth2Flow::failed, this, [this, key = keyOf(spec)](const QString&, bool isRefused) {
            if (isRefused && m_entries[key].state.token)
                m_entries[key].state.token->refresh.clear();
            emit changed();
        });
        emit changed();
        flow->refresh(token->refresh);
    }
}

bool OAuth2Tokens::renew(const OAuth2Spec& spec, const HttpSettings& settings, EndpointId endpoint)
{
    const State now = state(spec);
    if (now.token && !now.token->refresh.isEmpty())
        refresh(spec, settings, endpoint);
    else if (spec.flow == OAuth2Spec::Flow::ClientCredentials)
        fetch(spec, settings, endpoint);
    else
        return now.isBusy;
    return true;
}

void OAuth2Tokens::cancel(const OAuth2Spec& spec)
{
    const QString key = keyOf(spec);
    if (!state(spec).isBusy)
        return;
    m_entries[key].flow.reset();
    m_entries[key].state.problem = OAuth2Words::tr("canceled");
    end(key);
}

void OAuth2Tokens::forget(const OAuth2Spec& spec)
{
    cancel(spec);
    m_entries.erase(keyOf(spec));
    emit changed();
}

} // namespace wl
