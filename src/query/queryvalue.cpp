// SPDX-License-Identifier: MIT
#include "query/queryvalue.h"

#include "query/querynetwork.h"
#include "query/querytime.h"

#include <cmath>

namespace wl {

namespace {

struct Unit
{
    QLatin1String name;
    double factor;
};

const QList<Unit>& unitsOf(QueryType type)
{
    static const QList<Unit> none;
    static const QList<Unit> sizes{{QLatin1String("B"), 1},
                                   {QLatin1String("kB"), 1e3},
                                   {QLatin1String("MB"), 1e6},
                                   {QLatin1String("GB"), 1e9},
                                   {QLatin1String("KiB"), 1024},
                                   {QLatin1String("MiB"), 1024.0 * 1024},
                                   {QLatin1String("GiB"), 1024.0 * 1024 * 1024}};
    static const QList<Unit> durations{{QLatin1String("ns"), 1},     {QLatin1String("us"), 1e3},
                                       {QLatin1String("ms"), 1e6},   {QLatin1String("s"), 1e9},
                                       {QLatin1String("min"), 60e9}, {QLatin1String("h"), 3600e9}};
    return type == QueryType::Size ? sizes : type == QueryType::Duration ? durations : none;
}

const Unit* findUnit(QueryType type, QStringView name)
{
    for (const Unit& unit : unitsOf(type)) {
        if (name.compare(unit.name, Qt::CaseInsensitive) == 0)
            return &unit;
    }
    return nullptr;
}

/// A number without its unit: "10", "1.5", "0x1f"; none where it is no number.
std::optional<double> plainNumber(QStringView text)
{
    bool ok = false;
    if (text.startsWith(u"0x", Qt::CaseInsensitive)) {
        const qulonglong value = text.mid(2).toULongLong(&ok, 16);
        return ok ? std::optional(double(value)) : std::nullopt;
    }
    for (const QChar c : text) { // no "inf", no "nan"
        if (!(c >= u'0' && c <= u'9') && !QLatin1String("+-.eE").contains(c))
            return std::nullopt;
    }
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Where the unit begins; hex digits are no unit.
qsizetype unitStart(QStringView text)
{
    qsizetype at = text.size();
    while (at > 0 && text[at - 1].isLetter())
        --at;
    return text.startsWith(u"0x", Qt::CaseInsensitive) ? text.size() : at;
}

QString shown(const QueryToken& token)
{
    return token.kind == QueryToken::Kind::Word ? token.word.toString() : QString::fromUtf8(token.bytes);
}

} // namespace

bool QueryValueReader::isUnit(QStringView word) const
{
    return findUnit(m_field.type, word) != nullptr;
}

bool QueryValueReader::isTextOperator() const
{
    return m_op == QueryOperator::Contains || m_op == QueryOperator::StartsWith ||
           m_op == QueryOperator::EndsWith || m_op == QueryOperator::Matches;
}

QueryResult<QueryOperand> QueryValueReader::read(const QueryToken& token) const
{
    if (isTextOperator()) {
        QueryOperand operand;
        operand.bytes = token.bytes;
        return operand;
    }
    switch (m_field.type) {
    case QueryType::Number:
    case QueryType::Size:
    case QueryType::Duration: {
        const auto interval = number(token);
        if (!interval)
            return tl::make_unexpected(interval.error());
        QueryOperand operand;
        operand.interval = *interval;
        return operand;
    }
    case QueryType::Time: return time(token);
    case QueryType::Address: return address(token);
    case QueryType::Choice:
    case QueryType::Truth: return choice(token);
    case QueryType::Words:
    case QueryType::Bytes:
    case QueryType::Decoded: break;
    }
    const QueryOperand operand = decoded(token);
    const bool isOrder = m_op == QueryOperator::Less || m_op == QueryOperator::LessEqual ||
                         m_op == QueryOperator::Greater || m_op == QueryOperator::GreaterEqual;
    if (isOrder && !operand.number)
        return problemAt(token.offset, token.length,
                         QueryText::tr("%1 compares with a number").arg(operatorName(m_op)));
    return operand;
}

QueryResult<QueryOperand> QueryValueReader::range(const QueryToken& low, const QueryToken& high) const
{
    const qsizetype length = high.end() - low.offset;
    const auto from = read(low);
    const auto to = read(high);
    if (!from || !to)
        return from ? to : from;
    QueryOperand operand = *from;
    switch (m_field.type) {
    case QueryType::Number:
    case QueryType::Size:
    case QueryType::Duration:
    case QueryType::Time:
        if (from->isTimeOfDay != to->isTimeOfDay)
            return problemAt(low.offset, length, QueryText::tr("both ends need a date, or none of them"));
        operand.interval.high = to->interval.high;
        if (operand.interval.high < operand.interval.low)
            return problemAt(low.offset, length, QueryText::tr("the range ends before it begins"));
        return operand;
    case QueryType::Decoded:
        if (!from->number || !to->number)
            return problemAt(low.offset, length, QueryText::tr("a range goes from a number to a number"));
        operand.upper = to->number;
        return operand;
    default:
        return problemAt(low.offset, length,
                         QueryText::tr("%1 has no ranges").arg(QLatin1String(m_field.name)));
    }
}

QueryResult<QueryInterval> QueryValueReader::number(const QueryToken& token) const
{
    const QString typed = shown(token);
    const auto wrong = [&] {
        QStringList units;
        for (const Unit& unit : unitsOf(m_field.type))
            units += unit.name;
        const QString form =
            units.isEmpty() ? QueryText::tr("%1 is compared with a whole number")
                            : QueryText::tr("%1 is compared with a number, with a unit if you like (%2)");
        const QString words = units.isEmpty()
                                  ? form.arg(QLatin1String(m_field.name))
                                  : form.arg(QLatin1String(m_field.name), units.join(QStringLiteral(", ")));
        return problemAt(token.offset, token.length, words);
    };
    QString digits = typed.trimmed();
    digits.replace(QStringLiteral("µs"), QStringLiteral("us"));
    const qsizetype at = unitStart(digits);
    const Unit* unit = findUnit(m_field.type, QStringView(digits).mid(at));
    if (at < digits.size() && !unit)
        return wrong();
    const auto value = plainNumber(QStringView(digits).first(at).trimmed());
    if (!value || token.kind == QueryToken::Kind::Hex)
        return wrong();
    const double perUnit = unit ? unit->factor : m_field.type == QueryType::Duration ? 1e9 : 1;
    const double scaled = *value * perUnit;
    constexpr double most = 9e18;
    if (std::abs(scaled) > most)
        return problemAt(token.offset, token.length, QueryText::tr("the number is too large"));
    const double whole = std::round(scaled);
    if (std::abs(scaled - whole) > 1e-6 * std::max(1.0, std::abs(scaled)))
        return wrong();
    return QueryInterval{qint64(whole), qint64(whole)};
}

QueryResult<QueryOperand> QueryValueReader::time(const QueryToken& token) const
{
    const auto read = readQueryTime(shown(token));
    if (!read) {
        return problemAt(token.offset, token.length,
                         QueryText::tr("time is compared with 12:01:07.5 or 2026-11-20T12:01:07"));
    }
    QueryOperand operand;
    operand.interval = read->interval;
    operand.isTimeOfDay = read->isTimeOfDay;
    return operand;
}

QueryResult<QueryOperand> QueryValueReader::address(const QueryToken& token) const
{
    const auto network = readQueryNetwork(shown(token));
    if (!network) {
        return problemAt(
            token.offset, token.length,
            QueryText::tr("%1 is compared with an address such as 127.0.0.1, 10.0.0.0/8, [::1]:80; "
                          "for a part of it use contains")
                .arg(QLatin1String(m_field.name)));
    }
    QueryOperand operand;
    operand.network = *network;
    return operand;
}

QueryResult<QueryOperand> QueryValueReader::choice(const QueryToken& token) const
{
    const QStringList values = m_field.type == QueryType::Truth
                                   ? QStringList{QStringLiteral("true"), QStringLiteral("false")}
                                   : m_field.valueList();
    const QString typed = shown(token).toLower();
    if (!values.contains(typed)) {
        return problemAt(token.offset, token.length,
                         QueryText::tr("%1 is one of %2")
                             .arg(QLatin1String(m_field.name), values.join(QStringLiteral(", "))));
    }
    QueryOperand operand;
    operand.bytes = typed.toLatin1();
    return operand;
}

QueryOperand QueryValueReader::decoded(const QueryToken& token) const
{
    QueryOperand operand;
    operand.bytes = token.bytes;
    operand.isQuoted = token.kind != QueryToken::Kind::Word;
    if (!operand.isQuoted)
        operand.number = plainNumber(token.word);
    return operand;
}

} // namespace wl
