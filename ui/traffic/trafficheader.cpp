// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficheader.h"

#include "ui/traffic/trafficdelegate.h"
#include "ui/traffic/trafficmodel.h"
#include "ui/widgets/menuheading.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QPainter>
#include <QStyleOptionHeaderV2>

#include <algorithm>
#include <array>

namespace wl {

namespace {

constexpr int leastWidth = 32;
constexpr int mostWidth = 4'000;
constexpr int arrowSize = 8;

/// A column as the state file names it, how wide it is and whether it is shown at first.
struct ColumnFacts
{
    const char* name;
    int width;
    bool isShown;
};

constexpr std::array<ColumnFacts, TrafficModel::ColumnCount> facts{{
    {"number", 88, true},
    {"time", 128, true},
    {"delta", 84, true},
    {"connection", 48, true},
    {"pane", 104, true},
    {"direction", 36, true},
    {"source", 168, false},
    {"destination", 168, false},
    {"peer", 168, true},
    {"protocol", 56, true},
    {"length", 72, true},
    {"comment", 160, false},
    {"info", 240, true},
}};

int columnOf(const QString& name)
{
    const auto found = std::find_if(facts.begin(), facts.end(), [&](const ColumnFacts& fact) {
        return name == QLatin1String(fact.name);
    });
    return found == facts.end() ? -1 : int(found - facts.begin());
}

} // namespace

TrafficHeader::TrafficHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("trafficHeader"));
    setSectionsClickable(true);
    setSectionsMovable(true);
    setStretchLastSection(true);
    setHighlightSections(false);
    setMinimumSectionSize(leastWidth);
    connect(this, &QHeaderView::sectionClicked, this, &TrafficHeader::sortBy);
    connect(this, &QHeaderView::sectionMoved, this, &TrafficHeader::columnsChanged);
    connect(this, &QHeaderView::sectionResized, this, &TrafficHeader::columnsChanged);
}

void TrafficHeader::moveTo(int column, int place)
{
    moveSection(visualIndex(column), place);
}

void TrafficHeader::resetColumns()
{
    for (int column = 0; column < count(); ++column) {
        moveTo(column, column);
        setSectionHidden(column, !facts[size_t(column)].isShown);
        resizeSection(column, facts[size_t(column)].width);
    }
    emit columnsChanged();
}

QJsonObject TrafficHeader::columns() const
{
    QJsonArray order;
    QJsonObject widths;
    QJsonArray hidden;
    for (int place = 0; place < count(); ++place) {
        const int column = logicalIndex(place);
        const QString name = QLatin1String(facts[size_t(column)].name);
        order.append(name);
        if (isSectionHidden(column))
            hidden.append(name);
        else
            widths.insert(name, sectionSize(column));
    }
    return {{QStringLiteral("order"), order},
            {QStringLiteral("widths"), widths},
            {QStringLiteral("hidden"), hidden}};
}

void TrafficHeader::setColumns(const QJsonObject& columns)
{
    const QJsonArray order = columns.value(QStringLiteral("order")).toArray();
    int place = 0;
    for (const QJsonValue& name : order) {
        const int column = columnOf(name.toString());
        if (column >= 0 && visualIndex(column) >= place)
            moveTo(column, place++);
    }
    const QJsonObject widths = columns.value(QStringLiteral("widths")).toObject();
    const QJsonArray hidden = columns.value(QStringLiteral("hidden")).toArray();
    for (int column = 0; column < count() && !columns.isEmpty(); ++column) {
        const QString name = QLatin1String(facts[size_t(column)].name);
        const int width = widths.value(name).toInt();
        if (hidden.contains(name))
            hideSection(column);
        else if (widths.contains(name))
            showSection(column);
        if (width > 0)
            resizeSection(column, std::clamp(width, leastWidth, mostWidth));
    }
    if (hiddenSectionCount() == count())
        showSection(TrafficModel::Info); // a list without columns would have no way back
}

void TrafficHeader::setSort(const std::optional<TrafficSort>& sort)
{
    m_sort = sort;
    viewport()->update();
}

