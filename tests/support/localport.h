// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

namespace wl::test {

/// A port of this machine that nothing listens on, for a server that cannot choose one itself.
inline quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Whether a server takes connections there by now.
inline bool answers(quint16 port)
{
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QHostAddress::LocalHost, port);
    return QTest::qWaitFor([&] { return socket.state() != QAbstractSocket::ConnectingState; }, 1000) &&
           socket.state() == QAbstractSocket::ConnectedState;
}

} // namespace wl::test
