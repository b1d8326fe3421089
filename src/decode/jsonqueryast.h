// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

/// The parts of a JSONPath query (RFC 9535) as they were read. Values; immutable once they are shared.
namespace wl::jsonquery {

struct Expression;

struct NameSelector
{
    QByteArray name; ///< UTF-8, escapes resolved
};
struct IndexSelector
{
    qint64 index = 0;
};
struct WildcardSelector
{
};
struct SliceSelector
{
    std::optional<qint64> start;
    std::optional<qint64> end;
    qint64 step = 1;
};
struct FilterSelector
{
    std::shared_ptr<const Expression> condition;
};
using Selector = std::variant<NameSelector, IndexSelector, WildcardSelector, SliceSelector, FilterSelector>;

struct Segment
{
    std::vector<Selector> selectors;
    bool isDescendant = false;
};

/// A query inside of a filter, or the whole one.
struct Path
{
    bool isRelative = false; ///< from @
    std::vector<Segment> segments;

    /// At most one node: names and indexes only (§2.3.5.1).
    [[nodiscard]] bool isSingular() const
    {
        for (const Segment& segment : segments) {
            if (segment.isDescendant || segment.selectors.size() != 1)
                return false;
            const Selector& selector = segment.selectors.front();
            if (!std::holds_alternative<NameSelector>(selector) &&
                !std::holds_alternative<IndexSelector>(selector))
                return false;
        }
        return true;
    }
};

enum class Function : quint8 { Length, Count, Match, Search, Value };
/// What a function gives, and what it takes (§2.4.1).
enum class Type : quint8 { Value, Logical, Nodes };

/// A literal: null, a truth value, a number as it was typed, or a string.
struct Literal
{
    enum class Kind : quint8 { Null, True, False, Number, String };

    Kind kind = Kind::Null;
    QByteArray text;
};

struct Pattern; ///< a compiled regular expression

struct Call
{
    Function function = Function::Length;
    std::vector<std::shared_ptr<const Expression>> arguments;
    std::shared_ptr<const Pattern> pattern; ///< where match() or search() have a literal one
};

enum class Comparison : quint8 { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

struct Compare
{
    Comparison operation = Comparison::Equal;
    std::shared_ptr<const Expression> left;
    std::shared_ptr<const Expression> right;
};
struct Not
{
    std::shared_ptr<const Expression> inner;
};
struct And
{
    std::vector<std::shared_ptr<const Expression>> parts;
};
struct Or
{
    std::vector<std::shared_ptr<const Expression>> parts;
};

/// A node of a filter's expression. Path alone is a test of existence, or an operand.
struct Expression
{
    std::variant<Literal, Path, Call, Compare, Not, And, Or> node;
};

} // namespace wl::jsonquery
