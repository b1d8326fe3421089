// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace wl {

/// Shows a request of the history without its host where the column has no room for both: paths tell more of
/// one from another. UI thread.
class RequestDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace wl
