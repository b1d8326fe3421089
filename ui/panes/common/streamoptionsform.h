// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <QWidget>

#include <memory>

namespace Ui {
class StreamOptionsForm;
}

namespace wl {

/// Socket options of a stream. UI thread.
class StreamOptionsForm : public QWidget
{
    Q_OBJECT
public:
    explicit StreamOptionsForm(QWidget* parent = nullptr);
    ~StreamOptionsForm() override;

    void setOptions(const StreamOptions& options);
    [[nodiscard]] const StreamOptions& options() const { return m_options; }

signals:
    void edited();

private:
    void connectAll();
    void change(const std::function<void()>& assign);

    std::unique_ptr<Ui::StreamOptionsForm> m_ui;
    StreamOptions m_options;
    bool m_isLoading = false;
};

} // namespace wl
