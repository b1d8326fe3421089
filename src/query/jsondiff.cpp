// SPDX-License-Identifier: MIT
#include "query/jsondiff.h"

#include "decode/jsonstring.h"
#include "query/sequencediff.h"

#include <QHash>

#include <algorithm>

namespace wl {

namespace {

constexpr int maxHashDepth = 128; ///< what is deeper counts by its bytes
constexpr qint64 stopCheckSteps = 4096;

using Pair = std::pair<JsonNode, JsonNode>; ///< one of them can be invalid

class Differ
{
public:
    Differ(const JsonNodes& a, const JsonNodes& b, bool isOrderIgnored, std::stop_token stop)
        : m_a(a)
        , m_b(b)
        , m_isOrderIgnored(isOrderIgnored)
        , m_stop(std::move(stop))
    {
    }

    JsonDiff run()
    {
        if (!m_a.root().isValid() || !m_b.root().isValid()) {
            if (m_a.root().isValid() || m_b.root().isValid())
                report(m_a.root().isValid() ? JsonChange::Kind::Removed : JsonChange::Kind::Added, m_a.root(),
                       m_b.root());
            return std::move(m_diff);
        }
        m_work.push_back({m_a.root(), m_b.root()});
        // The last one first: what is found inside of a pair is put there in reverse.
        while (!m_work.empty() && goesOn()) {
            const Pair pair = m_work.back();
            m_work.pop_back();
            compare(pair);
        }
        return std::move(m_diff);
    }

private:
    bool goesOn()
    {
        ++m_steps;
        if (m_steps > JsonDiff::maxSteps)
            m_diff.gaveUp = true;
        else if (m_steps % stopCheckSteps == 0 && m_stop.stop_requested())
            m_diff.isCanceled = true;
        return !m_diff.gaveUp && !m_diff.isCanceled && !m_diff.isCut;
    }

    void report(JsonChange::Kind kind, const JsonNode& before, const JsonNode& after)
    {
        if (m_diff.changes.size() >= JsonDiff::maxChanges) {
            m_diff.isCut = true;
            return;
        }
        m_diff.changes.push_back({kind, before, after});
    }

    void compare(const Pair& pair)
    {
        const auto& [a, b] = pair;
        if (!a.isValid() || !b.isValid()) {
            report(a.isValid() ? JsonChange::Kind::Removed : JsonChange::Kind::Added, a, b);
            return;
        }
        const QByteArrayView left = a.value(m_a.text());
        const QByteArrayView right = b.value(m_b.text());
        if (left == right)
            return;
        if (m_a.isObject(a) && m_b.isObject(b))
            compareObjects(a, b);
        else if (m_a.isArray(a) && m_b.isArray(b))
            compareArrays(a, b);
        else if (!left.startsWith('"') || !right.startsWith('"') ||
                 jsonStringText(left) != jsonStringText(right))
            report(JsonChange::Kind::Changed, a, b);
    }

    void compareObjects(const JsonNode& a, const JsonNode& b)
    {
        std::vector<JsonNode> right;
        QHash<QString, QList<qsizetype>> byName; ///< of `right`
        for (JsonNode c = m_b.firstChild(b); c.isValid() && goesOn(); c = m_b.next(b, c)) {
            byName[jsonStringText(c.key(m_b.text()))] << qsizetype(right.size());
            right.push_back(c);
        }
        std::vector<bool> isTaken(right.size(), false);
        std::vector<Pair> pairs;
        qsizetype last = -1;
        bool isReordered = false;
        for (JsonNode c = m_a.firstChild(a); c.isValid() && goesOn(); c = m_a.next(a, c)) {
            const auto found = byName.find(jsonStringText(c.key(m_a.text())));
            if (found == byName.end() || found->isEmpty()) {
                pairs.emplace_back(c, JsonNode());
                continue;
            }
            const qsizetype other = found->takeFirst();
            isReordered = isReordered || other < last;
            last = std::max(last, other);
            isTaken[size_t(other)] = true;
            pairs.emplace_back(c, right[size_t(other)]);
        }
        for (size_t i = 0; i < right.size(); ++i) {
            if (!isTaken[i])
                pairs.emplace_back(JsonNode(), right[i]);
        }
        if (isReordered && !m_isOrderIgnored)
            report(JsonChange::Kind::Reordered, a, b);
        m_work.insert(m_work.end(), pairs.rbegin(), pairs.rend());
    }

