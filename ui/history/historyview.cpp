// SPDX-License-Identifier: MIT
#include "ui/history/historyview.h"

#include "base/errortext.h"
#include "history/history.h"
#include "ui/history/historymodel.h"
#include "ui/history/historywords.h"
#include "ui/history/requestdelegate.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/emptytable.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/rowheight.h"
#include "ui/widgets/rowlist.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>

namespace wl {

namespace {

constexpr std::chrono::milliseconds typingPause{150};
constexpr int rowPixels = 22;
constexpr qsizetype openedAtOnce = 10;
/// Below these widths of the dock the last columns have no room.
constexpr int widthForTime = 260;
constexpr int widthForDuration = 330;
constexpr int widthForSize = 420;

} // namespace

HistoryView::HistoryView(History& history, QWidget* parent)
    : QWidget(parent)
    , m_history(history)
    , m_model(new HistoryModel(history, this))
{
    setObjectName(QStringLiteral("historyView"));
    setAccessibleName(tr("History"));
    setUpSearch();
    setUpTable();
    setUpActions();
    setUpLayout();
    connectHistory();
    updateActions();
}

void HistoryView::setUpSearch()
{
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("historySearch"));
    m_search->setAccessibleName(tr("Search the history"));
    m_search->setPlaceholderText(tr("Search: words, status:404, host:…"));
    m_search->setToolTip(tr("Words of URL, header fields and bodies; also\n"
                            "host:example  url:/posts  method:POST\n"
                            "status:404  status:4xx  status:>=500\n"
                            "since:1h  before:2026-11-27  is:pinned  is:failed"));
    m_search->setClearButtonEnabled(true);
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("historyHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(typingPause);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_searchTimer.start();
        emit memoryChanged();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        search();
        m_table->setFocus();
    });
    connect(&m_searchTimer, &QTimer::timeout, this, &HistoryView::search);
}

void HistoryView::setUpTable()
{
    m_table = new EmptyTable(this);
    m_table->setObjectName(QStringLiteral("historyTable"));
    m_table->setAccessibleName(tr("Exchanges, newest first"));
    m_table->setModel(m_model);
    setUpRowList(*m_table, rowPixels);
    m_table->setItemDelegateForColumn(HistoryModel::Request, new RequestDelegate(m_table));
    m_table->setTextElideMode(Qt::ElideMiddle); // paths differ at their ends
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionsClickable(false);
    header->setSectionResizeMode(HistoryModel::Request, QHeaderView::Stretch);
    header->setMinimumSectionSize(30);
    showColumns();
    connect(m_table, &QAbstractItemView::doubleClicked, this, [this] { open(false); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryView::updateActions);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &HistoryView::updateActions);
}

void HistoryView::setUpActions()
{
    const auto make = [this](const char* name, const QString& text, const char* icon, const QKeySequence& key,
                             auto slot) {
        auto* action = new QAction(icons::icon(QLatin1String(icon)), text, m_table);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        m_table->addAction(action);
        return action;
    };
    m_openResponse = make("historyOpenResponse", tr("&Open with Its Response"), "open", Qt::Key_Return,
                          [this] { open(false); });
    m_openRequest = make("historyOpenRequest", tr("Open as a New &Request"), "http",
                         QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { open(true); });
    m_copyUrl = make("historyCopyUrl", tr("&Copy URL"), "copy", QKeySequence(QKeySequence::Copy),
                     [this] { copyUrls(); });
    m_pin = make("historyPin", tr("&Pin"), "pin", Qt::Key_Space, [this] { pin(); });
    m_remove = make("historyRemove", tr("&Delete"), "trash", QKeySequence(QKeySequence::Delete),
                    [this] { remove(); });
    m_clear = make("historyClear", tr("Delete &All That Are Not Pinned"), "trash", {}, [this] { clear(); });
}

void HistoryView::setUpLayout()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(8, 6, 8, 4);
    top->setSpacing(4);
    top->addWidget(m_search);
    top->addWidget(m_hint);
    column->addLayout(top);
    column->addWidget(m_table, 1);
}

