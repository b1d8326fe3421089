// SPDX-License-Identifier: MIT
#include "ui/widgets/findwalk.h"

#include <QElapsedTimer>

namespace wl {

namespace {
constexpr qint64 turnMs = 6;
}

FindWalk::FindWalk()
{
    m_timer.setInterval(0);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { walk(); });
}

void FindWalk::start(qint64 count, qint64 from, bool isBackward, Matches matches, Done done)
{
    m_matches = std::move(matches);
    m_done = std::move(done);
    m_count = count;
    m_isBackward = isBackward;
    m_from = from < 0 || from >= count ? (isBackward ? count : -1) : from;
    m_seen = 0;
    m_timer.start();
    walk();
}

void FindWalk::walk()
{
    QElapsedTimer turn;
    turn.start();
    while (m_seen < m_count) {
        ++m_seen;
        const qint64 straight = m_isBackward ? m_from - m_seen : m_from + m_seen;
        const bool isWrapped = straight < 0 || straight >= m_count;
        const qint64 place = (straight % m_count + m_count) % m_count;
        if (m_matches(place))
            return finish(place, isWrapped);
        if (turn.elapsed() >= turnMs)
            return;
    }
    finish(-1, false);
}

void FindWalk::finish(qint64 place, bool isWrapped)
{
    m_timer.stop();
    const Done done = std::exchange(m_done, nullptr);
    m_matches = nullptr;
    done(place, isWrapped);
}

} // namespace wl
