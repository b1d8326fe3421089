// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <QWidget>

#include <memory>

namespace Ui {
class ProxyForm;
}

namespace wl {

/// Through what a request reaches its server: kind, host, port, user, password. UI thread.
class ProxyForm : public QWidget
{
    Q_OBJECT
public:
    explicit ProxyForm(QWidget* parent = nullptr);
    ~ProxyForm() override;

    void setProxy(const ProxySpec& proxy); ///< no edited()
    [[nodiscard]] const ProxySpec& proxy() const { return m_proxy; }
    /// Empty where the proxy can be used; else what is missing.
    [[nodiscard]] QString problem() const;

signals:
    void edited();

private:
    void connectAll();
    void change(const std::function<void()>& assign);
    void typeHost(const QString& text);
    void updateControls();

    std::unique_ptr<Ui::ProxyForm> m_ui;
    ProxySpec m_proxy;
    bool m_isLoading = false;
};

} // namespace wl
