// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;

namespace wl {

/// What stands where the tree has nothing to show: why, and what would fill it.
class WorkspacePage final : public QWidget
{
    Q_OBJECT
public:
    explicit WorkspacePage(QWidget* parent = nullptr);

    void showNoWorkspace();
    /// `creating` is the menu of new items; not owned.
    void showNoItems(QMenu* creating);
    void showNothingFound(const QString& text);

signals:
    void newWorkspaceRequested();
    void openWorkspaceRequested();
    void searchCleared();

private:
    void show(const QString& text, const QString& first, const QString& second = {});

    enum class Reason : quint8 { NoWorkspace, NoItems, NothingFound };
    Reason m_reason = Reason::NoWorkspace;
    QLabel* m_text = nullptr;
    QPushButton* m_first = nullptr;
    QPushButton* m_second = nullptr;
};

} // namespace wl
