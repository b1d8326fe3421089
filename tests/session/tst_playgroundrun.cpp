// SPDX-License-Identifier: MIT
#include "http/httpclient.h"
#include "session/sessions.h"
#include "support/recordingsink.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <numeric>

using namespace wl;

/// Everything that the Playground can send, sent to the servers that it names; these on free ports.
class TestPlaygroundRun : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void requests_data();
    void requests();
    void clients_data();
    void clients();

private:
    [[nodiscard]] QList<const Workspace::Node*> leaves(const char* folder) const;
    /// Starts the server that listens there; its port.
    [[nodiscard]] quint16 startServerOf(const QString& host, quint16 port, bool isUdp);
    [[nodiscard]] static bool isListening(const EndpointState& state)
    {
        return state.phase == EndpointState::Phase::Listening;
    }

    [[nodiscard]] qsizetype receivedBy(EndpointId id) const
    {
        qsizetype bytes = 0;
        for (int i = 0; i < m_sink->count(); ++i) {
            const test::SinkRow row = m_sink->row(i);
            if (row.info.endpoint == id)
                bytes += std::accumulate(row.receivedSizes.begin(), row.receivedSizes.end(), qsizetype(0));
        }
        return bytes;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<test::RecordingSink> m_sink;
    std::unique_ptr<Sessions> m_sessions;
    QHash<ItemId, EndpointId> m_started;
};

void TestPlaygroundRun::initTestCase()
{
    const QString path = m_folder.filePath(QStringLiteral("playground.yml"));
    QVERIFY(QFile::copy(QStringLiteral(":/playground/playground.yml"), path));
    auto loaded = Workspace::load(path);
    QVERIFY(loaded);
    m_workspace = std::move(*loaded);
    m_sink = std::make_unique<test::RecordingSink>(false);
    m_sessions = std::make_unique<Sessions>(*m_sink);
}

void TestPlaygroundRun::cleanupTestCase()
{
    m_sessions.reset();
}

QList<const Workspace::Node*> TestPlaygroundRun::leaves(const char* folder) const
{
    QList<const Workspace::Node*> nodes;
    for (const ItemId id : m_workspace->topLevel()) {
        if (m_workspace->node(id)->name != QLatin1String(folder))
            continue;
        for (const ItemId child : m_workspace->node(id)->children)
            nodes += m_workspace->node(child);
    }
    return nodes;
}

quint16 TestPlaygroundRun::startServerOf(const QString& host, quint16 port, bool isUdp)
{
    const ItemId item = m_workspace->serverFor(host, port, isUdp);
    if (!item.isValid())
        return 0;
    if (!m_started.contains(item)) {
        const ItemContent content = m_workspace->node(item)->content;
        Result<EndpointId> started = fail(ErrorCode::BadOption);
        if (isUdp) {
            UdpItem udp = std::get<UdpItem>(content);
            udp.udp.address.port = 0;
            started = m_sessions->start(udp);
        } else {
            ServerItem server = std::get<ServerItem>(content);
            server.server.address.port = 0;
            started = m_sessions->start(server);
        }
        if (!started)
            return 0;
        m_started.insert(item, *started);
    }
    const EndpointId id = m_started.value(item);
    if (!QTest::qWaitFor([&] { return isListening(m_sessions->state(id)); }, 10'000))
        return 0;
    return m_sessions->state(id).local.at(0).port;
}

void TestPlaygroundRun::requests_data()
{
    static const QHash<QString, QPair<int, qint64>> expected{
        {QStringLiteral("GET /posts"), {200, 10'000}},
        {QStringLiteral("GET /posts of a user"), {200, 1'000}},
        {QStringLiteral("POST /posts as JSON"), {201, 50}},
        {QStringLiteral("POST /posts as a form"), {201, 20}},
        {QStringLiteral("PATCH /posts/7"), {200, 20}},
        {QStringLiteral("GET /status/404"), {404, 0}},
        {QStringLiteral("GET /delay/2"), {200, 0}},
        {QStringLiteral("GET /bytes/100000000"), {200, 100'000'000}},
        {QStringLiteral("GET /headers"), {200, 20}},
        {QStringLiteral("GET /gzip"), {200, 20}},
        {QStringLiteral("GET /redirect/3"), {200, 0}},
    };
    QTest::addColumn<HttpRequest>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<qint64>("leastBytes");
    const QList<const Workspace::Node*> nodes = leaves("HTTP");
    QCOMPARE(nodes.size(), expected.size());
    for (const Workspace::Node* node : nodes) {
        QVERIFY2(expected.contains(node->name), qPrintable(node->name));
        const auto [status, bytes] = expected.value(node->name);
        QTest::newRow(qPrintable(node->name)) << std::get<HttpRequest>(node->content) << status << bytes;
    }
}

void TestPlaygroundRun::requests()
{
    QFETCH(HttpRequest, request);
    QFETCH(int, status);
    QFETCH(qint64, leastBytes);
    QUrl url(request.url);
    const quint16 port = startServerOf(url.host(), quint16(url.port()), false);
    QVERIFY(port != 0);
    url.setPort(port);
    request.url = url.toString();
    std::optional<HttpExchange> last;
    QObject context;
    connect(&m_sessions->http(), &HttpClient::updated, &context, [&](const HttpExchange& exchange) {
        if (exchange.isFinished())
            last = exchange;
    });
    QVERIFY(m_sessions->http().start(request, m_sessions->newEndpointId(), QStringLiteral("request")));
    QTRY_VERIFY_WITH_TIMEOUT(last, 60'000);
    QCOMPARE(last->phase, HttpExchange::Phase::Done);
    QCOMPARE(last->hops.constLast().status, status);
    QCOMPARE(last->hops.size(), request.url.contains(QLatin1String("redirect/3")) ? 4 : 1);
    QVERIFY2(last->hops.constLast().wireBodyBytes >= leastBytes,
             qPrintable(QString::number(last->hops.constLast().wireBodyBytes)));
}

void TestPlaygroundRun::clients_data()
{
    QTest::addColumn<ItemId>("item");
    for (const Workspace::Node* node : leaves("Clients"))
        QTest::newRow(qPrintable(node->name)) << node->id;
}

// Each client's message, or the greeting, brings an answer.
void TestPlaygroundRun::clients()
{
    QFETCH(ItemId, item);
    const ItemContent content = m_workspace->node(item)->content;
    const bool isUdp = std::holds_alternative<UdpItem>(content);
    EndpointSpec spec;
    PayloadSpec message;
    if (isUdp) {
        UdpItem udp = std::get<UdpItem>(content);
        udp.udp.target.port = startServerOf(udp.udp.target.host, udp.udp.target.port, true);
        QVERIFY(udp.udp.target.port != 0);
        message = udp.message;
        spec = udp;
    } else {
        ClientItem client = std::get<ClientItem>(content);
        client.client.address.port =
            startServerOf(client.client.address.host, client.client.address.port, false);
        QVERIFY(client.client.address.port != 0);
        message = client.message;
        spec = client;
    }
    const auto id = m_sessions->start(spec);
    QVERIFY(id);
    if (!message.text.isEmpty()) {
        const EndpointState::Phase up = isUdp ? EndpointState::Phase::Listening : EndpointState::Phase::Open;
        QTRY_COMPARE(m_sessions->state(*id).phase, up);
        SendJob job;
        job.payload = message;
        QVERIFY(m_sessions->send(*id, job));
    }
    QTRY_VERIFY(receivedBy(*id) > 0);
    m_sessions->remove(*id);
}

QTEST_GUILESS_MAIN(TestPlaygroundRun)
#include "tst_playgroundrun.moc"
