// SPDX-License-Identifier: MIT
#include "ui/panes/http/tablepage.h"

#include "ui/panes/common/hintline.h"
#include "ui/panes/http/cellranges.h"
#include "ui/panes/http/jsontablemodel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/rowheight.h"
#include "ui/widgets/tablefind.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QTableView>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <numeric>

namespace wl {

namespace {

constexpr int tableRowHeight = 22;
constexpr int typingMs = 200;
constexpr int sampledRows = 40; ///< for the columns' widths
constexpr int minColumnWidth = 48;
constexpr int maxColumnWidth = 320;
constexpr qint64 manyCells = 200'000; ///< beyond it the copying is told

/// Arrays of objects that are offered, and values that are looked at to find them.
constexpr int maxPaths = 50;
constexpr int maxLookedAt = 20'000;

/// The paths of arrays of objects, the nearest to the outermost value first.
QStringList arrayPaths(const IndexedBody& body, const std::stop_token& stop)
{
    QStringList paths;
    const JsonNodes nodes = body.nodes();
    QList<JsonNode> queue{nodes.root()};
    for (int i = 0; i < queue.size() && i < maxLookedAt && !stop.stop_requested(); ++i) {
        const JsonNode node = queue.at(i);
        if (!node.isValid() || !nodes.isContainer(node))
            continue;
        const JsonNode first = nodes.firstChild(node);
        if (!first.isValid())
            continue;
        const bool isArray = nodes.isArray(node);
        if (isArray && nodes.isObject(first)) {
            paths << nodes.normalizedPath(node.offset);
            if (paths.size() == maxPaths)
                break;
        }
        // What the first element of an array holds, its other elements mostly hold too.
        for (JsonNode child = first; child.isValid() && queue.size() < maxLookedAt;
             child = isArray ? JsonNode() : nodes.next(node, child))
            queue << child;
    }
    return paths;
}

qint64 cellCount(const QItemSelection& selection)
{
    return std::accumulate(selection.begin(), selection.end(), qint64{0},
                           [](qint64 sum, const QItemSelectionRange& range) {
                               return sum + qint64(range.width()) * range.height();
                           });
}

} // namespace

TablePage::TablePage(QWidget* parent)
    : BodyPage(QStringLiteral("httpTableEmpty"), parent)
    , m_bar(new QWidget(this))
    , m_path(new QComboBox(this))
    , m_filter(new QLineEdit(this))
    , m_table(new QTableView(this))
    , m_find(new TableFind(tr("Find in the table"), m_table, this))
    , m_note(new HintLine(this))
    , m_model(new JsonTableModel(this))
{
    setUpTable();
    setUpBar();
    setFocusProxy(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_bar);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_find);
    layout->addWidget(emptyText(), 1);
    connect(m_model, &JsonTableModel::sortWanted, this, [this](int column, Qt::SortOrder direction) {
        m_view.sortColumn = column;
        m_view.isDescending = direction == Qt::DescendingOrder;
        order();
    });
    m_typing.setSingleShot(true);
    connect(&m_typing, &QTimer::timeout, this, [this] {
        m_view.filter = m_filter->text();
        order();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this] { m_typing.start(typingMs); });
    connect(m_path, &QComboBox::textActivated, this, &TablePage::showArray);
    take({});
}

void TablePage::setUpTable()
{
    m_table->setObjectName(QStringLiteral("httpTable"));
    m_table->setAccessibleName(tr("Body as a table"));
    m_table->setModel(m_model);
    m_table->setWordWrap(false);
    m_table->setAlternatingRowColors(true);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setFrameShape(QFrame::NoFrame);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    fitRowHeight(*m_table, tableRowHeight);
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, [this] { copy(false); });
}

void TablePage::setUpBar()
{
    m_path->setObjectName(QStringLiteral("httpTablePath"));
    m_path->setAccessibleName(tr("Array"));
    m_path->setToolTip(
        tr("Which array of the body is shown: choose one, or type its JSONPath and press Enter."));
    m_path->setEditable(true);
    m_path->setInsertPolicy(QComboBox::NoInsert);
    m_path->setMinimumContentsLength(14);
    m_path->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_path->lineEdit()->setPlaceholderText(tr("Array, as $.items"));
    m_filter->setObjectName(QStringLiteral("httpTableFilter"));
    m_filter->setAccessibleName(tr("Show rows with"));
    m_filter->setPlaceholderText(tr("Show rows with…"));
    m_filter->setClearButtonEnabled(true);
    auto* csv = new QToolButton(m_bar);
    csv->setObjectName(QStringLiteral("httpTableCsv"));
    csv->setText(tr("Copy CSV"));
    csv->setAccessibleName(csv->text());
    csv->setToolTip(tr("Copies the selected cells, or all rows that are shown, as CSV with a header line."));
    csv->setFocusPolicy(Qt::StrongFocus);
    connect(csv, &QToolButton::clicked, this, [this] { copy(true); });
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_path, 1);
    row->addWidget(m_filter, 1);
    row->addWidget(csv);
}

void TablePage::clear()
{
    forgetSource();
    m_path->clear();
    m_path->clearEditText();
    take({});
}

void TablePage::showArray(const QString& path)
{
    m_path->setEditText(path);
    makeAnew();
}

