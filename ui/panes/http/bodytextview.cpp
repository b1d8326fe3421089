// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodytextview.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"

#include <QApplication>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

namespace wl {

namespace {

constexpr int margin = 4;
constexpr int tabColumns = 8;

QColor colorOf(TextSpan::Role role)
{
    const Colors& colors = Colors::current();
    switch (role) {
    case TextSpan::Role::Name: return colors.accent;
    case TextSpan::Role::String: return colors.good;
    case TextSpan::Role::Number: return colors.received;
    case TextSpan::Role::Word: return colors.error;
    case TextSpan::Role::Comment: return colors.muted;
    }
    return colors.text;
}

} // namespace

struct BodyTextView::Laid
{
    TextLine line;
    QTextLayout layout;
};

BodyTextView::BodyTextView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFont(fixedFont());
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    setFrameShape(QFrame::NoFrame);
    updateScrollBars();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_follows && !m_isSettling && value < verticalScrollBar()->maximum())
            setFollowing(false);
    });
}

BodyTextView::~BodyTextView() = default;

void BodyTextView::setDocument(std::shared_ptr<const BodyDocument> document, bool grew)
{
    m_document = std::move(document);
    if (!grew) {
        m_anchor = m_cursor = 0;
        m_goalUnit = -1;
        verticalScrollBar()->setValue(0);
        horizontalScrollBar()->setValue(0);
    }
    m_isSettling = true;
    updateScrollBars();
    if (m_follows)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_isSettling = false;
    viewport()->update();
}

void BodyTextView::setFollowing(bool follows)
{
    if (m_follows == follows)
        return;
    m_follows = follows;
    if (m_follows)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    emit followingChanged(m_follows);
}

void BodyTextView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    if (!m_document)
        setAccessibleDescription(text);
    viewport()->update();
}

QByteArrayView BodyTextView::text() const
{
    return m_document ? m_document->text() : QByteArrayView();
}

int BodyTextView::lineHeight() const
{
    return fontMetrics().height();
}

int BodyTextView::gutterWidth() const
{
    const qint64 last = m_document ? m_document->index.lastNumber() : 1;
    const auto digits = std::max<qsizetype>(3, QString::number(last).size());
    return int(digits) * fontMetrics().horizontalAdvance(u'0') + 2 * margin;
}

int BodyTextView::visibleLines() const
{
    return std::max(1, viewport()->height() / lineHeight());
}

void BodyTextView::updateScrollBars()
{
    const qint64 lines = m_document ? m_document->index.lineCount() : 0;
    const qint64 over = std::max<qint64>(0, lines - visibleLines());
    verticalScrollBar()->setRange(0, int(std::min<qint64>(over, std::numeric_limits<int>::max())));
    verticalScrollBar()->setPageStep(visibleLines());
    const qint64 longest = m_document ? m_document->index.longestLine() : 0;
    const qint64 width = longest * fontMetrics().horizontalAdvance(u'0') + 2 * margin;
    const int room = viewport()->width() - gutterWidth();
    horizontalScrollBar()->setRange(0, int(std::max<qint64>(0, width - room)));
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(fontMetrics().horizontalAdvance(u'0') * 4);
}

std::unique_ptr<BodyTextView::Laid> BodyTextView::layOut(const TextIndex::Line& line) const
{
    auto laid = std::make_unique<Laid>();
    laid->line = TextLine::decode(text().sliced(line.offset, line.size));
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(fontMetrics().horizontalAdvance(u'0') * tabColumns);
    laid->layout.setTextOption(option);
    laid->layout.setFont(font());
    laid->layout.setText(laid->line.text);
    if (m_document->syntax != BodyDocument::Syntax::None && line.isFirst) {
        QList<QTextLayout::FormatRange> formats;
        const bool isJson = m_document->syntax == BodyDocument::Syntax::Json;
        for (const TextSpan& span : isJson ? jsonSpans(laid->line.text) : markupSpans(laid->line.text)) {
            QTextLayout::FormatRange range;
            range.start = span.start;
            range.length = span.size;
            range.format.setForeground(colorOf(span.role));
            formats << range;
        }
        laid->layout.setFormats(formats);
    }
    laid->layout.beginLayout();
    laid->layout.createLine();
    laid->layout.endLayout();
    return laid;
}

