// SPDX-License-Identifier: MIT
#include "decode/jsonquery.h"
#include "decode/jsonquerypattern.h"

namespace wl {

using namespace jsonquery;

namespace {

using ExpressionPtr = std::shared_ptr<const Expression>;

constexpr qint64 maxInteger = 9'007'199'254'740'991; ///< I-JSON, RFC 9535 §2.1

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

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isNameFirst(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c.unicode() >= 0x80;
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
        if (m_text.size() > JsonQuery::maxCharacters)
            return refuseAs<Path>(JsonQuery::maxCharacters, JsonQueryWords::tr("the query is too long"));
        if (!take(u'$'))
            return refuseAs<Path>(m_at, JsonQueryWords::tr("a query begins with $"));
        Path path;
        if (!segments(path))
            return std::nullopt;
        if (m_at < m_text.size())
            return refuseAs<Path>(m_at, JsonQueryWords::tr("a dot or [ is expected"));
        return path;
    }

    [[nodiscard]] const JsonQueryProblem& problem() const { return m_problem; }

private:
    template <typename T>
    std::optional<T> refuseAs(qsizetype at, const QString& words)
    {
        refuse(at, words);
        return std::nullopt;
    }
    bool refuse(qsizetype at, const QString& words)
    {
        if (m_problem.text.isEmpty())
            m_problem = {words, at};
        return false;
    }

    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    bool take(QChar c)
    {
        if (peek() != c || m_at >= m_text.size())
            return false;
        ++m_at;
        return true;
    }
    bool take(QStringView word)
    {
        if (!m_text.sliced(m_at).startsWith(word))
            return false;
        m_at += word.size();
        return true;
    }
    void space()
    {
        while (m_at < m_text.size() &&
               (peek() == u' ' || peek() == u'\t' || peek() == u'\n' || peek() == u'\r'))
            ++m_at;
    }

    /// What is behind $ or @. Blanks behind the last segment are not taken.
    bool segments(Path& path)
    {
        while (true) {
            const qsizetype before = m_at;
            space();
            if (peek() != u'.' && peek() != u'[') {
                m_at = before;
                return true;
            }
            if (path.segments.size() >= JsonQuery::maxSegments)
                return refuse(m_at, JsonQueryWords::tr("the query has too many steps"));
            Segment segment;
            if (!this->segment(segment))
                return false;
            path.segments.push_back(std::move(segment));
        }
    }

    bool segment(Segment& segment)
    {
        if (peek() == u'[')
            return bracketed(segment);
        ++m_at;
        if (take(u'.')) {
            segment.isDescendant = true;
            if (peek() == u'[')
                return bracketed(segment);
        }
        if (take(u'*')) {
            segment.selectors.emplace_back(WildcardSelector());
            return true;
        }
        const qsizetype start = m_at;
        if (m_at < m_text.size() && isNameFirst(peek())) {
            while (m_at < m_text.size() && (isNameFirst(peek()) || isDigit(peek())))
                ++m_at;
        }
        if (start == m_at)
            return refuse(m_at, JsonQueryWords::tr("a name, * or [ is expected"));
        const QStringView name = m_text.sliced(start, m_at - start);
        if (!name.isValidUtf16())
            return refuse(start, JsonQueryWords::tr("half a character stands here"));
        segment.selectors.emplace_back(NameSelector{name.toUtf8()});
        return true;
    }

    bool bracketed(Segment& segment)
    {
        ++m_at;
        do {
            space();
            std::optional<Selector> selector = this->selector();
            if (!selector)
                return false;
            segment.selectors.push_back(std::move(*selector));
            space();
        } while (take(u','));
        return take(u']') || refuse(m_at, JsonQueryWords::tr("a comma or ] is expected"));
    }

