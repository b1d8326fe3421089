// SPDX-License-Identifier: MIT
#pragma once

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
    [[nodiscard]] EndpointId endpoint() const override;
    void focusForm() override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
