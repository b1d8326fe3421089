// SPDX-License-Identifier: MIT
#pragma once

#include "session/replayjob.h"
#include "session/sessions.h"
#include "ui/panes/pane.h"

#include <memory>

namespace Ui {
class ReplayForm;
}

namespace wl {

/// The form of a replay: where to, whose bytes, how fast, what to wait for; the buttons and how far it is. It
/// only asks, the page does it. UI thread.
class ReplayForm : public QWidget
{
    Q_OBJECT
public:
    explicit ReplayForm(QWidget* parent = nullptr);
    ~ReplayForm() override;

    void setFacts(const QString& text);
    void setAddress(const Address& address);
    void setDirection(bool isClients);
    [[nodiscard]] bool isClientsDirection() const;
    /// The client or UDP socket to start. Errors: BadAddress.
    [[nodiscard]] Result<EndpointSpec> target() const;
    [[nodiscard]] QString addressText() const;
    [[nodiscard]] ReplayPace pace() const;
    /// Fills in what is waited for.
    void fill(ReplayJob& job) const;

    /// What is going on; `isRunning`: there is a connection or one is being made. `blocked`: why nothing can
    /// be started, empty where it can.
    void showState(const PaneState& state, const QString& detail, bool isRunning, bool canStep,
                   const QString& blocked);
    void showProgress(quint64 sent, quint64 total);

signals:
    void startRequested();
    void stepRequested();
    void stopRequested();
    void directionChanged();
    void paceChanged();

private:
    void connectAll();
    void updateControls();

    std::unique_ptr<Ui::ReplayForm> m_ui;
    bool m_isRunning = false;
    bool m_canStep = false;
    QString m_blocked;
};

} // namespace wl
