// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/marks.h"

namespace wl {

/// A line in a form that says what is wrong with its input or what to know about it, beside a sign; hidden
/// while it has nothing to say. Plain text, wraps. UI thread.
class HintLine : public QWidget
{
    Q_OBJECT
public:
    explicit HintLine(QWidget* parent = nullptr);

    void setHint(Marks::Sign sign, const QString& text);
    void clear();
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Marks::Sign m_sign = Marks::Sign::Information;
    QLabel* m_text = nullptr;
};

} // namespace wl
