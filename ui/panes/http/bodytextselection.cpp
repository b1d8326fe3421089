// SPDX-License-Identifier: MIT
// The part of BodyTextView that moves cursor and selection.
#include "ui/panes/http/bodytextview.h"

#include "ui/widgets/copymenu.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

namespace wl {

void BodyTextView::select(qsizetype start, qsizetype size)
{
    if (!m_document)
        return;
    m_anchor = std::clamp<qsizetype>(start, 0, text().size());
    m_cursor = std::clamp<qsizetype>(start + size, m_anchor, text().size());
    m_goalUnit = -1;
    scrollToCursor();
    viewport()->update();
}

QString BodyTextView::selectedText() const
{
    const qsizetype size = std::min<qsizetype>(selectionEnd() - selectionStart(), copyLimitBytes);
    return QString::fromUtf8(text().sliced(selectionStart(), size));
}

void BodyTextView::copy()
{
    const qsizetype all = selectionEnd() - selectionStart();
    if (all > 0)
        copyBytes(text().sliced(selectionStart(), std::min<qsizetype>(all, copyLimitBytes)).toByteArray(),
                  copyAsText, all, *this);
}

void BodyTextView::selectAll()
{
    m_anchor = 0;
    m_cursor = text().size();
    viewport()->update();
}

TextIndex::Line BodyTextView::lineOf(qsizetype offset, qint64* number) const
{
    const qint64 index = m_document->index.lineAt(text(), offset);
    if (number != nullptr)
        *number = index;
    const auto lines = m_document->index.lines(text(), index, 1);
    return lines.empty() ? TextIndex::Line() : lines.front();
}

qsizetype BodyTextView::inLine(qint64 lineIndex, int unit) const
{
    const auto lines = m_document->index.lines(text(), lineIndex, 1);
    if (lines.empty())
        return m_cursor;
    const TextLine line = TextLine::decode(text().sliced(lines.front().offset, lines.front().size));
    const int last = int(line.text.size());
    return lines.front().offset + line.byteAt[size_t(std::clamp(unit, 0, last))];
}

void BodyTextView::moveCursor(qsizetype to, bool keepAnchor)
{
    m_cursor = std::clamp<qsizetype>(to, 0, text().size());
    if (!keepAnchor)
        m_anchor = m_cursor;
    scrollToCursor();
    viewport()->update();
    // For screen readers: the line that the cursor is on.
    const TextIndex::Line line = lineOf(m_cursor);
    setAccessibleDescription(TextLine::decode(text().sliced(line.offset, line.size)).text);
}

void BodyTextView::moveVertically(qint64 lines, bool keepAnchor)
{
    qint64 index = 0;
    const TextIndex::Line line = lineOf(m_cursor, &index);
    if (m_goalUnit < 0) {
        const TextLine decoded = TextLine::decode(text().sliced(line.offset, line.size));
        m_goalUnit = decoded.unitAt(m_cursor - line.offset);
    }
    const int goal = m_goalUnit;
    const qint64 last = m_document->index.lineCount() - 1;
    moveCursor(inLine(std::clamp<qint64>(index + lines, 0, last), goal), keepAnchor);
    m_goalUnit = goal;
}

void BodyTextView::moveSideways(int units, bool keepAnchor)
{
    qint64 index = 0;
    const TextIndex::Line line = lineOf(m_cursor, &index);
    const TextLine decoded = TextLine::decode(text().sliced(line.offset, line.size));
    const int unit = decoded.unitAt(m_cursor - line.offset);
    int to = unit + units;
    if (to > 0 && to < decoded.text.size() && decoded.text.at(to).isLowSurrogate())
        to += units > 0 ? 1 : -1;
    const qint64 last = m_document->index.lineCount() - 1;
    if (to < 0)
        moveCursor(index > 0 ? inLine(index - 1, std::numeric_limits<int>::max()) : 0, keepAnchor);
    else if (to > decoded.text.size())
        moveCursor(index < last ? inLine(index + 1, 0) : text().size(), keepAnchor);
    else
        moveCursor(inLine(index, to), keepAnchor);
}

bool BodyTextView::moveByKey(QKeyEvent* event)
{
    const bool keep = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    qint64 index = 0;
    const bool isVertical = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down ||
                            event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (!isVertical)
        m_goalUnit = -1;
    switch (event->key()) {
    case Qt::Key_Up: moveVertically(-1, keep); return true;
    case Qt::Key_Down: moveVertically(1, keep); return true;
    case Qt::Key_PageUp: moveVertically(-visibleLines(), keep); return true;
    case Qt::Key_PageDown: moveVertically(visibleLines(), keep); return true;
    case Qt::Key_Left: moveSideways(-1, keep); return true;
    case Qt::Key_Right: moveSideways(1, keep); return true;
    case Qt::Key_Home: moveCursor(control ? 0 : lineOf(m_cursor).offset, keep); return true;
    case Qt::Key_End:
        (void)lineOf(m_cursor, &index);
        moveCursor(control ? text().size() : inLine(index, std::numeric_limits<int>::max()), keep);
        return true;
    default: return false;
    }
}

void BodyTextView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find)) {
        emit findRequested();
    } else if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (!m_document || !moveByKey(event)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void BodyTextView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_document)
        return;
    m_goalUnit = -1;
    moveCursor(offsetAt(event->pos()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void BodyTextView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_document)
        moveCursor(offsetAt(event->pos()), true);
}

void BodyTextView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_document)
        return;
    const TextIndex::Line line = lineOf(offsetAt(event->pos()));
    const TextLine decoded = TextLine::decode(text().sliced(line.offset, line.size));
    const int at = decoded.unitAt(offsetAt(event->pos()) - line.offset);
    const auto isWord = [&](int i) {
        return decoded.text.at(i).isLetterOrNumber() || decoded.text.at(i) == u'_';
    };
    int start = at;
    int end = at;
    while (start > 0 && isWord(start - 1))
        --start;
    while (end < decoded.text.size() && isWord(end))
        ++end;
    m_anchor = line.offset + decoded.byteAt[size_t(start)];
    moveCursor(line.offset + decoded.byteAt[size_t(end)], true);
}

void BodyTextView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copied = menu->addAction(tr("Copy"), QKeySequence::Copy, this, &BodyTextView::copy);
    copied->setEnabled(selectionStart() < selectionEnd());
    menu->addAction(tr("Select all"), QKeySequence::SelectAll, this, &BodyTextView::selectAll);
    menu->addSeparator();
    menu->addAction(tr("Find…"), QKeySequence::Find, this, &BodyTextView::findRequested);
    menu->popup(event->globalPos());
}

void BodyTextView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void BodyTextView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace wl
