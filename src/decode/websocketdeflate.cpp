// SPDX-License-Identifier: MIT
#include "decode/websocketdeflate.h"

#include <QByteArray>
#include <QList>

namespace wl {

std::optional<WebSocketDeflate> WebSocketDeflate::negotiated(QByteArrayView extensions)
{
    for (const QByteArray& extension : extensions.toByteArray().toLower().split(',')) {
        const QList<QByteArray> parts = extension.split(';');
        if (parts.first().trimmed() != "permessage-deflate")
            continue;
        WebSocketDeflate deflate;
        for (const QByteArray& part : parts) {
            if (part.trimmed() == "client_no_context_takeover")
                deflate.clientKeepsContext = false;
            else if (part.trimmed() == "server_no_context_takeover")
                deflate.serverKeepsContext = false;
        }
        return deflate;
    }
    return std::nullopt;
}

} // namespace wl
