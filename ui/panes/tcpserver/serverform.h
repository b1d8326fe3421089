// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/remark.h"
#include "ui/panes/pane.h"

#include <memory>

namespace Ui {
class ServerForm;
}

namespace wl {

/// The form of a TCP server: address, answer, greeting, and under "More options" the rest. It edits one
/// ServerItem in place, so that what it does not show stays exactly as it was. UI thread.
class ServerForm : public QWidget
{
    Q_OBJECT
public:
    explicit ServerForm(QWidget* parent = nullptr);
    ~ServerForm() override;

    /// Everything but the message, which is the payload editor's.
    void setItem(const ServerItem& item);
    [[nodiscard]] const ServerItem& item() const { return m_item; }
    /// Empty where the server could be started; else what is wrong with the input.
    [[nodiscard]] QString problem() const;
    void showState(const PaneState& state, const QString& detail, bool isRunning);
    /// Something to know about the form, such as that it was changed since the start.
    void setRemark(const Remark& remark);
    void focusAddress();

signals:
    void edited();
    void toggleRequested(); ///< the button, or Enter in the address
    void optionsToggled(bool shown);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectMain();
    void connectOptions();
    void change(const std::function<void()>& assign);
    void updateControls();
    void showRemark();
    void wrapAnswer();

    std::unique_ptr<Ui::ServerForm> m_ui;
    ServerItem m_item;
    Remark m_remark;
    bool m_isRunning = false;
    bool m_isLoading = false;
};

} // namespace wl
