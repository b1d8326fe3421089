// SPDX-License-Identifier: MIT
#include "ui/inspect/inspector.h"

#include "payload/textencoding.h"
#include "ui/inspect/bytestextview.h"
#include "ui/inspect/decodedview.h"
#include "ui/inspect/numbersmodel.h"
#include "ui/inspect/recordbytes.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"
#include "ui/widgets/hexview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/rowheight.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

namespace wl {

namespace {
constexpr qint64 firstTextBytes = 64 * 1024;      ///< shown at once
constexpr qint64 mostTextBytes = 4 * 1024 * 1024; ///< shown on request
constexpr int numbersRowHeight = 20;
constexpr int mostNumbersRows = 8; ///< seen without scrolling
constexpr int typeWidth = 64;
} // namespace

struct Inspector::Private
{
    std::shared_ptr<const RecordSource> source;
    std::shared_ptr<RecordBytes> bytes;
    QLabel* title = nullptr;
    QToolButton* decoded = nullptr;
    QToolButton* text = nullptr;
    QToolButton* hex = nullptr;
    QComboBox* encoding = nullptr;
    DecodedView* decodedView = nullptr;
    BytesTextView* textView = nullptr;
    QToolButton* more = nullptr;
    QWidget* textSide = nullptr;
    HexView* hexView = nullptr;
    QLabel* selection = nullptr;
    NumbersModel* numbers = nullptr;
    QTableView* numbersView = nullptr;
    QWidget* findBar = nullptr;
    QLineEdit* findField = nullptr;
    QLabel* findResult = nullptr;
    qint64 textBytes = firstTextBytes;
};

Inspector::Inspector(Pulse& pulse, DecodeChoices& choices, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>())
{
    setObjectName(QStringLiteral("inspector"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setUpBar();
    setUpFind();
    setUpViews(pulse, choices);
    setUpNumbers();
    connectAll();
    d->text->setChecked(false); // the decoded page and the hex view show it too
    clear();
}

Inspector::~Inspector() = default;

void Inspector::setUpBar()
{
    const auto makeToggle = [this](const QString& text, const QString& name, const QString& tip) {
        auto* button = new QToolButton(this);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(tip);
        button->setCheckable(true);
        button->setChecked(true);
        button->setAutoRaise(true);
        return button;
    };
    d->title = new QLabel(this);
    d->title->setObjectName(QStringLiteral("inspectorTitle"));
    d->title->setTextFormat(Qt::PlainText);
    d->title->setWordWrap(true);
    d->title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    d->decoded = makeToggle(tr("Decoded"), QStringLiteral("inspectorDecoded"),
                            tr("Show the messages that the bytes are part of"));
    d->text = makeToggle(tr("Text"), QStringLiteral("inspectorText"), tr("Show the bytes as text"));
    d->hex = makeToggle(tr("Hex"), QStringLiteral("inspectorHex"), tr("Show the bytes as hex"));
    d->encoding = new QComboBox(this);
    d->encoding->setObjectName(QStringLiteral("inspectorEncoding"));
    d->encoding->setAccessibleName(tr("Encoding"));
    d->encoding->setToolTip(tr("Encoding of the text"));
    d->encoding->addItems(TextEncoding::names());
    d->encoding->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    d->encoding->setMinimumContentsLength(8);

    auto* title = new QHBoxLayout;
    title->setContentsMargins(12, 4, 8, 4);
    title->addWidget(d->title, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 4);
    row->setSpacing(4);
    row->addWidget(d->decoded);
    row->addWidget(d->text);
    row->addWidget(d->hex);
    row->addStretch();
    row->addWidget(d->encoding);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(title);
    column->addLayout(row);
}

void Inspector::setUpFind()
{
    d->findBar = new QWidget(this);
    d->findField = new QLineEdit(d->findBar);
    d->findField->setObjectName(QStringLiteral("inspectorFind"));
    d->findField->setAccessibleName(tr("Find"));
    d->findField->setPlaceholderText(tr("Find text, or hex as 0x0d0a"));
    d->findResult = new QLabel(d->findBar);
    d->findResult->setTextFormat(Qt::PlainText);
    auto* close = new QToolButton(d->findBar);
    close->setIcon(icons::icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setObjectName(QStringLiteral("inspectorFindClose"));
    close->setAccessibleName(tr("Close the find field"));
    close->setToolTip(tr("Close (Esc)"));
    auto* row = new QHBoxLayout(d->findBar);
    row->setContentsMargins(8, 0, 8, 4);
    row->addWidget(d->findField, 1);
    row->addWidget(d->findResult);
    row->addWidget(close);
    d->findBar->hide();
    layout()->addWidget(d->findBar);
    connect(close, &QToolButton::clicked, d->findBar, &QWidget::hide);
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), d->findBar, nullptr, nullptr,
                                 Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, d->findBar, &QWidget::hide);
    auto* back = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_Return), d->findField, nullptr, nullptr,
                               Qt::WidgetShortcut);
    connect(back, &QShortcut::activated, this, [this] { findNext(false); });
    connect(d->findField, &QLineEdit::returnPressed, this, [this] { findNext(true); });
}

