// SPDX-License-Identifier: MIT
#pragma once

#include "query/messagescan.h"
#include "ui/traffic/placedmessage.h"
#include "ui/widgets/pooljob.h"
#include "ui/widgets/pulse.h"

#include <QObject>

#include <deque>

namespace wl {

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
    PoolJob<DecodedRecordPtr, PoolJobEnd::Wait> m_reading;
};

} // namespace wl
