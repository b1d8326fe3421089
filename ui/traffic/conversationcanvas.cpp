// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationcanvas.h"

#include "ui/traffic/messagelayout.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"
#include "ui/widgets/hexview.h"

#include <QApplication>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

namespace wl {

namespace {
constexpr qint64 previewBytes = 4096;
constexpr int previewLines = 20;
constexpr int unitsPerBlock = 16;
constexpr int margin = 12;
constexpr int padding = 8;
constexpr int spacing = 8;
constexpr int cachedBlocks = 400;
constexpr qsizetype nearBlocks = 50; ///< so far down it scrolls no more than it has to
constexpr double widestBubble = 0.85;
} // namespace

/// One record, laid out for the width of the moment.
struct ConversationCanvas::Block
{
    QString head;
    QStringList lines;
    QString more;
    RecordKind kind = RecordKind::Data;
    Direction direction = Direction::Sent;
    int bubbleWidth = 0;
    int height = 0;
};

ConversationCanvas::ConversationCanvas(const RecordSource& source, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_source(source)
    , m_records(source)
    , m_blocks(cachedBlocks)
{
    setObjectName(QStringLiteral("conversationMessages"));
    setAccessibleName(tr("Conversation"));
    setFont(fixedFont());
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ConversationCanvas::scrollBarMoved);
    updateMetrics();
}

ConversationCanvas::~ConversationCanvas() = default;

void ConversationCanvas::setSelection(const ConversationSelection& selection)
{
    const RecordId anchor = topRecord();
    m_records.show(selection);
    keepAt(anchor);
    refresh();
}

void ConversationCanvas::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void ConversationCanvas::setHex(bool isHex)
{
    if (isHex == m_isHex)
        return;
    m_isHex = isHex;
    m_blocks.clear();
    m_top.offset = 0;
    updateScrollBar();
    viewport()->update();
}

void ConversationCanvas::refresh()
{
    const RecordId anchor = topRecord();
    if (!m_records.update())
        return;
    keepAt(anchor); // older ones may have come in between
    updateScrollBar();
    viewport()->update();
}

RecordId ConversationCanvas::topRecord() const
{
    return m_top.index < m_records.count() ? m_records.at(m_top.index) : RecordId();
}

void ConversationCanvas::keepAt(RecordId anchor)
{
    if (!m_isFollowing && anchor.isValid())
        m_top.index = m_records.indexOf(anchor);
}

void ConversationCanvas::follow()
{
    setFollowing(true);
    updateScrollBar();
    viewport()->update();
}

ConversationCanvas::Block ConversationCanvas::makeBlock(RecordId id) const
{
    const RecordEntry entry = m_source.record(id);
    const ConnectionRow& connection = m_source.connection(entry.connectionId());
    const Result<QByteArray> bytes = m_source.payload(id, 0, previewBytes);
    Block block;
    block.kind = entry.kind;
    block.direction = entry.direction;
    if (entry.kind != RecordKind::Data) {
        const QString info = recordtext::info(entry, connection.info.role, bytes.value_or(QByteArray()));
        const QString peer = connection.info.peer.toString();
        block.head = clockTime(entry.time()) + (peer.isEmpty() ? peer : QStringLiteral("  ") + peer);
        const int columns = std::max(20, int((viewport()->width() - 2 * margin) / m_cell));
        if (messagelayout::cells(block.head) + 2 + messagelayout::cells(info) <= columns)
            block.head += QStringLiteral("  ") + info;
        else
            block.lines = messagelayout::textLines(info.toUtf8(), columns, previewLines);
        block.height = (1 + int(block.lines.size())) * m_lineHeight + spacing;
        return block;
    }
    block.head = QStringLiteral("%1 %2  %3  %4")
                     .arg(recordtext::arrow(entry.direction), clockTime(entry.time()),
                          connection.info.peer.toString(), format::size(entry.length));
    const int room = int(viewport()->width() * widestBubble) - 2 * (margin + padding);
    const int columns = std::max(20, int(room / m_cell));
    if (!bytes)
        block.more = tr("The bytes are no longer on disk: the cap of the capture let them go.");
    else if (m_isHex)
        block.lines = messagelayout::hexLines(*bytes, previewLines);
    else
        block.lines = messagelayout::textLines(*bytes, columns, previewLines);
    const bool isCut = m_isHex ? entry.length > previewLines * 16
                               : entry.length > previewBytes || block.lines.size() >= previewLines;
    if (bytes && entry.length == 0)
        block.more = tr("(empty)");
    else if (bytes && isCut)
        block.more = tr("… %1 in all").arg(format::exactSize(entry.length));
    int widest = std::max(messagelayout::cells(block.head), messagelayout::cells(block.more));
    for (const QString& line : std::as_const(block.lines))
        widest = std::max(widest, messagelayout::cells(line));
    block.bubbleWidth =
        std::min(int(std::ceil(widest * m_cell)) + 2 * padding, viewport()->width() - 2 * margin);
    const int lines = 1 + int(block.lines.size()) + (block.more.isEmpty() ? 0 : 1);
    block.height = lines * m_lineHeight + 2 * padding + spacing;
    return block;
}

const ConversationCanvas::Block& ConversationCanvas::block(RecordId id)
{
    if (const Block* cached = m_blocks.object(id.value()))
        return *cached;
    auto* made = new Block(makeBlock(id));
    m_blocks.insert(id.value(), made);
    return *made;
}

int ConversationCanvas::heightAt(qsizetype index)
{
    return block(m_records.at(index)).height;
}

ConversationCanvas::Position ConversationCanvas::bottomPosition()
{
    int room = viewport()->height() - spacing;
    for (qsizetype index = m_records.count() - 1; index >= 0; --index) {
        room -= heightAt(index);
        if (room <= 0)
            return {index, -room};
    }
    return {};
}

int ConversationCanvas::unitsOf(Position position)
{
    if (position.index >= m_records.count())
        return 0;
    return int(position.index) * unitsPerBlock +
           position.offset * unitsPerBlock / std::max(1, heightAt(position.index));
}

void ConversationCanvas::updateScrollBar()
{
    const Position bottom = bottomPosition();
    if (m_isFollowing || unitsOf(m_top) > unitsOf(bottom))
        m_top = bottom;
    m_isMovingBar = true;
    const auto visible = std::max<qsizetype>(1, m_records.count() - bottom.index);
    verticalScrollBar()->setRange(0, unitsOf(bottom));
    verticalScrollBar()->setPageStep(int(visible) * unitsPerBlock);
    verticalScrollBar()->setSingleStep(unitsPerBlock);
    verticalScrollBar()->setValue(unitsOf(m_top));
    m_isMovingBar = false;
}

void ConversationCanvas::setPosition(Position position)
{
    const Position bottom = bottomPosition();
    const bool isAtBottom =
        position.index > bottom.index || (position.index == bottom.index && position.offset >= bottom.offset);
    m_top = isAtBottom ? bottom : position;
    setFollowing(isAtBottom);
    m_isMovingBar = true;
    verticalScrollBar()->setValue(unitsOf(m_top));
    m_isMovingBar = false;
    viewport()->update();
}

void ConversationCanvas::scrollBy(int pixels)
{
    if (m_records.count() == 0)
        return;
    Position position = m_top;
    position.offset += pixels;
    while (position.offset < 0 && position.index > 0)
        position.offset += heightAt(--position.index);
    while (position.index + 1 < m_records.count() && position.offset >= heightAt(position.index))
        position.offset -= heightAt(position.index++);
    position.offset = std::max(0, position.offset);
    setPosition(position);
}

void ConversationCanvas::scrollBarMoved(int value)
{
    if (m_isMovingBar || m_records.count() == 0)
        return;
    Position position;
    position.index = std::min<qsizetype>(value / unitsPerBlock, m_records.count() - 1);
    position.offset = value % unitsPerBlock * heightAt(position.index) / unitsPerBlock;
    setPosition(value == verticalScrollBar()->maximum() ? bottomPosition() : position);
}

void ConversationCanvas::setFollowing(bool isFollowing)
{
    if (isFollowing == m_isFollowing)
        return;
    m_isFollowing = isFollowing;
    emit followingChanged(isFollowing);
}

void ConversationCanvas::updateMetrics()
{
    const QFontMetricsF metrics(font());
    m_cell = metrics.horizontalAdvance(u'0');
    m_lineHeight = int(std::ceil(metrics.height())) + 1;
    m_blocks.clear();
}

void ConversationCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const Colors& colors = Colors::current();
    painter.fillRect(viewport()->rect(), colors.base);
    if (m_records.count() == 0) {
        painter.setFont(QApplication::font());
        painter.setPen(colors.muted);
        painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin),
                         Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setFont(font());
    painter.setRenderHint(QPainter::Antialiasing);
    int y = spacing / 2 - m_top.offset;
    for (qsizetype index = m_top.index; index < m_records.count() && y < viewport()->height(); ++index) {
        const RecordId id = m_records.at(index);
        const Block& shown = block(id);
        paintBlock(painter, shown, y, id == m_selected);
        y += shown.height;
    }
}

