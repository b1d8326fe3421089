// SPDX-License-Identifier: MIT
#include "net/connection.h"

namespace wl {

void Connection::recordSent(TrafficSink& sink, QByteArrayView bytes)
{
    m_lastSent = now();
    sink.data(id(), Direction::Sent, m_lastSent, bytes);
}

QString Connection::unsentText(qint64 bytes)
{
    return bytes == 0 ? QString() : QStringLiteral("%1 queued bytes were not sent").arg(bytes);
}

void Connection::tellReceived(QByteArrayView bytes)
{
    if (m_listener)
        m_listener->connectionReceived(*this, bytes);
    emit received(bytes);
}

void Connection::tellPeerFinished()
{
    if (m_listener)
        m_listener->connectionPeerFinished(*this);
    emit peerFinished();
}

void Connection::tellDrained()
{
    if (m_listener)
        m_listener->connectionDrained(*this);
    emit drained();
}

void Connection::tellSendFailed(const Error& error)
{
    if (m_listener)
        m_listener->connectionSendFailed(*this, error);
    emit sendFailed(error);
}

void Connection::tellClosed(const Error& reason)
{
    if (m_listener)
        m_listener->connectionClosed(*this, reason);
    emit closed(reason);
}

} // namespace wl
