// SPDX-License-Identifier: MIT
#include "ui/traffic/protocoltext.h"

#include <QCoreApplication>

namespace wl::protocoltext {

namespace {

class ProtocolText
{
    Q_DECLARE_TR_FUNCTIONS(ProtocolText)
};

} // namespace

QString title(Protocol protocol)
{
    switch (protocol) {
    case Protocol::Unknown: return ProtocolText::tr("Bytes");
    case Protocol::Lines: return ProtocolText::tr("Lines of text");
    case Protocol::Http: return QStringLiteral("HTTP");
    case Protocol::Http2: return QStringLiteral("HTTP/2");
    case Protocol::WebSocket: return QStringLiteral("WebSocket");
    case Protocol::Json: return QStringLiteral("JSON");
    case Protocol::Tls: return QStringLiteral("TLS");
    case Protocol::Dns: return QStringLiteral("DNS");
    case Protocol::Mqtt: return QStringLiteral("MQTT");
    case Protocol::Modbus: return QStringLiteral("Modbus");
    case Protocol::Syslog: return QStringLiteral("syslog");
    }
    return {};
}

} // namespace wl::protocoltext
