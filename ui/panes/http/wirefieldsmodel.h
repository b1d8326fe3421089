// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QAbstractTableModel>

namespace wl {

/// The header fields of one response in wire order, duplicates and all; with 1xx answers before it, trailer
/// fields and further answers behind it, each under a heading. UI thread.
class WireFieldsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Value, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setHop(const HttpHop& hop);
    /// Whether a row is a heading: text in the first column only.
    [[nodiscard]] bool isHeading(int row) const { return m_rows.at(row).isHeading; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        WireField field;
        QString heading;
        bool isHeading = false;
    };

    [[nodiscard]] static QVariant headingData(const Row& row, int column, int role);
    void addHeading(const QString& text);
    void addFields(const QList<WireField>& fields);
    void addFurther(const TapAnswer& answer);

    QList<Row> m_rows;
};

} // namespace wl
