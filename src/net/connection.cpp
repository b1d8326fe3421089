// SPDX-License-Identifier: MIT
#include "net/connection.h"

namespace wl {

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
