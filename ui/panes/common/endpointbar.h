// SPDX-License-Identifier: MIT
#pragma once

#include "net/endpoint.h"
#include "ui/panes/common/endpointwords.h"
#include "ui/widgets/messagebar.h"

namespace wl {

/// Keeps a pane's message bar in step with its endpoint: what failed and why, that accepting pauses; takes
/// that back when it is over, and leaves other messages alone. UI thread.
class EndpointBar : public MessageBar
{
    Q_OBJECT
public:
    explicit EndpointBar(EndpointWords::Role role, QWidget* parent = nullptr);

    /// Who has an address that is in use (PaneContext::holderOf).
    void setHolderOf(std::function<QString(const Error& error, bool udp)> holderOf);

    /// `address`: as the user wrote it; `hasBeenUp`: the endpoint had been connected or listening.
    /// `actionText` is shown with a failure.
    void showState(const EndpointState& state, const QString& address, bool hasBeenUp,
                   const QString& actionText = {});
    /// Something else that failed: "Cannot send to 127.0.0.1:5000".
    void showError(const QString& tried, const Error& error);
    void showInformation(const QString& text);
    /// What came of starting the workspace's own server; nothing where there was none to start.
    /// `actionText` is shown with a failure.
    void showServerStart(const ServerStart& server, const QString& actionText);

private:
    EndpointWords::Role m_role;
    std::function<QString(const Error& error, bool udp)> m_holderOf;
    Error m_shown; ///< of the state that the bar shows
};

} // namespace wl
