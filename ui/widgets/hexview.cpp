// SPDX-License-Identifier: MIT
#include "ui/widgets/hexview.h"

#include "payload/hex.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/copymenu.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/hexlayout.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <cmath>
#include <limits>

namespace wl {

namespace {
constexpr qint64 findLimitBytes = 64 * 1024 * 1024;
constexpr int rowSpacing = 4;
} // namespace

struct HexView::Private
{
    std::shared_ptr<const ByteSource> source;
    QString emptyText;
    HexLayout layout;
    qint64 size = 0;
    qint64 anchor = -1; ///< −1 = nothing selected
    qint64 cursor = -1;
    double cell = 8; ///< px of one character
    int rowHeight = 16;

    [[nodiscard]] qint64 start() const { return std::min(anchor, cursor); }
    [[nodiscard]] qint64 end() const { return anchor < 0 ? -1 : std::max(anchor, cursor) + 1; }
};

HexView::HexView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , d(std::make_unique<Private>())
{
    setObjectName(QStringLiteral("hexView"));
    setAccessibleName(tr("Bytes in hex"));
    setFont(fixedFont());
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    setFrameShape(QFrame::NoFrame);
    updateLayout();
}

HexView::~HexView() = default;

void HexView::setSource(std::shared_ptr<const ByteSource> source)
{
    d->source = std::move(source);
    d->size = d->source ? d->source->size() : 0;
    d->anchor = d->cursor = -1;
    updateLayout();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    viewport()->update();
}

void HexView::sourceGrew()
{
    d->size = d->source ? d->source->size() : 0;
    updateLayout();
    viewport()->update();
}

void HexView::setEmptyText(const QString& text)
{
    d->emptyText = text;
    viewport()->update();
}

qint64 HexView::selectionStart() const
{
    return d->anchor < 0 ? -1 : d->start();
}

qint64 HexView::selectionSize() const
{
    return d->anchor < 0 ? 0 : d->end() - d->start();
}

void HexView::select(qint64 start, qint64 size)
{
    if (size <= 0 || start < 0 || start >= d->size) {
        setSelection(-1, -1);
        return;
    }
    const qint64 last = std::min(start + size, d->size) - 1;
    scrollTo(last);
    scrollTo(start);
    setSelection(start, last);
}

QByteArray HexView::needleOf(const QString& text)
{
    if (text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)) {
        if (const auto parsed = parseHex(text))
            return *parsed;
    }
    return text.toUtf8();
}

bool HexView::findNext(QByteArrayView bytes, bool forward)
{
    if (!d->source || bytes.isEmpty())
        return false;
    const QByteArray all = d->source->read(0, findLimitBytes);
    qsizetype at = -1;
    if (forward) {
        at = all.indexOf(bytes, qsizetype(d->anchor < 0 ? 0 : d->start() + 1));
        if (at < 0)
            at = all.indexOf(bytes);
    } else {
        if (d->anchor > 0 && d->start() > 0)
            at = all.lastIndexOf(bytes, qsizetype(d->start() - 1));
        if (at < 0)
            at = all.lastIndexOf(bytes);
    }
    if (at < 0)
        return false;
    select(at, bytes.size());
    return true;
}

void HexView::updateLayout()
{
    const QFontMetricsF metrics(font());
    d->cell = metrics.horizontalAdvance(u'0');
    d->rowHeight = int(std::ceil(metrics.height())) + rowSpacing;
    d->layout = HexLayout::fitting(d->size, int(viewport()->width() / d->cell));
    const int visible = std::max(1, viewport()->height() / d->rowHeight);
    const qint64 rows = d->layout.rows(d->size);
    const auto last = std::min<qint64>(std::max<qint64>(0, rows - visible), std::numeric_limits<int>::max());
    verticalScrollBar()->setRange(0, int(last));
    verticalScrollBar()->setPageStep(visible);
    const int needed = int(std::ceil(d->layout.totalColumns() * d->cell));
    horizontalScrollBar()->setRange(0, d->size > 0 ? std::max(0, needed - viewport()->width()) : 0);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(int(d->cell * 3));
}

