// SPDX-License-Identifier: MIT
#include "query/exchangepairing.h"

#include "base/limits.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace wl {

namespace {

constexpr size_t keyedRequests = 256; ///< of a conversation that wait, where a number tells them apart

const FieldValue* valueOf(const DecodedMessage& message, const char* name)
{
    const auto found =
        std::find_if(message.fields.begin(), message.fields.end(), [name](const DecodedField& field) {
            return field.name && std::strcmp(field.name, name) == 0;
        });
    return found == message.fields.end() ? nullptr : &found->value;
}

std::optional<quint32> numberOf(const DecodedMessage& message, const char* name)
{
    const FieldValue* value = valueOf(message, name);
    const auto* number = value ? std::get_if<qint64>(value) : nullptr;
    return number ? std::optional(quint32(*number)) : std::nullopt;
}

Direction opposite(Direction direction)
{
    return direction == Direction::Sent ? Direction::Received : Direction::Sent;
}

/// One kind of MQTT exchange: what asks, and what answers it (MQTT 5 §4.3).
struct MqttExchange
{
    const char* request;
    const char* response;
    const char* otherResponse;
};
constexpr MqttExchange mqttExchanges[] = {
    {"CONNECT", "CONNACK", nullptr},  {"PUBLISH", "PUBACK", "PUBREC"},      {"PUBREL", "PUBCOMP", nullptr},
    {"SUBSCRIBE", "SUBACK", nullptr}, {"UNSUBSCRIBE", "UNSUBACK", nullptr}, {"PINGREQ", "PINGRESP", nullptr},
};

} // namespace

void ExchangePairing::begin(const RecordEntry& entry, bool isSelected)
{
    m_entry = entry;
    m_isSelected = isSelected;
    if (entry.kind == RecordKind::Data && !m_conversations.contains(entry.connection) &&
        m_conversations.size() >= maxConversations)
        forgetOne(m_conversations.constBegin().key());
    const auto known = m_conversations.find(entry.connection);
    if (entry.kind != RecordKind::Data) {
        m_current = known == m_conversations.end() ? nullptr : &*known;
        return;
    }
    m_current = known == m_conversations.end() ? &m_conversations[entry.connection] : &*known;
    Side& side = m_current->sides[size_t(entry.direction)];
    if (!side.startNs || entry.transport == Transport::Udp)
        side.startNs = entry.timeNs;
    side.fed += entry.length;
    side.lastNs = entry.timeNs;
}

ExchangePairing::Span ExchangePairing::spanOf(const DecodedMessage& message) const
{
    if (!m_current)
        return {m_entry.timeNs, m_entry.timeNs};
    const Side& side = m_current->sides[size_t(message.direction)];
    return {side.startNs.value_or(m_entry.timeNs),
            m_entry.kind == RecordKind::Data ? m_entry.timeNs : side.lastNs};
}

void ExchangePairing::take(const DecodedMessage& message, quint64 number)
{
    if (!m_current)
        return;
    m_number = number;
    Side& side = m_current->sides[size_t(message.direction)];
    m_span = spanOf(message);
    side.messageEnd = message.range.end();
    switch (message.protocol) {
    case Protocol::Http: takeHttp(message); break;
    case Protocol::Dns: takeDns(message); break;
    case Protocol::Mqtt: takeMqtt(message); break;
    case Protocol::Modbus: takeModbus(message); break;
    default: break;
    }
    if (m_entry.transport == Transport::Udp || side.messageEnd >= side.fed)
        side.startNs.reset();
    else
        side.startNs = m_entry.timeNs; // the next message begins in this record
}

void ExchangePairing::end()
{
    m_current = nullptr;
    const bool isEnd = m_entry.kind == RecordKind::Closed || m_entry.kind == RecordKind::Reset ||
                       m_entry.kind == RecordKind::Failed;
    if (isEnd)
        forgetOne(m_entry.connection);
}

void ExchangePairing::forgetOne(quint32 connection)
{
    const auto known = m_conversations.constFind(connection);
    if (known == m_conversations.constEnd())
        return;
    Conversation conversation = *known;
    m_conversations.erase(known);
    forget(conversation.waiting);
    forget(conversation.early);
}

void ExchangePairing::forget(std::deque<Waiting>& waiting)
{
    m_waiting -= waiting.size();
    for (const Waiting& one : std::exchange(waiting, {})) {
        if (m_forgotten)
            m_forgotten(one.number);
    }
}

