// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "capturereading.h"
#include "exitcode.h"
#include "runoptions.h"

#include <unistd.h>

namespace wl::cli {

namespace {

TrafficEvent::Kind kindOf(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Data: return TrafficEvent::Kind::Data;
    case RecordKind::Opened: return TrafficEvent::Kind::Opened;
    case RecordKind::HalfClosed: return TrafficEvent::Kind::HalfClosed;
    case RecordKind::Closed:
    case RecordKind::Reset: return TrafficEvent::Kind::Closed;
    case RecordKind::Failed: return TrafficEvent::Kind::Failed;
    case RecordKind::Note: break;
    }
    return TrafficEvent::Kind::Note;
}

/// Prints the records of one connection: the bytes alone as text, the same lines as a live run as hex and
/// json.
class Follower
{
public:
    Follower(CaptureReading& reading, PrintFormat format, const FollowChoice& choice)
        : m_reading(reading)
        , m_choice(choice)
        , m_out(STDOUT_FILENO)
        , m_words(STDERR_FILENO)
        , m_printer(format, true, m_out, m_words)
    {
    }

    bool take(RecordId id)
    {
        const RecordEntry entry = m_reading.file().record(id);
        if (m_choice.connection && entry.connectionId() != *m_choice.connection)
            return true;
        if (!m_choice.connection && !chooseOnly(entry.connectionId()))
            return false;
        const bool isData = entry.kind == RecordKind::Data;
        if (isData && !(entry.direction == Direction::Sent ? m_choice.sent : m_choice.received))
            return true;
        if (m_printer.format() == PrintFormat::Text || m_printer.format() == PrintFormat::None)
            return !isData || writeBytes(id);
        printEvent(id, entry);
        return !m_out.isBroken();
    }

    void flush() { m_out.flush(); }

    [[nodiscard]] int end(int code)
    {
        m_printer.finish();
        if (m_isAmbiguous) {
            complain(QStringLiteral(
                "The capture has several connections; say which one, as in 'capture follow FILE 2'. "
                "'capture list FILE' shows them."));
            return WrongUsage;
        }
        if (m_choice.connection && m_reading.isOpen() &&
            m_choice.connection->value() >= m_reading.file().connectionCount()) {
            complain(QStringLiteral("The capture has no connection %1; it has %2.")
                         .arg(m_choice.connection->value() + 1)
                         .arg(m_reading.file().connectionCount()));
            return WrongUsage;
        }
        return endOutput(m_out, m_isFailed ? int(FileFailed) : code);
    }

private:
    bool chooseOnly(ConnectionId connection)
    {
        if (!m_only)
            m_only = connection;
        m_isAmbiguous = *m_only != connection;
        return !m_isAmbiguous;
    }

    bool writeBytes(RecordId id)
    {
        const bool isRead = m_reading.readPayload(id, [this](QByteArrayView piece, quint64) {
            m_printer.printDocument(piece, m_written);
            m_written += quint64(piece.size());
        });
        m_isFailed = m_isFailed || !isRead;
        return !m_out.isBroken();
    }

    void printEvent(RecordId id, const RecordEntry& entry)
    {
        if (!m_isKnown) {
            m_isKnown = true;
            TrafficEvent known;
            known.kind = TrafficEvent::Kind::Known;
            known.conn = entry.connectionId();
            known.info = std::make_shared<ConnectionInfo>(m_reading.file().connection(known.conn).info);
            m_printer.print(known);
        }
        TrafficEvent event;
        event.kind = kindOf(entry.kind);
        event.direction = entry.direction;
        event.conn = entry.connectionId();
        event.time = entry.time();
        auto payload = m_reading.file().payload(id);
        m_isFailed = m_isFailed || !payload;
        event.bytes = payload ? std::move(*payload) : QByteArray();
        m_printer.print(event);
    }

    CaptureReading& m_reading;
    FollowChoice m_choice;
    Outlet m_out;
    Outlet m_words;
    EventPrinter m_printer;
    std::optional<ConnectionId> m_only;
    quint64 m_written = 0;
    bool m_isKnown = false;
    bool m_isAmbiguous = false;
    bool m_isFailed = false;
};

} // namespace

int followCapture(const QString& path, PrintFormat format, const FollowChoice& choice)
{
    CaptureReading reading(path);
    Follower follower(reading, format, choice);
    const int code = reading.forEach([&](RecordId id) {
        const bool isWanted = follower.take(id);
        if (reading.isLatest(id))
            follower.flush();
        return isWanted;
    });
    return follower.end(code);
}

} // namespace wl::cli