void Inspector::setUpViews(Pulse& pulse, DecodeChoices& choices)
{
    d->decodedView = new DecodedView(pulse, choices, this);
    d->textSide = new QWidget(this);
    d->textView = new BytesTextView(d->textSide);
    d->more = new QToolButton(d->textSide);
    d->more->setObjectName(QStringLiteral("inspectorMore"));
    d->more->setAutoRaise(true);
    d->more->hide();
    auto* textColumn = new QVBoxLayout(d->textSide);
    textColumn->setContentsMargins(0, 0, 0, 0);
    textColumn->setSpacing(0);
    textColumn->addWidget(d->textView, 1);
    textColumn->addWidget(d->more);
    d->hexView = new HexView(this);
    d->hexView->setEmptyText(tr("No bytes."));
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("inspectorSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(d->decodedView);
    splitter->addWidget(d->textSide);
    splitter->addWidget(d->hexView);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setStretchFactor(2, 2);
    static_cast<QVBoxLayout*>(layout())->addWidget(splitter, 1);
}

void Inspector::setUpNumbers()
{
    d->selection = new QLabel(this);
    d->selection->setObjectName(QStringLiteral("inspectorSelection"));
    d->selection->setTextFormat(Qt::PlainText);
    d->selection->setContentsMargins(12, 4, 8, 4);
    d->numbers = new NumbersModel(this);
    d->numbersView = new QTableView(this);
    d->numbersView->setObjectName(QStringLiteral("inspectorNumbers"));
    d->numbersView->setAccessibleName(tr("Selected bytes as numbers"));
    d->numbersView->setModel(d->numbers);
    d->numbersView->setShowGrid(false);
    d->numbersView->setFrameShape(QFrame::NoFrame);
    d->numbersView->verticalHeader()->hide();
    fitRowHeight(*d->numbersView, numbersRowHeight);
    d->numbersView->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    d->numbersView->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Fixed);
    d->numbersView->horizontalHeader()->resizeSection(0, typeWidth);
    d->numbersView->setTabKeyNavigation(false);
    d->numbersView->setFont(fixedFont());
    d->numbersView->setTextElideMode(Qt::ElideNone);
    d->numbersView->setSelectionMode(QAbstractItemView::SingleSelection);
    d->numbersView->hide();
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(d->selection);
    column->addWidget(d->numbersView);
}

void Inspector::connectAll()
{
    for (QToolButton* button : {d->decoded, d->text, d->hex})
        connect(button, &QToolButton::toggled, this, [this, button] { updateViews(button); });
    connect(d->encoding, &QComboBox::currentIndexChanged, this, &Inspector::showText);
    connect(d->more, &QToolButton::clicked, this, &Inspector::showAll);
    connect(d->textView, &BytesTextView::bytesSelected, this, [this](qint64 start, qint64 size) {
        const QSignalBlocker blocker(d->hexView);
        d->hexView->select(start, size);
        d->decodedView->selectBytes(start, size);
        updateSelection(start, size);
    });
    connect(d->decodedView, &DecodedView::bytesSelected, this, [this](qint64 start, qint64 size) {
        const QSignalBlocker blocker(d->hexView);
        d->hexView->select(start, size);
        d->textView->selectBytes(start, size);
        updateSelection(start, size);
    });
    connect(d->decodedView, &DecodedView::recordRequested, this,
            [this](RecordId id) { emit recordRequested(id, d->source); });
    connect(d->hexView, &HexView::selectionChanged, this, [this](qint64 start, qint64 size) {
        d->textView->selectBytes(start, size);
        d->decodedView->selectBytes(start, size);
        updateSelection(start, size);
    });
}