TablePage::Made TablePage::make(const bodyjob::Source& source, const QString& path, std::stop_token stop)
{
    Made made;
    const auto body = source.index ? source.index->get(source, stop) : nullptr;
    if (body)
        made.paths = arrayPaths(*body, stop);
    if (path.isEmpty()) {
        made.table = bodyjob::table(source, -1, stop);
        return made;
    }
    const auto query = JsonQuery::parse(path);
    if (!query) {
        made.problem = tr("Character %1: %2").arg(query.error().place + 1).arg(query.error().text);
        return made;
    }
    if (!body)
        return made;
    const JsonNodes nodes = body->nodes();
    for (const JsonNode& node : runJsonQuery(*query, nodes, stop).nodes) {
        if (!nodes.isArray(node))
            continue;
        made.table = bodyjob::table(source, node.offset, stop);
        return made;
    }
    made.problem = tr("There is no array at %1.").arg(path);
    return made;
}

void TablePage::cancel()
{
    m_job.cancel();
    m_copying.cancel();
}

void TablePage::start()
{
    m_ordering.cancel();
    m_job.start([source = source(), path = m_path->currentText().trimmed()](
                    std::stop_token stop) { return make(source, path, stop); },
                [this](Made made) {
                    take(std::move(made));
                    emit shown();
                });
}

void TablePage::take(Made made)
{
    m_ordering.cancel();
    m_view = {};
    const QSignalBlocker quietFilter(m_filter);
    const QSignalBlocker quietHeader(m_table->horizontalHeader());
    m_filter->clear();
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    const QString text = m_path->currentText();
    m_path->clear();
    m_path->addItems(made.paths);
    m_path->setEditText(text);
    const bool hasTable = made.table.table.has_value();
    emptyText()->setText(!made.problem.isEmpty() ? made.problem
                         : made.table.note.isEmpty()
                             ? tr("A JSON array of objects shows here as rows and columns.")
                             : made.table.note);
    m_model->setTable(std::move(made.table));
    m_bar->setVisible(hasTable || m_path->count() > 0 || !text.isEmpty());
    m_table->setVisible(hasTable);
    emptyText()->setVisible(!hasTable);
    showNote();
    if (hasTable)
        layoutColumns();
}

/// How many rows there are and which are shown.
void TablePage::showNote()
{
    const bodyjob::Table& made = m_model->table();
    if (!made.table) {
        m_note->clear();
        return;
    }
    const qint64 count = made.table->rowCount();
    const QString rows = format::count(quint64(count));
    QStringList parts{made.table->memberName().isNull()
                          ? tr("%1 rows").arg(rows)
                          : tr("%1 rows of \"%2\"").arg(rows, made.table->memberName())};
    if (!m_view.filter.isEmpty())
        parts << tr("%1 shown").arg(format::count(quint64(m_model->rowCount())));
    if (count > JsonTableModel::maxRows)
        parts << tr("only the first %1 are shown here").arg(format::count(JsonTableModel::maxRows));
    if (!made.note.isEmpty())
        parts << made.note;
    m_note->setHint(Marks::Sign::Information, parts.join(QStringLiteral(" \u00B7 ")));
}

/// Sorts and filters on the pool.
void TablePage::order()
{
    if (!m_model->table().table)
        return;
    if (m_view.isPlain()) {
        m_ordering.cancel();
        m_model->setOrder(std::nullopt);
        showNote();
        return;
    }
    m_ordering.start(
        [table = m_model->table(), view = m_view](std::stop_token stop) {
            return tableOrder(table, view, JsonTableModel::maxRows, stop);
        },
        [this](std::optional<std::vector<quint32>> rows) {
            m_model->setOrder(std::move(rows));
            showNote();
            emit shown();
        });
}

void TablePage::layoutColumns()
{
    const QFontMetrics metrics = m_table->fontMetrics();
    const int rows = std::min(sampledRows, m_model->rowCount());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = metrics.horizontalAdvance(
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        for (int row = 0; row < rows && width < maxColumnWidth; ++row)
            width = std::max(width, metrics.horizontalAdvance(m_model->index(row, column).data().toString()));
        m_table->setColumnWidth(column, std::clamp(width + 20, minColumnWidth, maxColumnWidth));
    }
}

void TablePage::find()
{
    m_find->open();
}

/// The selected cells; for CSV all that are shown where none are. Large tables take their time: beside the
/// window.
void TablePage::copy(bool asCsv)
{
    QItemSelection selection = m_table->selectionModel()->selection();
    if (asCsv && selection.isEmpty() && m_model->rowCount() > 0)
        selection.select(m_model->index(0, 0),
                         m_model->index(m_model->rowCount() - 1, m_model->columnCount() - 1));
    const qint64 count = cellCount(selection);
    if (count == 0)
        return;
    const auto say = [this](const QString& words) {
        QToolTip::showText(m_table->mapToGlobal(m_table->rect().center()), words);
    };
    if (count > manyCells)
        say(tr("Copying %1 cells…").arg(format::count(quint64(count))));
    m_copying.start(
        [text = m_model->text(), chosen = cellranges::blocksOf(selection), asCsv](
            const std::stop_token& stop) { return asCsv ? text.csv(chosen, stop) : text.tabs(chosen, stop); },
        [say, count](const QString& text) {
            QGuiApplication::clipboard()->setText(text);
            say(tr("Copied %1 cells.").arg(format::count(quint64(count))));
        });
}

} // namespace wl
