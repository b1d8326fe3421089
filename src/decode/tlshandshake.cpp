// SPDX-License-Identifier: MIT
#include "decode/tlshandshake.h"

#include "decode/tlsextensions.h"
#include "decode/tlsnames.h"

namespace wl {

namespace {

enum Type : quint8 { ClientHello = 1, ServerHello = 2, Certificate = 11 };

constexpr quint16 supportedVersions = 43;

/// The random of a ServerHello that asks for another ClientHello (RFC 8446 §4.1.3).
constexpr char retryRandom[] = "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
                               "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C";

void checkWhole(const ByteReader& reader, MessageBuilder& builder)
{
    if (reader.failed())
        builder.setProblem(QStringLiteral("the handshake message ends too early"), reader.offset());
    else if (!reader.isAtEnd())
        builder.setProblem(QStringLiteral("bytes behind the end of the handshake message"), reader.offset());
}

/// The version of a hello before its extensions, which is the real one only where they name none.
void addLegacyVersion(ByteReader& reader, MessageBuilder& builder, bool isReal, TlsHelloFacts& facts)
{
    const quint16 version = reader.u16();
    if (isReal)
        facts.version = TlsNames::version(version);
    builder.addBytes(isReal ? "tls.version" : nullptr, isReal ? "Version" : "Legacy version",
                     TlsNames::version(version), reader.since(reader.position() - 2));
}

void addVector8(ByteReader& reader, MessageBuilder& builder, QAnyStringView label)
{
    const qsizetype start = reader.position() + 1;
    const QByteArrayView value = reader.bytes(reader.u8());
    builder.addBytes(nullptr, label, value, reader.range(start, value.size()));
}

/// Whether the extensions of this hello, whose reader is at its legacy version, say the version.
bool namesVersions(ByteReader reader, bool isClient)
{
    (void)reader.bytes(2 + 32);
    (void)reader.bytes(reader.u8());
    if (isClient) {
        (void)reader.bytes(reader.u16());
        (void)reader.bytes(reader.u8());
    } else {
        (void)reader.bytes(2 + 1);
    }
    return hasTlsExtension(reader, supportedVersions);
}

void addCiphers(ByteReader& reader, MessageBuilder& builder)
{
    const qsizetype start = reader.position();
    ByteReader ciphers = reader.sub(reader.u16());
    const qsizetype count = ciphers.left() / 2;
    const int list = builder.hasTree() ? builder.addGroup(QStringLiteral("Cipher suites (%1)").arg(count),
                                                          reader.since(start))
                                       : -1;
    if (ciphers.left() % 2 != 0)
        builder.setProblem(QStringLiteral("the list of cipher suites has an odd length"), reader.offset());
    if (!builder.wants("tls.cipher"))
        return;
    while (ciphers.left() >= 2) {
        const QByteArray name = TlsNames::cipher(ciphers.u16());
        builder.add("tls.cipher", "Cipher suite", name, ciphers.since(ciphers.position() - 2), list);
    }
}

QString listed(const QByteArrayList& words)
{
    return infoText(words.join(','));
}

void decodeClientHello(ByteReader& reader, MessageBuilder& builder)
{
    TlsHelloFacts facts;
    addLegacyVersion(reader, builder, !namesVersions(reader, true), facts);
    const QByteArrayView random = reader.bytes(32);
    builder.addBytes(nullptr, "Random", random, reader.since(reader.position() - random.size()));
    addVector8(reader, builder, "Session ID");
    addCiphers(reader, builder);
    addVector8(reader, builder, "Compression methods");
    if (!reader.isAtEnd())
        decodeTlsExtensions(reader, builder, true, facts);
    checkWhole(reader, builder);
    if (!builder.hasInfo())
        return;
    QString info = QStringLiteral("ClientHello");
    if (!facts.serverName.isEmpty())
        info += u' ' + infoText(facts.serverName);
    if (!facts.version.isEmpty())
        info += u' ' + QLatin1String(facts.version);
    if (!facts.protocols.isEmpty())
        info += u' ' + listed(facts.protocols);
    builder.setInfo(info);
}

void decodeServerHello(ByteReader& reader, MessageBuilder& builder, bool isRetry)
{
    TlsHelloFacts facts;
    addLegacyVersion(reader, builder, !namesVersions(reader, false), facts);
    const QByteArrayView random = reader.bytes(32);
    builder.addBytes(nullptr, "Random", random, reader.since(reader.position() - random.size()));
    addVector8(reader, builder, "Session ID");
    const QByteArray cipher = TlsNames::cipher(reader.u16());
    if (!reader.failed())
        builder.addBytes("tls.cipher", "Cipher suite", cipher, reader.since(reader.position() - 2));
    const quint8 compression = reader.u8();
    builder.add(nullptr, "Compression method", qint64{compression}, reader.since(reader.position() - 1));
    if (!reader.isAtEnd())
        decodeTlsExtensions(reader, builder, false, facts);
    checkWhole(reader, builder);
    if (!builder.hasInfo())
        return;
    QString info = isRetry ? QStringLiteral("HelloRetryRequest") : QStringLiteral("ServerHello");
    info += u' ' + QLatin1String(facts.version) + u' ' + QLatin1String(cipher);
    if (!facts.protocols.isEmpty())
        info += u' ' + listed(facts.protocols);
    builder.setInfo(info);
}

/// RFC 5246 §7.4.2; that of TLS 1.3 is encrypted.
void decodeCertificate(ByteReader& reader, MessageBuilder& builder)
{
    ByteReader list = reader.sub(reader.u24());
    qint64 count = 0;
    while (list.left() > 0 && !list.failed()) {
        const qsizetype start = list.position();
        const qint64 size = list.u24();
        (void)list.bytes(size);
        ++count;
        if (builder.hasTree())
            builder.add(nullptr, QStringLiteral("Certificate %1, bytes").arg(count), size, list.since(start));
    }
    if (list.failed())
        builder.setProblem(QStringLiteral("a certificate is longer than its list"), list.offset());
    checkWhole(reader, builder);
    if (builder.hasInfo())
        builder.setInfo(QStringLiteral("Certificate (%1 certificates)").arg(count));
}

bool isRetryRequest(ByteReader reader)
{
    (void)reader.bytes(2);
    return reader.bytes(32) == QByteArrayView(retryRandom, 32);
}

} // namespace

void decodeTlsHandshake(ByteReader reader, MessageBuilder& builder)
{
    const quint8 type = reader.u8();
    const char* known = TlsNames::handshake(type);
    const quint32 length = reader.u24();
    const bool isRetry = type == ServerHello && isRetryRequest(reader);
    const QByteArray name = isRetry ? "HelloRetryRequest" : known ? known : "Handshake";
    if (builder.wants("tls.type"))
        builder.add("tls.type", "Type", name.toLower(), reader.range(0, 1));
    builder.add(nullptr, "Length", qint64{length}, reader.range(1, reader.position() - 1));
    if (reader.failed()) {
        builder.setProblem(QStringLiteral("the handshake message ends too early"), reader.offset());
        return;
    }
    if (builder.hasInfo())
        builder.setInfo(QLatin1String(name));
    if (type == ClientHello) {
        decodeClientHello(reader, builder);
    } else if (type == ServerHello) {
        decodeServerHello(reader, builder, isRetry);
    } else if (type == Certificate) {
        decodeCertificate(reader, builder);
    } else {
        const qsizetype start = reader.position();
        const QByteArrayView body = reader.rest();
        builder.addBytes(nullptr, "Body", body, reader.since(start));
    }
}

} // namespace wl