void HexView::setSelection(qint64 anchor, qint64 cursor)
{
    if (anchor == d->anchor && cursor == d->cursor)
        return;
    d->anchor = anchor;
    d->cursor = cursor;
    viewport()->update();
    if (anchor < 0) {
        setAccessibleDescription({});
    } else {
        constexpr qint64 told = 16;
        setAccessibleDescription(
            tr("%n byte(s) selected at offset %1: %2", nullptr, int(selectionSize()))
                .arg(selectionStart())
                .arg(bytestext::hex(d->source->read(selectionStart(), std::min(told, selectionSize())))));
    }
    emit selectionChanged(selectionStart(), selectionSize());
}

void HexView::scrollTo(qint64 offset)
{
    const qint64 row = offset / d->layout.width;
    const int visible = std::max(1, viewport()->height() / d->rowHeight);
    QScrollBar* bar = verticalScrollBar();
    if (row < bar->value())
        bar->setValue(int(row));
    else if (row >= qint64(bar->value()) + visible)
        bar->setValue(int(row - visible + 1));
}

qint64 HexView::offsetAt(const QPoint& position) const
{
    if (d->size == 0)
        return -1;
    const double cell = (position.x() + horizontalScrollBar()->value()) / d->cell;
    const qint64 row = verticalScrollBar()->value() + position.y() / d->rowHeight;
    const qint64 offset = std::max<qint64>(0, row) * d->layout.width + d->layout.indexAt(cell);
    return std::clamp<qint64>(offset, 0, d->size - 1);
}

QByteArray HexView::selectedBytes() const
{
    if (!d->source || d->anchor < 0)
        return {};
    return d->source->read(d->start(), std::min(selectionSize(), copyLimitBytes));
}

void HexView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Colors::current().base);
    if (d->size == 0) {
        painter.setFont(QApplication::font());
        painter.setPen(Colors::current().muted);
        painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         d->emptyText);
        return;
    }
    painter.setFont(font());
    painter.translate(-horizontalScrollBar()->value(), 0);
    const qint64 first = verticalScrollBar()->value();
    const qint64 rows = d->layout.rows(d->size);
    int y = 0;
    for (qint64 row = first; row < rows && y < viewport()->height(); ++row, y += d->rowHeight)
        paintRow(painter, row, y);
}

QList<VisibleText::Line> HexView::linesShown()
{
    if (d->size == 0)
        return {{d->emptyText, viewport()->rect()}};
    QList<Line> lines;
    const qint64 rows = d->layout.rows(d->size);
    const int left = int(d->cell) - horizontalScrollBar()->value();
    int y = 0;
    for (qint64 row = verticalScrollBar()->value(); row < rows && y < viewport()->height();
         ++row, y += d->rowHeight) {
        const QString text = rowText(row);
        lines += {text, QRect(left, y, int(double(text.size()) * d->cell), d->rowHeight)};
    }
    return lines;
}

/// Offset, bytes and characters in the columns in which they are painted.
QString HexView::rowText(qint64 row) const
{
    const qint64 offset = row * d->layout.width;
    const QByteArray bytes = d->source->read(offset, std::min<qint64>(d->layout.width, d->size - offset));
    QString text = QStringLiteral("%1").arg(offset, d->layout.offsetDigits, 16, QLatin1Char('0'));
    for (int i = 0; i < bytes.size(); ++i) {
        text = text.leftJustified(d->layout.hexColumn(i) - 1); // the first column is left of the offset
        text += QString::fromLatin1(bytes.sliced(i, 1).toHex());
    }
    text = text.leftJustified(d->layout.textColumn(0) - 1);
    for (const char byte : bytes)
        text += byte >= 0x20 && byte < 0x7f ? QChar(ushort(byte)) : QChar(u'.');
    return text;
}

