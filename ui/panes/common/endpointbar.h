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

    /// `address`: as the user wrote it; `hasBeenUp`: the endpoint had been connected or listening.
    /// `actionText` is shown with a failure.
    void showState(const EndpointState& state, const QString& address, bool hasBeenUp,
                   const QString& actionText = {});
    /// Something else that failed: "Cannot send to 127.0.0.1:5000".
    void showError(const QString& tried, const Error& error);
    void showInformation(const QString& text);

private:
    EndpointWords::Role m_role;
    Error m_shown; ///< of the state that the bar shows
};

} // namespace wl
