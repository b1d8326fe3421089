// SPDX-License-Identifier: MIT
#include "decode/jsonquery.h"
#include "decode/jsonquerypattern.h"
#include "decode/jsonqueryvalue.h"
#include "decode/jsonstring.h"

#include <algorithm>

namespace wl {

using namespace jsonquery;

namespace {

/// Gets the nodes that a path finds; says whether it wants more.
class NodeVisitor
{
public:
    NodeVisitor() = default;
    virtual ~NodeVisitor() = default;
    NodeVisitor(const NodeVisitor&) = delete;
    NodeVisitor& operator=(const NodeVisitor&) = delete;
    virtual bool take(const JsonNode& node) = 0;
};

class Collector final : public NodeVisitor
{
public:
    explicit Collector(JsonQueryResult& result)
        : m_result(result)
    {
    }
    bool take(const JsonNode& node) override
    {
        if (m_result.nodes.size() >= JsonQueryResult::maxNodes) {
            m_result.isCut = true;
            return false;
        }
        m_result.nodes.push_back(node);
        return true;
    }

private:
    JsonQueryResult& m_result;
};

/// Counts up to a number and keeps the last one.
class Counter final : public NodeVisitor
{
public:
    explicit Counter(qint64 enough)
        : m_enough(enough)
    {
    }
    bool take(const JsonNode& node) override
    {
        last = node;
        return ++count < m_enough;
    }

    JsonNode last;
    qint64 count = 0;

private:
    qint64 m_enough;
};

class Run
{
public:
    Run(const JsonNodes& nodes, std::stop_token stop, qint64 maxSteps, JsonQueryResult& result)
        : m_nodes(nodes)
        , m_root(nodes.root())
        , m_steps(maxSteps, std::move(stop), result)
    {
    }

    /// False where it ended early.
    bool walk(const Path& path, size_t at, const JsonNode& node, NodeVisitor& visitor)
    {
        if (at == path.segments.size())
            return visitor.take(node);
        if (!path.segments[at].isDescendant)
            return select(path, at, node, visitor);
        return descend(path, at, node, visitor);
    }

private:
    /// The node and all below it, each before what is in it, with one place a level.
    bool descend(const Path& path, size_t at, const JsonNode& node, NodeVisitor& visitor)
    {
        struct Level
        {
            JsonNode container;
            JsonNode child;
        };
        if (!m_nodes.isContainer(node))
            return true;
        if (!select(path, at, node, visitor))
            return false;
        std::vector<Level> levels{{node, m_nodes.firstChild(node)}};
        while (!levels.empty()) {
            Level& top = levels.back();
            if (!top.child.isValid()) {
                levels.pop_back();
                continue;
            }
            if (!m_steps.take())
                return false;
            const JsonNode current = top.child;
            top.child = m_nodes.next(top.container, current);
            if (!m_nodes.isContainer(current))
                continue;
            if (!select(path, at, current, visitor))
                return false;
            levels.push_back({current, m_nodes.firstChild(current)});
        }
        return true;
    }

    bool select(const Path& path, size_t at, const JsonNode& node, NodeVisitor& visitor)
    {
        if (!m_nodes.isContainer(node))
            return m_steps.take();
        for (const Selector& selector : path.segments[at].selectors) {
            if (!m_steps.take())
                return false;
            const bool goesOn =
                std::visit([&](const auto& s) { return selectBy(s, path, at, node, visitor); }, selector);
            if (!goesOn)
                return false;
        }
        return true;
    }

    bool selectBy(const NameSelector& name, const Path& path, size_t at, const JsonNode& node,
                  NodeVisitor& visitor)
    {
        if (!m_nodes.isObject(node))
            return true;
        for (JsonNode c = m_nodes.firstChild(node); c.isValid(); c = m_nodes.next(node, c)) {
            if (!m_steps.take())
                return false;
            if (isNamed(c, name.name) && !walk(path, at + 1, c, visitor))
                return false;
        }
        return true;
    }

    [[nodiscard]] bool isNamed(const JsonNode& child, const QByteArray& name) const
    {
        const QByteArrayView key = child.key(m_nodes.text());
        if (!key.contains('\\'))
            return key.size() == name.size() + 2 && key.sliced(1, name.size()) == name;
        return jsonStringText(key).toUtf8() == name;
    }

