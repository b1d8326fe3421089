// SPDX-License-Identifier: MIT
#include "ui/inspect/decodedview.h"

#include "ui/inspect/bytestextview.h"
#include "ui/inspect/recordmessages.h"
#include "ui/traffic/decodeasbox.h"
#include "ui/traffic/decodechoices.h"
#include "ui/traffic/decodedmodel.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/format.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTreeView>

namespace wl {

namespace {
constexpr int bytesWidth = 96;
constexpr int expandedMessages = 3; ///< of a record, at first
} // namespace

struct DecodedView::Private
{
    Private(Pulse& pulse, DecodeChoices& decodeChoices)
        : choices(decodeChoices)
        , messages(pulse)
    {
    }

    DecodeChoices& choices;
    RecordMessages messages;
    DecodedModel model;
    std::shared_ptr<const RecordSource> source;
    RecordId id;
    bool isPending = false; ///< what is to be shown was not decoded: nobody sees it
    bool isSetting = false;
    DecodeAsBox* decodeAs = nullptr;
    QLabel* state = nullptr;
    QTreeView* tree = nullptr;
    QLabel* contentTitle = nullptr;
    BytesTextView* content = nullptr;
    QWidget* contentSide = nullptr;
};

DecodedView::DecodedView(Pulse& pulse, DecodeChoices& choices, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(pulse, choices))
{
    setObjectName(QStringLiteral("decodedView"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setUpBar(choices);
    setUpViews();
    connectAll(choices);
    clear();
}

DecodedView::~DecodedView()
{
    d->tree->setModel(nullptr); // it would otherwise outlive its model
}

void DecodedView::setUpBar(DecodeChoices& choices)
{
    d->decodeAs = new DecodeAsBox(choices, this);
    auto* label = new QLabel(tr("Decode &as"), this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(d->decodeAs);
    d->state = new QLabel(this);
    d->state->setObjectName(QStringLiteral("decodedState"));
    d->state->setTextFormat(Qt::PlainText);
    d->state->setWordWrap(true);
    d->state->setContentsMargins(12, 4, 8, 4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 8, 4);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(d->decodeAs, 1); // "Automatic: Lines of text" where there is room
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(row);
    column->addWidget(d->state);
}

void DecodedView::setUpViews()
{
    d->tree = new QTreeView(this);
    d->tree->setObjectName(QStringLiteral("decodedTree"));
    d->tree->setAccessibleName(tr("Decoded messages"));
    d->tree->setModel(&d->model);
    d->tree->setUniformRowHeights(true);
    d->tree->setFrameShape(QFrame::NoFrame);
    d->tree->setContextMenuPolicy(Qt::CustomContextMenu);
    d->tree->setExpandsOnDoubleClick(false);
    d->tree->header()->setStretchLastSection(false);
    d->tree->header()->setSectionResizeMode(DecodedModel::Words, QHeaderView::Stretch);
    d->tree->header()->setSectionResizeMode(DecodedModel::Bytes, QHeaderView::Fixed);
    d->tree->header()->resizeSection(DecodedModel::Bytes, bytesWidth);
    d->contentSide = new QWidget(this);
    d->contentTitle = new QLabel(d->contentSide);
    d->contentTitle->setObjectName(QStringLiteral("decodedContentTitle"));
    d->contentTitle->setTextFormat(Qt::PlainText);
    d->contentTitle->setContentsMargins(12, 4, 8, 4);
    d->content = new BytesTextView(d->contentSide);
    d->content->setObjectName(QStringLiteral("decodedContent"));
    d->content->setAccessibleName(tr("Content, decoded"));
    d->contentTitle->setBuddy(d->content);
    auto* side = new QVBoxLayout(d->contentSide);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addWidget(d->contentTitle);
    side->addWidget(d->content, 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("decodedSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(d->tree);
    splitter->addWidget(d->contentSide);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    d->contentSide->hide();
    static_cast<QVBoxLayout*>(layout())->addWidget(splitter, 1);
}

void DecodedView::connectAll(DecodeChoices& choices)
{
    connect(&d->messages, &RecordMessages::changed, this, &DecodedView::takeDecoded);
    connect(&choices, &DecodeChoices::changed, this,
            [this](const RecordSource* source, ConnectionId connection) {
                if (d->source.get() == source && source->record(d->id).connectionId() == connection)
                    decode();
            });
    connect(d->tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                showContent();
                if (d->isSetting || !current.isValid())
                    return;
                const ByteRange range = d->model.rangeInRecord(current);
                emit bytesSelected(range.offset, range.length);
            });
    connect(d->tree, &QTreeView::activated, this, &DecodedView::jump);
    connect(d->tree, &QWidget::customContextMenuRequested, this, &DecodedView::showMenu);
}

void DecodedView::showRecord(std::shared_ptr<const RecordSource> source, RecordId id)
{
    d->decodeAs->setConnection(source, source->record(id).connectionId());
    d->source = std::move(source);
    d->id = id;
    decode();
}

void DecodedView::clear()
{
    d->source.reset();
    d->id = {};
    d->isPending = false;
    d->decodeAs->setConnection(nullptr, {});
    d->messages.clear();
}

void DecodedView::decode()
{
    d->isPending = !isVisible();
    if (!d->isPending)
        d->messages.show(d->source, d->id,
                         d->choices.of(*d->source, d->source->record(d->id).connectionId()));
}

void DecodedView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (d->isPending && d->source)
        decode();
}

void DecodedView::takeDecoded()
{
    using State = RecordMessages::State;
    if (d->messages.state() == State::Indexing || d->messages.state() == State::Reading) {
        showState(); // what was shown stays, so that quick steps do not flicker
        return;
    }
    const bool isSame = d->model.decoded().record == d->messages.decoded()->record;
    const qint64 selected = isSame ? d->model.rangeInRecord(d->tree->currentIndex()).offset : -1;
    {
        const QScopedValueRollback guard(d->isSetting, true);
        d->model.setDecoded(d->messages.decoded());
        for (int row = 0; row < std::min(d->model.rowCount(), expandedMessages); ++row)
            d->tree->expand(d->model.index(row, 0));
    }
    if (d->messages.state() == State::Shown)
        d->decodeAs->setFound(d->messages.protocol());
    if (selected > 0)
        selectBytes(selected, 1);
    showState();
    showContent();
}

/// What happened, where the record carries no bytes.
QString DecodedView::eventWords() const
{
    const RecordEntry entry = d->source->record(d->id);
    const QByteArray text = d->source->payload(d->id, 0, recordtext::infoBytes).value_or(QByteArray());
    const Role role = d->source->connection(entry.connectionId()).info.role;
    return tr("No bytes, but an event. %1").arg(recordtext::info(entry, role, text));
}

void DecodedView::showState()
{
    using State = RecordMessages::State;
    QString text;
    const State state = d->messages.state();
    if (state == State::Indexing)
        text = tr("Decoding the conversation… %1 %").arg(d->messages.percent());
    else if (state == State::Empty)
        text = d->source ? eventWords()
                         : tr("Select a row in Traffic: the message that it is part of shows here.");
    else if (d->model.rowCount() == 0)
        text = tr("No message is in these bytes.");
    else if (d->messages.decoded()->hasMore)
        text = tr("The first %1 messages of this record are shown.")
                   .arg(format::count(quint64(d->model.rowCount())));
    d->state->setText(text);
    d->state->setVisible(!text.isEmpty());
}

void DecodedView::showContent()
{
    const QModelIndex current = d->tree->currentIndex();
    const PlacedMessage* message = d->model.messageAt(current.isValid() ? current : d->model.index(0, 0));
    const bool carries = message && !message->read.message.content.isEmpty() &&
                         message->read.message.protocol != Protocol::Unknown &&
                         message->read.message.protocol != Protocol::Lines;
    d->contentSide->setVisible(carries);
    if (!carries) {
        d->content->setBytes({}, QStringLiteral("UTF-8"));
        return;
    }
    const DecodedMessage& decoded = message->read.message;
    const QString size = format::exactSize(decoded.content.size());
    d->contentTitle->setText(decoded.isContentWhole ? tr("Content, decoded: %1").arg(size)
                                                    : tr("Content, decoded: the first %1").arg(size));
    d->content->setBytes(decoded.content, QStringLiteral("UTF-8"));
    // Not now: the lines are broken for another width until the page has its size.
    QScrollBar* bar = d->content->verticalScrollBar();
    QMetaObject::invokeMethod(
        bar, [bar] { bar->setValue(0); }, Qt::QueuedConnection);
}

void DecodedView::selectBytes(qint64 start, qint64 size)
{
    const QModelIndex field = start < 0 ? QModelIndex() : d->model.indexOfBytes(start, size);
    if (!field.isValid())
        return;
    const QScopedValueRollback guard(d->isSetting, true);
    d->tree->setCurrentIndex(field);
    d->tree->scrollTo(field);
}

void DecodedView::jump(const QModelIndex& index)
{
    if (const RecordId record = d->model.otherRecord(index); record.isValid())
        emit recordRequested(record);
    else
        d->tree->setExpanded(index.siblingAtColumn(0), !d->tree->isExpanded(index.siblingAtColumn(0)));
}

void DecodedView::showMenu(const QPoint& position)
{
    const QModelIndex index = d->tree->indexAt(position);
    if (!index.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString words = index.siblingAtColumn(DecodedModel::Words).data().toString();
    menu->addAction(tr("Copy"), this, [words] { QApplication::clipboard()->setText(words); });
    const RecordId record = d->model.otherRecord(index);
    QAction* go = menu->addAction(record.isValid() ? tr("Go to Record #%1").arg(recordtext::number(record))
                                                   : tr("Go to Its Record"),
                                  this, [this, record] { emit recordRequested(record); });
    go->setEnabled(record.isValid());
    menu->addSeparator();
    menu->addAction(tr("Expand All"), d->tree, &QTreeView::expandAll);
    menu->addAction(tr("Collapse All"), d->tree, &QTreeView::collapseAll);
    menu->popup(d->tree->viewport()->mapToGlobal(position));
}

} // namespace wl
