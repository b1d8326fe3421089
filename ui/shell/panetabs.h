// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"

#include <QTabWidget>

namespace wl {

/// The tabs in the middle: panes and conversations, each with a mark and a word for its state.
class PaneTabs : public QTabWidget
{
    Q_OBJECT
public:
    explicit PaneTabs(QWidget* parent = nullptr);
    ~PaneTabs() override;

    /// Adds a tab; it does not become the current one. `icon` is shown while it has no state.
    void addPage(QWidget* page, const QString& title, const QString& icon = QStringLiteral("conversation"));
    void setPageTitle(QWidget* page, const QString& title);
    /// `isExposed`: it listens where other machines can reach it.
    void setPageState(QWidget* page, const PaneState& state, bool isExposed);

    void selectNext();
    void selectPrevious();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Looks
    {
        QString title;
        PaneState state;
        bool hasState = false;
        bool isExposed = false;
        QString icon;
    };
    void updateTab(QWidget* page);

    QHash<QWidget*, Looks> m_looks;
};

} // namespace wl