    bool selectBy(const IndexSelector& index, const Path& path, size_t at, const JsonNode& node,
                  NodeVisitor& visitor)
    {
        if (!m_nodes.isArray(node))
            return true;
        const qint64 wanted = index.index < 0 ? m_nodes.childCount(node) + index.index : index.index;
        const JsonNode child = m_nodes.child(node, wanted);
        return !child.isValid() || walk(path, at + 1, child, visitor);
    }

    bool selectBy(const WildcardSelector&, const Path& path, size_t at, const JsonNode& node,
                  NodeVisitor& visitor)
    {
        for (JsonNode c = m_nodes.firstChild(node); c.isValid(); c = m_nodes.next(node, c)) {
            if (!m_steps.take() || !walk(path, at + 1, c, visitor))
                return false;
        }
        return true;
    }

    /// RFC 9535 §2.3.4.2.2
    bool selectBy(const SliceSelector& slice, const Path& path, size_t at, const JsonNode& node,
                  NodeVisitor& visitor)
    {
        if (!m_nodes.isArray(node) || slice.step == 0)
            return true;
        const qint64 size = m_nodes.childCount(node);
        const bool isForward = slice.step > 0;
        const auto normal = [size](qint64 i) { return i >= 0 ? i : size + i; };
        const qint64 start = normal(slice.start.value_or(isForward ? 0 : size - 1));
        const qint64 end = slice.end ? normal(*slice.end) : isForward ? size : -1;
        if (isForward) {
            const qint64 lower = std::clamp<qint64>(start, 0, size);
            const qint64 upper = std::clamp<qint64>(end, 0, size);
            return forward(node, lower, upper, slice.step,
                           [&](const JsonNode& c) { return walk(path, at + 1, c, visitor); });
        }
        const qint64 upper = std::clamp<qint64>(start, -1, size - 1);
        const qint64 lower = std::clamp<qint64>(end, -1, size - 1);
        if (upper <= lower)
            return true;
        // Found from the front, given from the back.
        const qint64 step = -slice.step;
        const qint64 first = upper - (upper - lower - 1) / step * step;
        std::vector<JsonNode> found;
        if (!forward(node, first, upper + 1, step, [&](const JsonNode& c) {
                found.push_back(c);
                return true;
            }))
            return false;
        return std::all_of(found.rbegin(), found.rend(),
                           [&](const JsonNode& c) { return walk(path, at + 1, c, visitor); });
    }

    template <typename Take>
    bool forward(const JsonNode& array, qint64 from, qint64 to, qint64 step, Take take)
    {
        if (from >= to)
            return true;
        JsonNode child = m_nodes.child(array, from);
        for (qint64 i = from; i < to && child.isValid();) {
            if (!m_steps.take() || !take(child))
                return false;
            if (step > to - i)
                return true;
            i += step;
            if (step >= JsonIndex::stride) {
                child = m_nodes.child(array, i);
                continue;
            }
            for (qint64 k = 0; k < step && child.isValid(); ++k)
                child = m_nodes.next(array, child);
        }
        return true;
    }

    bool selectBy(const FilterSelector& filter, const Path& path, size_t at, const JsonNode& node,
                  NodeVisitor& visitor)
    {
        for (JsonNode c = m_nodes.firstChild(node); c.isValid(); c = m_nodes.next(node, c)) {
            if (!m_steps.take())
                return false;
            if (isTrue(*filter.condition, c) && !m_steps.haveEnded() && !walk(path, at + 1, c, visitor))
                return false;
        }
        return !m_steps.haveEnded();
    }

    // --- filters ---------------------------------------------------------------------------------------

    bool isTrue(const Expression& expression, const JsonNode& current)
    {
        if (const auto* all = std::get_if<Or>(&expression.node))
            return std::any_of(all->parts.begin(), all->parts.end(),
                               [&](const auto& part) { return isTrue(*part, current); });
        if (const auto* all = std::get_if<And>(&expression.node))
            return std::all_of(all->parts.begin(), all->parts.end(),
                               [&](const auto& part) { return isTrue(*part, current); });
        if (const auto* no = std::get_if<Not>(&expression.node))
            return !isTrue(*no->inner, current);
        if (const auto* compare = std::get_if<Compare>(&expression.node))
            return isTrue(*compare, current);
        if (const auto* path = std::get_if<Path>(&expression.node)) {
            Counter any(1);
            walk(*path, 0, path->isRelative ? current : m_root, any);
            return any.count > 0;
        }
        if (const auto* call = std::get_if<Call>(&expression.node))
            return isMatch(*call, current);
        return false;
    }

