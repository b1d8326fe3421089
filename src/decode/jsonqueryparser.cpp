// SPDX-License-Identifier: MIT
#include "decode/jsonquery.h"
#include "decode/jsonquerypattern.h"
#include "decode/jsonquerytext.h"

namespace wl {

using namespace jsonquery;

namespace {

using ExpressionPtr = std::shared_ptr<const Expression>;

struct FunctionFacts
{
    const char16_t* name;
    Function function;
    Type result;
    std::vector<Type> parameters;
};

const std::vector<FunctionFacts>& functions()
{
    static const std::vector<FunctionFacts> all{
        {u"length", Function::Length, Type::Value, {Type::Value}},
        {u"count", Function::Count, Type::Value, {Type::Nodes}},
        {u"match", Function::Match, Type::Logical, {Type::Value, Type::Value}},
        {u"search", Function::Search, Type::Logical, {Type::Value, Type::Value}},
        {u"value", Function::Value, Type::Value, {Type::Nodes}},
    };
    return all;
}

const FunctionFacts& factsOf(Function function)
{
    for (const FunctionFacts& facts : functions()) {
        if (facts.function == function)
            return facts;
    }
    return functions().front();
}

/// Reads a query by recursive descent. After the first problem everything fails.
class QueryReader
{
public:
    explicit QueryReader(QStringView text)
        : m_text(text)
    {
    }

    std::optional<Path> whole()
    {
        Path path;
        if (m_text.size() > JsonQuery::maxCharacters)
            m_text.refuse(JsonQuery::maxCharacters, JsonQueryWords::tr("the query is too long"));
        else if (!m_text.take(u'$'))
            m_text.refuse(JsonQueryWords::tr("a query begins with $"));
        else if (segments(path)) {
            if (m_text.isAtEnd())
                return path;
            m_text.refuse(JsonQueryWords::tr("a dot or [ is expected"));
        }
        return std::nullopt;
    }

    [[nodiscard]] const JsonQueryProblem& problem() const { return m_text.problem(); }

private:
    /// What is behind $ or @. Blanks behind the last segment are not taken.
    bool segments(Path& path)
    {
        while (true) {
            const qsizetype before = m_text.place();
            m_text.takeBlanks();
            if (m_text.peek() != u'.' && m_text.peek() != u'[') {
                m_text.goBack(before);
                return true;
            }
            if (path.segments.size() >= JsonQuery::maxSegments)
                return m_text.refuse(JsonQueryWords::tr("the query has too many steps"));
            Segment segment;
            if (!this->segment(segment))
                return false;
            path.segments.push_back(std::move(segment));
        }
    }

    bool segment(Segment& segment)
    {
        if (m_text.peek() == u'[')
            return bracketed(segment);
        m_text.skip();
        if (m_text.take(u'.')) {
            segment.isDescendant = true;
            if (m_text.peek() == u'[')
                return bracketed(segment);
        }
        if (m_text.take(u'*')) {
            segment.selectors.emplace_back(WildcardSelector());
            return true;
        }
        std::optional<QByteArray> name = m_text.takeName();
        if (!name)
            return false;
        segment.selectors.emplace_back(NameSelector{std::move(*name)});
        return true;
    }

    bool bracketed(Segment& segment)
    {
        m_text.skip();
        do {
            m_text.takeBlanks();
            std::optional<Selector> selector = this->selector();
            if (!selector)
                return false;
            segment.selectors.push_back(std::move(*selector));
            m_text.takeBlanks();
        } while (m_text.take(u','));
        return m_text.take(u']') || m_text.refuse(JsonQueryWords::tr("a comma or ] is expected"));
    }

    std::optional<Selector> selector()
    {
        if (m_text.peek() == u'\'' || m_text.peek() == u'"') {
            std::optional<QByteArray> name = m_text.takeString();
            if (!name)
                return std::nullopt;
            return NameSelector{std::move(*name)};
        }
        if (m_text.take(u'*'))
            return WildcardSelector();
        if (m_text.take(u'?')) {
            m_text.takeBlanks();
            const Nested nested(*this);
            if (!nested.isFine)
                return std::nullopt;
            ExpressionPtr condition = logicalOr();
            if (!condition)
                return std::nullopt;
            return FilterSelector{std::move(condition)};
        }
        return indexOrSlice();
    }

