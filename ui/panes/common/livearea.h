// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

class QTabBar;
class QVBoxLayout;

namespace wl {

/// How a pane lays out its parts: form and message bar on top, below them the live area over the send bar,
/// with splitters. The parts of the live area stand side by side; in a narrow pane one of them is shown, and
/// tabs choose it. Where the pane is low, the options of an opened form take the live area's
/// place; where even the rest does not fit, the pane scrolls. UI thread.
class LiveArea : public QScrollArea
{
    Q_OBJECT
public:
    /// `left` may be null. Takes all widgets as children.
    struct Parts
    {
        QWidget* form = nullptr;
        QWidget* bar = nullptr;
        QWidget* left = nullptr;
        QWidget* right = nullptr;
        QWidget* bottom = nullptr;
        QString leftTitle = {}; ///< of the tab, where there is a left part
    };
    explicit LiveArea(const Parts& parts, QWidget* parent = nullptr);

    /// How many the left part has; its tab says it.
    void setLeftCount(qsizetype count);
    void setOptionsShown(bool shown);
    /// Small and the same for all panes, so that none makes the window grow.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* setUpSides(const Parts& parts);
    void showViews();
    void arrange();
    void fit();

    QVBoxLayout* m_column = nullptr;
    QWidget* m_live = nullptr;
    QWidget* m_left = nullptr;
    QWidget* m_right = nullptr;
    QTabBar* m_views = nullptr; ///< only where there is a left part
    QString m_leftTitle;
    bool m_areOptionsShown = false;
};

} // namespace wl
