// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/remark.h"
#include "ui/panes/pane.h"

#include <memory>

namespace wl {

/// A TCP server: address and responder on top, a table of its clients, the live conversation, and the payload
/// editor.
class TcpServerPane final : public Pane
{
    Q_OBJECT
public:
    explicit TcpServerPane(const PaneContext& context, QWidget* parent = nullptr);
    ~TcpServerPane() override;

    [[nodiscard]] ItemContent content() const override;
    void setContent(const ItemContent& content) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] PaneState state() const override;
    void trigger(bool toggle) override;
    [[nodiscard]] bool isRunning() const override;
    [[nodiscard]] qsizetype openConnections() const override;
    void closeConnections() override;
    [[nodiscard]] EndpointId endpoint() const override;
    void focusForm() override;
    [[nodiscard]] bool hasConnection(ConnectionId id) const override;
    bool editPayload(const PayloadSpec& payload, ConnectionId receiver) override;
    [[nodiscard]] QJsonObject memory() const override;
    void setMemory(const QJsonObject& memory) override;

private:
    void connectForm();
    void connectClients();
    void connectSending();
    void start();
    void send();
    void showState();
    void showDetail();
    [[nodiscard]] Remark remark() const;
    void showReceivers();
    void showConversation();
    /// Calls once for each endpoint of these clients.
    using Command = void (Sessions::*)(EndpointId, const QList<ConnectionId>&);
    void command(Command what, const QList<ConnectionId>& clients);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
