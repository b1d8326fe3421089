// SPDX-License-Identifier: MIT
#include "net/tcpserver.h"
#include "respond/responderspec.h"

#include "support/recordingsink.h"

#include <QFile>
#include <QNetworkProxy>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

namespace {

/// A client that many people use; plain standard library, so that it is always there.
constexpr auto urllibClient = R"(
import concurrent.futures, http.client, json, sys, urllib.error, urllib.parse, urllib.request
base = sys.argv[1]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
def call(path, data=None, headers={}, method=None):
    return opener.open(urllib.request.Request(base + path, data, headers, method=method), timeout=20)
posts = json.load(call('/posts'))
assert len(posts) == 100 and list(posts[0]) == ['userId', 'id', 'title', 'body'], posts[0]
assert json.load(call('/posts/42')) == posts[41]
form = urllib.parse.urlencode({'title': 'a&b=c é', 'userId': 7}).encode()
r = call('/posts', form)
answer = json.load(r)
assert r.status == 201 and answer == {'title': 'a&b=c é', 'userId': '7', 'id': 101}, answer
sent = {'title': 'é', 'nested': {'list': [1, 2.5, None]}}
answer = json.load(call('/posts', json.dumps(sent).encode(), {'Content-Type': 'application/json'}))
assert answer == dict(sent, id=101), answer
assert json.load(call('/redirect/5')) == {'redirects': 'done'}
for code in (400, 404, 418, 500, 503):
    try: call('/status/%d' % code)
    except urllib.error.HTTPError as e: assert e.code == code and json.load(e)['status'] == code
    else: raise AssertionError(code)
body = call('/bytes/5000000').read()
assert body == (bytes(range(251)) * 20000)[:5000000]
def chunks():
    for i in range(50): yield b'x' * 1000
host = urllib.parse.urlparse(base).netloc
c = http.client.HTTPConnection(host, timeout=20)
for i in range(50):
    c.request('GET', '/posts/%d' % (i + 1)); assert json.load(c.getresponse())['id'] == i + 1
sock = c.sock
c.request('POST', '/echo', chunks(), encode_chunked=True, headers={'Transfer-Encoding': 'chunked'})
assert json.load(c.getresponse())['bodyBytes'] == 50000
c.request('HEAD', '/posts'); r = c.getresponse(); assert r.read() == b'' and r.length == 0
c.request('DELETE', '/posts/1'); r = c.getresponse(); assert r.status == 204 and r.read() == b''
c.request('GET', '/posts/1'); assert json.load(c.getresponse())['id'] == 1
assert c.sock is sock, 'the connection was not kept alive'
with concurrent.futures.ThreadPoolExecutor(20) as pool:
    slow = [pool.submit(lambda: json.load(call('/delay/0.3'))) for _ in range(20)]
    assert all(f.result() == {'delay': 0.3} for f in slow)
print('done')
)";

constexpr auto requestsClient = R"(
import sys
try: import requests
except ImportError: sys.exit(77)
base = sys.argv[1]
s = requests.Session(); s.trust_env = False
assert len(s.get(base + '/posts', params={'userId': 2}).json()) == 10
assert s.post(base + '/posts', data={'a': 'b c'}).json() == {'a': 'b c', 'id': 101}
assert s.post(base + '/posts', json={'a': [1]}).json() == {'a': [1], 'id': 101}
r = s.get(base + '/gzip'); assert r.headers['Content-Encoding'] == 'gzip' and r.json()['gzip'] is True
r = s.get(base + '/redirect/3'); assert len(r.history) == 3
r = s.get(base + '/headers', headers={'X-Q': 'v'}); assert {'name': 'X-Q', 'value': 'v'} in r.json()
r = s.post(base + '/echo', files={'f': ('n.bin', b'\x00\xff' * 1000)}); assert r.json()['bodyBytes'] > 2000
total = 0
with s.get(base + '/bytes/30000000', stream=True) as r:
    for piece in r.iter_content(65536): total += len(piece)
assert total == 30000000
print('done')
)";

} // namespace

class TestJsonApiServer : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void serves_data();
    void serves();
    void servesCurl();
    void answersWhatIsNotHttp();

