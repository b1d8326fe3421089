// SPDX-License-Identifier: MIT
#include "filterargument.h"

#include "decode/protocoltable.h"
#include "runoptions.h"

namespace wl::cli {

namespace {

QStringList protocolNames()
{
    QStringList names;
    for (const ProtocolRow& row : protocolTable())
        names += QString::fromLatin1(row.name);
    return names;
}

} // namespace

std::optional<Query> readFilter(const QString& expression)
{
    auto query = Query::parse(expression);
    if (query)
        return std::move(*query);
    const QueryProblem& problem = query.error();
    const QString end = problem.text.endsWith(u'?') ? QString() : QStringLiteral(".");
    complain(QStringLiteral("The filter is not valid: %1%2").arg(problem.text, end));
    complain(QStringLiteral("  ") + QString(expression).replace(u'\n', u' '));
    complain(QString(problem.offset + 2, u' ') + QString(std::max<qsizetype>(problem.length, 1), u'^'));
    return std::nullopt;
}

Result<DecodeAs> readDecodeAs(const QStringList& choices)
{
    DecodeAs decodeAs;
    for (const QString& choice : choices) {
        bool isNumber = false;
        const uint connection = choice.section(u'=', 0, 0).toUInt(&isNumber);
        const QString name = choice.section(u'=', 1);
        const auto protocol = protocolNamed(name.toLatin1());
        if (!isNumber || connection == 0)
            return fail(ErrorCode::BadOption,
                        QStringLiteral("--decode-as takes a connection's number and a protocol, such as "
                                       "3=mqtt, not '%1'")
                            .arg(choice));
        if (!protocol)
            return fail(ErrorCode::BadOption, QStringLiteral("'%1' is not a protocol; --decode-as takes %2")
                                                  .arg(name, protocolNames().join(QStringLiteral(", "))));
        decodeAs.insert(ConnectionId(connection - 1), *protocol);
    }
    return decodeAs;
}

void tellRestarted(quint64 conversations, const QString& what)
{
    if (conversations > 0)
        complain(
            QStringLiteral("So many conversations are open at a time that %1 of them were decoded only in "
                           "part; %2 of theirs may be missing.")
                .arg(conversations)
                .arg(what));
}

} // namespace wl::cli
