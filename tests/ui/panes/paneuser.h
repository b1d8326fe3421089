// SPDX-License-Identifier: MIT
#pragma once

#include "tests/ui/panes/panestage.h"

#include <QAction>
#include <QLabel>
#include <QNetworkProxy>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTcpSocket>

namespace wl {

/// A person at a pane: clicks and types by object names, reads what is shown.
class PaneUser
{
public:
    explicit PaneUser(Pane& pane)
        : m_pane(pane)
    {
        pane.resize(1100, 600);
        pane.show();
    }

    void click(const char* button) { QTest::mouseClick(child<QPushButton>(m_pane, button), Qt::LeftButton); }
    void act(const char* action)
    {
        auto* found = m_pane.findChild<QAction*>(QString::fromLatin1(action));
        if (found == nullptr)
            qFatal("no action %s", action);
        // What can be done follows the state with the next pulse.
        if (!wl::test::waitFor([&] { return found->isEnabled(); }))
            qFatal("action %s stays off", action);
        found->trigger();
    }
    void type(const char* line, const char* text)
    {
        retype(child<QLineEdit>(m_pane, line), QString::fromUtf8(text));
    }
    void compose(const char* text)
    {
        auto* editor = child<QPlainTextEdit>(m_pane, "payloadText");
        editor->setPlainText(QString::fromUtf8(text));
    }
    [[nodiscard]] bool isOn(const char* button) const
    {
        return child<QPushButton>(m_pane, button)->isEnabled();
    }
    [[nodiscard]] QString textOf(const char* button) const
    {
        return child<QPushButton>(m_pane, button)->text();
    }
    [[nodiscard]] QString toolTipOf(const char* button) const
    {
        return child<QPushButton>(m_pane, button)->toolTip();
    }
    [[nodiscard]] QString says(const char* label) const
    {
        // A shortened label has the whole text as its accessible name.
        const auto* found = child<QLabel>(m_pane, label);
        return found->accessibleName().isEmpty() ? found->text() : found->accessibleName();
    }
    [[nodiscard]] QString word() const { return child<QLabel>(m_pane, "stateWord")->text(); }
    [[nodiscard]] QString message() const { return child<QLabel>(m_pane, "messageText")->text(); }
    [[nodiscard]] QTableView* table(const char* name) const { return child<QTableView>(m_pane, name); }
    [[nodiscard]] QString cell(const char* name, int row, int column) const
    {
        return table(name)->model()->index(row, column).data().toString();
    }

private:
    Pane& m_pane;
};

/// A peer that is nothing but a socket of Qt's, connected to a port of 127.0.0.1.
class SocketPeer
{
public:
    explicit SocketPeer(quint16 port)
    {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        QObject::connect(&m_socket, &QTcpSocket::readyRead, [this] { m_received += m_socket.readAll(); });
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    }
    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] bool hasEnded() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    [[nodiscard]] const QByteArray& received() const { return m_received; }
    void send(const QByteArray& bytes) { m_socket.write(bytes); }
    void disconnect() { m_socket.disconnectFromHost(); }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

} // namespace wl
