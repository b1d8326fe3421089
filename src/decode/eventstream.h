// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace wl {

/// One event of a text/event-stream.
struct StreamEvent
{
    QByteArray type;        ///< "message" where the stream named none
    QByteArray data;        ///< its lines joined by line feeds
    QByteArray id;          ///< the last one that was given, of this event or one before
    qint64 offset = 0;      ///< in the stream: where its first line begins
    qint64 size = 0;        ///< up to and with the empty line that ended it
    bool isDataCut = false; ///< there was more than EventStreamParser::maxDataBytes

    bool operator==(const StreamEvent&) const = default;
};

/// Reads server-sent events as the HTML standard says (section 9.2.6): a byte order mark, lines that end with
/// CR, LF or CR LF in any split, comments, id, event, data, retry. Bytes come in any pieces. What is longer
/// than the limits is cut and said so. A value; any one thread.
class EventStreamParser
{
public:
    static constexpr qsizetype maxLineBytes = 1024 * 1024;
    static constexpr qsizetype maxDataBytes = 1024 * 1024;

    /// The events that these bytes completed.
    [[nodiscard]] std::vector<StreamEvent> feed(QByteArrayView bytes);
    /// Where the next byte of the stream stands.
    [[nodiscard]] qint64 position() const { return m_position; }
    [[nodiscard]] std::optional<qint64> retryMs() const { return m_retryMs; }
    [[nodiscard]] const QByteArray& lastId() const { return m_lastId; }
    [[nodiscard]] qint64 commentCount() const { return m_comments; }
    /// The stream ended here: what is not closed by an empty line is no event; whether there is such.
    [[nodiscard]] bool hasUnfinished() const { return m_hasFields || !m_line.isEmpty(); }

private:
    void takeLine(std::vector<StreamEvent>& events);
    void takeField(QByteArrayView name, QByteArrayView value);
    void dispatch(std::vector<StreamEvent>& events);

    QByteArray m_line;
    QByteArray m_type;
    QByteArray m_data;
    QByteArray m_lastId;
    std::optional<qint64> m_retryMs;
    qint64 m_position = 0;
    qint64 m_eventStart = 0;
    qint64 m_comments = 0;
    bool m_isFirstLine = true;
    bool m_afterReturn = false; ///< a line feed now belongs to the line before
    bool m_hasFields = false;
    bool m_hasData = false;
    bool m_isDataCut = false;
    bool m_isLineCut = false;
};

} // namespace wl
