// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/remark.h"
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
    /// Something to know about the form, such as that it was changed since the start.
    void setRemark(const Remark& remark);
    void focusAddress();

signals:
    void edited();
    void toggleRequested(); ///< the button, or Enter in the address
    void finishRequested();
    void resetRequested();
    void optionsToggled(bool shown);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectMain();
    void connectOptions();
    void change(const std::function<void()>& assign);
    void updateControls();
    void showRemark();

    std::unique_ptr<Ui::ClientForm> m_ui;
    ClientItem m_item;
    Remark m_remark;
    bool m_isRunning = false;
    bool m_isLoading = false;
};

} // namespace wl
