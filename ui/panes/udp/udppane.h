// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/remark.h"
#include "ui/panes/pane.h"

#include <memory>

namespace wl {

/// A UDP socket: bind, target, groups on top, a table of its peers, the datagrams, and the payload editor.
class UdpPane final : public Pane
{
    Q_OBJECT
public:
    explicit UdpPane(const PaneContext& context, QWidget* parent = nullptr);
    ~UdpPane() override;

    [[nodiscard]] ItemContent content() const override;
    void setContent(const ItemContent& content) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] PaneState state() const override;
    void trigger(bool toggle) override;
    [[nodiscard]] bool isRunning() const override;
    [[nodiscard]] EndpointId endpoint() const override;
    void focusForm() override;
    [[nodiscard]] bool hasConnection(ConnectionId id) const override;
    bool editPayload(const PayloadSpec& payload, ConnectionId receiver) override;
    [[nodiscard]] QJsonObject memory() const override;
    void setMemory(const QJsonObject& memory) override;

private:
    void connectForm();
    void connectPeers();
    void connectSending();
    [[nodiscard]] UdpItem startable() const;
    [[nodiscard]] bool start();
    /// Binds first where that is still to be done, and waits for the workspace's own server where the target
    /// is one that is stopped.
    void send();
    void transmit();
    [[nodiscard]] bool bindAgain();
    [[nodiscard]] bool began(const UdpItem& item, const Result<EndpointId>& started);
    void showState();
    void showGroupError(const MulticastGroup& group, bool isMissing, const Error& error);
    void showReceivers();
    void showConversation();
    [[nodiscard]] Remark remark() const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
