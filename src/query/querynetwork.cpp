// SPDX-License-Identifier: MIT
#include "query/querynetwork.h"

namespace wl {

namespace {

struct Parts
{
    QString host;
    QString port;   ///< null: none
    QString prefix; ///< null: none
};

std::optional<Parts> split(const QString& text)
{
    Parts parts;
    QString rest = text;
    if (rest.startsWith(u'[')) {
        const qsizetype close = rest.indexOf(u']');
        if (close < 0)
            return std::nullopt;
        parts.host = rest.mid(1, close - 1);
        if (!parts.host.contains(u':'))
            return std::nullopt;
        rest = rest.mid(close + 1);
    } else {
        qsizetype end = rest.indexOf(u'/');
        if (rest.count(u':') == 1)
            end = rest.indexOf(u':');
        end = end < 0 ? rest.size() : end;
        parts.host = rest.first(end);
        rest = rest.mid(end);
    }
    if (rest.startsWith(u':'))
        parts.port = rest.mid(1);
    else if (rest.startsWith(u'/'))
        parts.prefix = rest.mid(1);
    else if (!rest.isEmpty())
        return std::nullopt;
    return parts;
}

std::optional<uint> wholeNumber(const QString& text, uint most)
{
    bool ok = false;
    const uint value = text.toUInt(&ok);
    return ok && value <= most ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<QueryNetwork> readQueryNetwork(const QString& text)
{
    const auto parts = split(text);
    QHostAddress host;
    // QHostAddress also takes "127.1" and "1"; people who type that mean something else.
    if (!parts || !(parts->host.contains(u':') || parts->host.count(u'.') == 3) ||
        !host.setAddress(parts->host))
        return std::nullopt;
    QueryNetwork network;
    network.address = SocketAddress::from(host, 0);
    if (!network.address.isValid())
        return std::nullopt;
    const uint bits = network.address.family == SocketAddress::Family::IPv4 ? 32 : 128;
    network.prefixBits = int(bits);
    if (!parts->port.isNull()) {
        const auto port = wholeNumber(parts->port, 65'535);
        if (!port)
            return std::nullopt;
        network.port = quint16(*port);
    }
    if (!parts->prefix.isNull()) {
        const auto prefix = wholeNumber(parts->prefix, bits);
        if (!prefix)
            return std::nullopt;
        network.prefixBits = int(*prefix);
    }
    return network;
}

bool isIn(const QueryNetwork& network, const SocketAddress& address)
{
    if (address.family != network.address.family || (network.port && *network.port != address.port))
        return false;
    const auto whole = size_t(network.prefixBits / 8);
    if (!std::equal(address.bytes.begin(), address.bytes.begin() + qsizetype(whole),
                    network.address.bytes.begin()))
        return false;
    const int rest = network.prefixBits % 8;
    const auto mask = quint8(0xFF00 >> rest);
    return rest == 0 || ((address.bytes[whole] ^ network.address.bytes[whole]) & mask) == 0;
}

} // namespace wl
