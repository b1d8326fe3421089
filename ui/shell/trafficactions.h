// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/resend.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QPointer>

namespace wl {

class PaneTabs;
class Pulse;
class ReplayPage;
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
        PaneTabs& tabs;
        Pulse& pulse;
        Resend::Source live;
    };
    explicit TrafficActions(const Parts& parts, QObject* parent = nullptr);
    /// Closes the tabs that it opened.
    ~TrafficActions() override;

    /// Of the selected rows, in the order of the menus.
    [[nodiscard]] QList<QAction*> actions() const
    {
        return {m_sendAgain, m_editAndSend, m_replay, m_replayRows, m_compare, m_compareConversations};
    }

signals:
    /// For the bar above the panes.
    void message(wl::MessageBar::Kind kind, const QString& text);
    /// A record of the live capture was clicked in a tab of ours.
    void recordActivated(wl::RecordId id);

private:
    QAction* make(const char* name, const QString& text, const QString& icon, const QKeySequence& keys);
    static void setPossible(QAction& action, const QString& whyNot);
    void connectAll();
    void update();
    void replayConversation();
    void replayRows();
    void compareRows();
    void compareConversations();
    [[nodiscard]] QString recordName(RecordId id) const;
    [[nodiscard]] QString whyNotCompare() const;
    void showPage(QWidget* page, const QString& title);
    void openReplay(ReplayPage* page);

    const Parts m_parts;
    TrafficView& m_traffic;
    Resend m_resend;
    QList<QPointer<QWidget>> m_pages; ///< tabs that were opened here
    QAction* m_sendAgain = nullptr;
    QAction* m_editAndSend = nullptr;
    QAction* m_replay = nullptr;
    QAction* m_replayRows = nullptr;
    QAction* m_compare = nullptr;
    QAction* m_compareConversations = nullptr;
};

} // namespace wl
