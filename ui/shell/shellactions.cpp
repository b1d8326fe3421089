// SPDX-License-Identifier: MIT
#include "ui/shell/shellactions.h"

#include "ui/widgets/icons.h"

namespace wl {

ShellActions::ShellActions(QObject* parent)
    : QObject(parent)
{
    makeFileActions();
    makeEditActions();
    makeViewActions();
    makePaneActions();
    makeTrafficActions();
    shortcuts = make("shortcuts", tr("Keyboard &Shortcuts"), {}, {QKeySequence(Qt::Key_F1)});
    about = make("about", tr("&About Wireloupe"), QStringLiteral("info"));
}

QAction* ShellActions::make(const char* name, const QString& text, const QString& icon,
                            const QList<QKeySequence>& keys)
{
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(keys);
    if (!icon.isEmpty())
        action->setIcon(icons::icon(icon));
    return action;
}

void ShellActions::makeFileActions()
{
    newServer =
        make("newServer", tr("TCP &Server"), QStringLiteral("server"), {QKeySequence(tr("Ctrl+Alt+S"))});
    newClient =
        make("newClient", tr("TCP &Client"), QStringLiteral("client"), {QKeySequence(tr("Ctrl+Alt+C"))});
    newUdp = make("newUdp", tr("&UDP"), QStringLiteral("udp"), {QKeySequence(tr("Ctrl+Alt+U"))});
    newRequest =
        make("newRequest", tr("&HTTP Request"), QStringLiteral("http"), {QKeySequence(tr("Ctrl+Alt+H"))});
    openCapture =
        make("openCapture", tr("&Open Capture…"), QStringLiteral("open"), {QKeySequence(QKeySequence::Open)});
    saveCapture = make("saveCapture", tr("&Save Capture As…"), QStringLiteral("save"),
                       {QKeySequence(QKeySequence::Save)});
    backToLive = make("backToLive", tr("Back to the &Live Capture"), QStringLiteral("live"));
    newWorkspace = make("newWorkspace", tr("&New Workspace…"), QStringLiteral("folder"));
    openWorkspace = make("openWorkspace", tr("Open &Workspace…"), QStringLiteral("folder"),
                         {QKeySequence(tr("Ctrl+Shift+O"))});
    quit = make("quit", tr("&Quit"), {}, {QKeySequence(tr("Ctrl+Q"))});
    quit->setMenuRole(QAction::QuitRole);
}

void ShellActions::makeEditActions()
{
    undo = make("undo", tr("&Undo"), QStringLiteral("undo"), {QKeySequence(QKeySequence::Undo)});
    redo = make("redo", tr("&Redo"), QStringLiteral("redo"), QKeySequence::keyBindings(QKeySequence::Redo));
    find = make("find", tr("&Find"), QStringLiteral("search"), {QKeySequence(QKeySequence::Find)});
    palette =
        make("palette", tr("&Command Palette…"), QStringLiteral("command"), {QKeySequence(tr("Ctrl+K"))});
}

void ShellActions::makeViewActions()
{
    nextPart = make("nextPart", tr("&Next Part of the Window"), {}, {QKeySequence(Qt::Key_F6)});
    previousPart =
        make("previousPart", tr("&Previous Part of the Window"), {}, {QKeySequence(Qt::SHIFT | Qt::Key_F6)});
    focusAddress = make("focusAddress", tr("Go to the &Address Bar"), {}, {QKeySequence(tr("Ctrl+L"))});
    resetLayout = make("resetLayout", tr("&Reset the Layout"));
    searchHistory = make("searchHistory", tr("Search the &History"), QStringLiteral("clock"),
                         {QKeySequence(tr("Ctrl+Shift+H"))});
    showCookies = make("showCookies", tr("&Cookies"), QStringLiteral("cookie"));
    theme = new QActionGroup(this);
    themeSystem = make("themeSystem", tr("As the &Desktop Says"));
    themeLight = make("themeLight", tr("&Light"), QStringLiteral("sun"));
    themeDark = make("themeDark", tr("&Dark"), QStringLiteral("moon"));
    for (QAction* action : {themeSystem, themeLight, themeDark}) {
        action->setCheckable(true);
        theme->addAction(action);
    }
}

void ShellActions::makePaneActions()
{
    trigger = make("trigger", tr("&Start, Stop or Send"), QStringLiteral("play"), {QKeySequence(Qt::Key_F5)});
    savePane = make("savePane", tr("Save to the &Workspace"), QStringLiteral("save"),
                    {QKeySequence(tr("Ctrl+Shift+S"))});
    closePane = make("closePane", tr("&Close"), QStringLiteral("close"), {QKeySequence(tr("Ctrl+W"))});
    reopenPane = make("reopenPane", tr("&Reopen Closed"), {}, {QKeySequence(tr("Ctrl+Shift+T"))});
    nextPane = make("nextPane", tr("&Next Tab"), {},
                    {QKeySequence(tr("Ctrl+Tab")), QKeySequence(tr("Ctrl+PgDown"))});
    previousPane = make("previousPane", tr("&Previous Tab"), {},
                        {QKeySequence(tr("Ctrl+Shift+Tab")), QKeySequence(tr("Ctrl+PgUp"))});
}

void ShellActions::makeTrafficActions()
{
    pauseTraffic = make("pauseTraffic", tr("&Pause the List"), QStringLiteral("pause"),
                        {QKeySequence(tr("Ctrl+Shift+P"))});
    pauseTraffic->setCheckable(true);
    filterTraffic =
        make("filterTraffic", tr("&Filter"), QStringLiteral("filter"), {QKeySequence(tr("Ctrl+Shift+F"))});
    showConversation = make("showConversation", tr("Show &Conversation of the Selected Row"),
                            QStringLiteral("conversation"), {QKeySequence(tr("Ctrl+Shift+C"))});
    markRecords =
        make("markRecords", tr("&Mark or Unmark the Selected Rows"), {}, {QKeySequence(tr("Ctrl+M"))});
    nextMarked = make("nextMarked", tr("&Next Marked Row"), {}, {QKeySequence(tr("Ctrl+Shift+N"))});
    previousMarked =
        make("previousMarked", tr("P&revious Marked Row"), {}, {QKeySequence(tr("Ctrl+Shift+B"))});
    editComment = make("editComment", tr("C&omment on the Selected Row…"), QStringLiteral("edit"),
                       {QKeySequence(tr("Ctrl+Shift+M"))});
    hideConnection = make("hideConnection", tr("&Hide the Connection of the Selected Row"));
    clearTraffic = make("clearTraffic", tr("C&lear the List"), QStringLiteral("trash"));
    coloringRules = make("coloringRules", tr("Colorin&g Rules…"));
}

QString ShellActions::plainText(const QAction& action)
{
    QString text = action.text();
    text.remove(u'&');
    text.remove(QChar(0x2026));
    return text;
}

} // namespace wl
