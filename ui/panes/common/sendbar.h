// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"
#include "ui/panes/common/sendjobs.h"
#include "ui/panes/common/sendmemory.h"

#include <QWidget>

class QBoxLayout;
class QCheckBox;
class QPushButton;
class QSpinBox;

namespace wl {

class ElidingLabel;
class PayloadEditor;

/// The payload editor with its Send button, repetition (every N ms, M times) and what came of it. It sends
/// nothing itself: the pane does, when it is asked. UI thread.
class SendBar : public QWidget
{
    Q_OBJECT
public:
    explicit SendBar(QWidget* parent = nullptr);

    void setSpec(const PayloadSpec& spec);
    [[nodiscard]] PayloadSpec spec() const;
    /// What the button says: "Send", "Send to 3 clients".
    void setSendText(const QString& text);
    /// Why nothing can be sent now; empty where it can.
    void setBlocked(const QString& reason);
    /// A check of the payload instead of the one for streams (that there are bytes to send); gives what is
    /// wrong with it or nothing.
    void setPayloadCheck(std::function<QString(const PayloadSpec&)> check);
    /// Makes Ctrl+Enter send wherever the focus is in `pane`; where nothing can be sent, it says why.
    void sendFromAllOf(QWidget* pane);
    /// What the controls ask for, without receivers.
    [[nodiscard]] SendJob job() const;
    /// Shows the figures of a send that is under way or has ended; puts the payload on top of the history
    /// when a send was accepted.
    void showTotal(const SendJobs::Total& total);
    void remember();
    [[nodiscard]] bool canSend() const { return m_reason.isEmpty(); }
    /// What comes back with the window; nothing is sent by it.
    [[nodiscard]] SendMemory memory() const;
    void setMemory(const SendMemory& memory);
    void focusEditor();

protected:
    void resizeEvent(QResizeEvent* event) override;

signals:
    void edited();
    void sendRequested(); ///< only while canSend()
    void stopRequested();

private:
    void setUpRow();
    void arrange();
    void connectAll();
    void request();
    void showReason() const;
    [[nodiscard]] QString resultOf(const SendJobs::Total& total) const;
    void showButtons();
    void updateControls();

    PayloadEditor* m_editor = nullptr;
    QWidget* m_preview = nullptr; ///< the editor's, beside the buttons
    QBoxLayout* m_foot = nullptr;
    QWidget* m_controls = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_stop = nullptr;
    QCheckBox* m_repeat = nullptr;
    QSpinBox* m_interval = nullptr;
    QSpinBox* m_times = nullptr;
    ElidingLabel* m_status = nullptr;
    std::function<QString(const PayloadSpec&)> m_check;
    QString m_blocked;
    QString m_reason; ///< why the button is off
    QString m_result; ///< what came of the last send
    bool m_isRepeating = false;
    bool m_isLong = false; ///< a send without Repeat that the receiver takes its time for
    bool m_isLoading = false;
};

} // namespace wl
