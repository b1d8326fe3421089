// SPDX-License-Identifier: MIT
#include "ui/statistics/statisticspage.h"

#include "ui/statistics/throughputgraph.h"
#include "ui/widgets/emptytable.h"
#include "ui/widgets/format.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>

namespace wl {

namespace {

constexpr int rowHeight = 22;
constexpr int columnWidth = 110;
constexpr int rowsMeasured = 50;

/// Exact to the nanosecond, in UTC, as filters take it.
QString instantText(qint64 ns)
{
    const qint64 seconds = ns / 1'000'000'000;
    const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    return QStringLiteral("%1.%2Z")
        .arg(time.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")))
        .arg(ns % 1'000'000'000, 9, 10, QLatin1Char('0'));
}

QLabel* makeLabel(const QString& name, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

} // namespace

StatisticsPage::StatisticsPage(const Subject& subject, Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , m_subject(subject)
    , m_task(pulse)
    , m_tables(new QTabWidget(this))
    , m_messages(new QCheckBox(tr("&Protocols and response times"), this))
    , m_facts(makeLabel(QStringLiteral("statisticsFacts"), this))
    , m_shown(makeLabel(QStringLiteral("statisticsShown"), this))
    , m_graph(new ThroughputGraph(this))
{
    setObjectName(QStringLiteral("statisticsPage"));
    setAccessibleName(tr("Statistics"));
    m_tables->setObjectName(QStringLiteral("statisticsTables"));
    m_tables->setAccessibleName(tr("Tables"));
    m_messages->setObjectName(QStringLiteral("statisticsMessages"));
    m_messages->setAccessibleName(tr("Protocols and response times"));
    m_messages->setToolTip(tr("Messages are decoded for them, which takes most of the time"));
    m_messages->setChecked(true);
    setUpTables();
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->setSpacing(8);
    head->addWidget(m_facts, 1);
    head->addWidget(m_messages);
    auto* above = new QWidget(this);
    auto* graph = new QVBoxLayout(above);
    graph->setContentsMargins(12, 0, 12, 8);
    graph->addWidget(m_shown);
    graph->addWidget(m_graph, 1);
    auto* parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(above);
    parts->addWidget(m_tables);
    parts->setStretchFactor(1, 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(parts, 1);
    connect(m_messages, &QCheckBox::toggled, this, &StatisticsPage::count);
    connect(&m_task, &StatisticsTask::counted, this, &StatisticsPage::take);
    connect(m_graph, &ThroughputGraph::brushed, this, &StatisticsPage::applyBrush);
    count();
}

StatisticsPage::~StatisticsPage() = default;

QTableView* StatisticsPage::addTable(const QString& title, const QString& name, FigureModel* model)
{
    auto* table = new EmptyTable(m_tables);
    table->setObjectName(name);
    table->setAccessibleName(title);
    table->setModel(model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setEmptyText(tr("Nothing was counted."));
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(rowHeight);
    table->horizontalHeader()->setDefaultSectionSize(columnWidth);
    table->horizontalHeader()->setResizeContentsPrecision(rowsMeasured);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->setSortingEnabled(true);
    m_tables->addTab(table, title);
    return table;
}

void StatisticsPage::setUpTables()
{
    m_conversations = new FigureTable(StatisticsTables::conversationColumns(), this);
    m_endpoints = new FigureTable(StatisticsTables::endpointColumns(), this);
    m_protocols = new FigureTable(StatisticsTables::protocolColumns(), this);
    m_lengths = new FigureTable(StatisticsTables::lengthColumns(), this);
    m_responses = new FigureTable(StatisticsTables::responseColumns(), this);
    m_conversationView =
        addTable(tr("Conversations"), QStringLiteral("conversationStatistics"), m_conversations);
    m_endpointView = addTable(tr("Endpoints"), QStringLiteral("endpointStatistics"), m_endpoints);
    addTable(tr("Protocols"), QStringLiteral("protocolStatistics"), m_protocols);
    addTable(tr("Lengths"), QStringLiteral("lengthStatistics"), m_lengths);
    addTable(tr("Response times"), QStringLiteral("responseStatistics"), m_responses);
    m_conversationView->setToolTip(tr("Double click to see only this conversation in the list"));
    m_endpointView->setToolTip(tr("Double click to see only this address in the list"));
    connect(m_conversationView->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &StatisticsPage::showSeries);
    connect(m_conversationView, &QTableView::activated, this, [this](const QModelIndex& index) {
        const ConnectionId id = m_conversations->rowAt(index.row()).connection;
        emit filterRequested(with(QStringLiteral("conn == %1").arg(id.value() + 1)));
    });
    connect(m_endpointView, &QTableView::activated, this, [this](const QModelIndex& index) {
        const QString host = m_endpoints->rowAt(index.row()).address.host().toString();
        emit filterRequested(with(QStringLiteral("(src == %1 or dst == %1)").arg(host)));
    });
}

QString StatisticsPage::title() const
{
    return tr("Statistics");
}

void StatisticsPage::count()
{
    StatisticsOptions options;
    options.context = m_subject.context;
    options.messages = m_messages->isChecked();
    m_task.start(m_subject.source, m_subject.choice, options);
    say();
}

void StatisticsPage::take(const StatisticsTask::Snapshot& snapshot)
{
    const bool isFirst = !m_snapshot;
    m_snapshot = snapshot;
    const TrafficStatistics& all = snapshot->all;
    m_conversations->setRows({snapshot, &all.conversations}, StatisticsTables::mostListed);
    m_endpoints->setRows({snapshot, &snapshot->endpoints}, StatisticsTables::mostListed);
    m_protocols->setRows(StatisticsTables::protocols(all));
    m_lengths->setRows(StatisticsTables::lengths(all));
    m_responses->setRows(StatisticsTables::responses(all));
    for (QTableView* table : isFirst ? m_tables->findChildren<QTableView*>() : QList<QTableView*>())
        table->resizeColumnsToContents(); // by what the first rows need; later it is the person's
    showSeries();
    say();
}

std::optional<ConnectionId> StatisticsPage::selectedConversation() const
{
    const QModelIndexList rows = m_conversationView->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return std::nullopt;
    return m_conversations->rowAt(rows.constFirst().row()).connection;
}

void StatisticsPage::showSeries()
{
    if (!m_snapshot)
        return;
    const auto selected = selectedConversation();
    if (!selected) {
        m_shown->setText(tr("Throughput of all. Select a conversation below to see its own."));
        m_graph->setSeries(m_snapshot->all.throughput);
        return;
    }
    m_shown->setText(tr("Throughput of conversation %1").arg(selected->value() + 1));
    const QModelIndex row = m_conversationView->selectionModel()->selectedRows().constFirst();
    m_graph->setSeries(m_conversations->rowAt(row.row()).series);
}

QString StatisticsPage::with(const QString& condition) const
{
    return m_subject.filter.isEmpty() ? condition
                                      : QStringLiteral("(%1) and %2").arg(m_subject.filter, condition);
}

QString StatisticsPage::timeFilter(qint64 fromNs, qint64 toNs, const QString& with)
{
    const QString range =
        QStringLiteral("time >= %1 and time < %2").arg(instantText(fromNs), instantText(toNs));
    return with.isEmpty() ? range : QStringLiteral("%1 and %2").arg(with, range);
}

void StatisticsPage::applyBrush()
{
    const auto selected = selectedConversation();
    const QString base = selected ? with(QStringLiteral("conn == %1").arg(selected->value() + 1))
                         : m_subject.filter.isEmpty() ? QString()
                                                      : QStringLiteral("(%1)").arg(m_subject.filter);
    emit filterRequested(m_graph->hasBrush() ? timeFilter(m_graph->brushFromNs(), m_graph->brushToNs(), base)
                                             : base);
}

void StatisticsPage::say()
{
    QString text = m_subject.name;
    if (!m_subject.filter.isEmpty())
        text += tr(", filter %1").arg(m_subject.filter);
    if (m_snapshot) {
        const TrafficStatistics& all = m_snapshot->all;
        text += tr(": %1, → %2, ← %3, %4")
                    .arg(format::records(all.records),
                         format::size(qint64(all.traffic.bytes[size_t(Direction::Sent)])),
                         format::size(qint64(all.traffic.bytes[size_t(Direction::Received)])),
                         format::duration(std::chrono::nanoseconds(all.durationNs())));
        if (all.conversations.size() > StatisticsTables::mostListed)
            text += tr("; %1 conversations, of which the first %2 are listed")
                        .arg(format::count(all.conversations.size()),
                             format::count(StatisticsTables::mostListed));
        if (all.unreadRecords > 0)
            text += tr("; %1 cannot be read").arg(format::records(all.unreadRecords));
    }
    if (m_task.percent() < 100)
        text += tr(" (%1 % counted)").arg(m_task.percent());
    m_facts->setText(text);
}

} // namespace wl
