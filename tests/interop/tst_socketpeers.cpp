// SPDX-License-Identifier: MIT
#include "net/tcpclient.h"
#include "net/tcpserver.h"
#include "net/udpendpoint.h"
#include "respond/responderspec.h"
#include "support/program.h"
#include "support/recordingsink.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace wl;
using namespace wl::test;
using Phase = EndpointState::Phase;
using namespace std::chrono_literals;

namespace {

QString script(const char* name)
{
    return QFINDTESTDATA(name);
}

/// Our end: an endpoint and what it told.
struct Ours
{
    template <typename Kind, typename Spec>
    void start(const Spec& spec, const ResponderFactory& responder = {})
    {
        endpoint = std::make_unique<Kind>(spec, responder, EndpointId(0), sink);
        QObject::connect(endpoint.get(), &Endpoint::stateChanged, endpoint.get(),
                         [this](const EndpointState& s) { state = s; });
        QObject::connect(endpoint.get(), &Endpoint::sendFailed, endpoint.get(),
                         [this](ConnectionId, const Error& error) { failure = error; });
        endpoint->start();
    }
    [[nodiscard]] QString port() const { return QString::number(state.local.value(0).port); }
    [[nodiscard]] QByteArray received() const { return sink.count() ? sink.row(0).received : QByteArray(); }

    RecordingSink sink;
    std::unique_ptr<Endpoint> endpoint;
    EndpointState state;
    Error failure;
};

TcpServerSpec serverSpec()
{
    TcpServerSpec spec;
    spec.address.host = QStringLiteral("127.0.0.1");
    return spec;
}

TcpClientSpec clientSpec(const QByteArray& port, Scheme scheme = Scheme::Tcp)
{
    TcpClientSpec spec;
    spec.address.scheme = scheme;
    spec.address.host = QStringLiteral("127.0.0.1");
    spec.address.port = port.toUShort();
    return spec;
}

ResponderFactory echo()
{
    ResponderSpec spec;
    spec.kind = ResponderSpec::Kind::Echo;
    return makeResponder(spec, {}).value();
}

ResponderFactory lateAnswer()
{
    ResponderSpec spec;
    spec.kind = ResponderSpec::Kind::FixedReply;
    spec.reply.text = QStringLiteral("answer");
    spec.delay = 300ms;
    return makeResponder(spec, {}).value();
}

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 7 + (i >> 11)) & 0xff);
    return bytes;
}

/// What a script tells of the bytes that it got.
void compareReport(const QByteArray& line, const QByteArray& expected)
{
    const QJsonObject report = QJsonDocument::fromJson(line).object();
    QCOMPARE(report[QStringLiteral("bytes")].toInteger(), expected.size());
    QCOMPARE(report[QStringLiteral("sha256")].toString().toLatin1(),
             QCryptographicHash::hash(expected, QCryptographicHash::Sha256).toHex());
}

} // namespace

/// Our sockets against the plain sockets of other programs, in both roles.
class tst_SocketPeers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pythonClients_data();
    void pythonClients();
    void pythonAsksAndHalfCloses();
    void pythonTakesAllThatIsQueuedAtItsFin();
    void pythonServers_data();
    void pythonServers();
    void pythonServerFinishesFirst();
    void pythonDatagrams();
    void netcatAsksAndHalfCloses_data();
    void netcatAsksAndHalfCloses();
    void socatServer();
    void opensslServer();
    void fiveHundredClientsWithThreeHundredDescriptors();
};

void tst_SocketPeers::initTestCase()
{
    if (!Program::isThere(QStringLiteral("python3")))
        QSKIP("no python3");
}

void tst_SocketPeers::pythonClients_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("connections");
    QTest::newRow("plain socket") << QStringLiteral("plain") << 1;
    QTest::newRow("one byte a write") << QStringLiteral("one_byte") << 1;
    QTest::newRow("50 asyncio streams") << QStringLiteral("streams") << 50;
}

void tst_SocketPeers::pythonClients()
{
    QFETCH(QString, mode);
    QFETCH(int, connections);
    Ours ours;
    ours.start<TcpServer>(serverSpec(), echo());
    Program peer(QStringLiteral("python3"), {script("socket_client.py"), mode, ours.port()});
    QVERIFY2(peer.wait() == 0, peer.errors().constData());
    QCOMPARE(ours.sink.count(), connections);
    for (int i = 0; i < connections; ++i) {
        QTRY_COMPARE(ours.sink.row(i).story(), QStringLiteral("Opened< HalfClosed< Closed>"));
        QCOMPARE(ours.sink.row(i).sent, ours.sink.row(i).received);
    }
}

void tst_SocketPeers::pythonAsksAndHalfCloses()
{
    Ours ours;
    ours.start<TcpServer>(serverSpec(), lateAnswer());
    Program peer(QStringLiteral("python3"),
                 {script("socket_client.py"), QStringLiteral("late"), ours.port()});
    QVERIFY2(peer.wait() == 0, peer.errors().constData());
}

