// SPDX-License-Identifier: MIT
#include "decode/tlsextensions.h"

#include "decode/tlsnames.h"

namespace wl {

namespace {

enum Extension : quint16 {
    ServerName = 0,           // RFC 6066 §3
    SupportedGroups = 10,     // RFC 8446 §4.2.7
    SignatureAlgorithms = 13, // RFC 8446 §4.2.3
    Alpn = 16,                // RFC 7301 §3.1
    SupportedVersions = 43,   // RFC 8446 §4.2.1
    KeyShare = 51,            // RFC 8446 §4.2.8
};

/// What one extension is read with.
struct Place
{
    MessageBuilder& builder;
    TlsHelloFacts& facts;
    int parent;
    bool isClient;
};

void readServerName(ByteReader& reader, const Place& place)
{
    if (reader.isAtEnd()) // a server's answer is empty
        return;
    ByteReader list = reader.sub(reader.u16());
    while (!list.isAtEnd()) {
        const quint8 type = list.u8();
        const qsizetype start = list.position() + 2;
        const QByteArrayView name = list.bytes(list.u16());
        if (list.failed())
            break;
        const bool isHost = type == 0;
        place.builder.addBytes(isHost ? "tls.sni" : nullptr, isHost ? "Server name" : "Name", name,
                               list.range(start, name.size()), place.parent);
        if (isHost && place.builder.hasInfo())
            place.facts.serverName = name.toByteArray();
    }
    if (list.failed())
        reader.seek(reader.all().size() + 1);
}

void readAlpn(ByteReader& reader, const Place& place)
{
    ByteReader list = reader.sub(reader.u16());
    while (!list.isAtEnd()) {
        const qsizetype start = list.position() + 1;
        const QByteArrayView name = list.bytes(list.u8());
        if (list.failed())
            break;
        place.builder.addBytes("tls.alpn", "Protocol", name, list.range(start, name.size()), place.parent);
        if (place.builder.hasInfo())
            place.facts.protocols.append(name.toByteArray());
    }
    if (list.failed())
        reader.seek(reader.all().size() + 1);
}

void readVersions(ByteReader& reader, const Place& place)
{
    ByteReader list = reader.sub(place.isClient ? reader.u8() : reader.left());
    while (list.left() >= 2) {
        const quint16 version = list.u16();
        const QByteArray name = TlsNames::version(version);
        place.builder.addBytes("tls.version", "Version", name, list.since(list.position() - 2), place.parent);
        if (!TlsNames::isGrease(version) && version > place.facts.highestVersion) {
            place.facts.highestVersion = version;
            place.facts.version = name;
        }
    }
}

void readCodes(ByteReader& reader, const Place& place, const char* label, QByteArray (*name)(quint16))
{
    ByteReader list = reader.sub(reader.u16());
    if (!place.builder.hasTree())
        return;
    while (list.left() >= 2) {
        const QByteArray text = name(list.u16());
        place.builder.addBytes(nullptr, label, text, list.since(list.position() - 2), place.parent);
    }
}

void readKeyShare(ByteReader& reader, const Place& place)
{
    if (!place.builder.hasTree())
        return;
    ByteReader list = place.isClient ? reader.sub(reader.u16()) : reader.sub(reader.left());
    while (list.left() >= 2) {
        const qsizetype start = list.position();
        const QByteArray group = TlsNames::group(list.u16());
        if (list.left() > 0) // the server's HelloRetryRequest names the group alone
            (void)list.bytes(list.u16());
        place.builder.addBytes(nullptr, "Key share", group, list.since(start), place.parent);
    }
}

void readExtension(quint16 type, ByteReader reader, const Place& place)
{
    switch (type) {
    case ServerName: readServerName(reader, place); break;
    case SupportedGroups: readCodes(reader, place, "Group", TlsNames::group); break;
    case SignatureAlgorithms: readCodes(reader, place, "Algorithm", TlsNames::signature); break;
    case Alpn: readAlpn(reader, place); break;
    case SupportedVersions: readVersions(reader, place); break;
    case KeyShare: readKeyShare(reader, place); break;
    default: {
        const QByteArrayView data = reader.rest();
        place.builder.addBytes(nullptr, "Data", data, reader.since(0), place.parent);
    }
    }
    if (reader.failed()) {
        place.builder.setProblem(QStringLiteral("a length in the extension %1 is beyond its end")
                                     .arg(QLatin1String(TlsNames::extension(type))),
                                 reader.offset());
    }
}

} // namespace

void decodeTlsExtensions(ByteReader& reader, MessageBuilder& builder, bool isClient, TlsHelloFacts& facts)
{
    const qsizetype start = reader.position();
    ByteReader list = reader.sub(reader.u16());
    const int group = builder.addGroup("Extensions", reader.since(start));
    while (list.left() > 0 && !list.failed()) {
        const qsizetype from = list.position();
        const quint16 type = list.u16();
        const quint16 length = list.u16();
        ByteReader body = list.sub(length);
        int parent = -1;
        if (builder.hasTree())
            parent = builder.addGroup(QLatin1String(TlsNames::extension(type)), list.since(from), group);
        readExtension(type, body, {builder, facts, parent, isClient});
    }
    if (list.failed())
        builder.setProblem(QStringLiteral("an extension is longer than the list of extensions"),
                           list.offset());
}

bool hasTlsExtension(ByteReader reader, quint16 type)
{
    ByteReader list = reader.sub(reader.u16());
    while (list.left() >= 4) {
        if (list.u16() == type)
            return true;
        (void)list.bytes(list.u16());
    }
    return false;
}

} // namespace wl
