// SPDX-License-Identifier: MIT
#include "workspace/endpointyaml.h"

#include "workspace/yamlreader.h"
#include "workspace/yamlwriter.h"

#include <QTest>

using namespace wl;

namespace {

PayloadSpec payload(const char* text)
{
    PayloadSpec spec;
    spec.text = QString::fromUtf8(text);
    return spec;
}

ServerItem fullServer()
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, QStringLiteral("*"), 0, {}};
    item.server.backlog = 5;
    item.server.reuseAddress = false;
    item.server.maxClients = 0;
    item.server.halfOpenTimeout = std::chrono::milliseconds(0);
    item.server.stream = {false, true, 4096, 8192};
    item.responder.kind = ResponderSpec::Kind::FixedReply;
    item.responder.reply = payload("4F 4B");
    item.responder.reply.form = PayloadSpec::Form::Hex;
    item.responder.closeAfterReply = true;
    item.responder.delay = std::chrono::milliseconds(250);
    item.greeting = payload("220 ready\\r\\n");
    item.message = payload("two\nlines");
    item.message.encoding = QStringLiteral("UTF-16");
    item.message.escapes = false;
    item.message.templates = false;
    return item;
}

ClientItem fullClient()
{
    ClientItem item;
    item.client.address = {Scheme::Tls, QStringLiteral("::1"), 8443, {}};
    item.client.connectTimeout = std::chrono::milliseconds(1);
    item.client.halfOpenTimeout = std::chrono::milliseconds(0);
    item.client.localHost = QStringLiteral("127.0.0.2");
    item.client.localPort = 65'535;
    item.client.reconnect = true;
    item.client.stream.noDelay = false;
    item.client.tls.caFile = QStringLiteral("/tmp/ca.pem");
    item.client.tls.serverName = QStringLiteral("example.com");
    item.client.tls.alpn = {QStringLiteral("mqtt")};
    item.message = payload("/tmp/file.bin");
    item.message.form = PayloadSpec::Form::File;
    return item;
}

UdpItem fullUdp()
{
    UdpItem item;
    item.udp.address = {Scheme::Udp, QStringLiteral("0.0.0.0"), 5353, {}};
    item.udp.target = {Scheme::Udp, QStringLiteral("ff02::fb"), 5353, {}};
    item.udp.groups = {{QStringLiteral("224.0.0.251"), QString()},
                       {QStringLiteral("ff02::fb"), QStringLiteral("eth0")}};
    item.udp.ttl = 255;
    item.udp.multicastLoopback = false;
    item.udp.multicastInterface = QStringLiteral("eth0");
    item.udp.reuseAddress = true;
    item.udp.receiveBufferBytes = 0;
    item.responder.kind = ResponderSpec::Kind::Echo;
    item.message = payload("{{counter}}");
    return item;
}

/// The three kinds with nothing in them, as they are held for an item.
QList<ItemContent> emptyItems()
{
    UdpItem udp;
    udp.udp.address.scheme = Scheme::Udp;
    udp.udp.target.scheme = Scheme::Udp;
    return {ServerItem(), ClientItem(), udp};
}

std::optional<ItemContent> readBack(const YamlNode& entry, QString* error = nullptr)
{
    YamlDecoder decoder;
    const auto content = decodeEndpoint(readYaml(writeYaml({entry, {}}))->root, decoder);
    if (error && decoder.error())
        *error = decoder.error()->detail;
    return decoder.error() ? std::nullopt : content;
}

} // namespace

class TestEndpointYaml : public QObject
{
    Q_OBJECT
private slots:
    void roundTrips_data();
    void roundTrips();
    void keepsHalfTypedAddresses_data();
    void keepsHalfTypedAddresses();
    void writesNoDefaults();
    void keepsWhatItDoesNotKnow();
    void keepsCommentsOfWhatIsEdited();
    void leavesOtherTypes();
    void refuses_data();
    void refuses();
};

