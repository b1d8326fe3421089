// SPDX-License-Identifier: MIT
#include "filterargument.h"

#include "runoptions.h"

namespace wl::cli {

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