    std::optional<Selector> indexOrSlice()
    {
        SliceSelector slice;
        if (m_text.isAtNumber()) {
            slice.start = m_text.takeInteger();
            if (!slice.start)
                return std::nullopt;
            const qsizetype before = m_text.place();
            m_text.takeBlanks();
            if (m_text.peek() != u':') {
                m_text.goBack(before);
                return IndexSelector{*slice.start};
            }
        }
        if (!m_text.take(u':')) {
            m_text.refuse(JsonQueryWords::tr("a name in quotes, an index, a slice, * or ? is expected"));
            return std::nullopt;
        }
        m_text.takeBlanks();
        if (m_text.isAtNumber()) {
            slice.end = m_text.takeInteger();
            if (!slice.end)
                return std::nullopt;
            m_text.takeBlanks();
        }
        if (m_text.take(u':')) {
            m_text.takeBlanks();
            if (m_text.isAtNumber()) {
                const std::optional<qint64> step = m_text.takeInteger();
                if (!step)
                    return std::nullopt;
                slice.step = *step;
            }
        }
        return slice;
    }

    /// Counts how deep a filter is.
    struct Nested
    {
        explicit Nested(QueryReader& r)
            : reader(r)
            , isFine(++r.m_nesting <= JsonQuery::maxNesting ||
                     r.m_text.refuse(JsonQueryWords::tr("the filter is nested too deep")))
        {
        }
        ~Nested() { --reader.m_nesting; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;

        QueryReader& reader;
        bool isFine;
    };

    ExpressionPtr logicalOr()
    {
        Or all;
        do {
            m_text.takeBlanks();
            ExpressionPtr part = logicalAnd();
            if (!part)
                return nullptr;
            all.parts.push_back(std::move(part));
            afterOperand();
        } while (m_text.take(u"||"));
        return all.parts.size() == 1 ? all.parts.front() : make(std::move(all));
    }

    ExpressionPtr logicalAnd()
    {
        And all;
        do {
            m_text.takeBlanks();
            ExpressionPtr part = basic();
            if (!part)
                return nullptr;
            all.parts.push_back(std::move(part));
            afterOperand();
        } while (m_text.take(u"&&"));
        return all.parts.size() == 1 ? all.parts.front() : make(std::move(all));
    }

    void afterOperand()
    {
        const qsizetype before = m_text.place();
        m_text.takeBlanks();
        if (!m_text.isNext(u"||") && !m_text.isNext(u"&&"))
            m_text.goBack(before);
    }

    ExpressionPtr basic()
    {
        const qsizetype start = m_text.place();
        const bool isNot = m_text.take(u'!');
        if (isNot)
            m_text.takeBlanks();
        if (m_text.take(u'(')) {
            const Nested nested(*this);
            ExpressionPtr inner = nested.isFine ? logicalOr() : nullptr;
            if (!inner)
                return nullptr;
            m_text.takeBlanks();
            if (!m_text.take(u')')) {
                m_text.refuse(JsonQueryWords::tr("a ) is expected"));
                return nullptr;
            }
            return isNot ? make(Not{std::move(inner)}) : inner;
        }
        ExpressionPtr left = operand();
        if (!left)
            return nullptr;
        const qsizetype behind = m_text.place();
        m_text.takeBlanks();
        const qsizetype sign = m_text.place();
        if (const std::optional<Comparison> operation = comparison()) {
            if (isNot) {
                m_text.refuse(start, JsonQueryWords::tr("! before a comparison needs parentheses"));
                return nullptr;
            }
            m_text.takeBlanks();
            const qsizetype rightStart = m_text.place();
            ExpressionPtr right = operand();
            if (!right || !isComparable(*left, start) || !isComparable(*right, rightStart))
                return nullptr;
            return make(Compare{*operation, std::move(left), std::move(right)});
        }
        m_text.goBack(behind);
        if (!isTest(*left, start, sign))
            return nullptr;
        return isNot ? make(Not{std::move(left)}) : left;
    }

    template <typename T>
    static ExpressionPtr make(T node)
    {
        return std::make_shared<const Expression>(Expression{std::move(node)});
    }

    std::optional<Comparison> comparison()
    {
        if (m_text.take(u"=="))
            return Comparison::Equal;
        if (m_text.take(u"!="))
            return Comparison::NotEqual;
        if (m_text.take(u"<="))
            return Comparison::LessOrEqual;
        if (m_text.take(u">="))
            return Comparison::GreaterOrEqual;
        if (m_text.take(u"<"))
            return Comparison::Less;
        if (m_text.take(u">"))
            return Comparison::Greater;
        return std::nullopt;
    }

    /// What can be compared gives one value (§2.3.5.1).
    bool isComparable(const Expression& expression, qsizetype start)
    {
        if (const auto* path = std::get_if<Path>(&expression.node)) {
            return path->isSingular() ||
                   m_text.refuse(start, JsonQueryWords::tr("a path with several results cannot be compared"));
        }
        if (const auto* call = std::get_if<Call>(&expression.node)) {
            return factsOf(call->function).result == Type::Value ||
                   m_text.refuse(start, JsonQueryWords::tr("this function gives no value to compare"));
        }
        return true;
    }

