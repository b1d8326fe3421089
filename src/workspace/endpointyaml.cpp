// SPDX-License-Identifier: MIT
#include "workspace/endpointyaml.h"

#include "workspace/addressyaml.h"
#include "workspace/payloadyaml.h"
#include "workspace/yamlrows.h"

namespace wl {
namespace {

const QString serverType = QStringLiteral("tcp-server");
const QString clientType = QStringLiteral("tcp-client");
const QString udpType = QStringLiteral("udp");

/// Writes values that differ from their defaults (see setUnlessDefault()).
class Keys
{
public:
    Keys(YamlNode& map, const QStringList& order)
        : m_map(map)
        , m_order(order)
    {
    }
    void put(const QString& key, const QString& value, const QString& standard = {})
    {
        setUnlessDefault(m_map, key, YamlNode::text(value), value == standard, m_order);
    }
    void putFlag(const QString& key, bool value, bool standard)
    {
        setUnlessDefault(m_map, key, YamlNode::boolean(value), value == standard, m_order);
    }
    void putNumber(const QString& key, qint64 value, qint64 standard)
    {
        setUnlessDefault(m_map, key, YamlNode::number(value), value == standard, m_order);
    }

private:
    YamlNode& m_map;
    const QStringList& m_order;
};

[[nodiscard]] StreamOptions decodeStream(const YamlNode& entry, YamlDecoder& decoder)
{
    StreamOptions stream;
    stream.noDelay = decoder.flag(entry, QStringLiteral("noDelay"), stream.noDelay);
    stream.keepAlive = decoder.flag(entry, QStringLiteral("keepAlive"), stream.keepAlive);
    stream.sendBufferBytes = int(decoder.number(entry, QStringLiteral("sendBufferBytes"), 0));
    stream.receiveBufferBytes = int(decoder.number(entry, QStringLiteral("receiveBufferBytes"), 0));
    return stream;
}

void encodeStream(Keys& keys, const StreamOptions& stream)
{
    const StreamOptions standard;
    keys.putFlag(QStringLiteral("noDelay"), stream.noDelay, standard.noDelay);
    keys.putFlag(QStringLiteral("keepAlive"), stream.keepAlive, standard.keepAlive);
    keys.putNumber(QStringLiteral("sendBufferBytes"), stream.sendBufferBytes, standard.sendBufferBytes);
    keys.putNumber(QStringLiteral("receiveBufferBytes"), stream.receiveBufferBytes,
                   standard.receiveBufferBytes);
}

[[nodiscard]] ServerItem decodeServer(const YamlNode& entry, YamlDecoder& decoder)
{
    ServerItem item;
    TcpServerSpec& server = item.server;
    server.address = decodeAddress(entry, QStringLiteral("address"), Scheme::Tcp, decoder);
    server.backlog = int(decoder.number(entry, QStringLiteral("backlog"), server.backlog, 1));
    server.reuseAddress = decoder.flag(entry, QStringLiteral("reuseAddress"), server.reuseAddress);
    server.maxClients = int(decoder.number(entry, QStringLiteral("maxClients"), server.maxClients));
    server.halfOpenTimeout = std::chrono::milliseconds(
        decoder.number(entry, QStringLiteral("halfOpenTimeoutMs"), server.halfOpenTimeout.count()));
    server.stream = decodeStream(entry, decoder);
    item.responder = decodeResponder(entry, decoder);
    item.greeting = decodePayload(entry, QStringLiteral("greeting"), decoder);
    item.message = decodePayload(entry, QStringLiteral("message"), decoder);
    return item;
}

[[nodiscard]] ClientItem decodeClient(const YamlNode& entry, YamlDecoder& decoder)
{
    ClientItem item;
    TcpClientSpec& client = item.client;
    client.address = decodeAddress(entry, QStringLiteral("address"), Scheme::Tcp, decoder);
    client.connectTimeout = std::chrono::milliseconds(
        decoder.number(entry, QStringLiteral("connectTimeoutMs"), client.connectTimeout.count()));
    client.localHost = decoder.text(entry, QStringLiteral("localHost"));
    client.localPort = quint16(decoder.number(entry, QStringLiteral("localPort"), 0, 0, 65'535));
    client.halfOpenTimeout = std::chrono::milliseconds(
        decoder.number(entry, QStringLiteral("halfOpenTimeoutMs"), client.halfOpenTimeout.count()));
    client.reconnect = decoder.flag(entry, QStringLiteral("reconnect"), client.reconnect);
    client.stream = decodeStream(entry, decoder);
    client.tls = decodeTls(entry, decoder);
    item.message = decodePayload(entry, QStringLiteral("message"), decoder);
    return item;
}

[[nodiscard]] QList<MulticastGroup> decodeGroups(const YamlNode& entry, YamlDecoder& decoder)
{
    QList<MulticastGroup> groups;
    for (const YamlNode& row : decoder.mapsAt(entry, QStringLiteral("groups")))
        groups.append(
            {decoder.text(row, QStringLiteral("group")), decoder.text(row, QStringLiteral("interface"))});
    return groups;
}

[[nodiscard]] YamlNode encodeGroups(const QList<MulticastGroup>& groups, const YamlNode& old)
{
    const QString groupKey = QStringLiteral("group");
    YamlNode list = old.isSequence() ? old : YamlNode::sequence();
    list.setItems(mergeRows(
        groups.size(), old.items(), [&](qsizetype i) { return groups.at(i).group; },
        [&](YamlNode& row, qsizetype i) {
            setText(row, groupKey, groups.at(i).group);
            const QString& name = groups.at(i).interfaceName;
            setUnlessDefault(row, QStringLiteral("interface"), YamlNode::text(name), name.isEmpty());
        },
        groupKey));
    return list;
}

[[nodiscard]] UdpItem decodeUdp(const YamlNode& entry, YamlDecoder& decoder)
{
    UdpItem item;
    UdpSpec& udp = item.udp;
    udp.address = decodeAddress(entry, QStringLiteral("address"), Scheme::Udp, decoder);
    udp.target = decodeAddress(entry, QStringLiteral("target"), Scheme::Udp, decoder);
    udp.groups = decodeGroups(entry, decoder);
    udp.ttl = int(decoder.number(entry, QStringLiteral("ttl"), 0, 0, 255));
    udp.multicastLoopback = decoder.flag(entry, QStringLiteral("multicastLoopback"), udp.multicastLoopback);
    udp.multicastInterface = decoder.text(entry, QStringLiteral("multicastInterface"));
    udp.reuseAddress = decoder.flag(entry, QStringLiteral("reuseAddress"), udp.reuseAddress);
    udp.receiveBufferBytes =
        int(decoder.number(entry, QStringLiteral("receiveBufferBytes"), udp.receiveBufferBytes));
    item.responder = decodeResponder(entry, decoder);
    item.message = decodePayload(entry, QStringLiteral("message"), decoder);
    return item;
}

void setPayload(YamlNode& entry, const QString& key, const PayloadSpec& payload)
{
    entry.setOrRemove(key, encodePayload(payload, entry.get(key)), endpointOrder());
}

void setAddress(YamlNode& entry, const QString& key, const Address& address)
{
    const YamlNode node = encodeAddress(address);
    if (!entry.get(key).isSameAs(node))
        entry.set(key, node, endpointOrder());
}

void setResponder(YamlNode& entry, const ResponderSpec& responder)
{
    const QString key = QStringLiteral("responder");
    entry.setOrRemove(key, encodeResponder(responder, entry.get(key)), endpointOrder());
}

void encode(YamlNode& entry, const ServerItem& item)
{
    const TcpServerSpec standard;
    Keys keys(entry, endpointOrder());
    setAddress(entry, QStringLiteral("address"), item.server.address);
    keys.putNumber(QStringLiteral("backlog"), item.server.backlog, standard.backlog);
    keys.putFlag(QStringLiteral("reuseAddress"), item.server.reuseAddress, standard.reuseAddress);
    keys.putNumber(QStringLiteral("maxClients"), item.server.maxClients, standard.maxClients);
    keys.putNumber(QStringLiteral("halfOpenTimeoutMs"), item.server.halfOpenTimeout.count(),
                   standard.halfOpenTimeout.count());
    encodeStream(keys, item.server.stream);
    setResponder(entry, item.responder);
    setPayload(entry, QStringLiteral("greeting"), item.greeting);
    setPayload(entry, QStringLiteral("message"), item.message);
}

void encode(YamlNode& entry, const ClientItem& item)
{
    const TcpClientSpec standard;
    Keys keys(entry, endpointOrder());
    setAddress(entry, QStringLiteral("address"), item.client.address);
    keys.putNumber(QStringLiteral("connectTimeoutMs"), item.client.connectTimeout.count(),
                   standard.connectTimeout.count());
    keys.put(QStringLiteral("localHost"), item.client.localHost);
    keys.putNumber(QStringLiteral("localPort"), item.client.localPort, 0);
    keys.putNumber(QStringLiteral("halfOpenTimeoutMs"), item.client.halfOpenTimeout.count(),
                   standard.halfOpenTimeout.count());
    keys.putFlag(QStringLiteral("reconnect"), item.client.reconnect, standard.reconnect);
    encodeStream(keys, item.client.stream);
    encodeTls(entry, item.client.tls);
    setPayload(entry, QStringLiteral("message"), item.message);
}

void encode(YamlNode& entry, const UdpItem& item)
{
    const UdpSpec standard;
    Keys keys(entry, endpointOrder());
    setAddress(entry, QStringLiteral("address"), item.udp.address);
    const bool hasTarget = !item.udp.target.host.isEmpty() || item.udp.target.port != 0;
    if (hasTarget)
        setAddress(entry, QStringLiteral("target"), item.udp.target);
    else
        entry.remove(QStringLiteral("target"));
    entry.setOrRemove(QStringLiteral("groups"),
                      encodeGroups(item.udp.groups, entry.get(QStringLiteral("groups"))), endpointOrder());
    keys.putNumber(QStringLiteral("ttl"), item.udp.ttl, standard.ttl);
    keys.putFlag(QStringLiteral("multicastLoopback"), item.udp.multicastLoopback, standard.multicastLoopback);
    keys.put(QStringLiteral("multicastInterface"), item.udp.multicastInterface);
    keys.putFlag(QStringLiteral("reuseAddress"), item.udp.reuseAddress, standard.reuseAddress);
    keys.putNumber(QStringLiteral("receiveBufferBytes"), item.udp.receiveBufferBytes,
                   standard.receiveBufferBytes);
    setResponder(entry, item.responder);
    setPayload(entry, QStringLiteral("message"), item.message);
}

void encode(YamlNode&, const HttpRequest&) {}

} // namespace

const QStringList& endpointOrder()
{
    static const QStringList order{QStringLiteral("name"),
                                   QStringLiteral("type"),
                                   QStringLiteral("description"),
                                   QStringLiteral("folder"),
                                   QStringLiteral("place"),
                                   QStringLiteral("address"),
                                   QStringLiteral("target"),
                                   QStringLiteral("groups"),
                                   QStringLiteral("backlog"),
                                   QStringLiteral("reuseAddress"),
                                   QStringLiteral("maxClients"),
                                   QStringLiteral("halfOpenTimeoutMs"),
                                   QStringLiteral("connectTimeoutMs"),
                                   QStringLiteral("localHost"),
                                   QStringLiteral("localPort"),
                                   QStringLiteral("reconnect"),
                                   QStringLiteral("ttl"),
                                   QStringLiteral("multicastLoopback"),
                                   QStringLiteral("multicastInterface"),
                                   QStringLiteral("noDelay"),
                                   QStringLiteral("keepAlive"),
                                   QStringLiteral("sendBufferBytes"),
                                   QStringLiteral("receiveBufferBytes"),
                                   QStringLiteral("caFile"),
                                   QStringLiteral("serverName"),
                                   QStringLiteral("alpn"),
                                   QStringLiteral("tlsMin"),
                                   QStringLiteral("tlsMax"),
                                   QStringLiteral("certificateFile"),
                                   QStringLiteral("keyFile"),
                                   QStringLiteral("responder"),
                                   QStringLiteral("greeting"),
                                   QStringLiteral("message")};
    return order;
}

QString endpointTypeName(const ItemContent& content)
{
    if (std::holds_alternative<ServerItem>(content))
        return serverType;
    if (std::holds_alternative<ClientItem>(content))
        return clientType;
    return std::holds_alternative<UdpItem>(content) ? udpType : QString();
}

std::optional<ItemContent> decodeEndpoint(const YamlNode& entry, YamlDecoder& decoder)
{
    const QString type = decoder.text(entry, QStringLiteral("type"));
    if (type == serverType)
        return decodeServer(entry, decoder);
    if (type == clientType)
        return decodeClient(entry, decoder);
    if (type == udpType)
        return decodeUdp(entry, decoder);
    return std::nullopt;
}

void encodeEndpoint(YamlNode& entry, const ItemContent& content)
{
    setText(entry, QStringLiteral("type"), endpointTypeName(content), endpointOrder());
    std::visit([&entry](const auto& item) { encode(entry, item); }, content);
}

} // namespace wl
