// SPDX-License-Identifier: MIT
#pragma once

#include "query/messagereader.h"
#include "ui/widgets/pooljob.h"

#include <QAbstractTableModel>
#include <QCache>

namespace wl {

/// The messages of an index, a line each, growing by refresh(). What a line says is decoded on the pool when
/// it is asked for, some lines around it at once; until then it says where the message lies. UI thread.
class MessageListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : quint8 { Time, Way, Spoken, Length, Info, ColumnCount };
    enum Role { RecordRole = Qt::UserRole };

    explicit MessageListModel(QObject* parent = nullptr);

    /// Null: nothing is listed.
    void setIndex(std::shared_ptr<const MessageIndex> index);
    [[nodiscard]] const std::shared_ptr<const MessageIndex>& messageIndex() const { return m_index; }
    /// Takes rows that are new. True where there are some.
    bool refresh();
    /// The row of the first message that this record is part of; −1 where it is of none that is listed.
    [[nodiscard]] int rowOf(RecordId id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line
    {
        quint64 row;
        QString info;
        bool hasProblem;
    };
    using Lines = std::shared_ptr<const std::vector<Line>>;

    [[nodiscard]] QVariant display(int row, Column column) const;
    [[nodiscard]] const Line* line(int row) const;
    void want(int row) const;
    void take(const Lines& lines);

    std::shared_ptr<const MessageIndex> m_index;
    int m_rows = 0;
    mutable QCache<int, Line> m_lines;
    mutable int m_reading = -1; ///< first of the lines that are being read
    mutable int m_wanted = -1;  ///< a row that was asked for meanwhile
    mutable PoolJob<Lines, PoolJobEnd::Wait> m_job;
};

} // namespace wl