    void compareArrays(const JsonNode& a, const JsonNode& b)
    {
        std::vector<JsonNode> left;
        std::vector<JsonNode> right;
        QHash<size_t, quint32> ids;
        const std::vector<quint32> leftIds = elements(m_a, a, left, ids);
        const std::vector<quint32> rightIds = elements(m_b, b, right, ids);
        if (!goesOn())
            return;
        DiffEffort effort;
        effort.stop = m_stop;
        const SequenceDiff diff = diffSequences(std::span(leftIds), std::span(rightIds), effort);
        std::vector<Pair> pairs;
        for (const DiffRun& run : diff.runs) {
            if (run.isEqual)
                continue;
            for (qsizetype i = 0; i < std::max(run.aCount, run.bCount); ++i) {
                pairs.emplace_back(i < run.aCount ? left[size_t(run.aStart + i)] : JsonNode(),
                                   i < run.bCount ? right[size_t(run.bStart + i)] : JsonNode());
            }
        }
        m_work.insert(m_work.end(), pairs.rbegin(), pairs.rend());
    }

    /// The elements of an array, and a number for each that is the same where they are equal.
    std::vector<quint32> elements(const JsonNodes& nodes, const JsonNode& array, std::vector<JsonNode>& found,
                                  QHash<size_t, quint32>& ids)
    {
        std::vector<quint32> numbers;
        for (JsonNode c = nodes.firstChild(array); c.isValid() && goesOn(); c = nodes.next(array, c)) {
            found.push_back(c);
            const size_t hash = hashOf(nodes, c, 0);
            const auto known = ids.constFind(hash);
            numbers.push_back(known != ids.constEnd() ? *known : *ids.insert(hash, quint32(ids.size())));
        }
        return numbers;
    }

    size_t hashOf(const JsonNodes& nodes, const JsonNode& node, int depth)
    {
        const QByteArrayView value = node.value(nodes.text());
        if (!goesOn())
            return 0;
        if (value.startsWith('"') && value.contains('\\'))
            return qHash(jsonStringText(value).toUtf8(), '"');
        if (value.startsWith('"'))
            return qHash(value.sliced(1).chopped(value.size() > 1 ? 1 : 0), '"');
        if (!nodes.isContainer(node) || depth >= maxHashDepth)
            return qHash(value, 1);
        const bool isObject = nodes.isObject(node);
        size_t sum = isObject ? 0x9E3779B97F4A7C15ULL : 0xC2B2AE3D27D4EB4FULL;
        for (JsonNode c = nodes.firstChild(node); c.isValid(); c = nodes.next(node, c)) {
            size_t one = hashOf(nodes, c, depth + 1);
            if (isObject)
                one = qHashMulti(one, jsonStringText(c.key(nodes.text())));
            sum = isObject && m_isOrderIgnored ? sum + one : qHashMulti(sum, one);
        }
        return sum;
    }

    const JsonNodes& m_a;
    const JsonNodes& m_b;
    bool m_isOrderIgnored;
    std::stop_token m_stop;
    qint64 m_steps = 0;
    std::vector<Pair> m_work; ///< pairs that are still to be compared
    JsonDiff m_diff;
};

} // namespace

JsonDiff diffJson(const JsonNodes& a, const JsonNodes& b, bool isOrderIgnored, std::stop_token stop)
{
    return Differ(a, b, isOrderIgnored, std::move(stop)).run();
}

} // namespace wl
