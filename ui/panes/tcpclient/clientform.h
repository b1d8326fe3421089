// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"

#include <memory>

namespace Ui {
class ClientForm;
}

namespace wl {

/// The form of a TCP or TLS client: address, and under "More options" the rest; Send FIN and Reset beside the
/// state. It edits one ClientItem in place, so that what it does not show stays exactly as it was. UI thread.
class ClientForm : public QWidget
{
    Q_OBJECT
public:
    explicit ClientForm(QWidget* parent = nullptr);
    ~ClientForm() override;

    /// Everything but the message, which is the payload editor's.
    void setItem(const ClientItem& item);
    [[nodiscard]] const ClientItem& item() const { return m_item; }
    /// Empty where the client could be started; else what is wrong with the input.
    [[nodiscard]] QString problem() const;
    /// `canFinish`: connected, and FIN was not sent yet.
    void showState(const PaneState& state, const QString& detail, bool isRunning, bool isOpen,
                   bool canFinish);
    /// Something to know about the form itself ("changed since it was started"); empty for none.
    void setNote(const QString& note);
    void focusAddress();

signals:
    void edited();
    void toggleRequested(); ///< the button, or Enter in the address
    void finishRequested();
    void resetRequested();
    void optionsToggled(bool shown);

private:
    void connectMain();
    void connectOptions();
    void change(const std::function<void()>& assign);
    void updateControls();

    std::unique_ptr<Ui::ClientForm> m_ui;
    ClientItem m_item;
    QString m_note;
    bool m_isRunning = false;
    bool m_isLoading = false;
};

} // namespace wl
