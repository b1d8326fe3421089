// SPDX-License-Identifier: MIT
#include "ui/panes/http/tablepage.h"

#include "ui/panes/common/hintline.h"
#include "ui/panes/http/cellranges.h"
#include "ui/panes/http/jsontablemodel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/rowheight.h"
#include "ui/widgets/tablefind.h"

#include <QClipboard>
#include <QShortcut>
#include <QTableView>
#include <QToolTip>

namespace wl {

namespace {

constexpr int tableRowHeight = 22;
constexpr int sampledRows = 40; ///< for the columns' widths
constexpr int minColumnWidth = 48;
constexpr int maxColumnWidth = 320;
constexpr qint64 maxCopiedCells = 200'000;

QString noteOf(const bodyjob::Table& made)
{
    const qint64 count = made.table->rowCount();
    const QString rows = format::count(quint64(count));
    QStringList parts{made.table->memberName().isNull()
                          ? TablePage::tr("%1 rows").arg(rows)
                          : TablePage::tr("%1 rows of \"%2\"").arg(rows, made.table->memberName())};
    if (count > JsonTableModel::maxRows)
        parts
            << TablePage::tr("only the first %1 are shown here").arg(format::count(JsonTableModel::maxRows));
    if (!made.note.isEmpty())
        parts << made.note;
    return parts.join(QStringLiteral(" \u00B7 "));
}

} // namespace

TablePage::TablePage(QWidget* parent)
    : QWidget(parent)
    , m_table(new QTableView(this))
    , m_find(new TableFind(tr("Find in the table"), m_table, this))
    , m_empty(new QLabel(this))
    , m_note(new HintLine(this))
    , m_model(new JsonTableModel(this))
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
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    fitRowHeight(*m_table, tableRowHeight);
    m_empty->setObjectName(QStringLiteral("httpTableEmpty"));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_find);
    layout->addWidget(m_empty, 1);
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &TablePage::copy);
    clear();
}

void TablePage::clear()
{
    m_job.cancel();
    m_source = {};
    m_isStale = false;
    take({});
}

void TablePage::setSource(const bodyjob::Source& source)
{
    m_job.cancel();
    m_source = source;
    m_isStale = true;
    if (isVisible())
        refresh();
}

void TablePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void TablePage::refresh()
{
    if (!m_isStale || !m_source.body)
        return;
    m_isStale = false;
    m_empty->setText(tr("Preparing…"));
    m_job.start([source = m_source](std::stop_token stop) { return bodyjob::table(source, stop); },
                [this](bodyjob::Table made) {
                    take(std::move(made));
                    emit shown();
                });
}

void TablePage::take(bodyjob::Table made)
{
    const bool hasTable = made.table.has_value();
    m_note->setHint(Marks::Sign::Information, hasTable ? noteOf(made) : QString());
    m_empty->setText(made.note.isEmpty() ? tr("A JSON array of objects shows here as rows and columns.")
                                         : made.note);
    m_model->setTable(std::move(made));
    m_table->setVisible(hasTable);
    m_empty->setVisible(!hasTable);
    if (hasTable)
        layoutColumns();
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

void TablePage::copy()
{
    // As tab-separated lines, which spreadsheets take. By ranges: as single cells all of a large table would
    // be millions of indexes.
    const QItemSelection selection = m_table->selectionModel()->selection();
    qint64 all = 0;
    for (const QItemSelectionRange& range : selection)
        all += qint64(range.width()) * range.height();
    qint64 copied = 0;
    QString text;
    for (cellranges::Walk walk(selection); walk.hasNext() && copied < maxCopiedCells; ++copied) {
        const auto [cell, startsRow] = walk.next();
        if (copied > 0)
            text += startsRow ? u'\n' : u'\t';
        text += m_model->fullText(cell.row, cell.column);
    }
    QGuiApplication::clipboard()->setText(text);
    if (copied < all)
        QToolTip::showText(m_table->mapToGlobal(m_table->rect().center()),
                           tr("Copied the first %1 of %2 cells.")
                               .arg(format::count(quint64(copied)), format::count(quint64(all))));
}

} // namespace wl
