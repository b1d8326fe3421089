// SPDX-License-Identifier: MIT
#include "ui/panes/http/textindex.h"

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

constexpr qint64 stopCheckLines = 16 * 1024;

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

TextIndex::Cut TextIndex::cut(QByteArrayView text, const Point& from)
{
    const QByteArrayView rest = text.sliced(from.offset);
    // One byte more than a line may have: a line end right behind a full line still belongs to it.
    const qsizetype window = std::min(rest.size(), maxLineBytes + 1);
    const void* memory = window > 0 ? std::memchr(rest.data(), '\n', size_t(window)) : nullptr;
    const auto* found = static_cast<const char*>(memory);
    Cut result;
    result.line.offset = from.offset;
    result.line.number = from.number;
    result.line.isFirst = from.isFirst;
    if (found != nullptr) {
        const qsizetype size = found - rest.data();
        result.line.size = size > 0 && rest[size - 1] == '\r' ? size - 1 : size;
        result.next = from.offset + size + 1;
        result.endsLine = true;
        return result;
    }
    qsizetype size = std::min(rest.size(), maxLineBytes);
    // Never inside a character; bytes that are no UTF-8 are cut where the limit is.
    if (size < rest.size()) {
        qsizetype back = size;
        while (back > size - 4 && isContinuation(rest[back]))
            --back;
        size = isContinuation(rest[back]) ? size : back;
    }
    result.line.size = size;
    result.next = from.offset + size;
    return result;
}

TextIndex::Point TextIndex::after(const Point& from, const Cut& cut)
{
    return {cut.next, from.number + (cut.endsLine ? 1 : 0), cut.endsLine};
}

bool TextIndex::extend(QByteArrayView text, std::stop_token stop)
{
    Point at{m_tail, m_tailNumber, m_tailIsFirst};
    while (at.offset < text.size()) {
        if (m_complete % stopCheckLines == 0 && stop.stop_requested())
            return false;
        const Cut piece = cut(text, at);
        m_longest = std::max(m_longest, piece.line.size);
        // What reaches the end of the text can still grow.
        if (!piece.endsLine && text.size() - at.offset <= maxLineBytes)
            break;
        if (m_complete % stride == 0)
            m_points.push_back(at);
        ++m_complete;
        at = after(at, piece);
        m_tail = at.offset;
        m_tailNumber = at.number;
        m_tailIsFirst = at.isFirst;
        m_end = at.offset;
    }
    m_end = text.size();
    return true;
}

std::vector<TextIndex::Line> TextIndex::lines(QByteArrayView text, qint64 first, qint64 count) const
{
    std::vector<Line> result;
    text = text.first(std::min(text.size(), m_end));
    const qint64 last = std::min(first + count, lineCount());
    if (first < 0 || first >= last)
        return result;
    const qint64 tailStart = m_complete / stride;
    Point at = first / stride < qint64(m_points.size()) ? m_points[size_t(first / stride)]
                                                        : Point{m_tail, m_tailNumber, m_tailIsFirst};
    qint64 index = first / stride < qint64(m_points.size()) ? first / stride * stride : tailStart * stride;
    for (; index < last; ++index) {
        const Cut piece = cut(text, at);
        if (index >= first)
            result.push_back(piece.line);
        at = after(at, piece);
    }
    return result;
}

qint64 TextIndex::lineAt(QByteArrayView text, qsizetype offset) const
{
    if (offset >= m_tail)
        return std::max<qint64>(0, lineCount() - 1);
    const auto behind =
        std::upper_bound(m_points.begin(), m_points.end(), offset,
                         [](qsizetype value, const Point& point) { return value < point.offset; });
    const auto start = behind == m_points.begin() ? behind : behind - 1;
    Point at = *start;
    qint64 index = (start - m_points.begin()) * stride;
    while (true) {
        const Cut piece = cut(text, at);
        if (piece.next > offset || index + 1 >= lineCount())
            return index;
        at = after(at, piece);
        ++index;
    }
}

} // namespace wl