    std::optional<Selector> selector()
    {
        if (peek() == u'\'' || peek() == u'"') {
            std::optional<QByteArray> name = string();
            if (!name)
                return std::nullopt;
            return NameSelector{std::move(*name)};
        }
        if (take(u'*'))
            return WildcardSelector();
        if (take(u'?')) {
            space();
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
        if (peek() == u'-' || isDigit(peek())) {
            slice.start = integer();
            if (!slice.start)
                return std::nullopt;
            const qsizetype before = m_at;
            space();
            if (peek() != u':') {
                m_at = before;
                return IndexSelector{*slice.start};
            }
        }
        if (!take(u':'))
            return refuseAs<Selector>(
                m_at, JsonQueryWords::tr("a name in quotes, an index, a slice, * or ? is expected"));
        space();
        if (peek() == u'-' || isDigit(peek())) {
            slice.end = integer();
            if (!slice.end)
                return std::nullopt;
            space();
        }
        if (take(u':')) {
            space();
            if (peek() == u'-' || isDigit(peek())) {
                const std::optional<qint64> step = integer();
                if (!step)
                    return std::nullopt;
                slice.step = *step;
            }
        }
        return slice;
    }

    std::optional<qint64> integer()
    {
        const qsizetype start = m_at;
        take(u'-');
        const qsizetype digits = m_at;
        while (isDigit(peek()))
            ++m_at;
        const QStringView number = m_text.sliced(start, m_at - start);
        const bool isZeroLed = peekAt(digits) == u'0' && (m_at - digits > 1 || digits > start);
        bool fits = false;
        const qint64 value = number.toLongLong(&fits);
        if (m_at == digits || isZeroLed)
            return refuseAs<qint64>(start, JsonQueryWords::tr("this is no whole number"));
        if (!fits || value > maxInteger || value < -maxInteger)
            return refuseAs<qint64>(start, JsonQueryWords::tr("this number is too large"));
        return value;
    }

    [[nodiscard]] QChar peekAt(qsizetype at) const { return at < m_text.size() ? m_text[at] : QChar(); }

    std::optional<QByteArray> string()
    {
        const qsizetype start = m_at;
        const QChar quote = m_text[m_at++];
        QString out;
        while (m_at < m_text.size() && peek() != quote) {
            const QChar c = m_text[m_at];
            if (c.unicode() < 0x20)
                return refuseAs<QByteArray>(m_at,
                                            JsonQueryWords::tr("control characters are written as escapes"));
            ++m_at;
            if (c != u'\\')
                out += c;
            else if (!escape(quote, out))
                return std::nullopt;
        }
        if (!take(quote))
            return refuseAs<QByteArray>(start, JsonQueryWords::tr("this quote is not closed"));
        if (!QStringView(out).isValidUtf16())
            return refuseAs<QByteArray>(start, JsonQueryWords::tr("half a character stands here"));
        return out.toUtf8();
    }

    bool escape(QChar quote, QString& out)
    {
        const qsizetype place = m_at - 1;
        const QChar letter = peek();
        ++m_at;
        switch (letter.unicode()) {
        case u'b': out += u'\b'; return true;
        case u'f': out += u'\f'; return true;
        case u'n': out += u'\n'; return true;
        case u'r': out += u'\r'; return true;
        case u't': out += u'\t'; return true;
        case u'/':
        case u'\\': out += letter; return true;
        case u'u': {
            const std::optional<ushort> unit = hexUnit();
            if (!unit)
                return refuse(place, JsonQueryWords::tr("four hex digits are expected behind \\u"));
            out += QChar(*unit);
            if (!QChar::isSurrogate(*unit))
                return true;
            if (!QChar::isHighSurrogate(*unit) || !take(u"\\u"))
                return refuse(place, JsonQueryWords::tr("half a character stands here"));
            const std::optional<ushort> low = hexUnit();
            if (!low || !QChar::isLowSurrogate(*low))
                return refuse(place, JsonQueryWords::tr("half a character stands here"));
            out += QChar(*low);
            return true;
        }
        default: break;
        }
        if (letter == quote && m_at <= m_text.size()) {
            out += letter;
            return true;
        }
        return refuse(place, JsonQueryWords::tr("this escape is not known"));
    }

    std::optional<ushort> hexUnit()
    {
        if (m_at + 4 > m_text.size())
            return std::nullopt;
        uint value = 0;
        for (int i = 0; i < 4; ++i) {
            const ushort c = m_text[m_at + i].unicode();
            const ushort lower = c | 0x20;
            if (c >= u'0' && c <= u'9')
                value = value * 16 + (c - u'0');
            else if (lower >= u'a' && lower <= u'f')
                value = value * 16 + (lower - u'a') + 10;
            else
                return std::nullopt;
        }
        m_at += 4;
        return ushort(value);
    }

    /// Counts how deep a filter is.
    struct Nested
    {
        explicit Nested(QueryReader& r)
            : reader(r)
            , isFine(++r.m_nesting <= JsonQuery::maxNesting ||
                     r.refuse(r.m_at, JsonQueryWords::tr("the filter is nested too deep")))
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
            space();
            ExpressionPtr part = logicalAnd();
            if (!part)
                return nullptr;
            all.parts.push_back(std::move(part));
            afterOperand();
        } while (take(u"||"));
        return all.parts.size() == 1 ? all.parts.front() : make(std::move(all));
    }