    bool isTest(const Expression& expression, qsizetype start, qsizetype sign)
    {
        if (std::holds_alternative<Literal>(expression.node))
            return m_text.refuse(sign, JsonQueryWords::tr("a comparison is expected"));
        if (const auto* call = std::get_if<Call>(&expression.node)) {
            return factsOf(call->function).result != Type::Value ||
                   m_text.refuse(start, JsonQueryWords::tr("this function's value has to be compared"));
        }
        return true;
    }

    ExpressionPtr operand()
    {
        const QChar c = m_text.peek();
        if (c == u'@' || c == u'$') {
            m_text.skip();
            Path path;
            path.isRelative = c == u'@';
            const Nested nested(*this);
            return nested.isFine && segments(path) ? make(std::move(path)) : nullptr;
        }
        if (c == u'\'' || c == u'"') {
            std::optional<QByteArray> text = m_text.takeString();
            return text ? make(Literal{Literal::Kind::String, std::move(*text)}) : nullptr;
        }
        if (m_text.isAtNumber()) {
            std::optional<QByteArray> number = m_text.takeNumber();
            return number ? make(Literal{Literal::Kind::Number, std::move(*number)}) : nullptr;
        }
        return wordOrCall();
    }

    ExpressionPtr wordOrCall()
    {
        const qsizetype start = m_text.place();
        const QStringView word = m_text.takeWord();
        if (m_text.take(u'('))
            return call(word, start);
        if (word == u"true")
            return make(Literal{Literal::Kind::True, {}});
        if (word == u"false")
            return make(Literal{Literal::Kind::False, {}});
        if (word == u"null")
            return make(Literal{Literal::Kind::Null, {}});
        m_text.refuse(start, JsonQueryWords::tr("@, $, a value or a function is expected"));
        return nullptr;
    }

    ExpressionPtr call(QStringView name, qsizetype start)
    {
        const FunctionFacts* facts = nullptr;
        for (const FunctionFacts& known : functions()) {
            if (name == QStringView(known.name))
                facts = &known;
        }
        if (facts == nullptr) {
            m_text.refuse(start,
                          JsonQueryWords::tr("there is no function %1; there are length, count, match, "
                                             "search and value")
                              .arg(name.toString()));
            return nullptr;
        }
        const Nested nested(*this);
        if (!nested.isFine)
            return nullptr;
        Call call{facts->function, {}, nullptr};
        for (m_text.takeBlanks(); !m_text.take(u')'); m_text.takeBlanks()) {
            if (!call.arguments.empty() && !m_text.take(u',')) {
                m_text.refuse(JsonQueryWords::tr("a comma or ) is expected"));
                return nullptr;
            }
            m_text.takeBlanks();
            const qsizetype place = m_text.place();
            ExpressionPtr argument = operand();
            if (!argument)
                return nullptr;
            const size_t number = call.arguments.size();
            if (number >= facts->parameters.size() || !fits(*argument, facts->parameters[number], place)) {
                m_text.refuse(place, JsonQueryWords::tr("%1() takes fewer arguments").arg(name.toString()));
                return nullptr;
            }
            call.arguments.push_back(std::move(argument));
        }
        if (call.arguments.size() < facts->parameters.size()) {
            m_text.refuse(m_text.place() - 1,
                          JsonQueryWords::tr("%1() takes more arguments").arg(name.toString()));
            return nullptr;
        }
        preparePattern(call);
        return make(std::move(call));
    }

    /// §2.4.3: well-typed or refused.
    bool fits(const Expression& argument, Type type, qsizetype place)
    {
        const auto* path = std::get_if<Path>(&argument.node);
        if (type == Type::Nodes)
            return path != nullptr || m_text.refuse(place, JsonQueryWords::tr("a path is expected here"));
        if (path != nullptr)
            return path->isSingular() ||
                   m_text.refuse(place, JsonQueryWords::tr("a path with one result is expected here"));
        if (const auto* call = std::get_if<Call>(&argument.node))
            return factsOf(call->function).result == Type::Value ||
                   m_text.refuse(place, JsonQueryWords::tr("a value is expected here"));
        return true;
    }

    static void preparePattern(Call& call)
    {
        if (call.function != Function::Match && call.function != Function::Search)
            return;
        const auto* literal = std::get_if<Literal>(&call.arguments[1]->node);
        if (literal != nullptr && literal->kind == Literal::Kind::String)
            call.pattern = makePattern(literal->text, call.function == Function::Match);
    }

    Text m_text;
    int m_nesting = 0;
};

} // namespace

tl::expected<JsonQuery, JsonQueryProblem> JsonQuery::parse(QStringView text)
{
    QueryReader reader(text);
    std::optional<Path> path = reader.whole();
    if (!path)
        return tl::make_unexpected(reader.problem());
    return JsonQuery(std::make_shared<const Path>(std::move(*path)));
}

} // namespace wl
