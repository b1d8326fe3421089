// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"

namespace wl {

class ElidingLabel;

/// One line under a form: a mark, the state's word, and what there is to know about it (real addresses,
/// counts). Colors only repeat what the words say. UI thread.
class StateLine : public QWidget
{
    Q_OBJECT
public:
    explicit StateLine(QWidget* parent = nullptr);

    void setState(const PaneState& state, const QString& detail);
    [[nodiscard]] QString text() const; ///< word and detail, as it is read out

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    PaneState m_state;
    QLabel* m_word = nullptr;
    ElidingLabel* m_detail = nullptr;
};

} // namespace wl