void TrafficHeader::sortBy(int column)
{
    std::optional<TrafficSort> sort(TrafficSort{column, Qt::AscendingOrder});
    if (m_sort && m_sort->column == column) {
        sort->order = Qt::DescendingOrder;
        if (m_sort->order == Qt::DescendingOrder)
            sort.reset();
    }
    setSort(sort);
    emit sortChosen(sort);
}

void TrafficHeader::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("trafficColumns"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addColumnActions(*menu);
    addTimeActions(*menu);
    menu->addSeparator();
    QAction* reset = menu->addAction(tr("&Reset the Columns"), this, [this] {
        resetColumns();
        emit timeFormsChosen({});
    });
    reset->setObjectName(QStringLiteral("resetColumns"));
    menu->popup(event->globalPos());
}

void TrafficHeader::addColumnActions(QMenu& menu)
{
    addMenuHeading(menu, tr("Columns"));
    for (int column = 0; column < count(); ++column) {
        QAction* action = menu.addAction(TrafficCells::columnName(column));
        action->setObjectName(QLatin1String("column-") + QLatin1String(facts[size_t(column)].name));
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(column));
        action->setEnabled(isSectionHidden(column) || hiddenSectionCount() < count() - 1);
        connect(action, &QAction::toggled, this, [this, column](bool isShown) {
            if (isShown)
                showColumn(column);
            else
                hideSection(column);
            emit columnsChanged();
        });
    }
}

void TrafficHeader::showColumn(int column)
{
    showSection(column);
    if (sectionSize(column) <= leastWidth)
        resizeSection(column, facts[size_t(column)].width);
    emit columnsChanged();
}

void TrafficHeader::addTimeActions(QMenu& menu)
{
    const auto add = [&](QActionGroup* group, const QString& text, const char* name, const TimeForms& forms) {
        QAction* action = menu.addAction(text);
        action->setObjectName(QLatin1String(name));
        action->setCheckable(true);
        action->setChecked(forms == m_forms);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, forms] { emit timeFormsChosen(forms); });
    };
    using Time = TimeForms::Time;
    using Delta = TimeForms::Delta;
    addMenuHeading(menu, tr("Time"));
    auto* time = new QActionGroup(&menu);
    add(time, tr("Time of &Day"), "timeWall", {Time::WallClock, m_forms.delta});
    add(time, tr("Since the &Start"), "timeSinceStart", {Time::SinceStart, m_forms.delta});
    addMenuHeading(menu, tr("Δ"));
    auto* delta = new QActionGroup(&menu);
    add(delta, tr("Since the Record &Listed Before"), "deltaListed", {m_forms.time, Delta::SinceListed});
    add(delta, tr("Since the Record Before of the Same &Connection"), "deltaConnection",
        {m_forms.time, Delta::SinceConnection});
}

void TrafficHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    if (!rect.isValid())
        return;
    QStyleOptionHeaderV2 option;
    initStyleOption(&option);
    option.rect = rect;
    initStyleOptionForIndex(&option, section);
    painter->save();
    style()->drawControl(QStyle::CE_HeaderSection, &option, painter, this);
    QRect room = rect.adjusted(TrafficDelegate::cellPadding, 0, -TrafficDelegate::cellPadding, 0);
    if (m_sort && m_sort->column == section) {
        const bool isRight = (int(option.textAlignment) & Qt::AlignRight) != 0;
        QStyleOption arrow(option);
        arrow.rect = QRect(isRight ? room.left() : room.right() - arrowSize,
                           rect.center().y() - arrowSize / 2, arrowSize, arrowSize);
        style()->drawPrimitive(m_sort->order == Qt::AscendingOrder ? QStyle::PE_IndicatorArrowUp
                                                                   : QStyle::PE_IndicatorArrowDown,
                               &arrow, painter, this);
        isRight ? room.setLeft(arrow.rect.right() + 2) : room.setRight(arrow.rect.left() - 2);
    }
    painter->setPen(palette().color(QPalette::ButtonText));
    painter->drawText(room, int(option.textAlignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(option.text, Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace wl
