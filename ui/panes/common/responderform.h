// SPDX-License-Identifier: MIT
#pragma once

#include "respond/responderspec.h"

#include <QWidget>

#include <memory>

namespace Ui {
class ResponderForm;
}

namespace wl {

/// How a server or UDP socket answers, on one line: nothing, echo, a fixed reply, the JSON API; what the line
/// does not show of the spec is kept. UI thread.
class ResponderForm : public QWidget
{
    Q_OBJECT
public:
    explicit ResponderForm(QWidget* parent = nullptr);
    ~ResponderForm() override;

    /// For datagrams there is no HTTP and nothing to close.
    void setForDatagrams();
    void setSpec(const ResponderSpec& spec);
    [[nodiscard]] const ResponderSpec& spec() const { return m_spec; }
    [[nodiscard]] QString problem() const;

signals:
    void edited();

private:
    void connectAll();
    void showKind();
    void addKind(ResponderSpec::Kind kind);

    std::unique_ptr<Ui::ResponderForm> m_ui;
    ResponderSpec m_spec;
    bool m_forDatagrams = false;
    bool m_isLoading = false;
};

} // namespace wl
