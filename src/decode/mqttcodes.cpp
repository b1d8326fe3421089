// SPDX-License-Identifier: MIT
#include "decode/mqttcodes.h"

#include "decode/codename.h"

namespace wl {

namespace {

constexpr const char* types[] = {"CONNECT",  "CONNACK", "PUBLISH",   "PUBACK",     "PUBREC",
                                 "PUBREL",   "PUBCOMP", "SUBSCRIBE", "SUBACK",     "UNSUBSCRIBE",
                                 "UNSUBACK", "PINGREQ", "PINGRESP",  "DISCONNECT", "AUTH"};

constexpr CodeName reasons[] = {
    {0x00, "Success"},
    {0x01, "Granted QoS 1"},
    {0x02, "Granted QoS 2"},
    {0x04, "Disconnect with Will Message"},
    {0x10, "No matching subscribers"},
    {0x11, "No subscription existed"},
    {0x18, "Continue authentication"},
    {0x19, "Re-authenticate"},
    {0x80, "Unspecified error"},
    {0x81, "Malformed Packet"},
    {0x82, "Protocol Error"},
    {0x83, "Implementation specific error"},
    {0x84, "Unsupported Protocol Version"},
    {0x85, "Client Identifier not valid"},
    {0x86, "Bad User Name or Password"},
    {0x87, "Not authorized"},
    {0x88, "Server unavailable"},
    {0x89, "Server busy"},
    {0x8A, "Banned"},
    {0x8B, "Server shutting down"},
    {0x8C, "Bad authentication method"},
    {0x8D, "Keep Alive timeout"},
    {0x8E, "Session taken over"},
    {0x8F, "Topic Filter invalid"},
    {0x90, "Topic Name invalid"},
    {0x91, "Packet Identifier in use"},
    {0x92, "Packet Identifier not found"},
    {0x93, "Receive Maximum exceeded"},
    {0x94, "Topic Alias invalid"},
    {0x95, "Packet too large"},
    {0x96, "Message rate too high"},
    {0x97, "Quota exceeded"},
    {0x98, "Administrative action"},
    {0x99, "Payload format invalid"},
    {0x9A, "Retain not supported"},
    {0x9B, "QoS not supported"},
    {0x9C, "Use another server"},
    {0x9D, "Server moved"},
    {0x9E, "Shared Subscriptions not supported"},
    {0x9F, "Connection rate exceeded"},
    {0xA0, "Maximum connect time"},
    {0xA1, "Subscription Identifiers not supported"},
    {0xA2, "Wildcard Subscriptions not supported"},
};

constexpr CodeName connectReturns[] = {
    {0, "Connection Accepted"}, {1, "Unacceptable protocol version"}, {2, "Identifier rejected"},
    {3, "Server unavailable"},  {4, "Bad user name or password"},     {5, "Not authorized"},
};

constexpr CodeName subscribeReturns[] = {
    {0, "Granted QoS 0"}, {1, "Granted QoS 1"}, {2, "Granted QoS 2"}, {0x80, "Failure"}};

using enum MqttPropertyKind;
constexpr MqttProperty properties[] = {
    {1, Byte, "Payload Format Indicator"},
    {2, FourBytes, "Message Expiry Interval"},
    {3, Text, "Content Type"},
    {8, Text, "Response Topic"},
    {9, Binary, "Correlation Data"},
    {11, VariableByte, "Subscription Identifier"},
    {17, FourBytes, "Session Expiry Interval"},
    {18, Text, "Assigned Client Identifier"},
    {19, TwoBytes, "Server Keep Alive"},
    {21, Text, "Authentication Method"},
    {22, Binary, "Authentication Data"},
    {23, Byte, "Request Problem Information"},
    {24, FourBytes, "Will Delay Interval"},
    {25, Byte, "Request Response Information"},
    {26, Text, "Response Information"},
    {28, Text, "Server Reference"},
    {31, Text, "Reason String"},
    {33, TwoBytes, "Receive Maximum"},
    {34, TwoBytes, "Topic Alias Maximum"},
    {35, TwoBytes, "Topic Alias"},
    {36, Byte, "Maximum QoS"},
    {37, Byte, "Retain Available"},
    {38, Pair, "User Property"},
    {39, FourBytes, "Maximum Packet Size"},
    {40, Byte, "Wildcard Subscription Available"},
    {41, Byte, "Subscription Identifier Available"},
    {42, Byte, "Shared Subscription Available"},
};

} // namespace

const char* MqttCodes::type(MqttType type)
{
    const auto code = static_cast<std::size_t>(type);
    return code >= 1 && code <= std::size(types) ? types[code - 1] : "reserved";
}

QByteArray MqttCodes::reason(MqttType type, quint8 code)
{
    if (code == 0 && type == MqttType::Suback)
        return "Granted QoS 0";
    if (code == 0 && type == MqttType::Disconnect)
        return "Normal disconnection";
    return codeText(reasons, code, 2);
}

QByteArray MqttCodes::returnCode(MqttType type, quint8 code)
{
    return type == MqttType::Suback ? codeText(subscribeReturns, code, 2) : codeText(connectReturns, code, 2);
}

const MqttProperty* MqttCodes::property(quint8 id)
{
    const auto* found = std::find_if(std::begin(properties), std::end(properties),
                                     [id](const MqttProperty& property) { return property.id == id; });
    return found == std::end(properties) ? nullptr : found;
}

} // namespace wl
