// SPDX-License-Identifier: MIT
#include "net/endpoint.h"

namespace wl {

qint64 Endpoint::dropQueued(const QList<ConnectionId>&)
{
    return 0;
}

void Endpoint::findPeer(const Address& target, PeerAnswer answer)
{
    const QString text = QStringLiteral("%1: only a UDP socket sends to a target").arg(formatAddress(target));
    QMetaObject::invokeMethod(
        this, [answer = std::move(answer), text] { answer(fail(ErrorCode::BadOption, text)); },
        Qt::QueuedConnection);
}

} // namespace wl
