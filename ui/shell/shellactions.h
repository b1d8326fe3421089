// SPDX-License-Identifier: MIT
#pragma once

#include <QAction>
#include <QActionGroup>

namespace wl {

/// Every action of the window: text, icon, shortcut, object name. What they do is connected by the window.
class ShellActions : public QObject
{
    Q_OBJECT
public:
    explicit ShellActions(QObject* parent);

    QAction* newServer = nullptr;
    QAction* newClient = nullptr;
    QAction* newUdp = nullptr;
    QAction* newRequest = nullptr;
    QAction* openCapture = nullptr;
    QAction* saveCapture = nullptr;
    QAction* backToLive = nullptr;
    QAction* newWorkspace = nullptr;
    QAction* openWorkspace = nullptr;
    QAction* quit = nullptr;

    QAction* undo = nullptr;
    QAction* redo = nullptr;
    QAction* find = nullptr;
    QAction* palette = nullptr;

    QAction* nextPart = nullptr;
    QAction* previousPart = nullptr;
    QAction* focusAddress = nullptr;
    QAction* resetLayout = nullptr;
    QAction* searchHistory = nullptr;
    QAction* showCookies = nullptr;
    QActionGroup* theme = nullptr;
    QAction* themeSystem = nullptr;
    QAction* themeLight = nullptr;
    QAction* themeDark = nullptr;

    QAction* trigger = nullptr;
    QAction* savePane = nullptr;
    QAction* closePane = nullptr;
    QAction* reopenPane = nullptr;
    QAction* nextPane = nullptr;
    QAction* previousPane = nullptr;

    QAction* pauseTraffic = nullptr;
    QAction* filterTraffic = nullptr;
    QAction* showConversation = nullptr;
    QAction* markRecords = nullptr;
    QAction* nextMarked = nullptr;
    QAction* previousMarked = nullptr;
    QAction* editComment = nullptr;
    QAction* hideConnection = nullptr;
    QAction* clearTraffic = nullptr;
    QAction* coloringRules = nullptr;

    QAction* shortcuts = nullptr;
    QAction* about = nullptr;

    /// The four that make a pane.
    [[nodiscard]] QList<QAction*> makers() const { return {newServer, newClient, newUdp, newRequest}; }
    /// A text without mnemonics and dots, as the palette and the shortcut list show it.
    [[nodiscard]] static QString plainText(const QAction& action);

private:
    void makeFileActions();
    void makeEditActions();
    void makeViewActions();
    void makePaneActions();
    void makeTrafficActions();
    QAction* make(const char* name, const QString& text, const QString& icon = {},
                  const QList<QKeySequence>& shortcuts = {});
};

} // namespace wl
