// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <deque>
#include <mutex>

namespace wl::test {

/// A turning point that a RecordingSink was told of.
struct SinkEvent
{
    RecordKind kind = RecordKind::Data;
    Direction direction = Direction::Sent;
    QString text;
};

/// What a RecordingSink knows of one connection.
struct SinkRow
{
    ConnectionInfo info;
    QByteArray sent;
    QByteArray received;
    QList<qsizetype> sentSizes; ///< one per record
    QList<qsizetype> receivedSizes;
    QList<SinkEvent> events;

    [[nodiscard]] bool has(RecordKind kind) const
    {
        for (const SinkEvent& event : events) {
            if (event.kind == kind)
                return true;
        }
        return false;
    }
    [[nodiscard]] int count(RecordKind kind) const
    {
        int found = 0;
        for (const SinkEvent& event : events)
            found += event.kind == kind ? 1 : 0;
        return found;
    }
    /// Kinds and directions as text, "Opened< HalfClosed< Closed>": > is Sent.
    [[nodiscard]] QString story() const
    {
        static constexpr std::array names{"Data",  "Opened", "HalfClosed", "Closed",
                                          "Reset", "Failed", "Note"};
        QString told;
        for (const SinkEvent& event : events) {
            told += told.isEmpty() ? QString() : QStringLiteral(" ");
            told += QLatin1String(names[size_t(event.kind)]);
            told += event.direction == Direction::Sent ? u'>' : u'<';
        }
        return told;
    }
};

/// A TrafficSink that remembers everything. Any thread.
class RecordingSink final : public TrafficSink
{
public:
    /// With `keepsData` off only the records' sizes are kept.
    explicit RecordingSink(bool keepsData = true)
        : m_keepsData(keepsData)
    {
    }

    ConnectionId addConnection(const ConnectionInfo& info) override
    {
        const std::scoped_lock lock(m_mutex);
        m_rows.push_back(SinkRow{info, {}, {}, {}, {}, {}});
        return ConnectionId(quint32(m_rows.size() - 1));
    }
    void data(ConnectionId id, Direction direction, Timestamp, QByteArrayView bytes) override
    {
        const std::scoped_lock lock(m_mutex);
        SinkRow& row = m_rows.at(id.value());
        const bool isSent = direction == Direction::Sent;
        (isSent ? row.sentSizes : row.receivedSizes).append(bytes.size());
        if (m_keepsData)
            (isSent ? row.sent : row.received).append(bytes);
    }
    void event(ConnectionId id, RecordKind kind, Direction direction, Timestamp, QStringView text) override
    {
        const std::scoped_lock lock(m_mutex);
        m_rows.at(id.value()).events.append(SinkEvent{kind, direction, text.toString()});
    }
    void kernelDropped(EndpointId, quint64 count) override { m_dropped += count; }
    [[nodiscard]] bool isCongested() const override { return m_isCongested; }

    void setCongested(bool congested) { m_isCongested = congested; }
    [[nodiscard]] quint64 dropped() const { return m_dropped; }
    [[nodiscard]] int count() const
    {
        const std::scoped_lock lock(m_mutex);
        return int(m_rows.size());
    }
    /// A copy of what is known of one connection.
    [[nodiscard]] SinkRow row(int index) const
    {
        const std::scoped_lock lock(m_mutex);
        return m_rows.at(size_t(index));
    }
    [[nodiscard]] SinkRow row(ConnectionId id) const { return row(int(id.value())); }

private:
    const bool m_keepsData;
    mutable std::mutex m_mutex;
    std::deque<SinkRow> m_rows;
    std::atomic<quint64> m_dropped{0};
    std::atomic<bool> m_isCongested{false};
};

} // namespace wl::test