void HistoryView::connectHistory()
{
    connect(&m_history, &History::changed, this, [this] {
        m_notKept.clear();
        if (!m_searchTimer.isActive())
            m_searchTimer.start();
    });
    connect(&m_history, &History::failed, this, [this](const Error& error) {
        m_notKept = ErrorText::sentence(tr("Not kept in the history"), error);
        showHint(m_notKept, true);
    });
    connect(&m_history, &History::trimmed, this, [this](qint64 count) {
        m_trimmed += count;
        if (m_search->text().trimmed().isEmpty())
            showStandingHint();
    });
}

QList<QAction*> HistoryView::actions() const
{
    return {m_openResponse, m_openRequest, m_copyUrl, m_pin, m_remove, m_clear};
}

void HistoryView::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QJsonObject HistoryView::memory() const
{
    return {{QStringLiteral("search"), m_search->text()}};
}

void HistoryView::setMemory(const QJsonObject& memory)
{
    m_search->setText(memory.value(QStringLiteral("search")).toString());
}

void HistoryView::search()
{
    m_searchTimer.stop();
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    const Result<HistoryQuery> query =
        HistoryQuery::parse(m_search->text(), QDateTime::currentMSecsSinceEpoch());
    if (!query) {
        showHint(query.error().detail, true);
        return;
    }
    m_history.find(*query, this, [this](const Result<QList<qint64>>& ids) {
        if (ids)
            showFound(*ids);
        else
            showHint(ErrorText::sentence(tr("The history cannot be read"), ids.error()), true);
    });
}

void HistoryView::showFound(const QList<qint64>& ids)
{
    const QList<qint64> chosen = selected();
    const qint64 current = m_model->idAt(m_table->currentIndex().row());
    const int before = m_model->rowCount();
    const int scrolled = m_table->verticalScrollBar()->value();
    const bool hasGrown = m_model->setIds(ids);
    m_model->refresh();
    if (!hasGrown) {
        select(chosen);
        if (const int row = m_model->rowOf(current); row >= 0)
            m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::NoUpdate);
    } else if (scrolled > 0) {
        // What is being read stays where it is; rows are counted by the scroll bar.
        m_table->verticalScrollBar()->setValue(scrolled + m_model->rowCount() - before);
    }
    const bool isSearch = !m_search->text().trimmed().isEmpty();
    m_table->setEmptyText(isSearch ? tr("No exchange is like that.")
                                   : tr("Every HTTP request that you send is kept here with its response."));
    if (isSearch)
        showHint(tr("%1 found").arg(HistoryWords::exchanges(ids.size())), false);
    else if (m_hasHintProblem || !ids.isEmpty())
        showStandingHint();
    updateActions();
}

/// What is to be read while there is no search. What was not kept is said until the history changes again.
void HistoryView::showStandingHint()
{
    if (!m_notKept.isEmpty())
        showHint(m_notKept, true);
    else if (m_trimmed > 0)
        showHint(tr("The history is full: %1 of the oldest went.").arg(HistoryWords::exchanges(m_trimmed)),
                 false);
    else
        showHint({}, false);
}

void HistoryView::showHint(const QString& text, bool isProblem)
{
    m_hasHintProblem = isProblem;
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, isProblem ? Colors::current().error : Colors::current().muted);
    m_hint->setPalette(palette);
}

void HistoryView::showColumns()
{
    const QFontMetrics metrics = m_table->fontMetrics();
    const auto wide = [&](const QString& text) { return metrics.horizontalAdvance(text) + 14; };
    int widest = 0;
    for (int end = int(HistoryEntry::End::Failed); end <= int(HistoryEntry::End::Interrupted); ++end) {
        HistoryEntry entry;
        entry.end = HistoryEntry::End(end);
        widest = std::max(widest, wide(HistoryWords::status(entry)));
    }
    m_table->setColumnWidth(HistoryModel::Status, widest);
    m_table->setColumnWidth(HistoryModel::Time, wide(QStringLiteral("00:00:00")));
    m_table->setColumnWidth(HistoryModel::Duration, wide(QStringLiteral("000.0 ms")));
    m_table->setColumnWidth(HistoryModel::Size, wide(QStringLiteral("000.0 MB")));
    m_table->setColumnHidden(HistoryModel::Time, width() < widthForTime);
    m_table->setColumnHidden(HistoryModel::Duration, width() < widthForDuration);
    m_table->setColumnHidden(HistoryModel::Size, width() < widthForSize);
}

