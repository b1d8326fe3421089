// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "capturereading.h"
#include "duration.h"
#include "figures.h"
#include "query/jsonline.h"
#include "runoptions.h"

#include <unistd.h>

#include <array>

namespace wl::cli {

namespace {

constexpr quint32 connectionsShown = 20;

/// What `capture info` adds up.
struct Totals
{
    quint64 records = 0;
    quint64 messages = 0;
    std::array<quint64, 2> bytes{}; ///< by Direction
    Timestamp first;
    Timestamp last;

    void add(const RecordEntry& entry)
    {
        ++records;
        if (!first.isValid() || entry.time() < first)
            first = entry.time();
        last = std::max(last, entry.time());
        if (entry.kind != RecordKind::Data)
            return;
        ++messages;
        bytes[size_t(entry.direction)] += entry.length;
    }
};

QString stateName(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Connecting: return QStringLiteral("connecting");
    case ConnectionState::Open: return QStringLiteral("open");
    case ConnectionState::PeerFinished: return QStringLiteral("peer finished");
    case ConnectionState::WeFinished: return QStringLiteral("we finished");
    case ConnectionState::Closed: return QStringLiteral("closed");
    case ConnectionState::Reset: return QStringLiteral("reset");
    case ConnectionState::Failed: return QStringLiteral("failed");
    }
    return {};
}

QString connectionLine(const CaptureFile& file, quint32 index)
{
    const ConnectionRow& row = file.connection(ConnectionId(index));
    return QStringLiteral("  %1  %2 ↔ %3  %4 B in, %5 B out, %6\n")
        .arg(index + 1, 5)
        .arg(row.info.local.toString(), -22)
        .arg(row.info.peer.toString(), -22)
        .arg(grouped(row.bytesReceived))
        .arg(grouped(row.bytesSent), stateName(row.state));
}

QString textOf(const QString& path, const CaptureFile& file, const Totals& totals)
{
    QString text = QStringLiteral("File         %1\nSize         %2 B\nRecords      %3, %4 of them data\n")
                       .arg(harmlessLine(path), grouped(quint64(file.progress().bytesTotal)),
                            grouped(totals.records), grouped(totals.messages));
    text += QStringLiteral("Bytes        %1 in, %2 out\n")
                .arg(grouped(totals.bytes[size_t(Direction::Received)]),
                     grouped(totals.bytes[size_t(Direction::Sent)]));
    if (totals.first.isValid()) {
        text +=
            QStringLiteral("First        %1\nLast         %2\nDuration     %3\n")
                .arg(isoTime(totals.first), isoTime(totals.last), durationText(totals.last - totals.first));
    }
    const quint32 connections = file.connectionCount();
    text += QStringLiteral("Connections  %1\n").arg(grouped(connections));
    for (quint32 i = 0; i < std::min(connections, connectionsShown); ++i)
        text += connectionLine(file, i);
    if (connections > connectionsShown)
        text += QStringLiteral("  … and %1 more\n").arg(grouped(connections - connectionsShown));
    return text;
}

QByteArray jsonOf(const QString& path, const CaptureFile& file, const Totals& totals)
{
    JsonLine line;
    line.add("file", path).add("size", file.progress().bytesTotal).add("records", qint64(totals.records));
    line.add("data_records", qint64(totals.messages)).add("connections", qint64(file.connectionCount()));
    line.add("bytes_in", qint64(totals.bytes[size_t(Direction::Received)]));
    line.add("bytes_out", qint64(totals.bytes[size_t(Direction::Sent)]));
    if (totals.first.isValid())
        line.add("first", isoTime(totals.first)).add("last", isoTime(totals.last));
    return line.line();
}

} // namespace

int showCaptureInfo(const QString& path, PrintFormat format)
{
    CaptureReading reading(path);
    Totals totals;
    const int code = reading.forEach([&](RecordId id) {
        totals.add(reading.file().record(id));
        return true;
    });
    if (!reading.isOpen())
        return code;
    Outlet out(STDOUT_FILENO);
    if (format == PrintFormat::Json)
        out.write(jsonOf(path, reading.file(), totals));
    else if (format != PrintFormat::None)
        out.write(textOf(path, reading.file(), totals).toUtf8());
    return endOutput(out, code);
}

} // namespace wl::cli
