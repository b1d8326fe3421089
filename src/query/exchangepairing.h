// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "decode/decodedmessage.h"

#include <QHash>

#include <array>
#include <deque>
#include <functional>
#include <optional>

namespace wl {

/// A request and its response.
struct PairedExchange
{
    Protocol protocol = Protocol::Unknown;
    quint64 request = 0;      ///< the number of the message, as take() was told it
    quint64 response = 0;     ///< of its response
    qint64 toFirstByteNs = 0; ///< from the request's last byte to the response's first
    qint64 toLastByteNs = 0;
    bool isSelected = false; ///< the last record of one of the two was
    bool isEarly = false;    ///< the response came before the request had ended: the times are 0
};

/// Pairs the requests and responses of HTTP (in order), DNS, MQTT and Modbus (by their numbers) while the
/// messages of a source go by. Remembers a bounded number of requests; those that are forgotten have no
/// response. One thread.
class ExchangePairing
{
public:
    /// Conversations that are remembered at a time, and requests that wait for a response in all of them.
    static constexpr qsizetype maxConversations = 65'536;
    static constexpr quint64 maxWaiting = 1'000'000;
    /// The fields that it needs of the messages.
    static constexpr std::array fields{"http.method",        "http.status", "dns.id",
                                       "dns.rcode",          "mqtt.type",   "mqtt.id",
                                       "modbus.transaction", "modbus.unit"};

    using Sink = std::function<void(const PairedExchange&)>;
    /// Called for the number of a message that waited for its counterpart and is forgotten.
    using Forgotten = std::function<void(quint64 number)>;

    explicit ExchangePairing(Sink sink, Forgotten forgotten = {})
        : m_sink(std::move(sink))
        , m_forgotten(std::move(forgotten))
    {
    }

    /// Before a record's messages.
    void begin(const RecordEntry& entry, bool isSelected = true);
    /// When the first and the last byte of a message that ends with that record came; to be asked before it
    /// is taken.
    struct Span
    {
        qint64 firstNs = 0;
        qint64 lastNs = 0;
    };
    [[nodiscard]] Span spanOf(const DecodedMessage& message) const;
    /// A message that ends with that record; the exchanges that it ends.
    void take(const DecodedMessage& message, quint64 number = 0);
    /// Behind them.
    void end();

    /// Requests of selected records that expect a response, and had none up to now.
    [[nodiscard]] quint64 unanswered(Protocol protocol) const { return m_unanswered[size_t(protocol)]; }

private:
    struct Waiting
    {
        Protocol protocol = Protocol::Unknown;
        Direction direction = Direction::Sent;
        quint32 key = 0;
        quint64 number = 0;
        qint64 timeNs = 0;
        bool isSelected = false;
    };
    /// What came of a direction.
    struct Side
    {
        qint64 fed = 0;                ///< bytes
        qint64 messageEnd = 0;         ///< of the last message
        std::optional<qint64> startNs; ///< when the first byte of the next message came
        qint64 lastNs = 0;             ///< when the last byte came
    };
    struct Conversation
    {
        std::array<Side, 2> sides;
        std::deque<Waiting> waiting;
        std::deque<Waiting> early; ///< responses that came before their request had ended
    };

    void takeHttp(const DecodedMessage& message);
    void takeDns(const DecodedMessage& message);
    void takeMqtt(const DecodedMessage& message);
    void takeModbus(const DecodedMessage& message);
    void ask(const DecodedMessage& message, quint32 key, size_t most);
    bool answer(const DecodedMessage& message, quint32 key);
    bool completeEarly(const DecodedMessage& message);
    void forget(std::deque<Waiting>& waiting);
    void forgetOne(quint32 connection);

    Sink m_sink;
    Forgotten m_forgotten;
    QHash<quint32, Conversation> m_conversations;
    quint64 m_waiting = 0; ///< in all
    std::array<quint64, 16> m_unanswered{};
    Conversation* m_current = nullptr; ///< of the record that is told
    quint64 m_number = 0;              ///< of the message that is told
    RecordEntry m_entry;
    bool m_isSelected = false;
    Span m_span; ///< of the message that is told
};

} // namespace wl
