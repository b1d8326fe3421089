// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/cookierows.h"

#include <QAbstractTableModel>
#include <QWidget>

class QTableView;

namespace wl {

class TableFind;

/// The cookies that the responses of an exchange set. UI thread.
class CookieRowModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Value, Domain, Path, Expires, Flags, Note, Host, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<CookieRow>& rows);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<CookieRow> m_rows;
};

/// Their list. UI thread.
class CookiePage : public QWidget
{
    Q_OBJECT
public:
    explicit CookiePage(QWidget* parent = nullptr);

    /// Says whether there are any.
    bool setHops(const QList<HttpHop>& hops);
    Q_INVOKABLE void find(); ///< opens the line below it

private:
    void copy();

    QTableView* m_table = nullptr;
    TableFind* m_find = nullptr;
    CookieRowModel* m_model = nullptr;
};

} // namespace wl
