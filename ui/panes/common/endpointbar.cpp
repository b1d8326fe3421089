// SPDX-License-Identifier: MIT
#include "ui/panes/common/endpointbar.h"

#include "base/errortext.h"

namespace wl {

EndpointBar::EndpointBar(EndpointWords::Role role, QWidget* parent)
    : MessageBar(parent)
    , m_role(role)
{
}

void EndpointBar::setHolderOf(std::function<QString(const Error& error, bool udp)> holderOf)
{
    m_holderOf = std::move(holderOf);
}

void EndpointBar::showState(const EndpointState& state, const QString& address, bool hasBeenUp,
                            const QString& actionText)
{
    using Phase = EndpointState::Phase;
    const bool hasFailed = state.phase == Phase::Failed;
    const bool isPaused = state.phase == Phase::Listening && state.error.code != ErrorCode::None;
    const Error error = hasFailed || isPaused ? state.error : Error();
    if (error == m_shown && (error.code == ErrorCode::None || !text().isEmpty()))
        return;
    const bool wasShown = m_shown.code != ErrorCode::None;
    m_shown = error;
    if (hasFailed) {
        const bool isUdp = m_role == EndpointWords::Role::Udp;
        const QString holder = m_holderOf ? m_holderOf(error, isUdp) : QString();
        showMessage(Kind::Error,
                    EndpointWords::failure(EndpointWords::tried(m_role, address, hasBeenUp), error, holder),
                    actionText);
    }
    if (isPaused)
        showMessage(Kind::Warning, ErrorText::sentence(tr("Accepting clients is paused"), error));
    else if (!hasFailed && wasShown)
        clear();
}

void EndpointBar::showError(const QString& tried, const Error& error)
{
    m_shown = {};
    showMessage(Kind::Error, ErrorText::sentence(tried, error));
}

void EndpointBar::showInformation(const QString& text)
{
    m_shown = {};
    showMessage(Kind::Information, text);
}

void EndpointBar::showServerStart(const ServerStart& server, const QString& actionText)
{
    if (server.label.isEmpty())
        return;
    m_shown = {};
    if (server.hasFailed())
        showMessage(Kind::Error, EndpointWords::serverStart(server), actionText);
    else
        showMessage(Kind::Information, EndpointWords::serverStart(server));
}

} // namespace wl
