// SPDX-License-Identifier: MIT
#include "capture/packetparser.h"

#include <QTest>

using namespace wl;

namespace {

const QByteArray macs = QByteArray::fromHex("020000000001"
                                            "020000000002");
const QByteArray tcp = QByteArray::fromHex("1f90c350"
                                           "00000001"
                                           "00000002"
                                           "5018ffff"
                                           "00000000");
const QByteArray udp = QByteArray::fromHex("1f90c350"
                                           "000a"
                                           "0000");
const QByteArray six = QByteArray::fromHex("00000000000000000000000000000001"
                                           "00000000000000000000000000000002");

QByteArray ip4(int protocol, const QByteArray& payload, int fragment = 0, const QByteArray& options = {})
{
    const auto total = static_cast<quint16>(20 + options.size() + payload.size());
    QByteArray header = QByteArray::fromHex("4500"
                                            "0000"
                                            "0000"
                                            "0000"
                                            "4000"
                                            "0000"
                                            "0a000001"
                                            "0a000002");
    header[0] = static_cast<char>(0x45 + options.size() / 4);
    header[2] = static_cast<char>(total >> 8);
    header[3] = static_cast<char>(total);
    header[6] = static_cast<char>(fragment >> 8);
    header[7] = static_cast<char>(fragment);
    header[9] = static_cast<char>(protocol);
    return header + options + payload;
}

QByteArray ip6(int next, const QByteArray& payload)
{
    QByteArray header = QByteArray::fromHex("60000000"
                                            "0000"
                                            "00"
                                            "40");
    header[4] = static_cast<char>(payload.size() >> 8);
    header[5] = static_cast<char>(payload.size());
    header[6] = static_cast<char>(next);
    return header + six + payload;
}

QByteArray ethernet(const QByteArray& type, const QByteArray& payload)
{
    return macs + QByteArray::fromHex(type) + payload;
}

} // namespace

