// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <QWidget>

#include <memory>

namespace Ui {
class TlsOptionsForm;
}

namespace wl {

/// TLS terms of a client: authorities, server name, protocols, verification. UI thread.
class TlsOptionsForm : public QWidget
{
    Q_OBJECT
public:
    explicit TlsOptionsForm(QWidget* parent = nullptr);
    ~TlsOptionsForm() override;

    void setSpec(const TlsSpec& spec);
    [[nodiscard]] const TlsSpec& spec() const { return m_spec; }
    /// Empty where the terms can be used; else what is wrong ("no such file").
    [[nodiscard]] QString problem() const;

signals:
    void edited();

private:
    void connectAll();
    void change(const std::function<void()>& assign);
    void browse();

    std::unique_ptr<Ui::TlsOptionsForm> m_ui;
    TlsSpec m_spec;
    bool m_isLoading = false;
};

} // namespace wl
