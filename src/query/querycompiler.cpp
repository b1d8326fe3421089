// SPDX-License-Identifier: MIT
#include "query/querycompiler.h"

#include "query/columncondition.h"
#include "query/connectioncondition.h"
#include "query/notescondition.h"
#include "query/payloadcondition.h"

namespace wl {

namespace {

struct Named
{
    const char* name;
    Protocol protocol;
};

constexpr Named messageProtocols[] = {
    {"http", Protocol::Http},     {"websocket", Protocol::WebSocket},
    {"json", Protocol::Json},     {"lines", Protocol::Lines},
    {"tls", Protocol::Tls},       {"dns", Protocol::Dns},
    {"mqtt", Protocol::Mqtt},     {"modbus", Protocol::Modbus},
    {"syslog", Protocol::Syslog}, {"http2", Protocol::Http2},
};

constexpr struct
{
    const char* name;
    Transport transport;
} transports[] = {{"tcp", Transport::Tcp}, {"tls", Transport::Tls}, {"udp", Transport::Udp}};

} // namespace

QueryResult<Query> QueryCompiler::compile(const QueryNodePtr& node)
{
    if (!node)
        return m_query;
    const auto root = condition(*node);
    if (!root)
        return tl::make_unexpected(root.error());
    m_query.m_root = *root;
    return m_query;
}

QueryCompiler::Condition QueryCompiler::condition(const QueryNode& node)
{
    switch (node.kind) {
    case QueryNode::Kind::And:
    case QueryNode::Kind::Or: return joined(node);
    case QueryNode::Kind::Not: {
        auto child = condition(*node.children.front());
        return child ? Condition(noneOf(*child)) : child;
    }
    case QueryNode::Kind::Field: break;
    }
    auto made = field(node);
    if (made && node.op == QueryOperator::NotEqual)
        return noneOf(*made);
    return made;
}

QueryCompiler::Condition QueryCompiler::joined(const QueryNode& node)
{
    std::vector<QueryConditionPtr> children;
    for (const auto& child : node.children) {
        auto made = condition(*child);
        if (!made)
            return made;
        children.push_back(*made);
    }
    return node.kind == QueryNode::Kind::And ? allOf(std::move(children)) : anyOf(std::move(children));
}

QueryCompiler::Condition QueryCompiler::field(const QueryNode& node)
{
    if (node.op == QueryOperator::Matches && ++m_patterns > maxPatterns)
        return problemAt(node.offset, node.length,
                         QueryText::tr("%1 patterns are the most").arg(maxPatterns));
    switch (node.field->id) {
    case QueryField::Id::Pane:
    case QueryField::Id::Peer:
    case QueryField::Id::Local:
    case QueryField::Id::Source:
    case QueryField::Id::Destination:
    case QueryField::Id::Port: return connectionCondition(node, m_query.m_connectionSlots++);
    case QueryField::Id::Payload:
    case QueryField::Id::Text:
    case QueryField::Id::Info: return payloadCondition(node);
    case QueryField::Id::Comment:
    case QueryField::Id::Marked: m_query.m_asksNotes = true; return notesCondition(node);
    case QueryField::Id::Protocol: return protocol(node);
    case QueryField::Id::Message: return message(node);
    default: return columnCondition(node);
    }
}

QueryCompiler::Condition QueryCompiler::message(const QueryNode& node)
{
    const auto made = messageCondition(node, m_query.m_messages.size());
    if (!made)
        return tl::make_unexpected(made.error());
    addMessage(*made);
    return QueryConditionPtr(*made);
}

// What a record is carried by, and what the message is that ends with it; that HTTP begins is seen at once.
QueryConditionPtr QueryCompiler::protocol(const QueryNode& node)
{
    std::vector<Transport> carried;
    std::vector<Protocol> spoken;
    std::vector<QueryConditionPtr> any;
    for (const QueryOperand& operand : node.operands) {
        for (const auto& each : transports) {
            if (operand.bytes == each.name)
                carried.push_back(each.transport);
        }
        for (const Named& each : messageProtocols) {
            if (operand.bytes == each.name)
                spoken.push_back(each.protocol);
        }
        if (operand.bytes == "http")
            any.push_back(httpStartCondition());
    }
    if (node.op == QueryOperator::Exists)
        carried = {Transport::Tcp, Transport::Tls, Transport::Udp};
    if (!carried.empty())
        any.push_back(transportCondition(carried, m_query.m_connectionSlots++));
    if (!spoken.empty()) {
        const auto made = protocolCondition(spoken, m_query.m_messages.size());
        addMessage(made);
        any.push_back(made);
    }
    return anyOf(std::move(any));
}

} // namespace wl
