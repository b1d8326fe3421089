// SPDX-License-Identifier: MIT
#include "ui/traffic/recordfilter.h"

#include "query/queryfield.h"
#include "query/recordwords.h"
#include "ui/traffic/recordtext.h"
#include "ui/traffic/trafficmodel.h"

#include <QStringDecoder>

#include <algorithm>

namespace wl {

namespace {

QString kindFilter(RecordKind kind)
{
    static const QStringList kinds = findQueryField(u"kind")->valueList(); // in the order of RecordKind
    return QStringLiteral("kind == ") + kinds.value(int(kind));
}

QString addressFilter(const char* field, const SocketAddress& address)
{
    return address.isValid() && address.family != SocketAddress::Family::Any
               ? QStringLiteral("%1 == %2").arg(QLatin1String(field), address.toString())
               : QString();
}

QString timeFilter(const RecordEntry& entry)
{
    return QStringLiteral("time == %1").arg(isoTime(entry.time()));
}

QString deltaFilter(const RecordSource& source, RecordId id, const RecordEntry& entry)
{
    if (id.value() == 0)
        return {};
    const qint64 since = entry.timeNs - source.record(RecordId(id.value() - 1)).timeNs;
    return QStringLiteral("delta >= %1 ns").arg(std::max<qint64>(0, since));
}

QString infoFilter(const RecordSource& source, RecordId id, const RecordEntry& entry)
{
    if (entry.kind != RecordKind::Data)
        return kindFilter(entry.kind);
    const QByteArray head = source.payload(id, 0, recordHeadBytes).value_or(QByteArray());
    const QByteArray line = infoOf(entry, Role::Client, head);
    return line.isEmpty() ? QStringLiteral("length == %1").arg(entry.length)
                          : QStringLiteral("info == ") + quotedForFilter(line);
}

QString protocolFilter(const RecordSource& source, RecordId id, const RecordEntry& entry)
{
    const QByteArray head = source.payload(id, 0, recordHeadBytes).value_or(QByteArray());
    return QStringLiteral("proto == ") + recordtext::protocol(entry, head).toLower();
}

QString noteFilter(const RecordSource& source, RecordId id)
{
    const RecordNote note = source.recordNotes() ? source.recordNotes()->note(id) : RecordNote();
    if (!note.comment.isEmpty())
        return QStringLiteral("comment == ") + quotedForFilter(note.comment.toUtf8());
    return note.isMarked ? QStringLiteral("marked") : QString();
}

/// Whether it holds together without brackets behind "not" and beside "and": a word, or a comparison.
bool isOneTerm(const QString& filter)
{
    static const QStringList joints{QStringLiteral("||"), QStringLiteral("&&"), QStringLiteral("!")};
    const bool isJoint = std::any_of(joints.begin(), joints.end(),
                                     [&](const QString& joint) { return filter.contains(joint); });
    const QStringList words = filter.split(u' ');
    const bool isComparison =
        words.size() == 3 && (words.at(1) == QLatin1String("==") || words.at(1) == QLatin1String("contains"));
    return !isJoint && (words.size() == 1 || isComparison);
}

QString inBrackets(const QString& filter)
{
    return isOneTerm(filter) ? filter : u'(' + filter + u')';
}

} // namespace

QString filterOfCell(const RecordSource& source, RecordId id, int column)
{
    const RecordEntry entry = source.record(id);
    const ConnectionInfo& info = source.connection(entry.connectionId()).info;
    const bool isSent = entry.direction == Direction::Sent;
    switch (column) {
    case TrafficModel::Number: return QStringLiteral("number == %1").arg(id.value() + 1);
    case TrafficModel::Time: return timeFilter(entry);
    case TrafficModel::Delta: return deltaFilter(source, id, entry);
    case TrafficModel::Conn: return filterOfConnection(entry.connectionId());
    case TrafficModel::PaneName:
        return info.label.isEmpty() ? QString()
                                    : QStringLiteral("pane == ") + quotedForFilter(info.label.toUtf8());
    case TrafficModel::Dir: return isSent ? QStringLiteral("dir == out") : QStringLiteral("dir == in");
    case TrafficModel::Source: return addressFilter("src", isSent ? info.local : info.peer);
    case TrafficModel::Destination: return addressFilter("dst", isSent ? info.peer : info.local);
    case TrafficModel::Peer: return addressFilter("peer", info.peer);
    case TrafficModel::Protocol: return protocolFilter(source, id, entry);
    case TrafficModel::Length:
        return entry.kind == RecordKind::Data ? QStringLiteral("length == %1").arg(entry.length)
                                              : kindFilter(entry.kind);
    case TrafficModel::Comment: return noteFilter(source, id);
    case TrafficModel::Info: return infoFilter(source, id, entry);
    default: return {};
    }
}

QString filterOfConnection(ConnectionId id)
{
    return QStringLiteral("conn == ") + recordtext::number(id);
}

QString filterAnd(const QString& first, const QString& second)
{
    const QString one = first.trimmed();
    const QString other = second.trimmed();
    if (one.isEmpty() || other.isEmpty())
        return one.isEmpty() ? other : one;
    return QStringLiteral("%1 and %2").arg(inBrackets(one), inBrackets(other));
}

QString filterNot(const QString& filter)
{
    return QStringLiteral("not ") + inBrackets(filter.trimmed());
}

QString filterWithout(const QString& filter, const QSet<ConnectionId>& connections)
{
    if (connections.isEmpty())
        return filter;
    const QString hidden = QStringLiteral("not conn in {%1}").arg(connectionList(connections));
    return filter.trimmed().isEmpty() ? hidden : QStringLiteral("(%1) and %2").arg(filter, hidden);
}

QString connectionList(const QSet<ConnectionId>& connections)
{
    QList<ConnectionId> sorted(connections.begin(), connections.end());
    std::sort(sorted.begin(), sorted.end());
    QStringList numbers;
    for (const ConnectionId id : std::as_const(sorted))
        numbers += recordtext::number(id);
    return numbers.join(QStringLiteral(", "));
}

QString quotedForFilter(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    const bool isText = !decoder.hasError();
    QString quoted(u'"');
    const auto add = [&quoted](QChar c) {
        if (c == u'"' || c == u'\\')
            quoted += u'\\';
        quoted += c;
    };
    const auto addByte = [&quoted](uchar byte) {
        quoted += QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
    };
    if (isText) {
        for (const QChar c : text)
            c.unicode() < 0x20 || c.unicode() == 0x7f ? addByte(uchar(c.unicode())) : add(c);
    } else {
        for (const char c : bytes) {
            const auto byte = uchar(c);
            byte < 0x20 || byte >= 0x7f ? addByte(byte) : add(QLatin1Char(c));
        }
    }
    return quoted + u'"';
}

} // namespace wl
