// SPDX-License-Identifier: MIT
#include "http/tapmailbox.h"

#include <utility>

namespace wl {

TapMailbox::TapMailbox(std::function<void()> wake)
    : m_wake(std::move(wake))
{
}

void TapMailbox::tapBody(QByteArrayView piece)
{
    const std::lock_guard lock(m_mutex);
    m_mail.body.append(piece);
}

void TapMailbox::tapChanged(const TapRecord& record)
{
    bool wakes = false;
    {
        const std::lock_guard lock(m_mutex);
        m_mail.record = record;
        m_mail.isNew = true;
        wakes = !m_isAwake && (!m_mail.body.isEmpty() || record.phase == TapPhase::Ended);
        m_isAwake = m_isAwake || wakes;
    }
    if (wakes)
        m_wake();
}

TapMailbox::Mail TapMailbox::take()
{
    const std::lock_guard lock(m_mutex);
    m_isAwake = false;
    Mail mail = std::exchange(m_mail, {});
    return mail;
}

} // namespace wl