class TestPacketParser : public QObject
{
    Q_OBJECT
private slots:
    void packets_data()
    {
        QTest::addColumn<int>("linkType");
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<QByteArray>("description");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QByteArray>("from");
        const auto row = [](const char* name, int link, const QByteArray& packet, const char* description,
                            const QByteArray& payload = {}, const char* from = "") {
            QTest::newRow(name) << link << packet << QByteArray(description) << payload << QByteArray(from);
        };
        const QByteArray http = ip4(6, tcp + "hi");
        row("tcp", 1, ethernet("0800", http), "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("raw", 101, http, "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("ipv4 link", 228, http, "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("loopback", 0, QByteArray::fromHex("02000000") + http, "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("linux cooked", 113, QByteArray(14, '\0') + QByteArray::fromHex("0800") + http, "TCP PSH ACK",
            "hi", "10.0.0.1:8080");
        row("linux cooked 2", 276, QByteArray::fromHex("0800") + QByteArray(18, '\0') + http, "TCP PSH ACK",
            "hi", "10.0.0.1:8080");
        row("vlan", 1, ethernet("8100", QByteArray::fromHex("00640800") + http), "TCP PSH ACK", "hi",
            "10.0.0.1:8080");
        row("two vlans", 1,
            ethernet("88a8", QByteArray::fromHex("006481000064"
                                                 "0800") +
                                 http),
            "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("padding of the frame", 1, ethernet("0800", http + QByteArray(6, '\0')), "TCP PSH ACK", "hi",
            "10.0.0.1:8080");
        row("ip options", 101, ip4(6, tcp + "hi", 0, QByteArray(8, '\1')), "TCP PSH ACK", "hi",
            "10.0.0.1:8080");
        row("do not fragment", 101, ip4(6, tcp, 0x4000), "TCP PSH ACK", "", "10.0.0.1:8080");
        row("udp", 101, ip4(17, udp + "hi"), "UDP", "hi", "10.0.0.1:8080");
        row("udp with more behind it", 101, ip4(17, udp + "hi there"), "UDP", "hi", "10.0.0.1:8080");
        row("udp cut short", 101, ip4(17, udp + "h"), "UDP", "h", "10.0.0.1:8080");
        row("ipv6", 1, ethernet("86dd", ip6(17, udp + "hi")), "UDP", "hi", "[::1]:8080");
        row("ipv6 with headers", 229,
            ip6(0, QByteArray::fromHex("3c00000000000000"
                                       "1101"
                                       "0000000000000000000000000000") +
                       udp + "hi"),
            "UDP", "hi", "[::1]:8080");
        row("mark", 101, ip4(253, QByteArray::fromHex("1f90c350")), "mark", "", "10.0.0.1:8080");
        row("not a mark", 101, ip4(253, QByteArray::fromHex("1f90c35000")), "IP protocol 253");
        row("icmp", 101, ip4(1, "12345678"), "ICMP");
        row("icmpv6", 101, ip6(58, "12345678"), "ICMPv6");
        row("first fragment", 101, ip4(6, tcp, 0x2000), "IP fragment", tcp);
        row("later fragment", 101, ip4(6, tcp, 5), "IP fragment", tcp);
        row("ipv6 first fragment", 101, ip6(44, QByteArray::fromHex("1100000100000007") + udp), "IP fragment",
            udp);
        row("ipv6 later fragment", 101, ip6(44, QByteArray::fromHex("1100000800000007") + udp), "IP fragment",
            udp);
        row("ipv6 fragment that is whole", 101, ip6(44, QByteArray::fromHex("1100000000000007") + udp + "hi"),
            "UDP", "hi", "[::1]:8080");
        row("ipv6 authentication", 101,
            ip6(51, QByteArray::fromHex("1104000000000001") + QByteArray(16, 'x') + udp + "hi"), "UDP", "hi",
            "[::1]:8080");
        row("ipv6 header beyond the end", 101, ip6(60, QByteArray::fromHex("11ff000000000000") + udp),
            "unreadable packet");
        row("linux cooked with vlan", 113, QByteArray(14, '\0') + QByteArray::fromHex("810000640800") + http,
            "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("old double vlan", 1, ethernet("9100", QByteArray::fromHex("0064810000640800") + http),
            "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("raw of BSD", 12, http, "TCP PSH ACK", "hi", "10.0.0.1:8080");
        row("raw of OpenBSD", 14, ip6(6, tcp + "hi"), "TCP PSH ACK", "hi", "[::1]:8080");
        row("loopback of OpenBSD", 108, QByteArray::fromHex("00000002") + http, "TCP PSH ACK", "hi",
            "10.0.0.1:8080");
        row("arp", 1, ethernet("0806", QByteArray(28, '\0')), "ARP");
        row("another frame", 1, ethernet("88cd", {}), "Ethernet type 0x88cd");
        row("another link", 147, "abc", "link type 147");
        row("empty", 1, {}, "unreadable packet");
        row("empty raw", 101, {}, "unreadable packet");
        row("ip of version 5", 101, QByteArray::fromHex("55"), "unreadable packet");
        row("ip header of 16 bytes", 101, QByteArray::fromHex("44") + http.mid(1), "unreadable packet");
        row("ip header beyond the end", 101, QByteArray::fromHex("4f") + http.mid(1), "unreadable packet");
        row("tcp header of 16 bytes", 101, ip4(6, QByteArray(tcp).replace(12, 1, "\x40")),
            "unreadable packet");
        row("tcp header beyond the end", 101, ip4(6, QByteArray(tcp).replace(12, 1, "\xF0")),
            "unreadable packet");
        row("tcp cut short", 101, ip4(6, tcp.left(19)), "unreadable packet");
        row("udp of 7 bytes", 101, ip4(17, QByteArray(udp).replace(5, 1, "\7")), "unreadable packet");
        row("ipv6 cut short", 101, ip6(17, udp).left(39), "unreadable packet");
    }
    void packets()
    {
        QFETCH(int, linkType);
        QFETCH(QByteArray, packet);
        QFETCH(QByteArray, description);
        QFETCH(QByteArray, payload);
        QFETCH(QByteArray, from);
        const ParsedPacket parsed = parsePacket(static_cast<quint16>(linkType), packet);
        QCOMPARE(describePacket(parsed), description);
        QCOMPARE(packet.mid(parsed.payloadOffset, parsed.payloadBytes), payload);
        if (!from.isEmpty()) {
            QCOMPARE(parsed.from.toString().toLatin1(), from);
            QCOMPARE(parsed.to.port, quint16(50'000));
        }
        // Cut at every byte: never reads past the end (the sanitizers would say so).
        for (qsizetype size = 0; size < packet.size(); ++size) {
            const QByteArray cut(packet.constData(), size);
            const ParsedPacket part = parsePacket(static_cast<quint16>(linkType), cut);
            QVERIFY(qint64(part.payloadOffset) + part.payloadBytes <= size);
        }
    }

    void sequenceNumbersAndBytesOnTheWire()
    {
        const QByteArray whole = ip4(6, tcp + "hello");
        const ParsedPacket parsed = parsePacket(101, whole.chopped(3));
        QCOMPARE(parsed.sequence, quint32(1));
        QCOMPARE(parsed.acknowledged, quint32(2));
        QCOMPARE(parsed.segmentBytes, quint32(5));
        QCOMPARE(parsed.payloadBytes, quint32(2));
        QCOMPARE(parsePacket(1, ethernet("0800", whole + "padding")).segmentBytes, quint32(5));
    }

    void mappedAddressesAreIPv4()
    {
        QByteArray packet = ip6(17, udp + "hi");
        packet.replace(8, 16, QByteArray::fromHex("00000000000000000000ffff7f000001"));
        QCOMPARE(parsePacket(101, packet).from.toString(), QStringLiteral("127.0.0.1:8080"));
    }
};

QTEST_GUILESS_MAIN(TestPacketParser)
#include "tst_packetparser.moc"