    ExpressionPtr logicalAnd()
    {
        And all;
        do {
            space();
            ExpressionPtr part = basic();
            if (!part)
                return nullptr;
            all.parts.push_back(std::move(part));
            afterOperand();
        } while (take(u"&&"));
        return all.parts.size() == 1 ? all.parts.front() : make(std::move(all));
    }

    void afterOperand()
    {
        const qsizetype before = m_at;
        space();
        if (!m_text.sliced(m_at).startsWith(u"||") && !m_text.sliced(m_at).startsWith(u"&&"))
            m_at = before;
    }

    ExpressionPtr basic()
    {
        const qsizetype start = m_at;
        const bool isNot = take(u'!');
        if (isNot)
            space();
        if (take(u'(')) {
            const Nested nested(*this);
            ExpressionPtr inner = nested.isFine ? logicalOr() : nullptr;
            if (!inner)
                return nullptr;
            space();
            if (!take(u')')) {
                refuse(m_at, JsonQueryWords::tr("a ) is expected"));
                return nullptr;
            }
            return isNot ? make(Not{std::move(inner)}) : inner;
        }
        ExpressionPtr left = operand();
        if (!left)
            return nullptr;
        const qsizetype behind = m_at;
        space();
        const qsizetype sign = m_at;
        if (const std::optional<Comparison> operation = comparison()) {
            if (isNot) {
                refuse(start, JsonQueryWords::tr("! before a comparison needs parentheses"));
                return nullptr;
            }
            space();
            const qsizetype rightStart = m_at;
            ExpressionPtr right = operand();
            if (!right || !isComparable(*left, start) || !isComparable(*right, rightStart))
                return nullptr;
            return make(Compare{*operation, std::move(left), std::move(right)});
        }
        m_at = behind;
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
        if (take(u"=="))
            return Comparison::Equal;
        if (take(u"!="))
            return Comparison::NotEqual;
        if (take(u"<="))
            return Comparison::LessOrEqual;
        if (take(u">="))
            return Comparison::GreaterOrEqual;
        if (take(u"<"))
            return Comparison::Less;
        if (take(u">"))
            return Comparison::Greater;
        return std::nullopt;
    }

    /// What can be compared gives one value (§2.3.5.1).
    bool isComparable(const Expression& expression, qsizetype start)
    {
        if (const auto* path = std::get_if<Path>(&expression.node)) {
            return path->isSingular() ||
                   refuse(start, JsonQueryWords::tr("a path with several results cannot be compared"));
        }
        if (const auto* call = std::get_if<Call>(&expression.node)) {
            return factsOf(call->function).result == Type::Value ||
                   refuse(start, JsonQueryWords::tr("this function gives no value to compare"));
        }
        return true;
    }

    bool isTest(const Expression& expression, qsizetype start, qsizetype sign)
    {
        if (std::holds_alternative<Literal>(expression.node))
            return refuse(sign, JsonQueryWords::tr("a comparison is expected"));
        if (const auto* call = std::get_if<Call>(&expression.node)) {
            return factsOf(call->function).result != Type::Value ||
                   refuse(start, JsonQueryWords::tr("this function's value has to be compared"));
        }
        return true;
    }

