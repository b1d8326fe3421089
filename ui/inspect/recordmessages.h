// SPDX-License-Identifier: MIT
#pragma once

#include "query/messagereader.h"
#include "query/messagescan.h"
#include "ui/widgets/pulse.h"

#include <QFutureWatcher>
#include <QObject>

#include <deque>

namespace wl {

/// A message and where the records begin that it lies in.
struct PlacedMessage
{
    struct Begin
    {
        qint64 offset; ///< in the direction
        RecordId record;
    };

    ReadMessage read;
    std::vector<Begin> records; ///< of a message in very many records the first ones

    /// The record that holds this byte of the direction, as far as it is known.
    [[nodiscard]] RecordId recordWith(qint64 offset) const;
};

/// What the bytes of one record are part of.
struct DecodedRecord
{
    RecordId record;
    ByteRange range; ///< of its bytes in their direction
    std::vector<PlacedMessage> messages;
    bool hasMore = false; ///< messages that are not in the list

    [[nodiscard]] bool hasUnfinished() const;
};

using DecodedRecordPtr = std::shared_ptr<const DecodedRecord>;

/// Decodes the messages that a record's bytes are part of, on the pool: the conversation is indexed once,
/// then any record of it is quick. Keeps the indexes of the latest conversations. The pulse drives it. UI
/// thread.
class RecordMessages : public QObject
{
    Q_OBJECT
public:
    enum class State : quint8 { Empty, Indexing, Reading, Shown };
    static constexpr size_t mostFields = 20'000;       ///< of all messages of one record, or so
    static constexpr size_t mostMessages = 200;        ///< of one record
    static constexpr qint64 contentBytes = 128 * 1024; ///< shown of one message's content

    explicit RecordMessages(Pulse& pulse, QObject* parent = nullptr);
    /// Stops what runs, and waits until it has seen that.
    ~RecordMessages() override;

    /// Drops what is under way for another record.
    void show(std::shared_ptr<const RecordSource> source, RecordId id, std::optional<Protocol> decodeAs);
    /// Lets go of all sources.
    void clear();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] int percent() const { return m_scan.percent(); } ///< while indexing
    /// Never null; empty while nothing is decoded.
    [[nodiscard]] const DecodedRecordPtr& decoded() const { return m_decoded; }
    [[nodiscard]] Protocol protocol() const;

signals:
    void changed();

private:
    [[nodiscard]] std::shared_ptr<MessageIndex> indexFor(std::shared_ptr<const RecordSource> source,
                                                         ConnectionId connection,
                                                         std::optional<Protocol> decodeAs);
    void update();
    void startReading();
    void stopReading();
    void setState(State state);
    [[nodiscard]] bool isIndexed() const;
    [[nodiscard]] bool hasNews() const;

    MessageScan m_scan;
    std::deque<std::shared_ptr<MessageIndex>> m_indexes; ///< the latest in front
    RecordId m_record;
    Direction m_direction = Direction::Sent;
    State m_state = State::Empty;
    DecodedRecordPtr m_decoded = std::make_shared<DecodedRecord>();
    ByteRange m_tail;    ///< as it was when it was read
    quint64 m_until = 0; ///< records that there were when this one was asked for
    std::stop_source m_stop;
    QFutureWatcher<DecodedRecordPtr> m_reading;
    std::vector<QFuture<DecodedRecordPtr>> m_stopped;
};

} // namespace wl
