// SPDX-License-Identifier: MIT
#include "ui/panes/common/wrappinglabel.h"

namespace wl {

WrappingLabel::WrappingLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize WrappingLabel::minimumSizeHint() const
{
    return {0, fontMetrics().height()};
}

} // namespace wl
