// SPDX-License-Identifier: MIT
#include "ui/traffic/messagesview.h"

#include "query/messagescan.h"
#include "ui/traffic/decodedmodel.h"
#include "ui/traffic/messagelistmodel.h"
#include "ui/widgets/emptytable.h"
#include "ui/widgets/rowheight.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTreeView>

#include <array>

namespace wl {

namespace {

constexpr int rowHeight = 22;
constexpr int bytesWidth = 96;
constexpr qint64 contentBytes = 256 * 1024; ///< in which JSON is looked for

DecodedRecordPtr decodeOne(const MessageIndex& index, quint64 row, const std::stop_token& stop)
{
    DecodeWishes wishes;
    wishes.tree = true;
    wishes.info = true;
    wishes.contentBytes = contentBytes;
    const auto decoded = std::make_shared<DecodedRecord>();
    decoded->record = RecordId(index.at(row).firstRecord);
    decoded->range = rangeOfRecord(index, decoded->record);
    for (ReadMessage& read : MessageReader(index, wishes).read(row, 1, stop))
        decoded->messages.push_back(PlacedMessage::of(index, std::move(read)));
    return decoded;
}

} // namespace

struct MessagesView::Private
{
    MessageScan scan;
    MessageListModel list;
    DecodedModel fields;
    PoolJob<DecodedRecordPtr, PoolJobEnd::Wait> reading;
    EmptyTable* table = nullptr;
    QTreeView* tree = nullptr;
    RecordId wanted; ///< to be shown as soon as it is decoded
    bool isFollowing = true;
    bool isUpdating = false;
};

MessagesView::MessagesView(QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>())
{
    setObjectName(QStringLiteral("messagesView"));
    setUpTable();
    setUpTree();
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("messagesSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(d->table);
    splitter->addWidget(d->tree);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(splitter);
    setFocusProxy(d->table);
}

MessagesView::~MessagesView()
{
    d->table->setModel(nullptr); // they would otherwise outlive their models
    d->tree->setModel(nullptr);
}

void MessagesView::setUpTable()
{
    d->table = new EmptyTable(this);
    d->table->setObjectName(QStringLiteral("messagesTable"));
    d->table->setAccessibleName(tr("Messages"));
    d->table->setModel(&d->list);
    d->table->setSelectionBehavior(QAbstractItemView::SelectRows);
    d->table->setSelectionMode(QAbstractItemView::SingleSelection);
    d->table->setShowGrid(false);
    d->table->setAlternatingRowColors(true);
    d->table->setWordWrap(false);
    d->table->setTabKeyNavigation(false);
    d->table->setFrameShape(QFrame::NoFrame);
    d->table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    d->table->setContextMenuPolicy(Qt::CustomContextMenu);
    d->table->verticalHeader()->hide();
    fitRowHeight(*d->table, rowHeight);
    d->table->horizontalHeader()->setStretchLastSection(true);
    d->table->horizontalHeader()->setHighlightSections(false);
    constexpr std::array widths{128, 36, 88, 72};
    for (int column = 0; column < int(widths.size()); ++column)
        d->table->horizontalHeader()->resizeSection(column, widths.at(size_t(column)));
    connect(d->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { selectionChanged(current.isValid() ? current.row() : -1); });
    QScrollBar* bar = d->table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        if (!d->isUpdating)
            setFollowing(value >= bar->maximum());
    });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        const QScopedValueRollback guard(d->isUpdating, true);
        if (d->isFollowing) // also when the table becomes smaller
            bar->setValue(maximum);
    });
    connect(d->table, &QWidget::customContextMenuRequested, this, &MessagesView::showMenu);
    auto* copy = new QShortcut(QKeySequence::Copy, d->table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &MessagesView::copyLine);
}

void MessagesView::setUpTree()
{
    d->tree = new QTreeView(this);
    d->tree->setObjectName(QStringLiteral("messagesFields"));
    d->tree->setAccessibleName(tr("Fields of the message"));
    d->tree->setModel(&d->fields);
    d->tree->setUniformRowHeights(true);
    d->tree->setFrameShape(QFrame::NoFrame);
    d->tree->header()->setStretchLastSection(false);
    d->tree->header()->setSectionResizeMode(DecodedModel::Words, QHeaderView::Stretch);
    d->tree->header()->setSectionResizeMode(DecodedModel::Bytes, QHeaderView::Fixed);
    d->tree->header()->resizeSection(DecodedModel::Bytes, bytesWidth);
    connect(d->tree, &QTreeView::doubleClicked, this, [this](const QModelIndex& field) {
        if (const RecordId id = d->fields.otherRecord(field); id.isValid())
            emit recordActivated(id);
    });
}

