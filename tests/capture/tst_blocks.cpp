// SPDX-License-Identifier: MIT
#include "capture/blockreader.h"
#include "capture/flow.h"
#include "capture/interfacetable.h"
#include "capture/pcapng.h"
#include "tests/capture/capturekit.h"

#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray hexRows(QByteArrayView bytes)
{
    QByteArray rows;
    for (qsizetype at = 0; at < bytes.size(); at += 32) {
        rows += "    " +
                bytes.sliced(at, std::min<qsizetype>(32, bytes.size() - at)).toByteArray().toHex(' ') + '\n';
    }
    return rows;
}

const char* nameOf(quint32 type)
{
    switch (type) {
    case pcapng::sectionHeader: return "section header";
    case pcapng::interfaceDescription: return "interface description";
    case pcapng::enhancedPacket: return "enhanced packet";
    case pcapng::interfaceStatistics: return "interface statistics";
    default: return "?";
    }
}

// The blocks as text. A section header's options depend on the version: only its fixed part.
QByteArray dump(const QByteArray& blocks)
{
    BlockReader reader(
        [&](qint64 offset, char* to, qsizetype bytes) -> Result<qsizetype> {
            const qsizetype size = std::min<qsizetype>(bytes, blocks.size() - offset);
            std::memcpy(to, blocks.constData() + offset, static_cast<size_t>(size));
            return size;
        },
        blocks.size());
    QByteArray text;
    for (;;) {
        const auto block = reader.next();
        if (!block) {
            return text + "error " + block.error().detail.toUtf8() + '\n';
        }
        if (!*block) {
            return text;
        }
        const bool isSection = (*block)->type == pcapng::sectionHeader;
        text += QByteArray(nameOf((*block)->type)) + '\n' +
                hexRows(isSection ? (*block)->body.first(16) : (*block)->body);
    }
}

QByteArray goldenPath()
{
    return qgetenv("WIRELOUPE_SOURCE") + "/tests/capture/golden/blocks.txt";
}

// The first line in which two texts differ; nothing where they are the same.
QByteArray difference(const QByteArray& actual, const QByteArray& golden)
{
    const QByteArrayList a = actual.split('\n');
    const QByteArrayList b = golden.split('\n');
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (a.value(i) != b.value(i)) {
            return "line " + QByteArray::number(i + 1) + ": is \"" + a.value(i) + "\", golden \"" +
                   b.value(i) + '"';
        }
    }
    return {};
}

// One connection of each kind with all that can happen to it, in few bytes.
QByteArray scenario()
{
    MemoryBlockBuffer buffer;
    InterfaceTable interfaces;
    interfaces.writeSection(buffer);
    qint64 time = 1'700'000'000'123'456'789;
    const auto write = [&](const ConnectionInfo& info, quint32 number, auto&& tell) {
        const quint32 interface = interfaces.interfaceOf(info, buffer);
        const FlowTemplates templates(info, interface, false);
        FlowState state = Flow::initialState(ConnectionId(number));
        Flow flow(buffer, state, templates);
        tell(flow);
        interfaces.count(interface, time, 1);
    };
    const auto in = Direction::Received;
    const auto out = Direction::Sent;
    const SocketAddress here = address("127.0.0.1", 8080);
    write(connection(Transport::Tcp, Role::Server, "Echo", here, address("192.0.2.1", 50'000)), 0,
          [&](Flow& flow) {
              flow.tcpEvent(Role::Server, RecordKind::Opened, in, time++, {});
              flow.tcpData(in, time++, "hello");
              flow.tcpData(out, time++, "hello, you");
              flow.tcpEvent(Role::Server, RecordKind::Note, in, time++, u"delayed");
              flow.tcpEvent(Role::Server, RecordKind::Note, in, time++, u"twice");
              flow.tcpEvent(Role::Server, RecordKind::HalfClosed, in, time++, {});
              flow.tcpEvent(Role::Server, RecordKind::Closed, out, time++, {});
          });
    write(connection(Transport::Tls, Role::Client, "TLS", address("::1", 50'001), address("::1", 443)), 1,
          [&](Flow& flow) {
              flow.tcpEvent(Role::Client, RecordKind::Opened, out, time++, u"TLSv1.3");
              flow.tcpData(out, time++, "x");
              flow.tcpEvent(Role::Client, RecordKind::Reset, in, time++, {});
          });
    write(connection(Transport::Tcp, Role::Client, "", {}, {}), 2, [&](Flow& flow) {
        flow.tcpEvent(Role::Client, RecordKind::Failed, out, time++, u"name not found");
    });
    write(connection(Transport::Udp, Role::Server, "UDP", here, address("192.0.2.1", 50'002)), 3,
          [&](Flow& flow) {
              flow.udpData(in, time++, {});
              flow.udpData(out, time++, "abc");
              flow.udpEvent(RecordKind::Note, in, time++, u"dropped 2");
          });
    interfaces.countDropped(EndpointId(1), 2);
    interfaces.writeStatistics(buffer);
    return buffer.take();
}

} // namespace

class TestBlocks : public QObject
{
    Q_OBJECT
private slots:
    void areAsTheGoldenSays()
    {
        if (qEnvironmentVariableIsEmpty("WIRELOUPE_SOURCE")) {
            QSKIP("WIRELOUPE_SOURCE is not set");
        }
        const QByteArray actual = dump(scenario());
        if (qEnvironmentVariableIsSet("WIRELOUPE_UPDATE_GOLDEN")) {
            QFile golden(QFile::decodeName(goldenPath()));
            QVERIFY(golden.open(QIODevice::WriteOnly) && golden.write(actual) == actual.size());
        }
        const QByteArray golden = contentOf(QFile::decodeName(goldenPath()));
        QVERIFY(!golden.isEmpty());
        QCOMPARE(difference(actual, golden), QByteArray());
        QByteArray changed = golden;
        changed[golden.size() / 2] = changed[golden.size() / 2] == '0' ? '1' : '0';
        QVERIFY(!difference(actual, changed).isEmpty());
    }

    void interfaceTextsComeBack()
    {
        for (const Transport transport : {Transport::Tcp, Transport::Tls, Transport::Udp}) {
            for (const Role role : {Role::Server, Role::Client}) {
                Transport t = Transport::Tcp;
                Role r = Role::Server;
                QVERIFY(parseInterfaceText(interfaceText(transport, role), t, r));
                QCOMPARE(t, transport);
                QCOMPARE(r, role);
            }
        }
        Transport t = Transport::Tcp;
        Role r = Role::Server;
        QVERIFY(!parseInterfaceText("eth0", t, r));
        QVERIFY(!parseInterfaceText("", t, r));
    }

    void anInterfaceIsWrittenOnce()
    {
        MemoryBlockBuffer buffer;
        InterfaceTable interfaces;
        const ConnectionInfo info = connection(Transport::Tcp, Role::Server, "Echo", address("127.0.0.1", 1),
                                               address("127.0.0.1", 2));
        ConnectionInfo otherEndpoint = info;
        otherEndpoint.endpoint = EndpointId(7);
        QCOMPARE(interfaces.interfaceOf(info, buffer), 0U);
        const quint64 size = buffer.position();
        QCOMPARE(interfaces.interfaceOf(info, buffer), 0U);
        QCOMPARE(buffer.position(), size);
        QCOMPARE(interfaces.interfaceOf(otherEndpoint, buffer), 1U);
        QCOMPARE(buffer.position(), 2 * size);
    }
};

QTEST_GUILESS_MAIN(TestBlocks)
#include "tst_blocks.moc"