    bool isTrue(const Compare& compare, const JsonNode& current)
    {
        const Operand a = operand(*compare.left, current);
        const Operand b = operand(*compare.right, current);
        switch (compare.operation) {
        case Comparison::Equal: return m_values.isEqual(a, b);
        case Comparison::NotEqual: return !m_values.isEqual(a, b);
        case Comparison::Less: return Values::isLess(a, b);
        case Comparison::Greater: return Values::isLess(b, a);
        case Comparison::LessOrEqual: return Values::isLess(a, b) || m_values.isEqual(a, b);
        case Comparison::GreaterOrEqual: return Values::isLess(b, a) || m_values.isEqual(a, b);
        }
        return false;
    }

    bool isMatch(const Call& call, const JsonNode& current)
    {
        const Operand text = operand(*call.arguments[0], current);
        if (text.kind != Operand::Kind::String)
            return false;
        if (call.pattern)
            return call.pattern->matches(text.text);
        const Operand pattern = operand(*call.arguments[1], current);
        if (pattern.kind != Operand::Kind::String)
            return false;
        const bool isWhole = call.function == Function::Match;
        if (pattern.text != m_lastPattern || isWhole != m_lastIsWhole) {
            m_lastPattern = pattern.text;
            m_lastIsWhole = isWhole;
            m_compiled = makePattern(pattern.text, isWhole);
        }
        return m_compiled && m_compiled->matches(text.text);
    }

    Operand operand(const Expression& expression, const JsonNode& current)
    {
        if (const auto* literal = std::get_if<Literal>(&expression.node)) {
            switch (literal->kind) {
            case Literal::Kind::Null: return {Operand::Kind::Null, {}, {}};
            case Literal::Kind::True: return {Operand::Kind::True, {}, {}};
            case Literal::Kind::False: return {Operand::Kind::False, {}, {}};
            case Literal::Kind::Number: return {Operand::Kind::Number, literal->text, {}};
            case Literal::Kind::String: return {Operand::Kind::String, literal->text, {}};
            }
        }
        if (const auto* path = std::get_if<Path>(&expression.node)) {
            Counter one(2);
            walk(*path, 0, path->isRelative ? current : m_root, one);
            return one.count == 1 ? m_values.ofNode(one.last) : Operand();
        }
        if (const auto* call = std::get_if<Call>(&expression.node))
            return valueOf(*call, current);
        return {};
    }

    Operand valueOf(const Call& call, const JsonNode& current)
    {
        const Expression& argument = *call.arguments.front();
        if (call.function == Function::Length) {
            const Operand value = operand(argument, current);
            if (value.kind == Operand::Kind::String)
                return Operand::ofNumber(std::count_if(value.text.begin(), value.text.end(),
                                                       [](char c) { return (c & 0xC0) != 0x80; }));
            if (value.kind == Operand::Kind::Container)
                return Operand::ofNumber(m_nodes.childCount(value.node));
            return {};
        }
        const auto& path = std::get<Path>(argument.node);
        const bool isCount = call.function == Function::Count;
        Counter counter(isCount ? std::numeric_limits<qint64>::max() : 2);
        walk(path, 0, path.isRelative ? current : m_root, counter);
        if (isCount)
            return Operand::ofNumber(counter.count);
        return counter.count == 1 ? m_values.ofNode(counter.last) : Operand();
    }

    const JsonNodes& m_nodes;
    JsonNode m_root;
    Steps m_steps;
    Values m_values{m_nodes, m_steps};
    QByteArray m_lastPattern; ///< of a pattern that comes from the text
    bool m_lastIsWhole = false;
    std::shared_ptr<const Pattern> m_compiled;
};

} // namespace

JsonQueryResult runJsonQuery(const JsonQuery& query, const JsonNodes& nodes, std::stop_token stop,
                             qint64 maxSteps)
{
    JsonQueryResult result;
    const JsonNode root = nodes.root();
    if (!root.isValid())
        return result;
    Run run(nodes, std::move(stop), maxSteps, result);
    Collector collector(result);
    run.walk(query.path(), 0, root, collector);
    return result;
}

} // namespace wl
