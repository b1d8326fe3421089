// SPDX-License-Identifier: MIT
#include "ui/traffic/traffictable.h"

#include "ui/traffic/rowcolors.h"
#include "ui/traffic/trafficheader.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/rowheight.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace wl {

namespace {
constexpr qsizetype keptSelected = 10'000; ///< records that stay selected in another order
} // namespace

TrafficTable::TrafficTable(TrafficModel& model, QWidget* parent)
    : UniformTable(parent)
    , m_model(model)
    , m_delegate(new TrafficDelegate(this))
{
    setObjectName(QStringLiteral("trafficTable"));
    setAccessibleName(tr("Traffic"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setUpLooks();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TrafficTable::scrolled);
    connect(&model, &TrafficModel::aboutToReorder, this, &TrafficTable::rememberPlace);
    connect(&model, &TrafficModel::reordered, this, &TrafficTable::restorePlace);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) {
                // Old rows go at the top: what is being read stays where it is.
                const int pixels = (last - first + 1) * verticalHeader()->defaultSectionSize();
                if (!m_isFollowing)
                    verticalScrollBar()->setValue(std::max(0, verticalScrollBar()->value() - pixels));
            });
}

void TrafficTable::setUpLooks()
{
    setSelectionMode(ExtendedSelection);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setContextMenuPolicy(Qt::CustomContextMenu);
    fitRowHeight(*this, TrafficDelegate::rowHeight);
    m_header = new TrafficHeader(this);
    setHorizontalHeader(m_header);
    m_header->resetColumns();
}

void TrafficTable::refresh()
{
    const QScopedValueRollback guard(m_isUpdating, true);
    const int before = m_model.rowCount();
    m_model.refresh();
    if (m_model.rowCount() == before)
        return;
    restoreCurrent();
    if (m_isFollowing)
        scrollToBottom();
}

void TrafficTable::applyFilter(const Query& filter)
{
    listAnew([&] { m_model.setFilter(filter); });
}

void TrafficTable::setFirst(quint64 record)
{
    listAnew([&] { m_model.setFirst(record); });
}

void TrafficTable::listAnew(const std::function<void()>& change)
{
    const QScopedValueRollback guard(m_isUpdating, true);
    m_isCurrentLost = m_current.isValid();
    change();
    restoreCurrent();
    if (m_isFollowing)
        scrollToBottom();
}

void TrafficTable::setRecordSource(std::shared_ptr<const RecordSource> source)
{
    const QScopedValueRollback guard(m_isUpdating, true);
    m_current = {};
    m_isCurrentLost = false;
    setMarkedConnection({});
    m_model.setSource(std::move(source));
    if (m_isFollowing)
        scrollToBottom();
}

void TrafficTable::setSort(const std::optional<TrafficSort>& sort)
{
    const QScopedValueRollback guard(m_isUpdating, true);
    m_header->setSort(sort);
    if (sort)
        setFollowing(false);
    m_model.setSort(sort);
}

void TrafficTable::rememberPlace()
{
    m_place = {};
    const QList<RecordId> selected = selectedRecords(keptSelected);
    for (const RecordId id : selected)
        m_place.selected.push_back(id.value());
    const int height = verticalHeader()->defaultSectionSize();
    const int value = verticalScrollBar()->value();
    if (m_model.isReordered() && m_model.sort() == m_sortShown && value > 0) {
        m_place.top = m_model.recordAt(value / height);
        m_place.topOffset = value % height;
    }
}

/// What was read stays where it is while rows are merged; a list in a new order shows the selected row, else
/// its top.
void TrafficTable::restorePlace()
{
    const QScopedValueRollback guard(m_isUpdating, true);
    m_sortShown = m_model.sort();
    const int current = m_model.rowOf(m_current);
    QItemSelection selection;
    for (const int row : m_model.rowsOf(std::move(m_place.selected)))
        selection.select(m_model.index(row, 0), m_model.index(row, m_model.columnCount() - 1));
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_model.index(current, 0), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    const int top = m_model.rowOf(m_place.top);
    const int height = verticalHeader()->defaultSectionSize();
    if (top >= 0)
        verticalScrollBar()->setValue(top * height + m_place.topOffset);
    else if (current >= 0)
        scrollTo(m_model.index(current, 0), PositionAtCenter);
    else
        scrollToTop();
}

