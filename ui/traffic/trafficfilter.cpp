// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficfilter.h"

#include "ui/traffic/recordtext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TrafficFilter", text);
}

/// Splits at blanks outside double quotes; the quotes go. An unclosed quote reaches to the end.
QStringList splitWords(const QString& text)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    bool hasWord = false;
    for (const QChar c : text) {
        if (c == u'"') {
            isQuoted = !isQuoted;
            hasWord = true;
        } else if (c.isSpace() && !isQuoted) {
            if (hasWord)
                words += word;
            word.clear();
            hasWord = false;
        } else {
            word += c;
            hasWord = true;
        }
    }
    if (hasWord)
        words += word;
    words.removeAll(QString());
    return words;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

} // namespace

Result<TrafficFilter> TrafficFilter::parse(const QString& text)
{
    TrafficFilter filter;
    const QStringList words = splitWords(text);
    for (const QString& word : words) {
        const qsizetype colon = word.indexOf(u':');
        const QString key = colon > 0 ? word.left(colon).toLower() : QString();
        static const QStringList keys{QStringLiteral("conn"), QStringLiteral("pane"), QStringLiteral("peer"),
                                      QStringLiteral("proto"), QStringLiteral("dir")};
        if (!keys.contains(key)) {
            filter.m_words += word.toUtf8().toLower();
            continue;
        }
        if (const auto problem = filter.addPart(key, word.mid(colon + 1)))
            return fail(ErrorCode::BadSyntax, *problem);
    }
    return filter;
}

std::optional<QString> TrafficFilter::addPart(const QString& key, const QString& value)
{
    const QString lowered = value.toLower();
    if (key == QLatin1String("conn")) {
        bool isNumber = false;
        const quint32 number = value.toUInt(&isNumber);
        if (!isNumber || number == 0)
            return tr(QT_TRANSLATE_NOOP("TrafficFilter", "conn: wants a number from 1, such as conn:3"));
        m_connections += number - 1;
    } else if (key == QLatin1String("dir")) {
        if (lowered != QLatin1String("in") && lowered != QLatin1String("out"))
            return tr(QT_TRANSLATE_NOOP("TrafficFilter", "dir: wants in or out"));
        m_direction = lowered == QLatin1String("in") ? Direction::Received : Direction::Sent;
    } else if (key == QLatin1String("proto")) {
        static const QStringList names{QStringLiteral("tcp"), QStringLiteral("tls"), QStringLiteral("udp"),
                                       QStringLiteral("http")};
        if (!names.contains(lowered))
            return tr(QT_TRANSLATE_NOOP("TrafficFilter", "proto: wants tcp, tls, udp or http"));
        m_protocol = lowered.toUpper();
    } else if (value.isEmpty()) {
        return tr(QT_TRANSLATE_NOOP("TrafficFilter", "%1: wants a name")).arg(key);
    } else {
        (key == QLatin1String("pane") ? m_panes : m_peers) += value;
    }
    return {};
}

bool TrafficFilter::isEmpty() const
{
    return m_connections.isEmpty() && m_panes.isEmpty() && m_peers.isEmpty() && m_protocol.isEmpty() &&
           !m_direction && m_words.isEmpty();
}

bool TrafficFilter::matches(const RecordSource& source, RecordId id, const RecordEntry& entry) const
{
    if (!m_connections.isEmpty() && !m_connections.contains(entry.connection))
        return false;
    if (m_direction && entry.direction != *m_direction)
        return false;
    if ((!m_panes.isEmpty() || !m_peers.isEmpty()) &&
        !matchesConnection(source.connection(entry.connectionId())))
        return false;
    if (!m_protocol.isEmpty() && !matchesProtocol(source, id, entry))
        return false;
    return m_words.isEmpty() || matchesText(source, id, entry);
}

bool TrafficFilter::matchesProtocol(const RecordSource& source, RecordId id, const RecordEntry& entry) const
{
    const bool isTransport = recordtext::transport(entry.transport) == m_protocol;
    const bool mayBeHttp = entry.kind == RecordKind::Data && entry.transport != Transport::Udp;
    if (!mayBeHttp || !(isTransport || m_protocol == QLatin1String("HTTP")))
        return isTransport; // without a look at the bytes
    const QByteArray first = source.payload(id, 0, recordtext::infoBytes).value_or(QByteArray());
    return recordtext::protocol(entry, first) == m_protocol;
}

bool TrafficFilter::matchesConnection(const ConnectionRow& connection) const
{
    const auto isIn = [](const QString& text) {
        return [&text](const QString& part) { return text.contains(part, Qt::CaseInsensitive); };
    };
    if (!m_panes.isEmpty() && std::none_of(m_panes.begin(), m_panes.end(), isIn(connection.info.label)))
        return false;
    if (m_peers.isEmpty())
        return true;
    const QString peer = connection.info.peer.toString();
    return std::any_of(m_peers.begin(), m_peers.end(), isIn(peer));
}

bool TrafficFilter::matchesText(const RecordSource& source, RecordId id, const RecordEntry& entry) const
{
    QByteArray bytes = source.payload(id).value_or(QByteArray());
    if (entry.kind != RecordKind::Data) {
        const Role role = source.connection(entry.connectionId()).info.role;
        bytes = recordtext::info(entry, role, bytes).toUtf8();
    }
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QByteArray& word) { return contains(bytes, word); });
}

bool TrafficFilter::contains(QByteArrayView haystack, QByteArrayView needle)
{
    if (needle.isEmpty())
        return true;
    if (haystack.size() < needle.size())
        return false;
    const char first = needle.front();
    const char upper = first >= 'a' && first <= 'z' ? char(first - ('a' - 'A')) : first;
    const char* at = haystack.data();
    const char* const last = at + haystack.size() - needle.size();
    while (at <= last) {
        const size_t room = size_t(last - at) + 1;
        const void* small = std::memchr(at, first, room);
        // Up to the first small letter only, so that text without capitals is gone through once.
        const size_t upTo = small ? size_t(static_cast<const char*>(small) - at) : room;
        const void* large = upper == first ? nullptr : std::memchr(at, upper, upTo);
        const void* found = large ? large : small;
        if (!found)
            return false;
        at = static_cast<const char*>(found);
        if (std::equal(needle.begin(), needle.end(), at, [](char n, char h) { return n == lower(h); }))
            return true;
        ++at;
    }
    return false;
}

} // namespace wl