private:
    /// Exit code of a program; its output in m_output.
    int run(const QString& program, const QStringList& arguments);

    test::RecordingSink m_sink{false};
    std::unique_ptr<TcpServer> m_server;
    QString m_base;
    QByteArray m_output;
};

void TestJsonApiServer::init()
{
    ResponderSpec responder;
    responder.kind = ResponderSpec::Kind::JsonApi;
    const auto factory = makeResponder(responder, {});
    QVERIFY(factory);
    TcpServerSpec spec;
    spec.address.host = QStringLiteral("127.0.0.1");
    m_server = std::make_unique<TcpServer>(spec, *factory, EndpointId(1), m_sink);
    quint16 port = 0;
    connect(m_server.get(), &Endpoint::stateChanged, this, [&port](const EndpointState& state) {
        if (!state.local.isEmpty())
            port = state.local.first().port;
    });
    m_server->start();
    QTRY_VERIFY(port != 0);
    m_base = QStringLiteral("http://127.0.0.1:%1").arg(port);
}

void TestJsonApiServer::cleanup()
{
    m_server.reset();
}

int TestJsonApiServer::run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    QSignalSpy finished(&process, &QProcess::finished);
    process.start(program, arguments);
    // The server is on this thread: its events go on while the program runs.
    if (!QTest::qWaitFor([&] { return finished.size() > 0 || process.error() == QProcess::FailedToStart; },
                         60'000))
        process.kill();
    m_output = process.readAll();
    return process.error() == QProcess::FailedToStart ? -1 : process.exitCode();
}

void TestJsonApiServer::serves_data()
{
    QTest::addColumn<QString>("client");
    QTest::newRow("urllib") << QString::fromUtf8(urllibClient);
    QTest::newRow("requests") << QString::fromUtf8(requestsClient);
}

void TestJsonApiServer::serves()
{
    QFETCH(const QString, client);
    const QString system = QStringLiteral("/usr/bin/python3");
    const QString python = QFile::exists(system) ? system : QStringLiteral("python3");
    const int code = run(python, {QStringLiteral("-c"), client, m_base});
    if (code == -1 || code == 77)
        QSKIP("python3 with python3-requests is not installed");
    QCOMPARE(m_output.trimmed(), QByteArray("done"));
    QCOMPARE(code, 0);
}

void TestJsonApiServer::servesCurl()
{
    if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty())
        QSKIP("curl is not installed");
    const QStringList common{QStringLiteral("--noproxy"), QStringLiteral("*"), QStringLiteral("-sS"),
                             QStringLiteral("-m20")};
    QCOMPARE(run(QStringLiteral("curl"),
                 common + QStringList{QStringLiteral("--compressed"), m_base + QStringLiteral("/gzip")}),
             0);
    QVERIFY2(m_output.contains("\"gzip\": true"), m_output.constData());
    // An upload of this size makes curl wait for 100 Continue.
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("body")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(2'000'000, 'x'));
    file.close();
    const QString upload = QStringLiteral("@") + file.fileName();
    QCOMPARE(
        run(QStringLiteral("curl"),
            common + QStringList{QStringLiteral("--data-binary"), upload, QStringLiteral("-H"),
                                 QStringLiteral("Expect: 100-continue"), m_base + QStringLiteral("/echo")}),
        0);
    QVERIFY(m_output.contains("\"bodyBytes\": 2000000"));
    QVERIFY(file.resize(20'000'000));
    const int code =
        run(QStringLiteral("curl"),
            common + QStringList{QStringLiteral("-T"), file.fileName(), QStringLiteral("-w"),
                                 QStringLiteral("%{http_code}"), m_base + QStringLiteral("/echo")});
    QVERIFY2(m_output.contains("413"), m_output.constData());
    Q_UNUSED(code)
    QCOMPARE(run(QStringLiteral("curl"),
                 common + QStringList{QStringLiteral("-I"), m_base + QStringLiteral("/posts")}),
             0);
    QVERIFY(m_output.startsWith("HTTP/1.1 200 OK\r\n"));
}

void TestJsonApiServer::answersWhatIsNotHttp()
{
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(m_base.section(u':', 2).toInt()));
    socket.write("\x16\x03\x01\x02\x00\x01");
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 400 Bad Request\r\n"));
}

QTEST_GUILESS_MAIN(TestJsonApiServer)
#include "tst_jsonapiserver.moc"
