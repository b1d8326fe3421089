// SPDX-License-Identifier: MIT
#include "ui/inspect/recordmessages.h"

#include "query/messagereader.h"

#include <algorithm>

namespace wl {

namespace {

constexpr size_t keptIndexes = 4;
constexpr quint64 keptMessages = 4'000'000; ///< in all of them but the latest
constexpr size_t readAtOnce = 16;           ///< messages
constexpr size_t fewMessages = 16;          ///< have their whole share of content
constexpr qint64 smallContentBytes = 4096;  ///< of each of many messages
constexpr qint64 liveTailBytes = 64 * 1024; ///< an unfinished message up to here is shown as it grows

DecodeWishes wishesFor(size_t messages)
{
    DecodeWishes wishes;
    wishes.tree = true;
    wishes.info = true;
    wishes.contentBytes = messages <= fewMessages ? RecordMessages::contentBytes : smallContentBytes;
    return wishes;
}

DecodedRecordPtr decode(const MessageIndex& index, RecordId id, const std::stop_token& stop)
{
    const RecordEntry entry = index.source().record(id);
    const auto result = std::make_shared<DecodedRecord>();
    DecodedRecord& decoded = *result;
    decoded.record = id;
    decoded.range = rangeOfRecord(index, id);
    const MessageTail tail = index.tail(entry.direction); // before the messages that it may become
    std::vector<quint64> rows = index.messagesOf(id, entry.direction, RecordMessages::mostMessages + 1);
    decoded.hasMore = rows.size() > RecordMessages::mostMessages;
    rows.resize(std::min(rows.size(), RecordMessages::mostMessages));
    const MessageReader reader(index, wishesFor(rows.size()));
    size_t fields = 0;
    for (size_t begin = 0; begin < rows.size() && !stop.stop_requested();) {
        size_t size = 1; // in the index they follow each other
        while (size < readAtOnce && begin + size < rows.size() && rows[begin + size] == rows[begin] + size)
            ++size;
        for (ReadMessage& read : reader.read(rows[begin], size, stop)) {
            fields += read.message.fields.size();
            decoded.messages.push_back(PlacedMessage::of(index, std::move(read)));
        }
        begin += size;
        decoded.hasMore = decoded.hasMore || (fields >= RecordMessages::mostFields && begin < rows.size());
        if (fields >= RecordMessages::mostFields)
            break;
    }
    const bool isTailNew = rows.empty() || index.at(rows.back()).range.end() <= tail.range.offset;
    if (isTailNew && !index.isDatagrams() && !decoded.hasMore && tail.range.length > 0 &&
        tail.range.offset < decoded.range.end() && tail.firstRecord <= id.value()) {
        if (auto read = reader.readTail(entry.direction, tail, stop))
            decoded.messages.push_back(PlacedMessage::of(index, std::move(*read)));
    }
    return result;
}

} // namespace

RecordMessages::RecordMessages(Pulse& pulse, QObject* parent)
    : QObject(parent)
{
    connect(&pulse, &Pulse::tick, this, &RecordMessages::update);
}

Protocol RecordMessages::protocol() const
{
    return m_scan.index() ? m_scan.index()->protocol() : Protocol::Unknown;
}

void RecordMessages::setState(State state)
{
    m_state = state;
    emit changed();
}

std::shared_ptr<MessageIndex> RecordMessages::indexFor(std::shared_ptr<const RecordSource> source,
                                                       ConnectionId connection,
                                                       std::optional<Protocol> decodeAs)
{
    const auto known = std::find_if(m_indexes.begin(), m_indexes.end(), [&](const auto& index) {
        return &index->source() == source.get() && index->connection() == connection &&
               index->decodeAs() == decodeAs;
    });
    std::shared_ptr<MessageIndex> index =
        known != m_indexes.end() ? *known
                                 : std::make_shared<MessageIndex>(std::move(source), connection, decodeAs);
    if (known != m_indexes.end())
        m_indexes.erase(known);
    quint64 messages = 0;
    std::erase_if(m_indexes, [&](const auto& other) {
        messages += other->count();
        return &other->source() != &index->source() || messages > keptMessages;
    });
    m_indexes.push_front(index);
    m_indexes.resize(std::min(m_indexes.size(), keptIndexes));
    return index;
}

void RecordMessages::show(std::shared_ptr<const RecordSource> source, RecordId id,
                          std::optional<Protocol> decodeAs)
{
    m_reading.cancel();
    const RecordEntry entry = source->record(id);
    m_decoded = std::make_shared<DecodedRecord>();
    if (entry.kind != RecordKind::Data) {
        setState(State::Empty);
        return;
    }
    m_record = id;
    m_direction = entry.direction;
    m_until = source->recordCount();
    const std::shared_ptr<MessageIndex> index = indexFor(std::move(source), entry.connectionId(), decodeAs);
    if (m_scan.index() != index)
        m_scan.start(index);
    setState(State::Indexing);
    update();
}

void RecordMessages::clear()
{
    m_reading.cancel();
    m_scan.cancel();
    m_indexes.clear();
    m_decoded = std::make_shared<DecodedRecord>();
    setState(State::Empty);
}

void RecordMessages::update()
{
    const bool isComplete = m_state == State::Shown && !m_decoded->hasUnfinished();
    if (m_state == State::Empty || isComplete)
        return;
    m_scan.update();
    if (m_state == State::Indexing) {
        if (isIndexed()) {
            m_scan.pause(); // what comes behind is not needed for this one
            startReading();
        } else {
            emit changed();
        }
    } else if (m_state == State::Shown && m_decoded->hasUnfinished() && hasNews()) {
        startReading();
    }
}

/// Up to the end of the message that the record ends in, or as far as there is anything.
bool RecordMessages::isIndexed() const
{
    const MessageIndex& index = *m_scan.index();
    if (index.isFull() || index.position() >= m_until)
        return true;
    const MessageTail tail = index.tail(m_direction);
    return index.position() > m_record.value() &&
           (tail.range.length == 0 || tail.firstRecord > m_record.value());
}

bool RecordMessages::hasNews() const
{
    const MessageIndex& index = *m_scan.index();
    const MessageTail tail = index.tail(m_direction);
    return tail.range.offset != m_tail.offset ||
           (tail.range.length != m_tail.length && tail.range.length <= liveTailBytes);
}

void RecordMessages::startReading()
{
    const std::shared_ptr<const MessageIndex> index = m_scan.index();
    m_tail = index->tail(m_direction).range;
    m_state = State::Reading;
    m_reading.start([index, id = m_record](const std::stop_token& stop) { return decode(*index, id, stop); },
                    [this](const DecodedRecordPtr& decoded) {
                        m_decoded = decoded;
                        setState(State::Shown);
                    });
}

} // namespace wl