void TestEndpointYaml::roundTrips_data()
{
    QTest::addColumn<ItemContent>("content");
    QTest::newRow("server") << ItemContent(fullServer());
    QTest::newRow("client") << ItemContent(fullClient());
    QTest::newRow("udp") << ItemContent(fullUdp());
    const QList<ItemContent> empty = emptyItems();
    for (const ItemContent& content : empty)
        QTest::addRow("new %s", qPrintable(endpointTypeName(content))) << content;
    for (const char* text :
         {"", " ", "true", "12", "a: b", "# x", "{{uuid}}", "line\n", "\n", "'", "\"", "\\x00"}) {
        ServerItem item;
        item.greeting = payload(text);
        item.responder.reply = payload(text);
        item.message = payload(text);
        item.message.escapes = false;
        QTest::addRow("payload %s", QByteArray(text).toPercentEncoding().constData()) << ItemContent(item);
    }
    for (const auto kind :
         {ResponderSpec::Kind::None, ResponderSpec::Kind::Echo, ResponderSpec::Kind::JsonApi}) {
        ServerItem item;
        item.responder.kind = kind;
        item.responder.closeAfterReply = true;
        QTest::addRow("responder %d", int(kind)) << ItemContent(item);
    }
}

void TestEndpointYaml::roundTrips()
{
    QFETCH(const ItemContent, content);
    YamlNode entry = YamlNode::map();
    encodeEndpoint(entry, content);
    QString error;
    const auto fresh = readBack(entry, &error);
    QVERIFY2(fresh, qPrintable(error));
    QVERIFY(*fresh == content);
    // Also as an edit of an entry that has everything set, and back.
    const QList<ItemContent> full{fullServer(), fullClient(), fullUdp()};
    YamlNode edited = YamlNode::map();
    encodeEndpoint(edited, full.at(qsizetype(content.index()) - 1));
    const QByteArray before = writeYaml({edited, {}});
    encodeEndpoint(edited, content);
    QVERIFY(*readBack(edited) == content);
    encodeEndpoint(edited, full.at(qsizetype(content.index()) - 1));
    QVERIFY(*readBack(edited) == full.at(qsizetype(content.index()) - 1));
    Q_UNUSED(before)
}

void TestEndpointYaml::keepsHalfTypedAddresses_data()
{
    QTest::addColumn<QString>("host");
    for (const char* host :
         {"", "*", "a b", "exam ple:80", "[::1", "::1", "not/a/host", "é", "%", "tcp://x", "\"'"})
        QTest::newRow(host) << QString::fromUtf8(host);
}

void TestEndpointYaml::keepsHalfTypedAddresses()
{
    QFETCH(const QString, host);
    ClientItem item;
    for (const Scheme scheme : {Scheme::Tcp, Scheme::Tls}) {
        item.client.address = {scheme, host, 7, {}};
        YamlNode entry = YamlNode::map();
        encodeEndpoint(entry, item);
        QVERIFY(readBack(entry) == ItemContent(item));
    }
    UdpItem udp;
    udp.udp.address = {Scheme::Udp, host, 0, {}};
    udp.udp.target = {Scheme::Udp, host, 9, {}};
    YamlNode entry = YamlNode::map();
    encodeEndpoint(entry, udp);
    QVERIFY(readBack(entry) == ItemContent(udp));
}

void TestEndpointYaml::writesNoDefaults()
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 80, {}};
    YamlNode entry = YamlNode::map();
    encodeEndpoint(entry, item);
    QCOMPARE(writeYaml({entry, {}}), QByteArray("type: tcp-server\naddress: tcp://127.0.0.1:80\n"));
}

void TestEndpointYaml::keepsWhatItDoesNotKnow()
{
    const QByteArray text = "name: x\n"
                            "type: tcp-server # a server\n"
                            "address: tcp://:80 # both loopbacks\n"
                            "backlog: 128\n"
                            "future: {a: 1}\n"
                            "responder:\n"
                            "  kind: reply\n"
                            "  reply:\n"
                            "    text: 'a'\n"
                            "    future: 1\n"
                            "  rules: []\n"
                            "message: \"quoted\"\n";
    YamlNode entry = readYaml(text)->root;
    YamlDecoder decoder;
    auto content = decodeEndpoint(entry, decoder);
    QVERIFY(content);
    encodeEndpoint(entry, *content);
    QCOMPARE(writeYaml({entry, {}}), text);
    std::get<ServerItem>(*content).server.maxClients = 3;
    std::get<ServerItem>(*content).responder.reply.text = QStringLiteral("b");
    encodeEndpoint(entry, *content);
    QByteArray expected = text;
    expected.replace("future: {a: 1}\n", "future: {a: 1}\nmaxClients: 3\n");
    expected.replace("text: 'a'", "text: b");
    QCOMPARE(writeYaml({entry, {}}), expected);
}