QList<VisibleText::Line> ConversationCanvas::linesShown()
{
    if (m_records.count() == 0)
        return {{m_emptyText, viewport()->rect()}};
    QList<Line> lines;
    int top = spacing / 2 - m_top.offset;
    for (qsizetype index = m_top.index; index < m_records.count() && top < viewport()->height(); ++index) {
        const Block& shown = block(m_records.at(index));
        const bool isData = shown.kind == RecordKind::Data;
        const bool isRight = isData && shown.direction == Direction::Sent;
        const int left = isRight ? viewport()->width() - margin - shown.bubbleWidth : margin;
        int y = top + (isData ? padding : 0);
        QStringList texts = QStringList{shown.head} + shown.lines;
        if (!shown.more.isEmpty())
            texts += shown.more;
        for (const QString& text : std::as_const(texts)) {
            const QRect rect(left + (isData ? padding : 0), y, int(messagelayout::cells(text) * m_cell),
                             m_lineHeight);
            if (y + m_lineHeight > 0 && y < viewport()->height())
                lines += {text, rect};
            y += m_lineHeight;
        }
        top += shown.height;
    }
    return lines;
}

void ConversationCanvas::paintBlock(QPainter& painter, const Block& block, int y, bool isSelected) const
{
    const Colors& colors = Colors::current();
    if (block.kind != RecordKind::Data) {
        QRect line(margin, y, viewport()->width() - 2 * margin, m_lineHeight);
        if (isSelected)
            painter.fillRect(line.adjusted(0, 0, 0, int(block.lines.size()) * m_lineHeight),
                             colors.selection);
        const bool isBad = block.kind == RecordKind::Failed || block.kind == RecordKind::Reset;
        painter.setPen(isBad ? colors.error : colors.muted);
        painter.drawText(line, Qt::AlignCenter,
                         painter.fontMetrics().elidedText(block.head, Qt::ElideRight, line.width()));
        for (const QString& words : block.lines) {
            line.translate(0, m_lineHeight);
            painter.drawText(line, Qt::AlignCenter, words);
        }
        return;
    }
    const QColor& color = block.direction == Direction::Sent ? colors.sent : colors.received;
    const int left =
        block.direction == Direction::Sent ? viewport()->width() - margin - block.bubbleWidth : margin;
    const QRectF bubble(left + 0.5, y + 0.5, block.bubbleWidth - 1, block.height - spacing - 1);
    painter.setPen(isSelected ? color : colors.border);
    painter.setBrush(isSelected ? colors.selection : colors.alternate);
    painter.drawRoundedRect(bubble, 4, 4);
    painter.save();
    painter.setClipRect(bubble);
    const double ascent = QFontMetricsF(font()).ascent();
    double baseline = y + padding + ascent;
    const double x = left + padding;
    painter.setPen(color);
    painter.drawText(QPointF(x, baseline), block.head);
    painter.setPen(colors.text);
    for (const QString& line : block.lines) {
        baseline += m_lineHeight;
        painter.drawText(QPointF(x, baseline), line);
    }
    if (!block.more.isEmpty()) {
        painter.setPen(colors.muted);
        painter.drawText(QPointF(x, baseline + m_lineHeight), block.more);
    }
    painter.restore();
}

