// SPDX-License-Identifier: MIT
#include "query/query.h"

#include "query/columncondition.h"
#include "query/querycompiler.h"
#include "query/queryparser.h"

namespace wl {

QueryResult<Query> Query::parse(QStringView text)
{
    const auto node = QueryParser(text).parse();
    if (!node)
        return tl::make_unexpected(node.error());
    return QueryCompiler().compile(*node);
}

Query Query::ofConnections(std::vector<bool> members)
{
    Query query;
    query.m_root = connectionSet(std::make_shared<const std::vector<bool>>(std::move(members)));
    return query;
}

Query Query::ofConnections(ConnectionChoice choice)
{
    Query query;
    query.m_root = chosenConnections(std::move(choice), query.m_connectionSlots++);
    return query;
}

} // namespace wl
