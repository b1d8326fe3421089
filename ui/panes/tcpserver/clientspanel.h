// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/connectiontable.h"

class QAction;
class QToolBar;

namespace wl {

/// A server's clients with what can be done to them: close, reset, send FIN, mute, follow. Works on the
/// selected rows; only asks, the pane does it. UI thread.
class ClientsPanel : public QWidget
{
    Q_OBJECT
public:
    /// `source` and `pulse` outlive this widget.
    ClientsPanel(const RecordSource& source, Pulse& pulse, QWidget* parent = nullptr);

    [[nodiscard]] ConnectionTable& table() { return *m_table; }
    [[nodiscard]] const ConnectionTable& table() const { return *m_table; }
    /// The selected clients that are still open.
    [[nodiscard]] QList<ConnectionId> selectedOpen() const;
    /// Whose conversation is to be shown: the followed ones, else the selected, else all that are not muted.
    [[nodiscard]] ConversationSelection shown() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

signals:
    void closeRequested(const QList<wl::ConnectionId>& clients);
    void resetRequested(const QList<wl::ConnectionId>& clients);
    void finishRequested(const QList<wl::ConnectionId>& clients);
    void closeAllRequested();
    void followRequested(wl::ConnectionId client); ///< mark it in the traffic list
    void shownChanged();
    /// The selection, or how many are open, changed.
    void receiversChanged();

private:
    void setUpActions();
    QAction* addAction(const QString& name, const QString& icon, const QString& text, const QString& toolTip);
    void connectAll();
    void toggleMute();
    void toggleFollow(bool on);
    static void setPossible(QAction& action, bool isPossible, const QString& whyNot);
    void updateActions();
    void pulled();

    ConnectionTable* m_table = nullptr;
    QToolBar* m_bar = nullptr;
    QAction* m_close = nullptr;
    QAction* m_reset = nullptr;
    QAction* m_finish = nullptr;
    QAction* m_mute = nullptr;
    QAction* m_follow = nullptr;
    QAction* m_closeAll = nullptr;
    QAction* m_dropEnded = nullptr;
    QList<ConnectionId> m_followed;
    qsizetype m_open = 0;
    bool m_hasNew = false;
};

} // namespace wl