void MessagesView::show(std::shared_ptr<const RecordSource> source, ConnectionId connection,
                        std::optional<Protocol> decodeAs)
{
    const QScopedValueRollback guard(d->isUpdating, true);
    d->reading.cancel();
    d->wanted = {};
    d->fields.setDecoded(std::make_shared<DecodedRecord>());
    d->table->setEmptyText(tr("No whole message yet."));
    if (connection.isValid())
        d->scan.start(std::make_shared<MessageIndex>(std::move(source), connection, decodeAs));
    else
        d->scan.cancel();
    d->list.setIndex(d->scan.index());
    setFollowing(true);
}

ConnectionId MessagesView::connection() const
{
    return d->scan.index() ? d->scan.index()->connection() : ConnectionId();
}

void MessagesView::refresh()
{
    const QScopedValueRollback guard(d->isUpdating, true);
    d->scan.update();
    if (d->list.refresh() && d->isFollowing)
        d->table->scrollToBottom();
    if (d->wanted.isValid() && (d->list.rowOf(d->wanted) >= 0 || !d->scan.isBehind()))
        showRecord(std::exchange(d->wanted, {}));
}

int MessagesView::count() const
{
    return d->list.rowCount();
}

int MessagesView::percent() const
{
    return d->scan.percent();
}

Protocol MessagesView::protocol() const
{
    return d->scan.index() ? d->scan.index()->protocol() : Protocol::Unknown;
}

bool MessagesView::isFollowing() const
{
    return d->isFollowing;
}

void MessagesView::setFollowing(bool isFollowing)
{
    if (std::exchange(d->isFollowing, isFollowing) != isFollowing)
        emit followingChanged(isFollowing);
}

void MessagesView::follow()
{
    d->table->scrollToBottom();
    setFollowing(true);
}

void MessagesView::showRecord(RecordId id)
{
    const int row = d->list.rowOf(id);
    if (row < 0) {
        d->wanted = d->scan.isBehind() ? id : RecordId();
        return;
    }
    if (row == d->table->currentIndex().row())
        return;
    const QModelIndex place = d->list.index(row, 0);
    setFollowing(row + 1 == d->list.rowCount());
    d->table->setCurrentIndex(place);
    d->table->scrollTo(place);
}

void MessagesView::selectionChanged(int row)
{
    if (row < 0)
        return;
    d->reading.start([index = d->list.messageIndex(),
                      row](const std::stop_token& stop) { return decodeOne(*index, quint64(row), stop); },
                     [this](const DecodedRecordPtr& decoded) {
                         d->fields.setDecoded(decoded);
                         d->tree->expandToDepth(0);
                     });
    emit recordActivated(d->list.index(row, 0).data(MessageListModel::RecordRole).value<RecordId>());
}

void MessagesView::copyLine()
{
    const QModelIndex place = d->table->currentIndex();
    QStringList words;
    for (int column = 0; place.isValid() && column < MessageListModel::ColumnCount; ++column)
        words += place.siblingAtColumn(column).data().toString();
    if (!words.isEmpty())
        QApplication::clipboard()->setText(words.join(u'\t'));
}

/// Of the selected message, as it was decoded.
void MessagesView::copyContent(CopyFormat format)
{
    const auto& messages = d->fields.decoded().messages;
    if (!messages.empty()) {
        const QByteArray& content = messages.front().read.message.content;
        copyBytes(content, format, content.size(), *d->table);
    }
}

void MessagesView::showMenu(const QPoint& position)
{
    if (!d->table->indexAt(position).isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy Line"), this, &MessagesView::copyLine);
    QMenu* content = menu->addMenu(tr("Copy Content"));
    addCopyActions(*content, [this](CopyFormat format) { copyContent(format); });
    const auto& messages = d->fields.decoded().messages;
    content->setEnabled(!messages.empty() && !messages.front().read.message.content.isEmpty());
    menu->popup(d->table->viewport()->mapToGlobal(position));
}

} // namespace wl
