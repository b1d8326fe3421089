// SPDX-License-Identifier: MIT
#include "ui/widgets/pagefocus.h"

#include <QTabBar>
#include <QTabWidget>

namespace wl {

void showPageWithFocus(QTabWidget& tabs, int page)
{
    tabs.setCurrentIndex(page);
    QWidget* current = tabs.currentWidget();
    if (!current)
        return;
    const QWidget* proxy = current->focusProxy();
    if ((proxy && proxy->isVisible()) || (!proxy && (current->focusPolicy() & Qt::TabFocus) != 0)) {
        current->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    for (QWidget* next = current->nextInFocusChain(); next != current; next = next->nextInFocusChain()) {
        const bool takesFocus =
            (next->focusPolicy() & Qt::TabFocus) != 0 && next->isEnabled() && next->isVisible();
        if (takesFocus && current->isAncestorOf(next)) {
            next->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
    tabs.tabBar()->setFocus(Qt::ShortcutFocusReason);
}

} // namespace wl
