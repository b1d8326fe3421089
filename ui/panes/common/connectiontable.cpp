// SPDX-License-Identifier: MIT
#include "ui/panes/common/connectiontable.h"

#include "ui/panes/common/connectionwords.h"
#include "ui/widgets/rowheight.h"

#include <QScrollBar>

namespace wl {

namespace {

constexpr int tableRowHeight = 22;

} // namespace

ConnectionTable::ConnectionTable(const RecordSource& source, Pulse& pulse, QWidget* parent)
    : EmptyTable(parent)
    , m_model(new ConnectionModel(source, this))
{
    m_clock.start();
    setModel(m_model);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setMinimumHeight(44); // the header and a row
    verticalHeader()->hide();
    fitRowHeight(*this, tableRowHeight);
    setUpColumns();
    connect(&pulse, &Pulse::tick, this, &ConnectionTable::pull);
}

void ConnectionTable::setUpColumns()
{
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(24);
    header->moveSection(header->visualIndex(ConnectionModel::Since), ConnectionModel::BytesOut + 1);
    const auto give = [&](int column, const QString& sample) {
        m_widths[size_t(column)] = fontMetrics().horizontalAdvance(sample) + 12;
        header->resizeSection(column, m_widths[size_t(column)]);
    };
    give(ConnectionModel::Peer, QStringLiteral("127.0.0.1:65535"));
    give(ConnectionModel::State, ConnectionWords::state(ConnectionState::PeerFinished));
    for (const int column : {ConnectionModel::BytesIn, ConnectionModel::BytesOut})
        give(column, QStringLiteral("999.9 MB"));
    for (const int column : {ConnectionModel::RateIn, ConnectionModel::RateOut})
        give(column, QStringLiteral("999.9 MB/s"));
    for (const int column : {ConnectionModel::MessagesIn, ConnectionModel::MessagesOut})
        give(column, QStringLiteral("9,999,999"));
    give(ConnectionModel::Since, QStringLiteral("00:00:00"));
}

/// Rates and numbers of messages go where there is no room for them, before a scroll bar hides what matters
/// more; what is left over is the peer's.
void ConnectionTable::showWhatFits()
{
    using Columns = QList<int>;
    const Columns optional[] = {{ConnectionModel::RateIn, ConnectionModel::RateOut},
                                {ConnectionModel::MessagesIn, ConnectionModel::MessagesOut}};
    int left = viewport()->width();
    for (const int column : {ConnectionModel::Peer, ConnectionModel::State, ConnectionModel::BytesIn,
                             ConnectionModel::BytesOut, ConnectionModel::Since})
        left -= isColumnHidden(column) ? 0 : m_widths[size_t(column)];
    for (const Columns& columns : optional) {
        int needed = 0;
        for (const int column : columns)
            needed += m_widths[size_t(column)];
        const bool isFit = needed <= left;
        left -= isFit ? needed : 0;
        for (const int column : columns)
            setColumnHidden(column, !isFit);
    }
    const int peer = m_widths[ConnectionModel::Peer] + std::max(left, 0);
    horizontalHeader()->resizeSection(ConnectionModel::Peer, peer);
}

void ConnectionTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        showWhatFits();
}

QList<ConnectionId> ConnectionTable::selectedConnections() const
{
    QList<ConnectionId> result;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            result.append(m_model->connectionAt(row));
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

void ConnectionTable::selectConnections(const QList<ConnectionId>& ids)
{
    QItemSelection selection;
    for (const ConnectionId id : ids) {
        if (const int row = m_model->rowOf(id); row >= 0)
            selection.select(m_model->index(row, 0), m_model->index(row, ConnectionModel::ColumnCount - 1));
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void ConnectionTable::dropEnded()
{
    const QList<ConnectionId> selected = selectedConnections();
    m_model->dropEnded();
    selectConnections(selected);
    emit selectionEdited();
}

void ConnectionTable::pull()
{
    const bool added = m_model->pull();
    if (isVisible() && m_model->rowCount() > 0) {
        const int first = rowAt(0);
        const int last = rowAt(viewport()->height() - 1);
        m_model->refreshVisible(first, last < 0 ? m_model->rowCount() - 1 : last, m_clock.elapsed());
    }
    if (added)
        emit connectionsAdded();
    emit pulled();
}

void ConnectionTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    emit selectionEdited();
}

} // namespace wl