void tst_SocketPeers::pythonTakesAllThatIsQueuedAtItsFin()
{
    Ours ours;
    TcpServerSpec spec = serverSpec();
    spec.halfOpenTimeout = 500ms; // then we close, after what is queued
    ours.start<TcpServer>(spec);
    Program peer(QStringLiteral("python3"),
                 {script("socket_client.py"), QStringLiteral("download"), ours.port()});
    QTRY_COMPARE(ours.sink.count(), 1);
    const QByteArray all = pattern(20'000'000);
    QCOMPARE(ours.endpoint->send({}, all), 1);
    compareReport(peer.line(), all);
    QVERIFY2(peer.wait() == 0, peer.errors().constData());
    QTRY_COMPARE(ours.sink.row(0).story(), QStringLiteral("Opened< HalfClosed< Closed>"));
}

void tst_SocketPeers::pythonServers_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("plain socket") << QStringLiteral("plain");
    QTest::newRow("select") << QStringLiteral("selecting");
    QTest::newRow("asyncio streams") << QStringLiteral("streams");
}

void tst_SocketPeers::pythonServers()
{
    QFETCH(QString, mode);
    Program peer(QStringLiteral("python3"), {script("socket_server.py"), mode});
    const QByteArray port = peer.line();
    QVERIFY2(port.toUShort() > 0, peer.errors().constData());
    Ours ours;
    ours.start<TcpClient>(clientSpec(port));
    QTRY_COMPARE(ours.state.phase, Phase::Open);
    const QByteArray large = pattern(3'000'000);
    ours.endpoint->send({}, "a");
    QTRY_COMPARE(ours.received(), "a");
    ours.endpoint->send({}, large);
    QTRY_COMPARE(ours.received().size(), large.size() + 1);
    QVERIFY(ours.received() == "a" + large);
    ours.endpoint->finish({});
    QTRY_COMPARE(ours.state.phase, Phase::Stopped);
    QCOMPARE(ours.sink.row(0).story(), QStringLiteral("Opened> HalfClosed> Closed<"));
}

void tst_SocketPeers::pythonServerFinishesFirst()
{
    Program peer(QStringLiteral("python3"), {script("socket_server.py"), QStringLiteral("finisher")});
    const QByteArray port = peer.line();
    Ours ours;
    ours.start<TcpClient>(clientSpec(port));
    QTRY_COMPARE(ours.state.phase, Phase::PeerFinished);
    QCOMPARE(ours.received(), "bye");
    const QByteArray all = pattern(20'000'000);
    QCOMPARE(ours.endpoint->send({}, all), 1);
    ours.endpoint->stop(false);
    compareReport(peer.line(), all);
    QTRY_COMPARE(ours.state.phase, Phase::Stopped);
    QCOMPARE(ours.failure.code, ErrorCode::None);
}

void tst_SocketPeers::pythonDatagrams()
{
    {
        Ours ours;
        UdpSpec spec;
        spec.address.host = QStringLiteral("127.0.0.1");
        ours.start<UdpEndpoint>(spec, echo());
        Program peer(QStringLiteral("python3"),
                     {script("socket_client.py"), QStringLiteral("datagrams"), ours.port()});
        QVERIFY2(peer.wait() == 0, peer.errors().constData());
        QCOMPARE(ours.sink.row(0).receivedSizes, (QList<qsizetype>{1, 0, 1400, 65507}));
    }
    Program peer(QStringLiteral("python3"), {script("socket_server.py"), QStringLiteral("datagrams")});
    Ours ours;
    UdpSpec spec;
    spec.target.host = QStringLiteral("127.0.0.1");
    spec.target.port = peer.line().toUShort();
    ours.start<UdpEndpoint>(spec);
    QTRY_COMPARE(ours.state.phase, Phase::Listening);
    for (const QByteArray& message : {QByteArray("x"), QByteArray(), QByteArray(65507, 'z')}) {
        const qsizetype before = ours.sink.row(0).receivedSizes.size();
        QCOMPARE(ours.endpoint->send({}, message), 1);
        QTRY_COMPARE(ours.sink.row(0).receivedSizes.size(), before + 1);
        QCOMPARE(ours.sink.row(0).receivedSizes.last(), message.size());
    }
}

void tst_SocketPeers::netcatAsksAndHalfCloses_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nc -N") << QStringLiteral("nc.openbsd")
                           << QStringList{QStringLiteral("-N"), QStringLiteral("127.0.0.1"),
                                          QStringLiteral("%1")};
    QTest::newRow("ncat") << QStringLiteral("ncat")
                          << QStringList{QStringLiteral("127.0.0.1"), QStringLiteral("%1")};
    QTest::newRow("socat") << QStringLiteral("socat")
                           << QStringList{QStringLiteral("-t10"), QStringLiteral("-"),
                                          QStringLiteral("TCP:127.0.0.1:%1")};
}

