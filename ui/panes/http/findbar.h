// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/pooljob.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace wl {

/// Finds in a BodyTextView: a line below it that opens with Ctrl+F; Enter next, Shift+Enter previous, Esc
/// closes. It searches on the pool, from the selection on and around the end. UI thread.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(BodyTextView* view, QWidget* parent = nullptr);

    void open();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void close();
    void find(bool backward);
    void showFound(qsizetype at, qsizetype size, bool wrapped);

    BodyTextView* m_view = nullptr;
    QLineEdit* m_text = nullptr;
    QCheckBox* m_case = nullptr;
    QLabel* m_result = nullptr;
    PoolJob<std::pair<qsizetype, bool>> m_job;
};

} // namespace wl