void HexView::paintRow(QPainter& painter, qint64 row, int y) const
{
    const Colors& colors = Colors::current();
    const qint64 offset = row * d->layout.width;
    const QByteArray bytes = d->source->read(offset, std::min<qint64>(d->layout.width, d->size - offset));
    const int count = int(bytes.size());
    const double baseline = y + QFontMetricsF(font()).ascent() + rowSpacing / 2.0;

    const qint64 from = std::max(d->start(), offset);
    const qint64 to = std::min(d->end(), offset + count);
    if (d->anchor >= 0 && from < to) {
        const int a = int(from - offset);
        const int b = int(to - offset) - 1;
        const double hexLeft = d->layout.hexColumn(a) * d->cell;
        const double hexRight = (d->layout.hexColumn(b) + 2) * d->cell;
        painter.fillRect(QRectF(hexLeft - 2, y, hexRight - hexLeft + 4, d->rowHeight), colors.selection);
        const double textLeft = d->layout.textColumn(a) * d->cell;
        painter.fillRect(QRectF(textLeft, y, (b - a + 1) * d->cell, d->rowHeight), colors.selection);
    }

    QString hex(d->layout.hexColumn(d->layout.width) - d->layout.hexColumn(0), u' ');
    QString printable(count, u' ');
    QString others(count, u' ');
    static constexpr char16_t digits[] = u"0123456789abcdef";
    for (int i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(bytes.at(i));
        const int column = d->layout.hexColumn(i) - d->layout.hexColumn(0);
        hex[column] = QChar(digits[byte >> 4]);
        hex[column + 1] = QChar(digits[byte & 15]);
        const bool isPrintable = byte >= 0x20 && byte < 0x7f;
        (isPrintable ? printable : others)[i] = isPrintable ? QChar(ushort(byte)) : QChar(u'.');
    }
    painter.setPen(colors.muted);
    painter.drawText(QPointF(d->cell, baseline),
                     QStringLiteral("%1").arg(offset, d->layout.offsetDigits, 16, QLatin1Char('0')));
    painter.drawText(QPointF(d->layout.textColumn(0) * d->cell, baseline), others);
    painter.setPen(colors.text);
    painter.drawText(QPointF(d->layout.hexColumn(0) * d->cell, baseline), hex);
    painter.drawText(QPointF(d->layout.textColumn(0) * d->cell, baseline), printable);
}

void HexView::resizeEvent(QResizeEvent*)
{
    const qint64 top = qint64(verticalScrollBar()->value()) * d->layout.width;
    updateLayout();
    verticalScrollBar()->setValue(int(top / d->layout.width));
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    const qint64 offset = offsetAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || offset < 0)
        return;
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier) && d->anchor >= 0;
    setSelection(extend ? d->anchor : offset, offset);
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton) || d->anchor < 0)
        return;
    const qint64 offset = offsetAt(event->position().toPoint());
    setSelection(d->anchor, offset);
    scrollTo(offset);
}

void HexView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyBytes(selectedBytes(), bytestext::hex, selectionSize(), *this);
        return;
    }
    if (event->matches(QKeySequence::SelectAll) && d->size > 0) {
        setSelection(0, d->size - 1);
        return;
    }
    const qint64 width = d->layout.width;
    const qint64 page = std::max(1, viewport()->height() / d->rowHeight) * width;
    const bool toEnds = event->modifiers().testFlag(Qt::ControlModifier);
    const qint64 from = std::max<qint64>(0, d->cursor);
    qint64 to = from;
    switch (event->key()) {
    case Qt::Key_Left: to = from - 1; break;
    case Qt::Key_Right: to = d->cursor < 0 ? 0 : from + 1; break;
    case Qt::Key_Up: to = from - width; break;
    case Qt::Key_Down: to = from + width; break;
    case Qt::Key_PageUp: to = from - page; break;
    case Qt::Key_PageDown: to = from + page; break;
    case Qt::Key_Home: to = toEnds ? 0 : from - from % width; break;
    case Qt::Key_End: to = toEnds ? d->size - 1 : from - from % width + width - 1; break;
    default: QAbstractScrollArea::keyPressEvent(event); return;
    }
    if (d->size == 0)
        return;
    to = std::clamp<qint64>(to, 0, d->size - 1);
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier) && d->anchor >= 0;
    scrollTo(to);
    setSelection(extend ? d->anchor : to, to);
}

void HexView::contextMenuEvent(QContextMenuEvent* event)
{
    if (selectionSize() == 0)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopyActions(*menu,
                   [this](CopyFormat format) { copyBytes(selectedBytes(), format, selectionSize(), *this); });
    menu->popup(event->globalPos());
}

void HexView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateLayout();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

} // namespace wl
