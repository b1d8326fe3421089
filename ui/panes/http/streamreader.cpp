// SPDX-License-Identifier: MIT
#include "ui/panes/http/streamreader.h"

#include <QDateTime>
#include <QFile>

namespace wl {

namespace {
constexpr qint64 pieceBytes = 256 * 1024;
} // namespace

std::vector<StreamRow> StreamReader::read(const QString& path, const std::stop_token& stop)
{
    std::vector<StreamRow> rows;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(m_at))
        return rows;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    while (!stop.stop_requested()) {
        const QByteArray piece = file.read(pieceBytes);
        if (piece.isEmpty())
            break;
        if (m_kind == Kind::Events)
            takeEvents(piece, now, rows);
        else
            takeLines(piece, now, rows);
        m_at += piece.size();
    }
    return rows;
}

void StreamReader::takeEvents(QByteArrayView piece, qint64 now, std::vector<StreamRow>& rows)
{
    for (const StreamEvent& event : m_events.feed(piece))
        rows.push_back({event.offset, event.size, now, event.type, event.id, event.data.left(excerptBytes)});
}

void StreamReader::takeLines(QByteArrayView piece, qint64 now, std::vector<StreamRow>& rows)
{
    for (qsizetype at = 0; at < piece.size();) {
        const qsizetype end = piece.indexOf('\n', at);
        const QByteArrayView part = piece.sliced(at, (end < 0 ? piece.size() : end) - at);
        m_line.append(
            part.first(std::min(part.size(), excerptBytes - std::min(excerptBytes, m_line.size()))));
        if (end < 0)
            return;
        at = end + 1;
        const qint64 next = m_at + at;
        if (!m_line.trimmed().isEmpty())
            rows.push_back({m_lineStart, next - m_lineStart, now, {}, {}, m_line.trimmed()});
        m_line.clear();
        m_lineStart = next;
    }
}

QByteArray StreamReader::data(Kind kind, const QString& path, const StreamRow& row)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(row.offset))
        return {};
    const QByteArray bytes = file.read(std::min<qint64>(row.size, EventStreamParser::maxDataBytes));
    if (kind == Kind::Lines)
        return bytes.trimmed();
    EventStreamParser parser;
    // What was cut off is ended here.
    const auto events = parser.feed(bytes + "\n\n");
    return events.empty() ? QByteArray() : events.front().data;
}

} // namespace wl
