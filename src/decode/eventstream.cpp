// SPDX-License-Identifier: MIT
#include "decode/eventstream.h"

#include <algorithm>

namespace wl {

std::vector<StreamEvent> EventStreamParser::feed(QByteArrayView bytes)
{
    std::vector<StreamEvent> events;
    for (qsizetype at = 0; at < bytes.size();) {
        if (std::exchange(m_afterReturn, false) && bytes[at] == '\n') {
            ++at;
            ++m_position;
            if (!m_hasFields)
                m_eventStart = m_position;
            continue;
        }
        const QByteArrayView rest = bytes.sliced(at);
        const auto end =
            std::find_if(rest.begin(), rest.end(), [](char c) { return c == '\n' || c == '\r'; });
        const qsizetype size = end - rest.begin();
        const qsizetype taken = std::min(size, maxLineBytes - m_line.size());
        m_line.append(rest.first(taken));
        m_isLineCut = m_isLineCut || taken < size;
        at += size;
        m_position += size;
        if (end == rest.end())
            break;
        m_afterReturn = bytes[at] == '\r';
        ++at;
        ++m_position;
        takeLine(events);
    }
    return events;
}

void EventStreamParser::takeLine(std::vector<StreamEvent>& events)
{
    QByteArray line = std::exchange(m_line, {});
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xEF\xBB\xBF"))
        line.remove(0, 3);
    if (line.isEmpty()) {
        dispatch(events);
        return;
    }
    m_hasFields = true;
    const qsizetype colon = line.indexOf(':');
    if (colon == 0) {
        ++m_comments;
        m_isLineCut = false;
        return;
    }
    QByteArrayView value;
    if (colon > 0) {
        value = QByteArrayView(line).sliced(colon + 1);
        if (value.startsWith(' '))
            value = value.sliced(1);
    }
    takeField(QByteArrayView(line).first(colon > 0 ? colon : line.size()), value);
    m_isLineCut = false;
}

void EventStreamParser::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "event") {
        m_type = value.toByteArray();
    } else if (name == "data") {
        const qsizetype room = std::max<qsizetype>(0, maxDataBytes - m_data.size() - 1);
        if (m_hasData)
            m_data += '\n';
        m_data.append(value.first(std::min(room, value.size())));
        m_isDataCut = m_isDataCut || m_isLineCut || room < value.size();
        m_hasData = true;
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_lastId = value.toByteArray();
    } else if (name == "retry") {
        const bool isNumber = !value.isEmpty() && std::all_of(value.begin(), value.end(),
                                                              [](char c) { return c >= '0' && c <= '9'; });
        bool fits = false;
        const qlonglong ms = value.toByteArray().toLongLong(&fits);
        if (isNumber && fits)
            m_retryMs = ms;
    }
}

/// An event without data is none, but its id counts.
void EventStreamParser::dispatch(std::vector<StreamEvent>& events)
{
    if (m_hasData) {
        events.push_back({m_type.isEmpty() ? QByteArray("message") : m_type, m_data, m_lastId, m_eventStart,
                          m_position - m_eventStart, m_isDataCut});
    }
    m_type.clear();
    m_data.clear();
    m_hasData = m_hasFields = m_isDataCut = false;
    m_eventStart = m_position;
}

} // namespace wl
