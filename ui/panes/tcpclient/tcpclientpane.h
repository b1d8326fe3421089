// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/remark.h"
#include "ui/panes/pane.h"

#include <memory>

namespace wl {

/// A TCP or TLS client: address and options on top, the live conversation, and the payload editor.
class TcpClientPane final : public Pane
{
    Q_OBJECT
public:
    explicit TcpClientPane(const PaneContext& context, QWidget* parent = nullptr);
    ~TcpClientPane() override;

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
    void connectSending();
    /// `verify`: false connects this once without a look at the certificate; the form keeps its own.
    /// Waits for the workspace's own server where the address is one that is stopped.
    void start(bool verify);
    void open(const ClientItem& item, const ServerStart& server);
    void send();
    void pull();
    void showState();
    void showControls();
    [[nodiscard]] Remark remark() const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