void ConversationCanvas::resizeEvent(QResizeEvent*)
{
    m_blocks.clear();
    updateScrollBar();
}

void ConversationCanvas::wheelEvent(QWheelEvent* event)
{
    const int pixels = event->pixelDelta().isNull() ? event->angleDelta().y() * m_lineHeight * 3 / 120
                                                    : event->pixelDelta().y();
    scrollBy(-pixels);
    event->accept();
}

qsizetype ConversationCanvas::indexAt(int y)
{
    int bottom = spacing / 2 - m_top.offset;
    for (qsizetype index = m_top.index; index < m_records.count() && bottom < viewport()->height(); ++index) {
        bottom += heightAt(index);
        if (y < bottom)
            return index;
    }
    return -1;
}

void ConversationCanvas::mousePressEvent(QMouseEvent* event)
{
    select(indexAt(int(event->position().y())), event->button() == Qt::LeftButton);
}

void ConversationCanvas::select(qsizetype index, bool isActivated)
{
    if (index < 0 || index >= m_records.count())
        return;
    m_selected = m_records.at(index);
    setAccessibleDescription(block(m_selected).head + u' ' + block(m_selected).lines.join(u' '));
    viewport()->update();
    if (isActivated)
        emit recordActivated(m_selected);
}

void ConversationCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelected(copyAsText);
        return;
    }
    const qsizetype current = m_selected.isValid() ? m_records.indexOf(m_selected) : m_top.index;
    switch (event->key()) {
    case Qt::Key_Home: setPosition({}); return;
    case Qt::Key_End: follow(); return;
    case Qt::Key_PageUp: scrollBy(-viewport()->height() + m_lineHeight); return;
    case Qt::Key_PageDown: scrollBy(viewport()->height() - m_lineHeight); return;
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const qsizetype next = current + (event->key() == Qt::Key_Up ? -1 : 1);
        select(next, true);
        reveal(next);
        return;
    }
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void ConversationCanvas::reveal(qsizetype index)
{
    if (index < 0 || index >= m_records.count())
        return;
    const bool isAbove = index < m_top.index + (m_top.offset > 0 ? 1 : 0);
    if (isAbove || index > m_top.index + nearBlocks)
        setPosition({index, 0});
    else if (index > m_top.index)
        ensureVisible(index);
}

