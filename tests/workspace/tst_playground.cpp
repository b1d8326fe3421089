// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "payload/payloadsource.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace wl;

/// The Playground as it is compiled into the programs.
class TestPlayground : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void isShownWhole();
    void isWrittenAsItIs();
    void listensOnLoopbackOnly();
    void startsTheServersThatItNames();
    void hasPayloadsThatCompile();
    void validatesAgainstTheSchema();

private:
    void eachLeaf(const std::function<void(const Workspace::Node&)>& visit) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<Workspace> m_workspace;
    QByteArray m_text;
};

void TestPlayground::init()
{
    QFile resource(QStringLiteral(":/playground/playground.yml"));
    QVERIFY(resource.open(QIODevice::ReadOnly));
    m_text = resource.readAll();
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("playground.yml"));
    QFile copy(m_path);
    QVERIFY(copy.open(QIODevice::WriteOnly));
    copy.write(m_text);
    copy.close();
    auto loaded = Workspace::load(m_path);
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
    m_workspace = std::move(*loaded);
}

void TestPlayground::eachLeaf(const std::function<void(const Workspace::Node&)>& visit) const
{
    for (const ItemId folder : m_workspace->topLevel()) {
        for (const ItemId id : m_workspace->node(folder)->children)
            visit(*m_workspace->node(id));
    }
}

void TestPlayground::isShownWhole()
{
    QCOMPARE(m_workspace->name(), QStringLiteral("Playground"));
    QCOMPARE(m_workspace->warnings(), QStringList{});
    QStringList folders;
    for (const ItemId id : m_workspace->topLevel()) {
        folders.append(m_workspace->node(id)->name);
        QVERIFY(!m_workspace->node(id)->description.isEmpty());
        QVERIFY(m_workspace->node(id)->children.size() >= 4);
    }
    QCOMPARE(folders,
             QStringList({QStringLiteral("Servers"), QStringLiteral("Clients"), QStringLiteral("HTTP")}));
}

void TestPlayground::isWrittenAsItIs()
{
    QVERIFY(m_workspace->addFolder({}, QStringLiteral("x")));
    QVERIFY(m_workspace->undo());
    m_workspace->flush();
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), m_text);
}

void TestPlayground::listensOnLoopbackOnly()
{
    int listeners = 0;
    QSet<QString> addresses;
    eachLeaf([&](const Workspace::Node& node) {
        const auto* server = std::get_if<ServerItem>(&node.content);
        const auto* udp = std::get_if<UdpItem>(&node.content);
        if (!server && !udp)
            return;
        const Address address = server ? server->server.address : udp->udp.address;
        QCOMPARE(address.host, QStringLiteral("127.0.0.1"));
        QVERIFY(address.port == 0 || address.port > 1024);
        listeners += address.port != 0;
        addresses.insert(address.port == 0 ? node.name : formatAddress(address));
    });
    QCOMPARE(listeners, 5);
    QCOMPARE(addresses.size(), 6);
}

void TestPlayground::startsTheServersThatItNames()
{
    int asked = 0;
    eachLeaf([&](const Workspace::Node& node) {
        Address target;
        bool isUdp = false;
        if (const auto* request = std::get_if<HttpRequest>(&node.content)) {
            const auto parsed = parseAddress(request->url);
            QVERIFY(parsed);
            target = *parsed;
        } else if (const auto* client = std::get_if<ClientItem>(&node.content)) {
            target = client->client.address;
        } else if (const auto* udp = std::get_if<UdpItem>(&node.content); udp && udp->udp.target.port != 0) {
            target = udp->udp.target;
            isUdp = true;
        } else {
            return;
        }
        ++asked;
        QVERIFY2(m_workspace->serverFor(target.host, target.port, isUdp).isValid(), qPrintable(node.name));
    });
    QVERIFY(asked >= 14);
}

void TestPlayground::hasPayloadsThatCompile()
{
    const auto check = [](const PayloadSpec& payload) {
        const auto compiled = PayloadSource::compile(payload);
        QVERIFY2(compiled, qPrintable(payload.text));
    };
    eachLeaf([&](const Workspace::Node& node) {
        if (const auto* server = std::get_if<ServerItem>(&node.content)) {
            check(server->greeting);
            check(server->message);
            QVERIFY(makeResponder(server->responder, server->greeting));
        } else if (const auto* client = std::get_if<ClientItem>(&node.content)) {
            check(client->message);
        } else if (const auto* udp = std::get_if<UdpItem>(&node.content)) {
            check(udp->message);
        }
    });
}

void TestPlayground::validatesAgainstTheSchema()
{
    const QString schema =
        qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/opencollection.schema.json");
    if (!QFile::exists(schema))
        QSKIP("WIRELOUPE_TEST_DATA does not name the folder with opencollection.schema.json");
    const QString validator =
        qEnvironmentVariable("WIRELOUPE_SOURCE") + QStringLiteral("/tests/workspace/validate.py");
    QProcess python;
    python.start(QFile::exists(QStringLiteral("/usr/bin/python3")) ? QStringLiteral("/usr/bin/python3")
                                                                   : QStringLiteral("python3"),
                 {validator, schema, m_path});
    if (!python.waitForFinished() || python.exitCode() == 77)
        QSKIP("python3 with python3-yaml and python3-jsonschema is not installed");
    QVERIFY2(python.exitCode() == 0, python.readAllStandardOutput().constData());
}

QTEST_GUILESS_MAIN(TestPlayground)
#include "tst_playground.moc"