void TestEndpointYaml::keepsCommentsOfWhatIsEdited()
{
    const QByteArray text = "name: x\n"
                            "type: udp\n"
                            "address: udp://:0\n"
                            "groups: # all\n"
                            "  # discovery\n"
                            "  - group: 224.0.0.251 # mdns\n"
                            "    note: kept\n"
                            "  - {group: 'ff02::fb', interface: eth0}\n"
                            "ttl: 0 # as the system has it\n"
                            "reuseAddress: false\n"
                            "message:\n"
                            "  text: a\n"
                            "  escapes: true # spelled out\n";
    YamlNode entry = readYaml(text)->root;
    YamlDecoder decoder;
    auto content = decodeEndpoint(entry, decoder);
    QVERIFY(content);
    auto& udp = std::get<UdpItem>(*content);
    udp.udp.multicastInterface = QStringLiteral("lo");
    udp.udp.groups[1].interfaceName = QStringLiteral("lo");
    udp.message.text = QStringLiteral("b");
    encodeEndpoint(entry, *content);
    QByteArray expected = text;
    expected.replace("interface: eth0", "interface: lo").replace("text: a", "text: b");
    expected.replace("reuseAddress", "multicastInterface: lo\nreuseAddress");
    const QByteArray written = writeYaml({entry, {}});
    QVERIFY2(written.contains("multicastInterface: lo\n"), written.constData());
    expected.replace("multicastInterface: lo\n", "");
    QCOMPARE(QByteArray(written).replace("multicastInterface: lo\n", ""), expected);

    udp.udp.ttl = 5;
    udp.udp.groups.removeFirst();
    encodeEndpoint(entry, *content);
    QVERIFY(writeYaml({entry, {}}).contains("ttl: 5 # as the system has it\n"));
    udp.udp.ttl = 0;
    encodeEndpoint(entry, *content);
    QVERIFY(writeYaml({entry, {}}).contains("ttl: 0 # as the system has it\n"));
    QVERIFY(writeYaml({entry, {}}).contains("groups: # all\n  - {group: 'ff02::fb', interface: lo}\n"));

    entry = readYaml("type: tcp-client\naddress: tls://a:1\nalpn:\n  - h2 # first\n  - mqtt\n")->root;
    content = decodeEndpoint(entry, decoder);
    std::get<ClientItem>(*content).client.reconnect = true;
    std::get<ClientItem>(*content).client.tls.alpn[1] = QStringLiteral("x");
    encodeEndpoint(entry, *content);
    QVERIFY2(writeYaml({entry, {}}).contains("alpn:\n  - h2 # first\n  - x\n"),
             writeYaml({entry, {}}).constData());
    QVERIFY(!decoder.error());
}

void TestEndpointYaml::leavesOtherTypes()
{
    YamlDecoder decoder;
    QVERIFY(!decodeEndpoint(readYaml("type: websocket\n")->root, decoder));
    QVERIFY(!decodeEndpoint(readYaml("name: x\n")->root, decoder));
    QVERIFY(!decoder.error());
    QCOMPARE(endpointTypeName(HttpRequest()), QString());
}

void TestEndpointYaml::refuses_data()
{
    QTest::addColumn<QByteArray>("entry");
    for (const char* entry : {"address: 5",
                              "address: [a]",
                              "address: udp://a:1",
                              "address: http://a/",
                              "address: tcp://a:99999",
                              "address: {host: a, port: 70000}",
                              "address: {host: a, port: x}",
                              "address: {host: [a]}",
                              "backlog: many",
                              "backlog: 0",
                              "maxClients: -1",
                              "reuseAddress: 1",
                              "halfOpenTimeoutMs: soon",
                              "noDelay: [a]",
                              "sendBufferBytes: -5",
                              "responder: echo",
                              "responder: [a]",
                              "responder: {kind: magic}",
                              "responder: {kind: [a]}",
                              "responder: {closeAfterReply: 5}",
                              "responder: {delayMs: x}",
                              "responder: {reply: [a]}",
                              "greeting: [a]",
                              "greeting: {form: rot13}",
                              "greeting: {escapes: x}",
                              "message: {text: [a]}",
                              "message: {encoding: {a: b}}"})
        QTest::newRow(entry) << QByteArray(entry);
}

void TestEndpointYaml::refuses()
{
    QFETCH(const QByteArray, entry);
    YamlDecoder decoder;
    (void)decodeEndpoint(readYaml("type: tcp-server\n" + entry)->root, decoder);
    QVERIFY(decoder.error());
    QVERIFY2(decoder.error()->detail.startsWith(QLatin1String("line 2, column ")),
             qPrintable(decoder.error()->detail));
}

QTEST_GUILESS_MAIN(TestEndpointYaml)
#include "tst_endpointyaml.moc"