void ConversationCanvas::find(const QString& text, bool isBackward,
                              std::function<void(bool isFound, bool isWrapped)> done)
{
    const QByteArray exact = HexView::needleOf(text);
    const bool isText = exact == text.toUtf8();
    const QByteArray needle = isText ? exact.toLower() : exact;
    const qsizetype from = m_selected.isValid() ? m_records.indexOf(m_selected) : -1;
    m_find.start(
        m_records.count(), from, isBackward,
        [this, needle, isText](qint64 index) {
            if (index >= m_records.count())
                return false;
            const RecordId id = m_records.at(index);
            if (m_source.record(id).kind != RecordKind::Data)
                return block(id).head.contains(QString::fromUtf8(needle), Qt::CaseInsensitive);
            const QByteArray bytes = m_source.payload(id).value_or(QByteArray());
            return (isText ? bytes.toLower() : bytes).contains(needle);
        },
        [this, done = std::move(done)](qint64 index, bool isWrapped) {
            const bool isFound = index >= 0 && index < m_records.count();
            if (isFound) {
                select(index, true);
                reveal(index);
            }
            done(isFound, isWrapped);
        });
}

void ConversationCanvas::ensureVisible(qsizetype index)
{
    int bottom = spacing / 2 - m_top.offset;
    for (qsizetype i = m_top.index; i <= index; ++i) {
        bottom += heightAt(i);
        if (bottom > 4 * viewport()->height()) { // far below: no need to measure all that lies between
            setPosition({index, 0});
            return;
        }
    }
    if (bottom > viewport()->height())
        scrollBy(bottom - viewport()->height());
}

void ConversationCanvas::copySelected(CopyFormat format)
{
    if (!m_selected.isValid())
        return;
    if (const Result<QByteArray> bytes = m_source.payload(m_selected, 0, copyLimitBytes))
        copyBytes(*bytes, format, m_source.record(m_selected).length, *this);
    else
        QToolTip::showText(mapToGlobal(rect().center()),
                           tr("Nothing copied: the bytes are no longer on disk."));
}

void ConversationCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_selected.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopyActions(*menu, [this](CopyFormat format) { copySelected(format); });
    menu->popup(event->globalPos());
}

void ConversationCanvas::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateMetrics();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

} // namespace wl
