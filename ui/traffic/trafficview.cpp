// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficview.h"

#include "ui/traffic/filterfield.h"
#include "ui/traffic/payloadtask.h"
#include "ui/traffic/recordtext.h"
#include "ui/traffic/traffictable.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QBoxLayout>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QTimer>
#include <QToolButton>

namespace wl {

namespace {
constexpr qsizetype mostTaken = 1'000'000; ///< records that are copied or saved at once
constexpr std::chrono::milliseconds typingPause{150};
} // namespace

struct TrafficView::Private
{
    explicit Private(Pulse& pulse)
        : task(pulse)
    {
    }

    TrafficModel model;
    PayloadTask task;
    TrafficTable* table = nullptr;
    QToolButton* pause = nullptr;
    QToolButton* follow = nullptr;
    FilterField* filter = nullptr;
    QLabel* problem = nullptr;
    QLabel* count = nullptr;
    QTimer typing;
};

TrafficView::TrafficView(Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(pulse))
{
    setObjectName(QStringLiteral("trafficView"));
    d->table = new TrafficTable(d->model, this);
    d->typing.setSingleShot(true);
    d->typing.setInterval(typingPause);
    setUpBar();
    updateEmptyText();
    connectAll(pulse);
}

TrafficView::~TrafficView()
{
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
    d->filter = new FilterField(this);
    d->problem = new QLabel(this);
    d->problem->setTextFormat(Qt::PlainText);
    d->problem->setObjectName(QStringLiteral("trafficFilterProblem"));
    d->problem->hide();
    showProblemColor();
    d->count = new QLabel(this);
    d->count->setTextFormat(Qt::PlainText);
    d->count->setObjectName(QStringLiteral("trafficCount"));

    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(d->pause);
    row->addWidget(d->follow);
    row->addWidget(d->filter, 1);
    row->addWidget(d->problem);
    row->addWidget(d->count);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(d->table, 1);
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
    connect(d->filter, &QLineEdit::textEdited, &d->typing, qOverload<>(&QTimer::start));
    connect(d->filter, &QLineEdit::returnPressed, this, &TrafficView::applyFilter);
    connect(d->filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            applyFilter();
    });
    connect(&d->typing, &QTimer::timeout, this, &TrafficView::applyFilter);
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
    d->table->setRecordSource(std::move(source));
    updateCount();
}

const std::shared_ptr<const RecordSource>& TrafficView::source() const
{
    return d->model.source();
}

void TrafficView::refresh()
{
    d->table->refresh();
    updateCount();
}

void TrafficView::setFilterText(const QString& text)
{
    d->filter->setText(text);
    applyFilter();
}

QString TrafficView::filterText() const
{
    return d->filter->text();
}

void TrafficView::find()
{
    d->filter->setFocus(Qt::ShortcutFocusReason);
    d->filter->selectAll();
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
    d->typing.stop();
    const Result<TrafficFilter> parsed = TrafficFilter::parse(d->filter->text());
    d->filter->setProblem(parsed ? QString() : parsed.error().detail);
    d->problem->setText(parsed ? QString() : tr("Not filtered: %1").arg(parsed.error().detail));
    d->problem->setVisible(!parsed);
    // A filter that cannot be read lists all, so that the list is what its bar says.
    const TrafficFilter filter = parsed.value_or(TrafficFilter());
    if (d->model.isFiltered() || !filter.isEmpty())
        d->table->applyFilter(filter);
    updateCount();
}

void TrafficView::showProblemColor()
{
    QPalette colors = d->problem->palette();
    colors.setColor(QPalette::WindowText, Colors::current().error);
    d->problem->setPalette(colors);
}

void TrafficView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && d->problem)
        showProblemColor();
}

void TrafficView::updateCount()
{
    const quint64 all = source() ? source()->recordCount() : 0;
    const auto listed = quint64(d->model.rowCount());
    QString text;
    if (isPaused())
        text = tr("paused, %1 more").arg(format::count(d->model.heldBack()));
    else if (d->model.isFiltered() && d->model.scanProgress() < 99)
        text = tr("%1 found, %2 %").arg(format::count(listed)).arg(d->model.scanProgress());
    else if (d->model.isFiltered())
        text = tr("%1 of %2").arg(format::count(listed), format::count(all));
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
        !d->model.isFiltered()
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

QByteArray TrafficView::columnState() const
{
    return d->table->horizontalHeader()->saveState();
}

void TrafficView::restoreColumns(const QByteArray& state)
{
    d->table->horizontalHeader()->restoreState(state);
}

TrafficTable* TrafficView::table() const
{
    return d->table;
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
    menu->addAction(
        icons::icon(QStringLiteral("filter")), tr("Filter by This Connection"), this,
        [this, connection] { setFilterText(QStringLiteral("conn:") + recordtext::number(connection)); });
    menu->addSeparator();
    addCopyActions(*menu, [this](CopyFormat format) { copy(format); });
    menu->addSeparator();
    QAction* save = menu->addAction(icons::icon(QStringLiteral("save")), tr("Save Payload…"), this,
                                    &TrafficView::savePayload);
    save->setEnabled(!d->task.isSaving());
    menu->popup(d->table->viewport()->mapToGlobal(position));
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