void tst_SocketPeers::netcatAsksAndHalfCloses()
{
    QFETCH(QString, program);
    QFETCH(QStringList, arguments);
    if (!Program::isThere(program))
        QSKIP("the program is not installed");
    Ours ours;
    ours.start<TcpServer>(serverSpec(), lateAnswer());
    Program peer(program, arguments.replaceInStrings(QStringLiteral("%1"), ours.port()));
    peer.write("question\n");
    peer.finish();
    QVERIFY2(peer.wait() == 0, peer.errors().constData());
    QCOMPARE(peer.process().readAllStandardOutput(), "answer");
    QTRY_COMPARE(ours.sink.row(0).story(), QStringLiteral("Opened< HalfClosed< Closed>"));
}

void tst_SocketPeers::socatServer()
{
    if (!Program::isThere(QStringLiteral("socat")))
        QSKIP("no socat");
    Program peer(QStringLiteral("socat"),
                 {QStringLiteral("-d"), QStringLiteral("-d"), QStringLiteral("TCP4-LISTEN:0,bind=127.0.0.1"),
                  QStringLiteral("PIPE")});
    QByteArray told;
    while (!told.contains("listening on"))
        told = peer.line(QProcess::StandardError);
    Ours ours;
    ours.start<TcpClient>(clientSpec(told.mid(told.lastIndexOf(':') + 1)));
    QTRY_COMPARE(ours.state.phase, Phase::Open);
    ours.endpoint->send({}, "through a pipe");
    QTRY_COMPARE(ours.received(), "through a pipe");
    ours.endpoint->finish({});
    QTRY_COMPARE(ours.state.phase, Phase::Stopped);
}

void tst_SocketPeers::opensslServer()
{
    if (!Program::isThere(QStringLiteral("openssl")))
        QSKIP("no openssl");
    QTemporaryDir dir;
    const QString key = dir.filePath(QStringLiteral("key.pem"));
    const QString certificate = dir.filePath(QStringLiteral("certificate.pem"));
    const QString request = QStringLiteral(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=IP:127.0.0.1 -keyout %1 -out %2");
    Program maker(QStringLiteral("openssl"), request.arg(key, certificate).split(u' '));
    QVERIFY2(maker.wait() == 0, maker.errors().constData());
    Program peer(QStringLiteral("openssl"),
                 QStringLiteral("s_server -accept 127.0.0.1:0 -rev -key %1 -cert %2")
                     .arg(key, certificate)
                     .split(u' '));
    QByteArray told;
    for (int i = 0; i < 10 && !told.startsWith("ACCEPT"); ++i)
        told = peer.line();
    Ours ours;
    TcpClientSpec spec = clientSpec(told.mid(told.lastIndexOf(':') + 1), Scheme::Tls);
    spec.tls.caFile = certificate;
    ours.start<TcpClient>(spec);
    QTRY_COMPARE(ours.state.phase, Phase::Open);
    ours.endpoint->send({}, "stressed\n");
    QTRY_COMPARE(ours.received(), "desserts\n");
    QVERIFY(ours.sink.row(0).events.last().text.endsWith(u", verified"));
    ours.endpoint->stop(false);
    QTRY_COMPARE(ours.state.phase, Phase::Stopped);
}

void tst_SocketPeers::fiveHundredClientsWithThreeHundredDescriptors()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    Ours ours;
    ours.start<TcpServer>(serverSpec(), echo());
    Program peer(QStringLiteral("python3"),
                 {script("socket_client.py"), QStringLiteral("many"), ours.port()});
    const auto restore = qScopeGuard([&before] { ::setrlimit(RLIMIT_NOFILE, &before); });
    const rlimit few{300, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);

    QVERIFY2(peer.line().contains("500"), peer.errors().constData());
    const auto count = [&peer](const char* what) {
        peer.write("count\n");
        return QJsonDocument::fromJson(peer.line()).object()[QLatin1String(what)].toInt();
    };
    QTRY_COMPARE(ours.state.error.code, ErrorCode::OutOfDescriptors);
    QCOMPARE(ours.state.phase, Phase::Listening);
    const int accepted = ours.sink.count();
    QVERIFY2(accepted > 200 && accepted < 300, qPrintable(QString::number(accepted)));
    QTRY_COMPARE(count("answered"), accepted); // those live
    // As they go, others are taken.
    peer.write("close 250\n");
    (void)peer.line();
    const int left = 500 - std::min(250, accepted);
    QCOMPARE(count("open"), left);
    QTRY_COMPARE(ours.sink.count(), 500);
    QTRY_COMPARE(ours.state.error.code, ErrorCode::None);
    QTRY_COMPARE(count("answered"), left);
}

QTEST_GUILESS_MAIN(tst_SocketPeers)
#include "tst_socketpeers.moc"
