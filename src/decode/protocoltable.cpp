// SPDX-License-Identifier: MIT
#include "decode/protocoltable.h"

#include "decode/dnsdecoder.h"
#include "decode/http2decoder.h"
#include "decode/httpdecoder.h"
#include "decode/jsondecoder.h"
#include "decode/linesdecoder.h"
#include "decode/modbusdecoder.h"
#include "decode/mqttdecoder.h"
#include "decode/syslogdecoder.h"
#include "decode/tlsdecoder.h"
#include "decode/unknowndecoder.h"
#include "decode/websocketdecoder.h"

namespace wl {

namespace {

template <typename Decoder>
std::unique_ptr<ConversationDecoder> make(const ConversationFacts& facts, const DecodeWishes& wishes,
                                          ConversationDecoder::Sink sink)
{
    return std::make_unique<Decoder>(facts, wishes, std::move(sink));
}

/// Chosen by hand there was no handshake: any side may mask, and compression is taken as it comes.
std::unique_ptr<ConversationDecoder> makeWebSocket(const ConversationFacts&, const DecodeWishes& wishes,
                                                   ConversationDecoder::Sink sink)
{
    WebSocketFacts facts;
    facts.deflate = WebSocketDeflate();
    return std::make_unique<WebSocketDecoder>(facts, wishes, sink);
}

/// Of what only another protocol or a person can tell.
Sniff neverSniffed(QByteArrayView, Direction, const ConversationFacts&)
{
    return Sniff::No;
}

constexpr quint16 httpPorts[] = {80, 1900}; // 8080 and its like are used for anything
constexpr quint16 tlsPorts[] = {443, 465, 636, 853, 990, 993, 995, 6514, 8443, 8883};
constexpr quint16 dnsPorts[] = {53, 5353, 5355};
constexpr quint16 mqttPorts[] = {1883};
constexpr quint16 modbusPorts[] = {502};
constexpr quint16 syslogPorts[] = {514, 601};

constexpr ProtocolRow table[] = {
    // Before HTTP/1, which its preface looks like.
    {Protocol::Http2, "http2", Http2Decoder::sniff, {}, make<Http2Decoder>},
    {Protocol::Http, "http", HttpDecoder::sniff, httpPorts, make<HttpDecoder>},
    {Protocol::WebSocket, "websocket", neverSniffed, {}, makeWebSocket},
    {Protocol::Tls, "tls", TlsDecoder::sniff, tlsPorts, make<TlsDecoder>},
    {Protocol::Json, "json", JsonDecoder::sniff, {}, make<JsonDecoder>},
    {Protocol::Mqtt, "mqtt", MqttDecoder::sniff, mqttPorts, make<MqttDecoder>},
    {Protocol::Modbus, "modbus", ModbusDecoder::sniff, modbusPorts, make<ModbusDecoder>},
    {Protocol::Syslog, "syslog", SyslogDecoder::sniff, syslogPorts, make<SyslogDecoder>},
    {Protocol::Dns, "dns", DnsDecoder::sniff, dnsPorts, make<DnsDecoder>},
    {Protocol::Lines, "lines", neverSniffed, {}, make<LinesDecoder>},
    {Protocol::Unknown, "unknown", neverSniffed, {}, make<UnknownDecoder>},
};

} // namespace

std::span<const ProtocolRow> protocolTable()
{
    return table;
}

const ProtocolRow* protocolRow(Protocol protocol)
{
    for (const ProtocolRow& row : table) {
        if (row.protocol == protocol)
            return &row;
    }
    return nullptr;
}

QByteArrayView protocolName(Protocol protocol)
{
    const ProtocolRow* row = protocolRow(protocol);
    return row != nullptr ? row->name : QByteArrayView("unknown");
}

std::optional<Protocol> protocolNamed(QByteArrayView name)
{
    for (const ProtocolRow& row : table) {
        if (row.name.compare(name, Qt::CaseInsensitive) == 0)
            return row.protocol;
    }
    return std::nullopt;
}

} // namespace wl