    ExpressionPtr operand()
    {
        const QChar c = peek();
        if (c == u'@' || c == u'$') {
            ++m_at;
            Path path;
            path.isRelative = c == u'@';
            const Nested nested(*this);
            return nested.isFine && segments(path) ? make(std::move(path)) : nullptr;
        }
        if (c == u'\'' || c == u'"') {
            std::optional<QByteArray> text = string();
            return text ? make(Literal{Literal::Kind::String, std::move(*text)}) : nullptr;
        }
        if (c == u'-' || isDigit(c))
            return number();
        return wordOrCall();
    }

    /// §2.3.5.1: as in JSON, and -0 besides.
    ExpressionPtr number()
    {
        const qsizetype start = m_at;
        take(u'-');
        const qsizetype digits = m_at;
        while (isDigit(peek()))
            ++m_at;
        bool isGood = m_at > digits && (m_at - digits == 1 || peekAt(digits) != u'0');
        if (isGood && take(u'.')) {
            const qsizetype fraction = m_at;
            while (isDigit(peek()))
                ++m_at;
            isGood = m_at > fraction;
        }
        if (isGood && (take(u'e') || take(u'E'))) {
            if (!take(u'-'))
                take(u'+');
            const qsizetype exponent = m_at;
            while (isDigit(peek()))
                ++m_at;
            isGood = m_at > exponent;
        }
        if (!isGood) {
            refuse(start, JsonQueryWords::tr("this is no number"));
            return nullptr;
        }
        return make(Literal{Literal::Kind::Number, m_text.sliced(start, m_at - start).toUtf8()});
    }

    ExpressionPtr wordOrCall()
    {
        const qsizetype start = m_at;
        while ((peek() >= u'a' && peek() <= u'z') || (m_at > start && (peek() == u'_' || isDigit(peek()))))
            ++m_at;
        const QStringView word = m_text.sliced(start, m_at - start);
        if (take(u'('))
            return call(word, start);
        if (word == u"true")
            return make(Literal{Literal::Kind::True, {}});
        if (word == u"false")
            return make(Literal{Literal::Kind::False, {}});
        if (word == u"null")
            return make(Literal{Literal::Kind::Null, {}});
        refuse(start, JsonQueryWords::tr("@, $, a value or a function is expected"));
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
            refuse(start, JsonQueryWords::tr("there is no function %1; there are length, count, match, "
                                             "search and value")
                              .arg(name.toString()));
            return nullptr;
        }
        const Nested nested(*this);
        if (!nested.isFine)
            return nullptr;
        Call call{facts->function, {}, nullptr};
        for (space(); !take(u')'); space()) {
            if (!call.arguments.empty() && !take(u',')) {
                refuse(m_at, JsonQueryWords::tr("a comma or ) is expected"));
                return nullptr;
            }
            space();
            const qsizetype place = m_at;
            ExpressionPtr argument = operand();
            if (!argument)
                return nullptr;
            const size_t number = call.arguments.size();
            if (number >= facts->parameters.size() || !fits(*argument, facts->parameters[number], place)) {
                refuse(place, JsonQueryWords::tr("%1() takes fewer arguments").arg(name.toString()));
                return nullptr;
            }
            call.arguments.push_back(std::move(argument));
        }
        if (call.arguments.size() < facts->parameters.size()) {
            refuse(m_at - 1, JsonQueryWords::tr("%1() takes more arguments").arg(name.toString()));
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
            return path != nullptr || refuse(place, JsonQueryWords::tr("a path is expected here"));
        if (path != nullptr)
            return path->isSingular() ||
                   refuse(place, JsonQueryWords::tr("a path with one result is expected here"));
        if (const auto* call = std::get_if<Call>(&argument.node))
            return factsOf(call->function).result == Type::Value ||
                   refuse(place, JsonQueryWords::tr("a value is expected here"));
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

    QStringView m_text;
    qsizetype m_at = 0;
    int m_nesting = 0;
    JsonQueryProblem m_problem;
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
