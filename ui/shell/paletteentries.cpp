// SPDX-License-Identifier: MIT
#include "ui/shell/paletteentries.h"

#include "ui/panes/pane.h"
#include "ui/shell/panefactory.h"
#include "ui/shell/shellactions.h"
#include "ui/widgets/icons.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QTabWidget>

namespace wl::paletteentries {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PaletteEntries", text);
}

void addMenu(const QMenu& menu, const QString& path, QList<PaletteEntry>& entries)
{
    const QList<QAction*> actions = menu.actions();
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isEnabled())
            continue;
        const QString text = ShellActions::plainText(*action);
        if (action->menu()) {
            addMenu(*action->menu(), QStringLiteral("%1 %2").arg(path, text).trimmed(), entries);
            continue;
        }
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        entries += {QStringLiteral("%1: %2").arg(path, text), keys, action->icon(),
                    [guarded = QPointer<QAction>(action)] {
                        if (guarded)
                            guarded->trigger();
                    }};
    }
}

void addCommands(Pane& pane, QList<PaletteEntry>& entries)
{
    for (const PaneCommand& command : pane.commands())
        entries += {command.text,
                    tr(QT_TRANSLATE_NOOP("PaletteEntries", "this tab")),
                    {},
                    [guarded = QPointer<Pane>(&pane), run = command.run] {
                        if (guarded)
                            run();
                    }};
}

void addItems(const Sources& sources, const QList<ItemId>& ids, QList<PaletteEntry>& entries)
{
    for (const ItemId id : ids) {
        const Workspace::Node* node = sources.workspace->node(id);
        if (node->isFolder) {
            addItems(sources, node->children, entries);
            continue;
        }
        const QIcon icon = icons::icon(panefactory::iconName(node->content));
        const bool isRequest = std::holds_alternative<HttpRequest>(node->content);
        const QString verb = isRequest ? tr(QT_TRANSLATE_NOOP("PaletteEntries", "Send %1"))
                                       : tr(QT_TRANSLATE_NOOP("PaletteEntries", "Start or stop %1"));
        entries += {tr(QT_TRANSLATE_NOOP("PaletteEntries", "Open %1")).arg(node->name),
                    tr(QT_TRANSLATE_NOOP("PaletteEntries", "workspace")), icon,
                    [open = sources.openItem, id] { open(id); }};
        entries += {verb.arg(node->name), tr(QT_TRANSLATE_NOOP("PaletteEntries", "workspace")), icon,
                    [trigger = sources.triggerItem, id] { trigger(id); }};
    }
}

} // namespace

QList<PaletteEntry> collect(const Sources& sources)
{
    QList<PaletteEntry> entries;
    const QList<QAction*> menus = sources.window.menuBar()->actions();
    for (const QAction* menu : menus) {
        if (menu->menu())
            addMenu(*menu->menu(), ShellActions::plainText(*menu), entries);
    }
    if (auto* current = qobject_cast<Pane*>(sources.tabs.currentWidget()))
        addCommands(*current, entries);
    for (int i = 0; i < sources.tabs.count(); ++i) {
        const QPointer<QWidget> page = sources.tabs.widget(i);
        QString text = sources.tabs.tabText(i);
        text.replace(QLatin1String("&&"), QLatin1String("&"));
        entries += {tr(QT_TRANSLATE_NOOP("PaletteEntries", "Go to %1")).arg(text),
                    tr(QT_TRANSLATE_NOOP("PaletteEntries", "tab")), sources.tabs.tabIcon(i),
                    [page, tabs = QPointer<QTabWidget>(&sources.tabs)] {
                        if (!page || !tabs)
                            return;
                        tabs->setCurrentWidget(page);
                        if (auto* pane = qobject_cast<Pane*>(page.data()))
                            pane->focusForm();
                    }};
    }
    if (sources.workspace)
        addItems(sources, sources.workspace->topLevel(), entries);
    for (const QString& address : sources.recentAddresses)
        entries +=
            {address, tr(QT_TRANSLATE_NOOP("PaletteEntries", "recent address")),
             icons::icon(QStringLiteral("clock")), [open = sources.openAddress, address] { open(address); }};
    return entries;
}

} // namespace wl::paletteentries
