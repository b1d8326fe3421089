// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "ui/panes/common/gridfold.h"
#include "ui/panes/common/optionsarea.h"

#include <memory>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace Ui {
class OptionsForm;
}

namespace wl {

/// How a request is sent: engine and redirects, timeouts, TLS, proxy, addresses. UI thread.
class OptionsPage : public OptionsArea
{
    Q_OBJECT
public:
    explicit OptionsPage(QWidget* parent = nullptr);
    ~OptionsPage() override;

    void setSettings(const HttpSettings& settings); ///< no edited()
    /// As they are stored: with verification on.
    [[nodiscard]] const HttpSettings& settings() const { return m_settings; }
    /// That of a page among others: it scrolls.
    [[nodiscard]] QSize minimumSizeHint() const override { return QScrollArea::minimumSizeHint(); }
    /// Whether certificates are not verified, which is no part of the settings: it is never stored.
    [[nodiscard]] bool isUnverified() const;
    void setUnverified(bool on);

signals:
    void edited();
    void unverifiedChosen();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fillChoices();
    void connectAll();
    void setUpChoice(QComboBox& box, const std::function<void(int)>& assign);
    void setUpSwitch(QCheckBox& box, bool HttpSettings::*setting);
    void setUpTimeout(QSpinBox& box, std::chrono::milliseconds HttpSettings::*setting);
    void change(const std::function<void()>& assign);
    void takeResolve();
    void showResolve();
    void updateControls();

    std::unique_ptr<Ui::OptionsForm> m_ui;
    QList<GridFold> m_folds; ///< of the form and those within
    HttpSettings m_settings;
    QString m_resolveProblem;
    bool m_isLoading = false;
};

} // namespace wl
