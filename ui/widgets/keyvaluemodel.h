// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>

namespace wl {

/// One row of a table of names and values.
struct KeyValueRow
{
    QString name;
    QString value;
    QString description;
    QStringList files; ///< where not empty, they are the value (parts of a form with files)
    QString fileName;  ///< that such a part is sent with, instead of its files' own
    QString contentType;
    bool enabled = true;
    bool secret = false;

    bool operator==(const KeyValueRow&) const = default;
    [[nodiscard]] bool isBlank() const
    {
        return name.isEmpty() && value.isEmpty() && description.isEmpty() && files.isEmpty() &&
               fileName.isEmpty() && contentType.isEmpty();
    }
};

/// Names and values with a check box each. On top there can be fixed rows: header fields that the engine adds
/// (grey), parameters that the user typed into the URL (as any other of the user's). The last row is empty
/// and becomes a real one when something is typed into it. UI thread.
class KeyValueModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Enabled, Name, Value, FileName, ContentType, Description, ColumnCount };

    explicit KeyValueModel(QObject* parent = nullptr);

    void setRows(const QList<KeyValueRow>& rows); ///< no edited()
    [[nodiscard]] const QList<KeyValueRow>& rows() const { return m_rows; }
    void setFixedRows(const QList<KeyValueRow>& rows);
    [[nodiscard]] const QList<KeyValueRow>& fixedRows() const { return m_fixed; }
    /// What hovers over fixed rows, and whether their names can be edited as well as their values.
    void setFixedTraits(const QString& toolTip, bool namesEditable);
    /// What the name of the last row says ("Add a parameter").
    void setAddText(const QString& text);

    /// What stands over the names instead of "Name".
    void setNameTitle(const QString& title) { m_nameTitle = title; }
    /// The rows are given by something else (the variables of a URL): their names are not edited, none is
    /// added or moved; those from `firstUnused` on are used no more, which `toolTip` says, and can be
    /// deleted.
    void setGiven(int firstUnused, const QString& toolTip);
    [[nodiscard]] bool isGiven() const { return m_isGiven; }
    /// What is known of files: their size in bytes, −1 for one that is not there.
    void setFileSizes(const QHash<QString, qint64>& sizes);

    [[nodiscard]] bool isFixed(int row) const { return row >= 0 && row < fixedCount(); }
    [[nodiscard]] bool isNew(int row) const { return !m_isGiven && row == rowCount() - 1; }
    [[nodiscard]] bool isUsers(int row) const
    {
        return !isFixed(row) && row >= 0 && row < fixedCount() + int(m_rows.size());
    }
    /// The place of a table row among rows(); the last row's is rows().size().
    [[nodiscard]] int userRow(int row) const { return row - fixedCount(); }
    [[nodiscard]] int tableRow(int userRow) const { return userRow + fixedCount(); }

    void append(const QList<KeyValueRow>& rows);
    void removeTableRows(QList<int> rows); ///< those that are not the user's are passed over
    /// Changes places with the row above (−1) or below (1), both the user's.
    bool moveTableRow(int row, int by);
    /// Moves the user's rows among these before the row `before` (of the table).
    void moveTableRows(QList<int> rows, int before);
    void setFiles(int row, const QStringList& files);
    void setSecret(int row, bool secret);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override
    {
        return Qt::CopyAction | Qt::MoveAction;
    }
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void edited(); ///< by the user
    /// The user typed into a fixed row; the model itself keeps what it was.
    void fixedEdited(int row, int column, const QString& text);

private:
    [[nodiscard]] int fixedCount() const { return int(m_fixed.size()); }
    [[nodiscard]] const KeyValueRow& rowAt(int row) const;
    [[nodiscard]] bool isUnused(int row) const { return m_isGiven && userRow(row) >= m_firstUnused; }
    [[nodiscard]] bool isFileMissing(const KeyValueRow& row) const;
    [[nodiscard]] QString fileNames(const QStringList& paths) const;
    [[nodiscard]] QVariant colorOf(int row, int column) const;
    [[nodiscard]] QString textOf(const KeyValueRow& row, int column) const;
    [[nodiscard]] QString toolTipOf(int row, int column) const;
    KeyValueRow* editableRow(int row);
    bool setText(int row, int column, const QString& text);
    void dropIfBlank(int row);

    QList<KeyValueRow> m_fixed;
    QList<KeyValueRow> m_rows;
    QString m_fixedToolTip;
    QString m_addText;
    QString m_nameTitle;
    bool m_fixedNamesEditable = false;
    QHash<QString, qint64> m_fileSizes;
    QString m_unusedToolTip;
    int m_firstUnused = 0; ///< of given rows
    bool m_isGiven = false;
};

} // namespace wl
