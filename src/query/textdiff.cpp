// SPDX-License-Identifier: MIT
#include "query/textdiff.h"

#include <QHash>

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype inLineDifferences = 300;

/// The same number for the same line, on both sides.
class LineNumbers
{
public:
    std::vector<quint32> of(QByteArrayView text, const std::vector<qsizetype>& starts)
    {
        std::vector<quint32> numbers;
        numbers.reserve(starts.size());
        for (size_t i = 0; i < starts.size(); ++i) {
            const qsizetype end = i + 1 < starts.size() ? starts[i + 1] : text.size();
            const QByteArrayView line = text.sliced(starts[i], end - starts[i]);
            const auto known = m_numbers.constFind(line);
            if (known != m_numbers.cend()) {
                numbers.push_back(*known);
                continue;
            }
            const auto number = quint32(m_numbers.size());
            m_numbers.insert(line, number);
            numbers.push_back(number);
        }
        return numbers;
    }

private:
    QHash<QByteArrayView, quint32> m_numbers;
};

} // namespace

std::vector<qsizetype> lineStarts(QByteArrayView text)
{
    std::vector<qsizetype> starts;
    for (qsizetype at = 0; at < text.size();) {
        starts.push_back(at);
        const qsizetype end = text.indexOf('\n', at);
        at = end < 0 ? text.size() : end + 1;
    }
    return starts;
}

TextDiff diffLines(QByteArrayView a, QByteArrayView b, const DiffEffort& effort)
{
    TextDiff diff;
    diff.aStarts = lineStarts(a);
    diff.bStarts = lineStarts(b);
    LineNumbers numbers;
    const std::vector<quint32> inA = numbers.of(a, diff.aStarts);
    const std::vector<quint32> inB = numbers.of(b, diff.bStarts);
    diff.lines = diffSequences(std::span<const quint32>(inA), std::span<const quint32>(inB), effort);
    return diff;
}

SequenceDiff diffInLine(QStringView a, QStringView b)
{
    const auto units = [](QStringView text) {
        std::vector<quint32> numbers(size_t(text.size()));
        std::transform(text.begin(), text.end(), numbers.begin(),
                       [](QChar c) { return quint32(c.unicode()); });
        return numbers;
    };
    const std::vector<quint32> inA = units(a);
    const std::vector<quint32> inB = units(b);
    DiffEffort effort;
    effort.mostDifferences = std::max(a.size(), b.size()) > mostInLine ? 0 : inLineDifferences;
    return diffSequences(std::span<const quint32>(inA), std::span<const quint32>(inB), effort);
}

} // namespace wl