// Responses come in the order of the requests (RFC 9112 §9.3.2), but may come before their request has ended.
void ExchangePairing::takeHttp(const DecodedMessage& message)
{
    if (valueOf(message, "http.method")) {
        if (!completeEarly(message))
            ask(message, 0, limits::pipelinedRequests);
        return;
    }
    const std::optional<quint32> status = numberOf(message, "http.status");
    if (!status || (*status < 200 && *status != 101)) // an interim response
        return;
    const bool isAsking = m_current->sides[size_t(opposite(message.direction))].startNs.has_value();
    if (answer(message, 0))
        return;
    const bool isEarly = isAsking && m_current->early.empty();
    if (isEarly) {
        m_current->early.push_back(
            {message.protocol, message.direction, 0, m_number, m_span.lastNs, m_isSelected});
        ++m_waiting;
    } else if (m_forgotten) {
        m_forgotten(m_number);
    }
}

/// The request whose response is there already.
bool ExchangePairing::completeEarly(const DecodedMessage& message)
{
    std::deque<Waiting>& early = m_current->early;
    if (early.empty() || early.front().direction == message.direction)
        return false;
    const Waiting response = early.front();
    early.pop_front();
    --m_waiting;
    m_sink({message.protocol, m_number, response.number, 0, 0, response.isSelected || m_isSelected, true});
    return true;
}

void ExchangePairing::takeDns(const DecodedMessage& message)
{
    const std::optional<quint32> id = numberOf(message, "dns.id");
    if (!id)
        return;
    if (valueOf(message, "dns.rcode"))
        answer(message, *id);
    else
        ask(message, *id, keyedRequests);
}

void ExchangePairing::takeMqtt(const DecodedMessage& message)
{
    const FieldValue* value = valueOf(message, "mqtt.type");
    const auto* type = value ? std::get_if<QByteArray>(value) : nullptr;
    if (!type)
        return;
    const std::optional<quint32> id = numberOf(message, "mqtt.id");
    quint32 kind = 0;
    for (const MqttExchange& exchange : mqttExchanges) {
        const quint32 key = kind++ << 16 | id.value_or(0);
        const bool isPublish = *type == "PUBLISH";
        if (*type == exchange.request && (!isPublish || id)) // QoS 0 has no number and no response
            ask(message, key, keyedRequests);
        else if (*type == exchange.response || (exchange.otherResponse && *type == exchange.otherResponse))
            answer(message, key);
    }
}

void ExchangePairing::takeModbus(const DecodedMessage& message)
{
    const std::optional<quint32> transaction = numberOf(message, "modbus.transaction");
    if (!transaction)
        return;
    const quint32 key = *transaction << 8 | (numberOf(message, "modbus.unit").value_or(0) & 0xff);
    if (!answer(message, key))
        ask(message, key, keyedRequests);
}

void ExchangePairing::ask(const DecodedMessage& message, quint32 key, size_t most)
{
    std::deque<Waiting>& waiting = m_current->waiting;
    if (m_isSelected)
        ++m_unanswered[size_t(message.protocol)];
    if (m_waiting >= maxWaiting && waiting.empty()) {
        if (m_forgotten)
            m_forgotten(m_number);
        return;
    }
    if (waiting.size() >= most || m_waiting >= maxWaiting) {
        if (m_forgotten)
            m_forgotten(waiting.front().number);
        waiting.pop_front();
        --m_waiting;
    }
    waiting.push_back({message.protocol, message.direction, key, m_number, m_span.lastNs, m_isSelected});
    ++m_waiting;
}

bool ExchangePairing::answer(const DecodedMessage& message, quint32 key)
{
    std::deque<Waiting>& waiting = m_current->waiting;
    const auto found = std::find_if(waiting.begin(), waiting.end(), [&](const Waiting& request) {
        return request.protocol == message.protocol && request.key == key &&
               request.direction != message.direction;
    });
    if (found == waiting.end())
        return false;
    const Waiting request = *found;
    waiting.erase(found);
    --m_waiting;
    if (request.isSelected)
        --m_unanswered[size_t(message.protocol)];
    m_sink({message.protocol, request.number, m_number, std::max<qint64>(m_span.firstNs - request.timeNs, 0),
            std::max<qint64>(m_span.lastNs - request.timeNs, 0), request.isSelected || m_isSelected, false});
    return true;
}

} // namespace wl
