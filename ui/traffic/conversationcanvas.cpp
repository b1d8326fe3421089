// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationcanvas.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"

#include <QApplication>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace wl {

namespace {
constexpr int unitsPerBlock = 16;
constexpr int margin = BlockPainter::margin;
constexpr int spacing = BlockPainter::spacing;
constexpr int cachedBlocks = 400;
constexpr qsizetype nearBlocks = 50; ///< so far down it scrolls no more than it has to
} // namespace

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
    m_painter.setHex(isHex);
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

const ConversationBlock& ConversationCanvas::block(RecordId id)
{
    if (const ConversationBlock* cached = m_blocks.object(id.value()))
        return *cached;
    auto* made = new ConversationBlock(m_painter.make(m_source, id));
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
    m_painter.setFont(font());
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
        const ConversationBlock& shown = block(id);
        m_painter.paint(painter, shown, y, id == m_selected);
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
        const ConversationBlock& shown = block(m_records.at(index));
        lines += m_painter.lines(shown, top, viewport()->height());
        top += shown.height;
    }
    return lines;
}

void ConversationCanvas::resizeEvent(QResizeEvent*)
{
    m_painter.setWidth(viewport()->width());
    m_blocks.clear();
    updateScrollBar();
}

void ConversationCanvas::wheelEvent(QWheelEvent* event)
{
    const int pixels = event->pixelDelta().isNull()
                           ? event->angleDelta().y() * m_painter.lineHeight() * 3 / 120
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
    case Qt::Key_PageUp: scrollBy(-viewport()->height() + m_painter.lineHeight()); return;
    case Qt::Key_PageDown: scrollBy(viewport()->height() - m_painter.lineHeight()); return;
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

void ConversationCanvas::showRecord(RecordId id)
{
    const qsizetype index = m_records.indexOf(id);
    if (index >= m_records.count() || m_records.at(index) != id)
        return;
    select(index, true);
    reveal(index);
}

void ConversationCanvas::setMarked(const QString& text)
{
    m_painter.setMarked(text);
    viewport()->update();
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