/// Nothing is opened before somebody looks.
void HistoryView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        m_searchTimer.start();
}

void HistoryView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showColumns();
}

void HistoryView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_searchTimer.start(); // other programs may have added some meanwhile
    if (event->type() == QEvent::PaletteChange && m_hint)
        showHint(m_hint->text(), m_hasHintProblem);
    if (event->type() == QEvent::FontChange && m_table) {
        fitRowHeight(*m_table, rowPixels);
        showColumns();
    }
}

QList<qint64> HistoryView::selected() const
{
    QList<qint64> ids;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.append(m_model->idAt(row));
    }
    return ids;
}

/// By whole runs of rows: a hundred thousand may be selected.
void HistoryView::select(const QList<qint64>& ids)
{
    QList<int> rows;
    for (const qint64 id : ids) {
        if (const int row = m_model->rowOf(id); row >= 0)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    QItemSelection selection;
    for (qsizetype from = 0, to = 0; from < rows.size(); from = to) {
        for (to = from + 1; to < rows.size() && rows[to] <= rows[to - 1] + 1;)
            ++to;
        selection.select(m_model->index(rows[from], 0),
                         m_model->index(rows[to - 1], HistoryModel::ColumnCount - 1));
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::Select);
}

bool HistoryView::areAllPinned() const
{
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const HistoryEntry* entry = m_model->entryAt(row);
            if (!entry || !entry->isPinned)
                return false;
        }
    }
    return true;
}

void HistoryView::updateActions()
{
    const bool hasAny = m_table->selectionModel()->hasSelection();
    for (QAction* action : {m_openRequest, m_openResponse, m_copyUrl, m_pin, m_remove})
        action->setEnabled(hasAny);
    m_pin->setText(hasAny && areAllPinned() ? tr("Un&pin") : tr("&Pin"));
    m_clear->setEnabled(m_model->rowCount() > 0);
}

void HistoryView::open(bool asRequest)
{
    const QList<qint64> ids = selected();
    for (const qint64 id : ids.first(std::min(ids.size(), openedAtOnce))) {
        m_history.load(id, this, [this, asRequest](const Result<StoredExchange>& stored) {
            if (!stored)
                emit failed(tr("Cannot open the exchange"), stored.error());
            else if (asRequest)
                emit requestOpened(*stored);
            else
                emit responseOpened(*stored);
        });
    }
}

void HistoryView::remove()
{
    const QList<qint64> ids = selected();
    if (ids.isEmpty())
        return;
    m_history.remove(ids, this, [this, count = ids.size()](const Result<qint64>& deletion) {
        removed(deletion, tr("Deleted %1 from the history.").arg(HistoryWords::exchanges(count)));
    });
}

void HistoryView::clear()
{
    m_history.clear(this, [this](const Result<qint64>& deletion) {
        removed(deletion, tr("Deleted all exchanges of the history that are not pinned."));
    });
}

void HistoryView::removed(const Result<qint64>& deletion, const QString& text)
{
    if (deletion)
        emit undoOffered(text, [history = &m_history, number = *deletion] { history->takeBack(number); });
    else
        emit failed(tr("Cannot delete from the history"), deletion.error());
}

void HistoryView::pin()
{
    m_history.setPinned(selected(), !areAllPinned());
}

void HistoryView::copyUrls()
{
    QStringList urls;
    for (const qint64 id : selected()) {
        if (const HistoryEntry* entry = m_model->entryAt(m_model->rowOf(id)))
            urls.append(entry->url);
    }
    QGuiApplication::clipboard()->setText(urls.join(u'\n'));
}

} // namespace wl
