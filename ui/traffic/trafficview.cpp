// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficview.h"

#include "ui/traffic/coloringrulesdialog.h"
#include "ui/traffic/commenteditor.h"
#include "ui/traffic/filterbar.h"
#include "ui/traffic/payloadtask.h"
#include "ui/traffic/recordfilter.h"
#include "ui/traffic/recordtext.h"
#include "ui/traffic/rowcolors.h"
#include "ui/traffic/trafficfind.h"
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/trafficnotes.h"
#include "ui/traffic/traffictable.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/menuheading.h"

#include <QApplication>
#include <QBoxLayout>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

namespace wl {

namespace {
constexpr qsizetype mostTaken = 1'000'000; ///< records that are copied or saved at once
constexpr int menuChars = 60;
} // namespace

struct TrafficView::Private
{
    explicit Private(Pulse& pulse)
        : task(pulse)
    {
    }

    TrafficModel model;
    PayloadTask task;
    RowColors colors;
    TrafficTable* table = nullptr;
    CommentEditor* comment = nullptr;
    TrafficNotes* notes = nullptr;
    TrafficFind* find = nullptr;
    QToolButton* pause = nullptr;
    QToolButton* follow = nullptr;
    FilterBar* filter = nullptr;
    QLabel* count = nullptr;
    quint64 notesRevision = 0; ///< of the marks and comments that the filter has seen
    QList<QAction*> rowActions;
};

TrafficView::TrafficView(Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(pulse))
{
    setObjectName(QStringLiteral("trafficView"));
    d->table = new TrafficTable(d->model, this);
    d->table->setRowColors(d->colors);
    d->comment = new CommentEditor(this);
    d->find = new TrafficFind(d->model, *d->table, this);
    d->notes = new TrafficNotes(d->model, *d->table, *d->comment, this);
    setUpBar();
    updateEmptyText();
    connectAll(pulse);
}

TrafficView::~TrafficView()
{
    hide();                      // while all that hears of it is still there
    d->table->setModel(nullptr); // the table would otherwise outlive its model
}

void TrafficView::setUpBar()
{
    const auto makeToggle = [this](const QString& text, const QString& name, const QString& iconName) {
        auto* button = new QToolButton(this);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(text);
        button->setIcon(icons::icon(iconName));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        return button;
    };
    d->pause = makeToggle(tr("Pause"), QStringLiteral("trafficPause"), QStringLiteral("pause"));
    d->pause->setToolTip(tr("Hold this list still; the capture goes on"));
    d->follow = makeToggle(tr("Follow"), QStringLiteral("trafficFollow"), QStringLiteral("follow"));
    d->follow->setToolTip(tr("Stay at the newest record (End)"));
    d->follow->setChecked(true);
    d->filter = new FilterBar(this);
    d->count = new QLabel(this);
    d->count->setTextFormat(Qt::PlainText);
    d->count->setObjectName(QStringLiteral("trafficCount"));

    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(d->pause, 0, Qt::AlignTop);
    row->addWidget(d->follow, 0, Qt::AlignTop);
    row->addWidget(d->filter, 1);
    row->addWidget(d->count, 0, Qt::AlignTop);
    d->count->setMinimumHeight(d->pause->sizeHint().height());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(d->table, 1);
    column->addWidget(d->find);
    column->addWidget(d->comment);
}

void TrafficView::connectAll(Pulse& pulse)
{
    connect(&pulse, &Pulse::tick, this, &TrafficView::refresh);
    connect(d->follow, &QToolButton::clicked, d->table, &TrafficTable::setFollowing);
    connect(d->table, &TrafficTable::followingChanged, d->follow, &QToolButton::setChecked);
    connect(d->table, &TrafficTable::currentRecordChanged, this, &TrafficView::recordSelected);
    connect(d->table, &QWidget::customContextMenuRequested, this, &TrafficView::showMenu);
    connect(d->table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        const RecordId id = d->model.recordAt(index.row());
        if (id.isValid())
            emit conversationRequested(source()->record(id).connectionId());
    });
    connect(d->pause, &QToolButton::toggled, this, [this](bool isPaused) {
        d->model.setHeld(isPaused);
        updateCount();
    });
    connect(d->pause, &QToolButton::toggled, this, &TrafficView::pausedChanged);
    connect(d->notes, &TrafficNotes::undoOffered, this, &TrafficView::undoOffered);
    connect(d->filter, &FilterBar::applied, this, &TrafficView::applyFilter);
    connect(&d->table->header(), &TrafficHeader::timeFormsChosen, this, &TrafficView::setTimeForms);
    connect(&d->table->header(), &TrafficHeader::sortChosen, d->table, &TrafficTable::setSort);
    connect(&d->table->header(), &TrafficHeader::columnsChanged, this, &TrafficView::memoryChanged);
    connect(d->filter, &FilterBar::remembered, this, &TrafficView::memoryChanged);
    connect(&d->task, &PayloadTask::savingProgress, this, &TrafficView::savingProgress);
    connect(&d->task, &PayloadTask::saved, this, &TrafficView::saved);
    connect(&d->task, &PayloadTask::saveFailed, this, &TrafficView::saveFailed);
    connect(&d->task, &PayloadTask::copied, this, [this](const PayloadSum& sum) {
        if (const QString missing = sum.leftOut(); !missing.isEmpty())
            emit copiedInPart(missing);
    });
    auto* copyKey = new QShortcut(QKeySequence::Copy, d->table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, [this] { copy(copyAsText); });
    auto* open = new QShortcut(QKeySequence(Qt::Key_Return), d->table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(open, &QShortcut::activated, this, [this] {
        if (currentRecord().isValid())
            emit conversationRequested(source()->record(currentRecord()).connectionId());
    });
}

void TrafficView::setSource(std::shared_ptr<const RecordSource> source)
{
    d->pause->setChecked(false);
    d->filter->setSource(source.get());
    d->comment->cancel();
    d->find->forget();
    d->colors.setSource(source);
    d->table->setRecordSource(std::move(source));
    updateCount();
}

void TrafficView::setDecodeAs(const DecodeAs& decodeAs)
{
    d->model.setDecodeAs(decodeAs);
    d->colors.setDecodeAs(decodeAs);
    updateCount();
}

const DecodeAs& TrafficView::decodeAs() const
{
    return d->model.decodeAs();
}

const std::shared_ptr<const RecordSource>& TrafficView::source() const
{
    return d->model.source();
}

void TrafficView::refresh()
{
    const RecordNotes* notes = source() ? source()->recordNotes() : nullptr;
    const quint64 revision = notes ? notes->revision() : 0;
    if (std::exchange(d->notesRevision, revision) != revision && d->model.filter().asksNotes())
        d->table->applyFilter(d->filter->query());
    d->table->refresh();
    d->notes->refresh();
    d->find->refresh();
    d->colors.refresh();
    updateCount();
}

void TrafficView::setFilterText(const QString& text)
{
    d->filter->setText(text);
}

QString TrafficView::filterText() const
{
    return d->filter->text();
}

TrafficView::Shown TrafficView::shown()
{
    d->table->refresh();
    return {d->model.shown(), d->model.shownCount(), d->model.isHeld(), d->filter->appliedText().trimmed(),
            shownLimits()};
}

QString TrafficView::shownLimits() const
{
    const RecordChoice choice = d->model.shown();
    QStringList limits;
    if (const QSet<ConnectionId>& hidden = d->filter->hidden(); !hidden.isEmpty())
        limits += hidden.size() == 1 ? tr("without connection %1").arg(connectionList(hidden))
                                     : tr("without connections %1").arg(connectionList(hidden));
    if (choice.first > 0)
        limits += tr("from record %1 on").arg(format::count(choice.first + 1));
    if (d->model.isHeld())
        limits += tr("up to record %1").arg(format::count(choice.end));
    return limits.join(QStringLiteral(", "));
}

void TrafficView::find()
{
    d->find->open();
}

void TrafficView::focusFilter()
{
    d->filter->find();
}

void TrafficView::setPaused(bool isPaused)
{
    d->pause->setChecked(isPaused);
}

bool TrafficView::isPaused() const
{
    return d->pause->isChecked();
}

void TrafficView::applyFilter()
{
    if (d->model.isFiltered() || !d->filter->query().isEmpty())
        d->table->applyFilter(d->filter->query());
    updateCount();
}

void TrafficView::updateCount()
{
    const quint64 all = source() ? source()->recordCount() : 0;
    const auto listed = quint64(d->model.rowCount());
    QString text;
    if (isPaused())
        text = tr("paused, %1 more").arg(format::count(d->model.heldBack()));
    else if (d->model.sortProgress() < 100)
        text = tr("sorting, %1 %").arg(d->model.sortProgress());
    else if (d->model.isFiltered() && d->model.scanProgress() < 99)
        text = tr("%1 found, %2 %").arg(format::count(listed)).arg(d->model.scanProgress());
    else if (d->model.isFiltered())
        text = tr("%1 of %2").arg(format::count(listed), format::count(all));
    else if (d->model.first() > 0)
        text = tr("%1 cleared").arg(format::count(d->model.first()));
    else if (d->model.unlisted() > 0)
        text = tr("%1 older not listed").arg(format::count(d->model.unlisted()));
    if (text != d->count->text())
        d->count->setText(text);
    d->count->setVisible(!text.isEmpty());
    updateEmptyText();
}

void TrafficView::updateEmptyText()
{
    d->table->setEmptyText(
        !d->model.isFiltered() && d->model.first() > 0
            ? tr("The list was cleared. What comes from now on shows here.")
        : !d->model.isFiltered()
            ? tr("Nothing recorded yet. Start a server or send something: every byte shows here.")
        : d->model.scanProgress() < 100 ? tr("Searching…")
                                        : tr("No record passes this filter. Clear it to see all."));
}

RecordId TrafficView::currentRecord() const
{
    return d->table->currentRecord();
}

void TrafficView::showRecord(RecordId id)
{
    d->table->showRecord(id);
}

void TrafficView::markConnection(ConnectionId id)
{
    d->table->setMarkedConnection(id);
}

QJsonObject TrafficView::memory() const
{
    const TimeForms forms = d->model.timeForms();
    return {{QStringLiteral("columns"), d->table->header().columns()},
            {QStringLiteral("time"), int(forms.time)},
            {QStringLiteral("delta"), int(forms.delta)},
            {QStringLiteral("filters"), d->filter->memory().toJson()},
            {QStringLiteral("coloring"), toJson(d->colors.rules())}};
}

void TrafficView::setMemory(const QJsonObject& memory)
{
    d->table->header().setColumns(memory.value(QStringLiteral("columns")).toObject());
    TimeForms forms;
    if (memory.value(QStringLiteral("time")).toInt() == int(TimeForms::Time::SinceStart))
        forms.time = TimeForms::Time::SinceStart;
    if (memory.value(QStringLiteral("delta")).toInt() == int(TimeForms::Delta::SinceConnection))
        forms.delta = TimeForms::Delta::SinceConnection;
    setTimeForms(forms);
    d->colors.setRules(coloringRulesFromJson(memory.value(QStringLiteral("coloring")).toArray()));
    d->filter->setMemory(FilterMemory::fromJson(memory.value(QStringLiteral("filters")).toObject()));
}

void TrafficView::setTimeForms(const TimeForms& forms)
{
    d->model.setTimeForms(forms);
    d->table->header().setTimeForms(forms);
    emit memoryChanged();
}

TrafficTable* TrafficView::table() const
{
    return d->table;
}

TrafficNotes& TrafficView::notes() const
{
    return *d->notes;
}

void TrafficView::hideConnection()
{
    const RecordId id = currentRecord();
    if (id.isValid() && source())
        d->filter->setHidden(d->filter->hidden() | QSet{source()->record(id).connectionId()});
}

void TrafficView::clear()
{
    const quint64 before = d->model.first();
    d->table->setFirst(d->model.nextRecord());
    updateCount();
    emit undoOffered(tr("The list was cleared; the capture keeps all."),
                     [this, before, cleared = source().get()] {
                         if (cleared == source().get())
                             d->table->setFirst(before);
                     });
}

void TrafficView::editColoringRules()
{
    auto* dialog = new ColoringRulesDialog(d->colors.rules(), filterText(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ColoringRulesDialog::changed, this, [this](const QList<ColoringRule>& rules) {
        d->colors.setRules(rules);
        emit memoryChanged();
    });
    dialog->show();
}

void TrafficView::addNoteActions(QMenu& menu)
{
    menu.addAction(tr("Mark or Unmark"), d->notes, &TrafficNotes::toggleMarks)
        ->setObjectName(QStringLiteral("toggleMarks"));
    menu.addAction(icons::icon(QStringLiteral("edit")), tr("Comment…"), d->notes, &TrafficNotes::editComment)
        ->setObjectName(QStringLiteral("editComment"));
    menu.addAction(tr("Hide This Connection"), this, &TrafficView::hideConnection)
        ->setObjectName(QStringLiteral("hideConnection"));
}

void TrafficView::setRowActions(const QList<QAction*>& actions)
{
    d->rowActions = actions;
}

void TrafficView::showMenu(const QPoint& position)
{
    const RecordId id = d->table->currentRecord();
    if (!id.isValid() || !source())
        return;
    const ConnectionId connection = source()->record(id).connectionId();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icons::icon(QStringLiteral("conversation")), tr("Show Conversation"), this,
                    [this, connection] { emit conversationRequested(connection); });
    addFilterActions(*menu, id, d->table->columnAt(position.x()));
    addNoteActions(*menu);
    menu->addSeparator();
    addCopyActions(*menu, [this](CopyFormat format) { copy(format); });
    menu->addSeparator();
    QAction* save = menu->addAction(icons::icon(QStringLiteral("save")), tr("Save Payload…"), this,
                                    &TrafficView::savePayload);
    save->setEnabled(!d->task.isSaving());
    menu->addSeparator();
    menu->addActions(d->rowActions);
    menu->setToolTipsVisible(true);
    menu->popup(d->table->viewport()->mapToGlobal(position));
}

/// "Filter by this": of the cell under the pointer, and of the connection.
void TrafficView::addFilterActions(QMenu& menu, RecordId id, int column)
{
    const auto add = [&](QMenu& to, const QString& text, const QString& name, const QString& filter) {
        QAction* action = to.addAction(text, this, [this, filter] { setFilterText(filter); });
        action->setObjectName(name);
        action->setToolTip(filter);
        return action;
    };
    const QString now = filterText();
    const QString cell = filterOfCell(*source(), id, column);
    const QString shown = cell.size() > menuChars ? cell.left(menuChars) + QChar(0x2026) : cell;
    QMenu* by = menu.addMenu(icons::icon(QStringLiteral("filter")), tr("Filter by This"));
    by->setObjectName(QStringLiteral("filterByThis"));
    by->setEnabled(!cell.isEmpty());
    addMenuHeading(*by, QString(shown).replace(u'&', QStringLiteral("&&")));
    add(*by, tr("&Only This"), QStringLiteral("filterOnly"), cell);
    add(*by, tr("&And This"), QStringLiteral("filterAnd"), filterAnd(now, cell))
        ->setEnabled(!now.trimmed().isEmpty());
    add(*by, tr("&Filter This Out"), QStringLiteral("filterOut"), filterAnd(now, filterNot(cell)));
    const QString connection = filterOfConnection(source()->record(id).connectionId());
    add(menu, tr("Filter by This Connection"), QStringLiteral("filterConnection"), connection);
}

/// Selected records that are more than are taken at once.
quint64 TrafficView::unselected() const
{
    const qsizetype selected = d->table->selectedCount();
    return quint64(std::max<qsizetype>(0, selected - mostTaken));
}

void TrafficView::copy(CopyFormat format)
{
    if (source())
        d->task.copy(source(), d->table->selectedRecords(mostTaken), unselected(), format);
}

bool TrafficView::isSaving() const
{
    return d->task.isSaving();
}

void TrafficView::cancelSaving()
{
    d->task.cancelSaving();
}

void TrafficView::savePayload()
{
    const QList<RecordId> records = d->table->selectedRecords(mostTaken);
    auto* dialog = new QFileDialog(this, tr("Save Payload"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("payload-%1.bin").arg(records.value(0).value() + 1));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, records, more = unselected(), from = source()](const QString& path) {
                d->task.save(from, records, more, path);
            });
    dialog->open();
}

} // namespace wl
