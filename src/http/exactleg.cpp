// SPDX-License-Identifier: MIT
#include "http/exactleg.h"

namespace wl {

namespace {
constexpr qint64 pieceBytes = 64 * 1024;
} // namespace

ExactLeg::ExactLeg(ServerPool& servers, TrafficSink& sink, QObject* parent)
    : EngineLeg(parent)
    , m_carrier(*this, servers, sink, this)
{
}

void ExactLeg::start(TapTicket ticket, const QByteArray& head, std::unique_ptr<BodyDevice> body)
{
    m_body = std::move(body);
    m_carrier.begin(std::move(ticket));
    if (m_carrier.isBusy())
        send(head);
}

void ExactLeg::start(TapTicket ticket, WireTapServer& server, const TapRecord& record, const QByteArray& head,
                     std::unique_ptr<BodyDevice> body)
{
    m_body = std::move(body);
    m_carrier.begin(std::move(ticket), server, record);
    send(head);
}

void ExactLeg::send(const QByteArray& head)
{
    m_carrier.send(head + nextPiece()); // a small request is one write
    sendBody();
}

void ExactLeg::sendBody()
{
    while (m_body && m_carrier.isBusy() && !m_carrier.isFull()) {
        if (const QByteArray piece = nextPiece(); !piece.isEmpty())
            m_carrier.send(piece);
    }
}

/// Empty at the end, and where a file fails: the device then tells its run, which cancels.
QByteArray ExactLeg::nextPiece()
{
    const QByteArray piece = m_body ? m_body->read(pieceBytes) : QByteArray();
    if (piece.isEmpty())
        m_body.reset();
    return piece;
}

void ExactLeg::cancel()
{
    if (m_carrier.isBusy())
        m_carrier.end({ErrorCode::Canceled, {}});
}

void ExactLeg::carrierEnded(std::unique_ptr<WireTapExchange>)
{
    m_body.reset();
    emit ended();
}

} // namespace wl
