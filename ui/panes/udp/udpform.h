// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/remark.h"
#include "ui/panes/pane.h"

#include <memory>

namespace Ui {
class UdpForm;
}

namespace wl {

/// The form of a UDP socket: where to bind, the target, the answer, and under "More options" groups, TTL and
/// buffers. It edits one UdpItem in place, so that what it does not show stays exactly as it was. UI thread.
class UdpForm : public QWidget
{
    Q_OBJECT
public:
    explicit UdpForm(QWidget* parent = nullptr);
    ~UdpForm() override;

    /// Everything but the message, which is the payload editor's.
    void setItem(const UdpItem& item);
    [[nodiscard]] const UdpItem& item() const { return m_item; }
    /// Empty where the socket could be bound; else what is wrong with the input.
    [[nodiscard]] QString problem() const;
    /// Of the target alone, which a bound socket can change.
    [[nodiscard]] QString targetProblem() const;
    void showState(const PaneState& state, const QString& detail, bool isRunning);
    /// Something to know about the form, such as that it was changed since the start.
    void setRemark(const Remark& remark);
    void focusAddress();

signals:
    void edited();
    void toggleRequested(); ///< the button, or Enter in an address
    void optionsToggled(bool shown);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectMain();
    void connectOptions();
    void change(const std::function<void()>& assign);
    void updateControls();
    void showRemark();

    std::unique_ptr<Ui::UdpForm> m_ui;
    UdpItem m_item;
    Remark m_remark;
    bool m_isRunning = false;
    bool m_isLoading = false;
};

} // namespace wl