void TrafficTable::restoreCurrent()
{
    if (!m_isCurrentLost)
        return;
    const int row = m_model.rowOf(m_current);
    if (row < 0)
        return;
    m_isCurrentLost = false;
    selectRow(row);
    if (!m_isFollowing)
        scrollTo(m_model.index(row, 0), PositionAtCenter);
}

void TrafficTable::setFollowing(bool isFollowing)
{
    if (isFollowing && m_model.sort())
        setSort(std::nullopt); // the newest is at the bottom of the capture's order only
    if (isFollowing)
        scrollToBottom();
    if (isFollowing == m_isFollowing)
        return;
    m_isFollowing = isFollowing;
    emit followingChanged(isFollowing);
}

void TrafficTable::setEmptyText(const QString& text)
{
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    viewport()->update();
}

QList<RecordId> TrafficTable::selectedRecords(qsizetype maximum) const
{
    QList<int> rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange& range : selection) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < maximum; ++row)
            rows += row;
    }
    std::sort(rows.begin(), rows.end());
    QList<RecordId> records;
    for (const int row : std::as_const(rows))
        records += m_model.recordAt(row);
    return records;
}

qsizetype TrafficTable::selectedCount() const
{
    qsizetype count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        count += range.height();
    return count;
}

void TrafficTable::showRecord(RecordId id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    selectRow(row);
    scrollTo(m_model.index(row, 0));
}

void TrafficTable::setMarkedConnection(ConnectionId id)
{
    m_delegate->setMarkedConnection(id);
    viewport()->update();
}

void TrafficTable::setRowColors(RowColors& colors)
{
    m_delegate->setRowColors(&colors);
    connect(&colors, &RowColors::changed, viewport(), qOverload<>(&QWidget::update));
}

void TrafficTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    UniformTable::currentChanged(current, previous);
    if (!current.isValid())
        return; // a reset: the record stays selected in spirit, see restoreCurrent()
    const RecordId id = m_model.recordAt(current.row());
    if (id == m_current && !m_isCurrentLost)
        return;
    m_isCurrentLost = false;
    m_current = id;
    if (id.isValid() && m_model.source())
        m_delegate->setMarkedConnection(m_model.source()->record(id).connectionId());
    viewport()->update();
    emit currentRecordChanged(id);
}

void TrafficTable::scrolled(int value)
{
    if (m_isUpdating)
        return;
    const bool isAtBottom = !m_model.sort() && value >= verticalScrollBar()->maximum();
    if (isAtBottom == m_isFollowing)
        return;
    m_isFollowing = isAtBottom;
    emit followingChanged(isAtBottom);
}

void TrafficTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_End && m_model.rowCount() > 0) {
        selectRow(m_model.rowCount() - 1);
        setFollowing(!m_model.sort());
        return;
    }
    if (event->key() == Qt::Key_Home && m_model.rowCount() > 0) {
        selectRow(0);
        scrollToTop();
        return;
    }
    if (event->matches(QKeySequence::Copy)) { // the view's own would copy one cell
        event->ignore();
        return;
    }
    UniformTable::keyPressEvent(event);
}

void TrafficTable::paintEvent(QPaintEvent* event)
{
    UniformTable::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Colors::current().muted);
    painter.drawText(viewport()->rect().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void TrafficTable::resizeEvent(QResizeEvent* event)
{
    const QScopedValueRollback guard(m_isUpdating, true);
    UniformTable::resizeEvent(event);
    if (m_isFollowing)
        scrollToBottom();
}

} // namespace wl