void Inspector::updateViews(QToolButton* toggled)
{
    if (!d->decoded->isChecked() && !d->text->isChecked() && !d->hex->isChecked())
        (toggled == d->decoded ? d->text : toggled == d->text ? d->hex : d->text)->setChecked(true);
    d->decodedView->setVisible(d->decoded->isChecked());
    d->textSide->setVisible(d->text->isChecked());
    d->hexView->setVisible(d->hex->isChecked());
    d->encoding->setEnabled(d->text->isChecked());
}

void Inspector::showRecord(std::shared_ptr<const RecordSource> source, RecordId id)
{
    if (!source || !id.isValid()) {
        clear();
        return;
    }
    const RecordEntry entry = source->record(id);
    const ConnectionRow& connection = source->connection(entry.connectionId());
    QString title =
        QStringLiteral("#%1  %2 %3\n%4  %5")
            .arg(recordtext::number(id), recordtext::arrow(entry.direction), connection.info.peer.toString(),
                 clockTime(entry.time()),
                 entry.kind == RecordKind::Data ? format::exactSize(entry.length)
                                                : recordtext::eventWord(entry, connection.info.role));
    const Result<QByteArray> first = source->payload(id, 0, 1);
    if (!first && entry.length > 0)
        title += u'\n' + tr("These bytes are no longer on disk: the capture's cap let them go.");
    d->title->setText(title);
    d->source = source;
    d->bytes = std::make_shared<RecordBytes>(source, id);
    d->textBytes = firstTextBytes;
    d->hexView->setSource(d->bytes);
    d->textView->setEmptyText(tr("No bytes."));
    showText();
    updateSelection(0, 0);
    d->decodedView->showRecord(std::move(source), id);
}

void Inspector::clear()
{
    d->source.reset();
    d->bytes.reset();
    d->decodedView->clear();
    d->title->setText(tr("Nothing selected"));
    d->hexView->setSource(nullptr);
    d->textView->setEmptyText(
        tr("Select a row in Traffic or a message in a conversation: its bytes show here."));
    showText();
    updateSelection(0, 0);
}

void Inspector::showText()
{
    const qint64 size = d->bytes ? d->bytes->size() : 0;
    const QByteArray bytes = d->bytes ? d->bytes->read(0, std::min(size, d->textBytes)) : QByteArray();
    d->textView->setBytes(bytes, d->encoding->currentText());
    d->textView->selectBytes(d->hexView->selectionStart(), d->hexView->selectionSize());
    const bool canShowMore = size > d->textBytes && d->textBytes < mostTextBytes;
    d->more->setVisible(size > d->textBytes);
    d->more->setEnabled(canShowMore);
    d->more->setText(canShowMore
                         ? tr("First %1 shown as text. Show %2")
                               .arg(format::size(d->textBytes), format::size(std::min(size, mostTextBytes)))
                         : tr("First %1 shown as text; Hex shows all").arg(format::size(d->textBytes)));
}

void Inspector::showAll()
{
    d->textBytes = mostTextBytes;
    showText();
}

void Inspector::updateSelection(qint64 start, qint64 size)
{
    constexpr qint64 widest = 8;
    const bool hasSelection = d->bytes && size > 0;
    d->selection->setVisible(d->bytes != nullptr);
    d->numbersView->setVisible(hasSelection);
    if (!hasSelection) {
        d->selection->setText(tr("Select bytes to see them as numbers."));
        d->numbers->setBytes({});
        return;
    }
    d->selection->setText(
        tr("Offset %1 (0x%2), %3 selected")
            .arg(format::count(quint64(start)), QString::number(start, 16), format::exactSize(size)));
    d->numbers->setBytes(d->bytes->read(start, std::min(size, widest)));
    const int rows = std::min(d->numbers->rowCount(), mostNumbersRows);
    d->numbersView->setFixedHeight(d->numbersView->horizontalHeader()->height() +
                                   rows * d->numbersView->verticalHeader()->defaultSectionSize() + 2);
}

void Inspector::find()
{
    d->findBar->show();
    d->findField->setFocus(Qt::ShortcutFocusReason);
    d->findField->selectAll();
}

void Inspector::findNext(bool isForward)
{
    const QString text = d->findField->text();
    const bool isFound = d->hexView->findNext(HexView::needleOf(text), isForward);
    d->findResult->setText(isFound || text.isEmpty() ? QString() : tr("Not found"));
}

} // namespace wl
