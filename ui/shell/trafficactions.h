// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/resend.h"
#include "ui/widgets/messagebar.h"

#include <QAction>

namespace wl {

class TrafficView;

/// What can be done with the rows of the traffic list beyond looking at them: the actions of the Traffic menu
/// and of the list's context menu, on when they can be used and saying why they are off. UI thread; the main
/// window owns it.
class TrafficActions : public QObject
{
    Q_OBJECT
public:
    /// What it works with; all of it outlives this object.
    struct Parts
    {
        TrafficView& traffic;
        Sessions& sessions;
        OpenPanes& panes;
        Resend::Source live;
    };
    explicit TrafficActions(const Parts& parts, QObject* parent = nullptr);

    /// Of the selected rows, in the order of the menus.
    [[nodiscard]] QList<QAction*> actions() const { return {m_sendAgain, m_editAndSend}; }

signals:
    /// For the bar above the panes.
    void message(wl::MessageBar::Kind kind, const QString& text);

private:
    QAction* make(const char* name, const QString& text, const QString& icon, const QKeySequence& keys);
    static void setPossible(QAction& action, const QString& whyNot);
    void update();

    TrafficView& m_traffic;
    Resend m_resend;
    QAction* m_sendAgain = nullptr;
    QAction* m_editAndSend = nullptr;
};

} // namespace wl
