// SPDX-License-Identifier: MIT
#pragma once

#include "decode/eventstream.h"

#include <QString>

#include <stop_token>
#include <vector>

namespace wl {

/// One event, or one line of JSON, of a body that comes in: where it stands, what is listed of it.
struct StreamRow
{
    qint64 offset = 0;
    qint64 size = 0;
    qint64 seenMs = 0; ///< wall clock, since 1970, when it was read here
    QByteArray type;   ///< of an event
    QByteArray id;
    QByteArray excerpt; ///< the beginning of its data
};

/// Reads what a growing file has more than before. A value that is handed to the pool and back.
class StreamReader
{
public:
    enum class Kind : quint8 { Events, Lines };
    static constexpr qsizetype excerptBytes = 300;

    explicit StreamReader(Kind kind = Kind::Events)
        : m_kind(kind)
    {
    }

    /// What is complete now of the file with this path.
    [[nodiscard]] std::vector<StreamRow> read(const QString& path, const std::stop_token& stop);
    /// All data of a row of the file, at most a mebibyte.
    [[nodiscard]] static QByteArray data(Kind kind, const QString& path, const StreamRow& row);
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::optional<qint64> retryMs() const { return m_events.retryMs(); }

private:
    void takeEvents(QByteArrayView piece, qint64 now, std::vector<StreamRow>& rows);
    void takeLines(QByteArrayView piece, qint64 now, std::vector<StreamRow>& rows);

    Kind m_kind;
    EventStreamParser m_events;
    QByteArray m_line; ///< the beginning of the line that is not complete
    qint64 m_lineStart = 0;
    qint64 m_at = 0;
};

} // namespace wl
