// SPDX-License-Identifier: MIT
#pragma once

#include "net/endpoint.h"
#include "ui/panes/pane.h"

#include <QCoreApplication>

namespace wl {

/// The words for what an endpoint does. Plain text, translated; any thread.
class EndpointWords
{
    Q_DECLARE_TR_FUNCTIONS(EndpointWords)
public:
    enum class Role : quint8 { TcpServer, TcpClient, Udp };

    /// The mark and word of the tab and of the state line.
    [[nodiscard]] static PaneState state(const EndpointState& state, Role role);
    /// What follows the word: real addresses, the time to the next try, refused clients, kernel drops.
    [[nodiscard]] static QString detail(const EndpointState& state, Role role);
    /// "Cannot listen on 127.0.0.1:80", the beginning of the sentence for an endpoint that failed;
    /// `wasOpen`: it had been connected.
    [[nodiscard]] static QString tried(Role role, const QString& address, bool wasOpen);
    /// The whole sentence with advice; `holder`: the pane of this window that has the address.
    [[nodiscard]] static QString failure(const QString& tried, const Error& error, const QString& holder);
    /// What a pane says that waited for a server: it was started, or why not and that nothing was sent.
    [[nodiscard]] static QString serverStart(const ServerStart& server);
    /// "127.0.0.1:8080 and [::1]:8080"
    [[nodiscard]] static QString addresses(const QList<SocketAddress>& local);
    /// The same as what a program of this machine can connect to: 127.0.0.1 for *.
    [[nodiscard]] static QString reachable(const QList<SocketAddress>& local);
    /// Whether the endpoint holds a socket or is about to (Failed and Stopped are not running).
    [[nodiscard]] static bool isRunning(const EndpointState& state);
};

} // namespace wl
