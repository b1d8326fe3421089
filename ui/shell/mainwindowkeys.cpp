// SPDX-License-Identifier: MIT
#include "ui/inspect/inspector.h"
#include "ui/shell/exchangememory.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/paletteentries.h"
#include "ui/shell/panetabs.h"
#include "ui/traffic/trafficnotes.h"
#include "ui/traffic/trafficview.h"
#include "ui/workspace/workspacetree.h"

#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <QStackedWidget>

/// The main window by keyboard: palette, find, going round its parts.
namespace wl {

namespace {

/// Opens a part's own find field, by a method find() or a signal findRequested(). False where it has neither.
bool startFind(QWidget& widget)
{
    for (const char* name : {"find", "findRequested"}) {
        const QByteArray signature = QByteArray(name) + "()";
        if (widget.metaObject()->indexOfMethod(signature.constData()) >= 0)
            return QMetaObject::invokeMethod(&widget, name);
    }
    return false;
}

} // namespace

void MainWindow::showPalette()
{
    paletteentries::Sources sources{*this, *m_tabs, m_workspace.get(), m_state.recentAddresses, {}, {}, {}};
    // Its keys (Ctrl+Enter) are the next that the person wants.
    sources.openItem = [this](ItemId id) {
        if (Pane* pane = m_panes->openItem(id))
            pane->focusForm();
    };
    sources.triggerItem = [this](ItemId id) {
        m_panes->triggerItem(id);
        if (Pane* pane = m_panes->currentPane())
            pane->focusForm();
    };
    sources.openAddress = [this](const QString& address) {
        if (const Result<Opened> parsed = parseOpenCommand(address))
            openText(*parsed, address);
    };
    m_palette->open(paletteentries::collect(sources));
}

void MainWindow::find()
{
    // The nearest part around the focus that can find does it; in a pane also one beside the focus.
    for (QWidget* widget = QApplication::focusWidget(); widget; widget = widget->parentWidget()) {
        if (startFind(*widget))
            return;
        if (widget == m_tree) {
            if (auto* field = m_tree->findChild<QLineEdit*>())
                field->setFocus(Qt::ShortcutFocusReason);
            return;
        }
        if (!qobject_cast<Pane*>(widget))
            continue;
        const QList<QWidget*> children = widget->findChildren<QWidget*>();
        for (QWidget* child : children) {
            if (child->isVisible() && startFind(*child))
                return;
        }
        return; // nothing here to find in: the focus stays
    }
    m_trafficDock->show();
    m_traffic->find();
}

void MainWindow::goToMarked(int step)
{
    m_trafficDock->show();
    if (!m_traffic->notes().goToMarked(step))
        showMessage(MessageBar::Kind::Information,
                    tr("No row of the list is marked. Ctrl+M marks the selected ones."));
}

void MainWindow::cycleParts(int step)
{
    const std::array<QWidget*, 5> parts{m_tree, &m_memory->view(), m_center, m_inspector, m_traffic};
    const auto count = int(parts.size());
    int current = -1;
    for (int i = 0; i < count; ++i) {
        if (parts.at(size_t(i))->isAncestorOf(QApplication::focusWidget()))
            current = i;
    }
    for (int tried = 1; tried <= count; ++tried) {
        const int next = ((current < 0 ? -step : current) + step * tried + count * 5) % count;
        QWidget* part = parts.at(size_t(next));
        if (!part->isVisible())
            continue;
        focusPart(*part);
        return;
    }
}

void MainWindow::focusPart(QWidget& part)
{
    const QList<QWidget*> children = part.findChildren<QWidget*>();
    for (QWidget* child : children) {
        const bool isList = qobject_cast<QAbstractScrollArea*>(child) || &part == m_center;
        if (isList && child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)) {
            child->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace wl
