// SPDX-License-Identifier: MIT
#include "net/tapexchange.h"

#include <utility>

namespace wl {

TapExchange::TapExchange(TapTicket ticket)
    : m_ticket(std::move(ticket))
{
    m_record.times.started = now();
}

void TapExchange::setReused(ConnectionId connection, SocketAddress peer, const std::optional<TlsFacts>& tls)
{
    m_record.times.reused = true;
    m_record.connection = connection;
    m_record.peer = peer;
    m_record.tls = tls;
    m_record.phase = TapPhase::Sending;
}

void TapExchange::requestSent()
{
    if (m_record.times.sent.isValid())
        return;
    m_record.times.sent = now();
    if (m_record.phase < TapPhase::Waiting)
        m_record.phase = TapPhase::Waiting;
    m_isDirty = true;
}

void TapExchange::answerBegan()
{
    m_isDirty = true;
    if (hasBegun())
        return;
    m_record.times.firstByte = now();
    m_record.phase = TapPhase::Receiving;
}

void TapExchange::takeBody(QByteArrayView piece)
{
    m_isDirty = true;
    m_record.wireBodyBytes += piece.size();
    m_ticket.observer->tapBody(m_record, piece);
}

void TapExchange::fail(const Error& error)
{
    if (m_record.error.code == ErrorCode::None)
        m_record.error = error;
}

void TapExchange::failBy(const Error& reason)
{
    m_isDirty = true;
    if (reason.code != ErrorCode::None) {
        fail({reason.code,
              hasBegun() ? QStringLiteral("%1 bytes of the body came").arg(m_record.wireBodyBytes)
                         : QStringLiteral("no byte of an answer came"),
              reason.native});
    } else if (!hasBegun()) {
        fail({ErrorCode::NoAnswer,
              m_record.times.reused
                  ? QStringLiteral("on a kept-alive connection, which the server had just closed")
                  : QString()});
    }
}

void TapExchange::warnOfCutBody()
{
    m_record.warnings.append(
        QStringLiteral("the answer came before the request was whole (%1 of %2 bytes of its body)")
            .arg(m_record.requestBodyBytes)
            .arg(m_ticket.requestBodyBytes));
}

qint64 TapExchange::untaken() const
{
    return m_record.wireBodyBytes - m_ticket.flow->taken;
}

void TapExchange::flush()
{
    if (std::exchange(m_isDirty, false))
        m_ticket.observer->tapChanged(m_record);
}

void TapExchange::end()
{
    collectWarnings();
    m_record.phase = TapPhase::Ended;
    m_record.times.finished = now();
    m_isDirty = false;
    m_ticket.observer->tapChanged(m_record);
}

} // namespace wl
