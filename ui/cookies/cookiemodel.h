// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookie.h"

#include <QAbstractTableModel>
#include <QList>

namespace wl {

/// The cookies of a jar as a table. UI thread.
class CookieModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Domain, Path, Name, Value, Expires, Secure, HttpOnly, SameSite, Created, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows that stay the same cookie stay rows.
    void setCookies(const QList<Cookie>& cookies);
    [[nodiscard]] const QList<Cookie>& cookies() const { return m_cookies; }
    [[nodiscard]] const Cookie& cookieAt(int row) const { return m_cookies.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Cookie& cookie, int column) const;

    QList<Cookie> m_cookies;
};

} // namespace wl
