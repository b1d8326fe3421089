// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"

#include <QScrollArea>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;

namespace wl {

/// Engine, redirects, timeouts, TLS terms of a request. UI thread.
class OptionsPage : public QScrollArea
{
    Q_OBJECT
public:
    explicit OptionsPage(QWidget* parent = nullptr);

    void setSettings(const HttpSettings& settings); ///< no edited()
    /// As they are stored: with verification on.
    [[nodiscard]] const HttpSettings& settings() const { return m_settings; }
    /// Whether the next send goes without verifying the certificate; switched off by takeUnverified().
    [[nodiscard]] bool takeUnverified();

signals:
    void edited();

private:
    QSpinBox* addTimeout(QGridLayout* grid, int place, const QString& label, const QString& name);
    QWidget* setUpAuthority();
    void setUpEngine(QGridLayout* grid, int row);
    void setUpRows(QGridLayout* grid);
    void connectAll();
    void typed();

    QComboBox* m_engine = nullptr;
    QCheckBox* m_follow = nullptr;
    QSpinBox* m_maxRedirects = nullptr;
    QCheckBox* m_encode = nullptr;
    QSpinBox* m_connect = nullptr;
    QSpinBox* m_firstByte = nullptr;
    QSpinBox* m_idle = nullptr;
    QSpinBox* m_total = nullptr;
    QLineEdit* m_caFile = nullptr;
    QLineEdit* m_serverName = nullptr;
    QCheckBox* m_unverified = nullptr;
    HttpSettings m_settings;
    bool m_isLoading = false;
};

} // namespace wl
