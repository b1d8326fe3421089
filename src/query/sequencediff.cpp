// SPDX-License-Identifier: MIT
#include "query/sequencediff.h"

#include "query/diffanchors.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace wl {

namespace {

/// Of a path that would leave the box; no sum with a place in it is one.
constexpr qsizetype outside = std::numeric_limits<qsizetype>::min() / 4;

/// A part of both sequences, ends excluded.
struct Box
{
    qsizetype aStart = 0;
    qsizetype aEnd = 0;
    qsizetype bStart = 0;
    qsizetype bEnd = 0;

    [[nodiscard]] qsizetype aCount() const { return aEnd - aStart; }
    [[nodiscard]] qsizetype bCount() const { return bEnd - bStart; }
};

template <typename Item>
class Differ
{
public:
    Differ(std::span<const Item> a, std::span<const Item> b, const DiffEffort& effort)
        : m_a(a)
        , m_b(b)
        , m_effort(effort)
    {
    }

    SequenceDiff run()
    {
        // A stack of our own: depth must not depend on what came from outside.
        m_work.push_back({0, qsizetype(m_a.size()), 0, qsizetype(m_b.size())});
        while (!m_work.empty()) {
            if (m_effort.stop.stop_requested()) {
                m_diff.isCanceled = true;
                return m_diff;
            }
            const Box box = m_work.back();
            m_work.pop_back();
            compare(box);
        }
        return m_diff;
    }

private:
    void compare(Box box)
    {
        qsizetype before = 0;
        while (before < std::min(box.aCount(), box.bCount()) &&
               at(m_a, box.aStart + before) == at(m_b, box.bStart + before))
            ++before;
        equal(box.aStart, box.bStart, before);
        box.aStart += before;
        box.bStart += before;
        qsizetype after = 0;
        while (after < std::min(box.aCount(), box.bCount()) &&
               at(m_a, box.aEnd - 1 - after) == at(m_b, box.bEnd - 1 - after))
            ++after;
        box.aEnd -= after;
        box.bEnd -= after;
        if (after > 0) // told when all before it was
            m_work.push_back({box.aEnd, box.aEnd + after, box.bEnd, box.bEnd + after});
        if (box.aCount() == 0 || box.bCount() == 0)
            changed(box);
        else
            split(box);
    }

    void split(const Box& box)
    {
        if (const auto middle = middleOf(box)) {
            m_work.push_back({middle->aStart, box.aEnd, middle->bStart, box.bEnd});
            m_work.push_back({box.aStart, middle->aStart, box.bStart, middle->bStart});
            return;
        }
        if (m_effort.stop.stop_requested())
            return;
        m_diff.isMinimal = false;
        const auto a = m_a.subspan(size_t(box.aStart), size_t(box.aCount()));
        const auto b = m_b.subspan(size_t(box.bStart), size_t(box.bCount()));
        const std::vector<DiffAnchor> anchors = uniqueAnchors(a, b);
        if (anchors.empty())
            return changed(box);
        Box rest = box;
        for (auto anchor = anchors.rbegin(); anchor != anchors.rend(); ++anchor) {
            rest.aStart = box.aStart + anchor->a;
            rest.bStart = box.bStart + anchor->b;
            m_work.push_back(rest);
            rest.aEnd = rest.aStart;
            rest.bEnd = rest.bStart;
        }
        m_work.push_back({box.aStart, rest.aEnd, box.bStart, rest.bEnd});
    }

