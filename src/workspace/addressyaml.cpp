// SPDX-License-Identifier: MIT
#include "workspace/addressyaml.h"

#include "workspace/workspacetext.h"

namespace wl {

Address decodeAddress(const YamlNode& entry, const QString& key, Scheme scheme, YamlDecoder& decoder)
{
    const YamlNode node = entry.get(key);
    Address address;
    address.scheme = scheme;
    if (node.isMap()) {
        address.host = decoder.text(node, QStringLiteral("host"));
        address.port = quint16(decoder.number(node, QStringLiteral("port"), 0, 0, 65'535));
        if (decoder.text(node, QStringLiteral("scheme")) == schemeName(Scheme::Tls) && scheme == Scheme::Tcp)
            address.scheme = Scheme::Tls;
        return address;
    }
    const QString text = decoder.text(entry, key);
    if (text.isEmpty())
        return address;
    const Result<Address> parsed = parseAddress(text);
    if (!parsed)
        decoder.refuse(node, QStringLiteral("%1: %2").arg(text, parsed.error().detail));
    else if (parsed->scheme != scheme && !(scheme == Scheme::Tcp && parsed->scheme == Scheme::Tls))
        decoder.refuse(node, WorkspaceText::tr("%1 does not belong here").arg(text));
    else
        return *parsed;
    return address;
}

YamlNode encodeAddress(const Address& address)
{
    const QString text = formatAddress(address);
    const Result<Address> parsed = parseAddress(text);
    if (parsed && *parsed == address)
        return YamlNode::text(text);
    YamlNode map = YamlNode::map();
    map.setFlow(true);
    map.set(QStringLiteral("scheme"), YamlNode::text(schemeName(address.scheme)));
    map.set(QStringLiteral("host"), YamlNode::text(address.host));
    map.set(QStringLiteral("port"), YamlNode::number(address.port));
    return map;
}

} // namespace wl
