// SPDX-License-Identifier: MIT
#include "net/tcpclient.h"
#include "net/tcpserver.h"
#include "net/udpendpoint.h"
#include "support/recordingsink.h"
#include "support/withoutrights.h"

#include <QFile>
#include <QTest>

using namespace wl;
using namespace wl::test;

/// What a user without rights may not do.
class tst_LowPort : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void serverIsRefused();
    void datagramsAreRefused();
    void clientsOwnPortIsRefused();
};

void tst_LowPort::initTestCase()
{
    QFile first(QStringLiteral("/proc/sys/net/ipv4/ip_unprivileged_port_start"));
    if (first.open(QIODevice::ReadOnly) && first.readAll().trimmed().toInt() <= 1)
        QSKIP("everybody may listen on port 1 here");
}

void tst_LowPort::serverIsRefused()
{
    EndpointState state;
    const bool isDone = withoutRights([&state] {
        RecordingSink sink;
        TcpServerSpec spec;
        spec.address.port = 1;
        TcpServer server(spec, {}, EndpointId(1), sink);
        QObject::connect(&server, &Endpoint::stateChanged, &server,
                         [&state](const EndpointState& s) { state = s; });
        server.start();
    });
    if (!isDone)
        QSKIP("cannot give up rights");
    QCOMPARE(state.phase, EndpointState::Phase::Failed);
    QCOMPARE(state.error.code, ErrorCode::PermissionDenied);
    QCOMPARE(state.error.detail, QStringLiteral("127.0.0.1:1"));
}

void tst_LowPort::datagramsAreRefused()
{
    EndpointState state;
    const bool isDone = withoutRights([&state] {
        RecordingSink sink;
        UdpSpec spec;
        spec.address.port = 1;
        UdpEndpoint endpoint(spec, {}, EndpointId(1), sink);
        QObject::connect(&endpoint, &Endpoint::stateChanged, &endpoint,
                         [&state](const EndpointState& s) { state = s; });
        endpoint.start();
    });
    if (!isDone)
        QSKIP("cannot give up rights");
    QCOMPARE(state.phase, EndpointState::Phase::Failed);
    QCOMPARE(state.error.code, ErrorCode::PermissionDenied);
}

void tst_LowPort::clientsOwnPortIsRefused()
{
    EndpointState state;
    const bool isDone = withoutRights([&state] {
        QEventLoop loop;
        RecordingSink sink;
        TcpClientSpec spec;
        spec.address.host = QStringLiteral("127.0.0.1");
        spec.address.port = 9;
        spec.localPort = 1;
        TcpClient client(spec, {}, EndpointId(1), sink);
        QObject::connect(&client, &Endpoint::stateChanged, &client, [&](const EndpointState& s) {
            state = s;
            if (s.phase == EndpointState::Phase::Failed)
                loop.quit();
        });
        client.start();
        loop.exec();
    });
    if (!isDone)
        QSKIP("cannot give up rights");
    // Its own end, so that the advice is about ports.
    QCOMPARE(state.error.code, ErrorCode::PermissionDenied);
    QCOMPARE(state.error.detail, QStringLiteral(":1"));
}

QTEST_GUILESS_MAIN(tst_LowPort)
#include "tst_lowport.moc"
