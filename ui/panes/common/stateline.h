// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/marks.h"

namespace wl {

class WrappingLabel;

/// The line under a form (more of them where it is narrow): a mark, the state's word, and what there is to
/// know about it (real addresses, counts). Colors only repeat what the words say. UI thread.
class StateLine : public QWidget
{
    Q_OBJECT
public:
    explicit StateLine(QWidget* parent = nullptr);

    void setState(const PaneState& state, const QString& detail);
    /// A short remark at the end of the line, beside its sign; the tooltip says it in full. Empty for none.
    void setRemark(Marks::Sign sign, const QString& text, const QString& toolTip);
    [[nodiscard]] QString text() const; ///< word and detail, as it is read out

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showSign();

    PaneState m_state;
    Marks::Sign m_sign = Marks::Sign::Information;
    QLabel* m_word = nullptr;
    WrappingLabel* m_detail = nullptr;
    QLabel* m_remarkSign = nullptr;
    QLabel* m_remark = nullptr;
};

} // namespace wl
