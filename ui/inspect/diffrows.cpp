// SPDX-License-Identifier: MIT
#include "ui/inspect/diffrows.h"

#include "ui/widgets/bytestext.h"
#include "ui/widgets/format.h"

namespace wl {

namespace {

QByteArrayView lineOf(const QByteArray& text, const std::vector<qsizetype>& starts, qsizetype number)
{
    const qsizetype start = starts[size_t(number)];
    const qsizetype end = size_t(number) + 1 < starts.size() ? starts[size_t(number) + 1] : text.size();
    return QByteArrayView(text).sliced(start, end - start);
}

/// A line as it is shown, without its end.
DiffLine::Side sideOf(const QByteArray& text, const std::vector<qsizetype>& starts, qsizetype number)
{
    DiffLine::Side side;
    if (number < 0)
        return side;
    QByteArrayView line = lineOf(text, starts, number);
    for (const char end : {'\n', '\r'}) {
        if (line.endsWith(end))
            line.chop(1);
    }
    const bool isLong = line.size() > TextDiffRows::mostShown;
    side.label = format::count(quint64(number) + 1);
    side.text = bytestext::readable(isLong ? line.first(TextDiffRows::mostShown) : line);
    side.text.replace(u'\t', QLatin1String("    "));
    if (isLong)
        side.text += QChar(0x2026);
    return side;
}

/// The end of a line in words: "\\r\\n", "\\n", or nothing for the last line of a text without one.
QString endOf(QByteArrayView line)
{
    if (line.endsWith("\r\n"))
        return QStringLiteral("\\r\\n");
    return line.endsWith('\n') ? QStringLiteral("\\n") : QString();
}

qsizetype longestLine(const QByteArray& text, const std::vector<qsizetype>& starts)
{
    qsizetype longest = 0;
    for (size_t i = 0; i < starts.size(); ++i)
        longest = std::max(longest, lineOf(text, starts, qsizetype(i)).size());
    return std::min(longest, TextDiffRows::mostShown);
}

void addMark(QList<DiffLine::Mark>& marks, qsizetype start, qsizetype length)
{
    if (!marks.isEmpty() && marks.constLast().start + marks.constLast().length == start)
        marks.last().length += length;
    else
        marks.append({start, length});
}

void markChanges(DiffLine& line)
{
    for (const DiffRun& run : diffInLine(line.left.text, line.right.text).runs) {
        if (run.isEqual)
            continue;
        if (run.aCount > 0)
            addMark(line.left.marks, run.aStart, run.aCount);
        if (run.bCount > 0)
            addMark(line.right.marks, run.bStart, run.bCount);
    }
}

DiffLine::Kind kindOf(bool isEqual, bool hasLeft, bool hasRight)
{
    if (isEqual)
        return DiffLine::Kind::Same;
    if (hasLeft && hasRight)
        return DiffLine::Kind::Changed;
    return hasLeft ? DiffLine::Kind::OnlyLeft : DiffLine::Kind::OnlyRight;
}

} // namespace

TextDiffRows::TextDiffRows(std::shared_ptr<const Comparison> comparison, Of of)
    : m_comparison(std::move(comparison))
    , m_left(of == Of::Messages ? m_comparison->a.messages : m_comparison->a.bytes)
    , m_right(of == Of::Messages ? m_comparison->b.messages : m_comparison->b.bytes)
    , m_diff(of == Of::Messages ? *m_comparison->messages : m_comparison->text)
    , m_aligned(m_diff.lines.runs)
    , m_columns(std::max(longestLine(m_left, m_diff.aStarts), longestLine(m_right, m_diff.bStarts)) +
                qsizetype{4})
{
}

DiffLine TextDiffRows::line(qsizetype row) const
{
    const AlignedDiff::Cell cell = m_aligned.cell(row);
    DiffLine line;
    line.kind = kindOf(cell.isEqual, cell.a >= 0, cell.b >= 0);
    line.left = sideOf(m_left, m_diff.aStarts, cell.a);
    line.right = sideOf(m_right, m_diff.bStarts, cell.b);
    if (line.kind != DiffLine::Kind::Changed)
        return line;
    // Ends of lines are in sight only where they differ.
    const QString left = endOf(lineOf(m_left, m_diff.aStarts, cell.a));
    const QString right = endOf(lineOf(m_right, m_diff.bStarts, cell.b));
    if (left != right) {
        line.left.text += left;
        line.right.text += right;
    }
    markChanges(line);
    return line;
}

qsizetype TextDiffRows::differenceRow(qsizetype difference) const
{
    return m_aligned.differenceStart(difference);
}

qsizetype TextDiffRows::differenceRows(qsizetype difference) const
{
    return m_aligned.differenceSize(difference);
}

HexDiffRows::HexDiffRows(std::shared_ptr<const Comparison> comparison, int bytesPerRow)
    : m_comparison(std::move(comparison))
    , m_aligned(m_comparison->bytes.runs)
    , m_width(bytesPerRow)
{
}

qsizetype HexDiffRows::count() const
{
    return (m_aligned.cellCount() + m_width - 1) / m_width;
}

void HexDiffRows::addByte(DiffLine::Side& side, const QByteArray& bytes, qsizetype index, int column,
                          bool isEqual) const
{
    if (index < 0)
        return;
    if (side.label.isEmpty())
        side.label = QStringLiteral("%1").arg(index, 8, 16, QLatin1Char('0'));
    const QByteArray hex = bytes.sliced(index, 1).toHex();
    const char byte = bytes.at(index);
    const bool isPrintable = byte >= 0x20 && byte < 0x7f;
    const qsizetype hexAt = qsizetype{3} * column;
    const qsizetype charAt = qsizetype{3} * m_width + 1 + column;
    side.text.replace(hexAt, 2, QLatin1String(hex));
    side.text[charAt] = isPrintable ? QLatin1Char(byte) : QLatin1Char('.');
    if (isEqual)
        return;
    side.marks.append({hexAt, 2});
    side.marks.append({charAt, 1});
}

DiffLine HexDiffRows::line(qsizetype row) const
{
    DiffLine line;
    const QString blank(qsizetype{4} * m_width + 1, u' ');
    line.left.text = blank;
    line.right.text = blank;
    bool isEqual = true;
    for (int column = 0; column < m_width; ++column) {
        const qsizetype index = row * m_width + column;
        if (index >= m_aligned.cellCount())
            break;
        const AlignedDiff::Cell cell = m_aligned.cell(index);
        addByte(line.left, m_comparison->a.bytes, cell.a, column, cell.isEqual);
        addByte(line.right, m_comparison->b.bytes, cell.b, column, cell.isEqual);
        isEqual = isEqual && cell.isEqual;
    }
    line.kind = kindOf(isEqual, !line.left.label.isEmpty(), !line.right.label.isEmpty());
    return line;
}

qsizetype HexDiffRows::differenceRow(qsizetype difference) const
{
    return m_aligned.differenceStart(difference) / m_width;
}

qsizetype HexDiffRows::differenceRows(qsizetype difference) const
{
    const qsizetype start = m_aligned.differenceStart(difference);
    const qsizetype last = start + m_aligned.differenceSize(difference) - 1;
    return last / m_width - start / m_width + 1;
}

} // namespace wl