    /// A point on a shortest path, from both ends at once; nothing where more differences lie between them
    /// than may be looked for. Myers, section 4b.
    std::optional<Box> middleOf(const Box& box)
    {
        const qsizetype n = box.aCount();
        const qsizetype m = box.bCount();
        const qsizetype most = std::min((n + m + 1) / 2, m_effort.mostDifferences);
        const qsizetype delta = n - m;
        m_forward.assign(size_t(2 * most + 3), -1);
        m_backward.assign(size_t(2 * most + 3), -1);
        const auto slot = [most](qsizetype k) { return size_t(k + most + 1); };
        m_forward[slot(1)] = 0;
        m_backward[slot(1)] = 0;
        for (qsizetype d = 0; d <= most; ++d) {
            if (m_effort.stop.stop_requested())
                return std::nullopt;
            for (qsizetype k = -d; k <= d; k += 2) {
                const qsizetype x = reach(m_forward, slot, d, k, box, [&](qsizetype i, qsizetype j) {
                    return at(m_a, box.aStart + i) == at(m_b, box.bStart + j);
                });
                const qsizetype other = delta - k;
                const bool isMet =
                    delta % 2 != 0 && other >= -(d - 1) && other <= d - 1 && x + m_backward[slot(other)] >= n;
                if (isMet)
                    return point(box, x, x - k);
            }
            for (qsizetype k = -d; k <= d; k += 2) {
                const qsizetype x = reach(m_backward, slot, d, k, box, [&](qsizetype i, qsizetype j) {
                    return at(m_a, box.aEnd - 1 - i) == at(m_b, box.bEnd - 1 - j);
                });
                const qsizetype other = delta - k;
                const bool isMet =
                    delta % 2 == 0 && other >= -d && other <= d && x + m_forward[slot(other)] >= n;
                if (isMet)
                    return point(box, n - x, m - (x - k));
            }
        }
        return std::nullopt;
    }

    /// How far along `a` the furthest path of d differences gets on diagonal k; far below 0 where it would
    /// leave the box.
    template <typename Slot, typename Same>
    static qsizetype reach(std::vector<qsizetype>& furthest, const Slot& slot, qsizetype d, qsizetype k,
                           const Box& box, const Same& same)
    {
        const bool isDown = k == -d || (k != d && furthest[slot(k - 1)] < furthest[slot(k + 1)]);
        qsizetype x = isDown ? furthest[slot(k + 1)] : furthest[slot(k - 1)] + 1;
        if (x < 0 || x > box.aCount() || x - k < 0 || x - k > box.bCount())
            return furthest[slot(k)] = outside;
        while (x < box.aCount() && x - k < box.bCount() && same(x, x - k))
            ++x;
        return furthest[slot(k)] = x;
    }

    /// A corner of the box is no split; it comes up only where one side is spent.
    static std::optional<Box> point(const Box& box, qsizetype x, qsizetype y)
    {
        const bool isCorner = (x <= 0 && y <= 0) || (x >= box.aCount() && y >= box.bCount());
        if (isCorner)
            return std::nullopt;
        Box middle;
        middle.aStart = box.aStart + x;
        middle.bStart = box.bStart + y;
        return middle;
    }

    static Item at(std::span<const Item> items, qsizetype index) { return items[size_t(index)]; }

    void equal(qsizetype a, qsizetype b, qsizetype count)
    {
        appendRun(m_diff.runs, {true, a, count, b, count});
    }
    void changed(const Box& box)
    {
        appendRun(m_diff.runs, {false, box.aStart, box.aCount(), box.bStart, box.bCount()});
    }

    std::span<const Item> m_a;
    std::span<const Item> m_b;
    const DiffEffort& m_effort;
    SequenceDiff m_diff;
    std::vector<Box> m_work; ///< the first part on top
    std::vector<qsizetype> m_forward;
    std::vector<qsizetype> m_backward;
};

} // namespace

void appendRun(std::vector<DiffRun>& runs, const DiffRun& run)
{
    if (run.aCount == 0 && run.bCount == 0)
        return;
    if (runs.empty() || runs.back().isEqual != run.isEqual) {
        runs.push_back(run);
        return;
    }
    runs.back().aCount += run.aCount;
    runs.back().bCount += run.bCount;
}

SequenceDiff diffSequences(std::span<const quint32> a, std::span<const quint32> b, const DiffEffort& effort)
{
    return Differ(a, b, effort).run();
}

SequenceDiff diffSequences(std::span<const uchar> a, std::span<const uchar> b, const DiffEffort& effort)
{
    return Differ(a, b, effort).run();
}

} // namespace wl