void BodyTextView::paintLine(QPainter& painter, const TextIndex::Line& line, int y) const
{
    const Colors& colors = Colors::current();
    const int gutter = gutterWidth();
    const int left = gutter + margin - horizontalScrollBar()->value();
    const auto laid = layOut(line);
    const QTextLine shown = laid->layout.lineAt(0);
    const qsizetype from = std::max(selectionStart(), line.offset);
    const qsizetype to = std::min(selectionEnd(), line.offset + line.size);
    const bool endSelected =
        selectionStart() <= line.offset + line.size && selectionEnd() > line.offset + line.size;
    painter.setClipRect(gutter, y, viewport()->width() - gutter, lineHeight());
    if (shown.isValid() && (from < to || (endSelected && selectionStart() < selectionEnd()))) {
        const qreal x1 = shown.cursorToX(laid->line.unitAt(from - line.offset));
        const qreal x2 = shown.cursorToX(laid->line.unitAt(std::max(from, to) - line.offset));
        const qreal extra = endSelected ? fontMetrics().horizontalAdvance(u'0') : 0;
        painter.fillRect(QRectF(left + x1, y, x2 - x1 + extra, lineHeight()), colors.selection);
    }
    painter.setPen(colors.text);
    laid->layout.draw(&painter, QPointF(left, y));
    const bool hasCursor = hasFocus() && m_cursor >= line.offset && m_cursor <= line.offset + line.size;
    if (hasCursor && shown.isValid()) {
        const qreal x = shown.cursorToX(laid->line.unitAt(m_cursor - line.offset));
        painter.fillRect(QRectF(left + x, y, 1, lineHeight()), colors.text);
    }
    painter.setClipping(false);
    if (line.isFirst) {
        painter.setPen(colors.muted);
        painter.drawText(QRect(0, y, gutter - margin, lineHeight()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(line.number));
    }
}

void BodyTextView::paintEvent(QPaintEvent*)
{
    const Colors& colors = Colors::current();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.base);
    if (!m_document || text().isEmpty()) {
        painter.setPen(colors.muted);
        painter.setFont(QApplication::font());
        painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    painter.fillRect(0, 0, gutterWidth(), viewport()->height(), colors.alternate);
    int y = 0;
    for (const auto& line :
         m_document->index.lines(text(), verticalScrollBar()->value(), visibleLines() + 1)) {
        paintLine(painter, line, y);
        y += lineHeight();
    }
}

QList<VisibleText::Line> BodyTextView::linesShown()
{
    if (!m_document || text().isEmpty())
        return {{m_emptyText, viewport()->rect()}};
    QList<Line> lines;
    const int left = gutterWidth() + margin - horizontalScrollBar()->value();
    int y = 0;
    for (const auto& line :
         m_document->index.lines(text(), verticalScrollBar()->value(), visibleLines() + 1)) {
        const auto laid = layOut(line);
        const QTextLine shown = laid->layout.lineAt(0);
        const int width = shown.isValid() ? int(shown.naturalTextWidth()) : 0;
        lines += {laid->line.text, QRect(left, y, width, lineHeight())};
        y += lineHeight();
    }
    return lines;
}

void BodyTextView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void BodyTextView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateScrollBars();
    viewport()->update();
}

qsizetype BodyTextView::offsetAt(const QPoint& position) const
{
    if (!m_document)
        return 0;
    const qint64 index = verticalScrollBar()->value() + std::max(0, position.y()) / lineHeight();
    const auto lines = m_document->index.lines(text(), std::min(index, m_document->index.lineCount() - 1), 1);
    if (lines.empty())
        return 0;
    if (index >= m_document->index.lineCount())
        return lines.front().offset + lines.front().size;
    const auto laid = layOut(lines.front());
    const QTextLine shown = laid->layout.lineAt(0);
    const int x = position.x() - gutterWidth() - margin + horizontalScrollBar()->value();
    const int unit = shown.isValid() ? shown.xToCursor(x) : 0;
    return lines.front().offset + laid->line.byteAt[size_t(unit)];
}

void BodyTextView::scrollToCursor()
{
    qint64 index = 0;
    const TextIndex::Line line = lineOf(m_cursor, &index);
    const qint64 first = verticalScrollBar()->value();
    if (index < first)
        verticalScrollBar()->setValue(int(index));
    else if (index >= first + visibleLines())
        verticalScrollBar()->setValue(int(index - visibleLines() + 1));
    const auto laid = layOut(line);
    const QTextLine shown = laid->layout.lineAt(0);
    const int x = shown.isValid() ? int(shown.cursorToX(laid->line.unitAt(m_cursor - line.offset))) : 0;
    const int room = viewport()->width() - gutterWidth() - 2 * margin;
    if (x < horizontalScrollBar()->value())
        horizontalScrollBar()->setValue(x);
    else if (x > horizontalScrollBar()->value() + room)
        horizontalScrollBar()->setValue(x - room);
}

} // namespace wl
