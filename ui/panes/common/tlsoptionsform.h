// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLineEdit;

namespace Ui {
class TlsOptionsForm;
}

namespace wl {

/// TLS terms of a client: authorities, server name, versions, its own certificate. UI thread.
class TlsOptionsForm : public QWidget
{
    Q_OBJECT
public:
    explicit TlsOptionsForm(QWidget* parent = nullptr);
    ~TlsOptionsForm() override;

    /// For HTTP requests: neither the switch for verification nor the protocols to offer are shown, for both
    /// are asked for elsewhere.
    void setForRequests();

    void setSpec(const TlsSpec& spec);
    [[nodiscard]] const TlsSpec& spec() const { return m_spec; }
    /// Empty where the terms can be used; else what is wrong ("no such file").
    [[nodiscard]] QString problem() const;

signals:
    void edited();

private:
    void connectAll();
    void setUpVersions(QComboBox& box, TlsVersion TlsSpec::*version);
    void setUpText(QLineEdit& field, QString TlsSpec::*text, bool isTrimmed);
    void change(const std::function<void()>& assign);
    void browse(QLineEdit& field, const QString& title, const QString& filter);

    std::unique_ptr<Ui::TlsOptionsForm> m_ui;
    TlsSpec m_spec;
    bool m_isLoading = false;
};

} // namespace wl
