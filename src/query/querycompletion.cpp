// SPDX-License-Identifier: MIT
#include "query/querycompletion.h"

#include "query/queryparser.h"

#include <QSet>

#include <algorithm>

namespace wl {

namespace {

constexpr quint32 connectionsAsked = 10'000;
constexpr qsizetype valuesShown = 200;

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || QLatin1String("._-\":/*").contains(c);
}

/// Where the word at the cursor begins; a text in quotes begins with its quotation mark.
qsizetype wordStart(QStringView before)
{
    if (before.count(u'"') % 2 == 1)
        return before.lastIndexOf(u'"');
    qsizetype at = before.size();
    while (at > 0 && isWordPart(before[at - 1]))
        --at;
    // conn:3 and the like: the value is a word of its own.
    const qsizetype colon = before.indexOf(u':', at);
    return colon > at && findQueryField(before.mid(at, colon - at)) ? colon + 1 : at;
}

qsizetype wordEnd(QStringView text, qsizetype cursor)
{
    while (cursor < text.size() && isWordPart(text[cursor]))
        ++cursor;
    return cursor;
}

/// As a value of the language.
QString quoted(const QString& value)
{
    const bool isPlain = !value.isEmpty() && std::all_of(value.begin(), value.end(), [](QChar c) {
        return c.isLetterOrNumber() || QLatin1String("._-:/*[]").contains(c);
    });
    if (isPlain && value != QLatin1String("in"))
        return value;
    QString text = value;
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

QStringList valuesOfConnection(QueryField::Id field, const ConnectionInfo& info)
{
    const auto number = [](const SocketAddress& address) { return QString::number(address.port); };
    switch (field) {
    case QueryField::Id::Pane: return {info.label};
    case QueryField::Id::Peer: return {info.peer.toString()};
    case QueryField::Id::Local: return {info.local.toString()};
    case QueryField::Id::Source:
    case QueryField::Id::Destination: return {info.local.toString(), info.peer.toString()};
    case QueryField::Id::Port: return {number(info.local), number(info.peer)};
    default: return {};
    }
}

QStringList valuesOf(const QueryField& field, const RecordSource* source)
{
    if (field.type == QueryType::Truth)
        return {QStringLiteral("true"), QStringLiteral("false")};
    QStringList values = field.valueList();
    const quint32 connections = source ? std::min(source->connectionCount(), connectionsAsked) : 0;
    QSet<QString> known;
    for (quint32 id = 0; id < connections && values.size() < valuesShown; ++id) {
        for (const QString& value : valuesOfConnection(field.id, source->connection(ConnectionId(id)).info)) {
            if (!value.isEmpty() && !known.contains(value)) {
                known.insert(value);
                values += quoted(value);
            }
        }
    }
    return values;
}

class Collector
{
public:
    explicit Collector(const QString& typed)
        : m_typed(typed)
    {
    }

    void add(const QString& text, const QString& description = {})
    {
        const QString plain = text.startsWith(u'"') && !m_typed.startsWith(u'"') ? text.mid(1) : text;
        if (plain.startsWith(m_typed, Qt::CaseInsensitive))
            items += {text, description};
    }
    void addFields()
    {
        for (const QueryField& field : queryFields())
            add(QLatin1String(field.name), QueryText::tr(field.description));
        add(QStringLiteral("not"));
    }
    void addOperators(const QueryField& field)
    {
        for (const QueryOperator op : operatorsOf(field.type))
            add(operatorName(op));
    }
    void addConnectives()
    {
        add(QStringLiteral("and"));
        add(QStringLiteral("or"));
    }

    QList<QueryCompletions::Item> items;

private:
    QString m_typed;
};

} // namespace

QueryCompletions queryCompletions(const QString& text, qsizetype cursor, const RecordSource* source)
{
    using Kind = QueryParser::Expectation::Kind;
    const QStringView before = QStringView(text).first(std::clamp<qsizetype>(cursor, 0, text.size()));
    const qsizetype start = wordStart(before);
    QueryParser parser(before.first(start));
    // What is wrong is that something is missing at the end; what is, is asked next.
    [[maybe_unused]] const auto parsed = parser.parse();
    const QueryParser::Expectation expected = parser.atEnd();

    Collector found(before.mid(start).toString());
    switch (expected.kind) {
    case Kind::Term: found.addFields(); break;
    case Kind::Operator:
        found.addOperators(*expected.field);
        found.addConnectives();
        break;
    case Kind::Value:
        for (const QString& value : valuesOf(*expected.field, source))
            found.add(value);
        break;
    case Kind::Connective: found.addConnectives(); break;
    case Kind::Nothing: break;
    }
    return {found.items, start, wordEnd(text, before.size()) - start};
}

} // namespace wl
