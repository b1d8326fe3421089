// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <stop_token>
#include <vector>

namespace wl {

/// Where the lines of a large UTF-8 text are: one place in memory for 64 lines. Lines longer than
/// maxLineBytes are cut into pieces (between characters), so that no line is slow to paint. A value; the text
/// itself is handed in and may grow at its end.
class TextIndex
{
public:
    static constexpr qsizetype maxLineBytes = 512;

    struct Line
    {
        qsizetype offset = 0;
        qsizetype size = 0;  ///< without the line end
        qint64 number = 1;   ///< of the text's own line, from 1
        bool isFirst = true; ///< false: a further piece of the line before

        bool operator==(const Line&) const = default;
    };

    /// Takes in what the text has grown by. False where it was canceled; it can go on later.
    bool extend(QByteArrayView text, std::stop_token stop = {});

    [[nodiscard]] qint64 lineCount() const
    {
        return m_complete + (m_end > m_tail || m_complete == 0 ? 1 : 0);
    }
    /// At most `count` lines from `first` on.
    [[nodiscard]] std::vector<Line> lines(QByteArrayView text, qint64 first, qint64 count) const;
    /// The line that holds a place of the text.
    [[nodiscard]] qint64 lineAt(QByteArrayView text, qsizetype offset) const;
    [[nodiscard]] qsizetype longestLine() const { return m_longest; }
    /// How many lines the text itself has.
    [[nodiscard]] qint64 lastNumber() const { return m_tailNumber; }
    [[nodiscard]] qsizetype indexedBytes() const { return m_end; }

private:
    static constexpr qint64 stride = 64;

    struct Point
    {
        qsizetype offset = 0;
        qint64 number = 1;
        bool isFirst = true;
    };
    struct Cut
    {
        Line line;
        qsizetype next = 0;    ///< where the next line starts
        bool endsLine = false; ///< there was a line end
    };
    [[nodiscard]] static Cut cut(QByteArrayView text, const Point& from);
    [[nodiscard]] static Point after(const Point& from, const Cut& cut);

    std::vector<Point> m_points; ///< of every 64th line
    qint64 m_complete = 0;       ///< lines that nothing behind them can change
    qsizetype m_tail = 0;        ///< where the last, incomplete line starts
    qint64 m_tailNumber = 1;
    bool m_tailIsFirst = true;
    qsizetype m_end = 0;
    qsizetype m_longest = 0;
};

} // namespace wl
