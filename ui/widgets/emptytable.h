// SPDX-License-Identifier: MIT
#pragma once

#include <QTableView>

namespace wl {

/// A table that says what would fill it while it has no rows. UI thread.
class EmptyTable : public QTableView
{
    Q_OBJECT
public:
    using QTableView::QTableView;

    void setEmptyText(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_emptyText;
};

} // namespace wl
