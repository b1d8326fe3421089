// SPDX-License-Identifier: MIT
#include "ui/traffic/messagelistmodel.h"

#include "ui/traffic/protocoltext.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

#include <limits>

namespace wl {

namespace {
constexpr int linesAtOnce = 64;
constexpr int keptLines = 2000;
constexpr qsizetype infoChars = 200;
} // namespace

MessageListModel::MessageListModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_lines(keptLines)
{
}

void MessageListModel::setIndex(std::shared_ptr<const MessageIndex> index)
{
    beginResetModel();
    m_job.cancel();
    m_lines.clear();
    m_reading = m_wanted = -1;
    m_rows = 0;
    m_index = std::move(index);
    endResetModel();
    refresh();
}

bool MessageListModel::refresh()
{
    const quint64 count = m_index ? m_index->count() : 0;
    const int rows = int(std::min<quint64>(count, std::numeric_limits<int>::max()));
    if (rows <= m_rows)
        return false;
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
    return true;
}

int MessageListModel::rowOf(RecordId id) const
{
    if (!m_index || id.value() >= m_index->source().recordCount())
        return -1;
    const auto rows = m_index->messagesOf(id, m_index->source().record(id).direction, 1);
    return rows.empty() || rows.front() >= quint64(m_rows) ? -1 : int(rows.front());
}

int MessageListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int MessageListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

const MessageListModel::Line* MessageListModel::line(int row) const
{
    const Line* known = m_lines.object(row);
    if (!known)
        want(row);
    return known;
}

void MessageListModel::want(int row) const
{
    const bool isComing = m_reading >= 0 && row >= m_reading && row < m_reading + linesAtOnce;
    if (isComing)
        return;
    if (m_reading >= 0) { // the view may have gone on: the latest wish is next
        m_wanted = row;
        return;
    }
    m_reading = row / linesAtOnce * linesAtOnce;
    auto* self = const_cast<MessageListModel*>(this);
    const auto read = [index = m_index, first = m_reading](const std::stop_token& stop) -> Lines {
        DecodeWishes wishes;
        wishes.info = true;
        const auto lines = std::make_shared<std::vector<Line>>();
        for (const ReadMessage& message :
             MessageReader(*index, wishes).read(quint64(first), linesAtOnce, stop)) {
            const QString info = bytestext::oneLine(message.message.info.toUtf8(), infoChars);
            lines->push_back({*message.row, info, message.place.hasProblem});
        }
        return lines;
    };
    m_job.start(read, [self](const Lines& lines) { self->take(lines); });
}

void MessageListModel::take(const Lines& lines)
{
    m_reading = -1;
    for (const Line& line : *lines)
        m_lines.insert(int(line.row), new Line(line));
    if (!lines->empty())
        emit dataChanged(index(int(lines->front().row), 0), index(int(lines->back().row), ColumnCount - 1));
    if (const int wanted = std::exchange(m_wanted, -1); wanted >= 0 && !m_lines.contains(wanted))
        want(wanted);
}

QVariant MessageListModel::display(int row, Column column) const
{
    const MessageRow& place = m_index->at(quint64(row));
    switch (column) {
    case Time: return clockTime(m_index->source().record(RecordId(place.firstRecord)).time());
    case Way: return recordtext::arrow(place.direction);
    case Spoken: return protocoltext::title(place.protocol);
    case Length: return format::count(quint64(place.range.length));
    case Info: {
        const Line* known = line(row);
        return known ? known->info : QStringLiteral("…");
    }
    case ColumnCount: break;
    }
    return {};
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows)
        return {};
    const MessageRow& place = m_index->at(quint64(index.row()));
    switch (role) {
    case Qt::DisplayRole: return display(index.row(), Column(index.column()));
    case Qt::TextAlignmentRole:
        return int((index.column() == Length ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (index.column() == Info && place.hasProblem)
            return Colors::current().error;
        if (index.column() == Way)
            return place.direction == Direction::Sent ? Colors::current().sent : Colors::current().received;
        return {};
    case Qt::ToolTipRole:
        if (index.column() == Way)
            return recordtext::direction(place.direction);
        return index.column() == Info && place.hasProblem ? tr("Something is wrong with this message.")
                                                          : QVariant();
    case RecordRole: return QVariant::fromValue(RecordId(place.firstRecord));
    default: return {};
    }
}

QVariant MessageListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Length ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Time: return tr("Time");
    case Way: return tr("Dir");
    case Spoken: return tr("Protocol");
    case Length: return tr("Length");
    case Info: return tr("Info");
    case ColumnCount: break;
    }
    return {};
}

} // namespace wl
