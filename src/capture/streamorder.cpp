// SPDX-License-Identifier: MIT
#include "capture/streamorder.h"

namespace wl {

void StreamOrder::begin(quint32 sequence)
{
    m_first = sequence;
    m_hasBegun = true;
}

StreamOrder::Fit StreamOrder::fit(qint64 offset, quint32 bytes) const
{
    if (offset > m_next) {
        return Fit::Early;
    }
    if (offset + bytes > m_next || (offset == m_next && bytes == 0)) {
        return Fit::Next;
    }
    if (offset == m_next - 1 && bytes <= 1) {
        return Fit::KeepAlive;
    }
    return offset < 0 ? Fit::Before : Fit::Repeated;
}

void StreamOrder::advance(qint64 end, const StreamBytes& bytes)
{
    m_next = std::max(m_next, end);
    if (bytes.length == 0) {
        return;
    }
    if (!m_taken) {
        m_taken = std::make_unique<Taken>();
    }
    (*m_taken)[m_takenAt] = bytes;
    m_takenAt = (m_takenAt + 1) % remembered;
}

bool StreamOrder::hold(const StreamSegment& segment)
{
    if (!m_held) {
        m_held = std::make_unique<Held>();
    }
    const auto [begin, end] = m_held->equal_range(segment.offset);
    for (auto same = begin; same != end; ++same) {
        if (segment.bytes > 0 && segment.bytes <= same->second.segment.bytes) {
            return false;
        }
    }
    m_held->emplace(segment.offset, Waiting{segment, m_arrivals++});
    return true;
}

std::optional<StreamSegment> StreamOrder::release()
{
    if (held() == 0 || firstHeld() > m_next) {
        return std::nullopt;
    }
    auto chosen = m_held->begin();
    for (auto it = chosen; it != m_held->end() && it->first <= m_next; ++it) {
        if (it->second.arrival < chosen->second.arrival) {
            chosen = it;
        }
    }
    const StreamSegment segment = chosen->second.segment;
    m_held->erase(chosen);
    if (m_held->empty()) {
        m_held.reset();
    }
    return segment;
}

quint32 StreamOrder::passGap()
{
    const qint64 missing = firstHeld() - m_next;
    m_next = firstHeld();
    return static_cast<quint32>(missing);
}

} // namespace wl
