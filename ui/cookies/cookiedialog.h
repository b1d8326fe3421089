// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookie.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace wl {

class HintLine;

/// Edits one cookie, or makes one; what cannot be is said while it is typed. UI thread.
class CookieDialog : public QDialog
{
    Q_OBJECT
public:
    explicit CookieDialog(const Cookie& cookie, QWidget* parent = nullptr);

    /// As it is typed; its domain in the form of jars.
    [[nodiscard]] Cookie cookie() const;

private:
    void setUpFields();
    void addLine(QFormLayout& form, QLineEdit*& line, const QString& label, const char* name);
    void load();
    void validate();

    Cookie m_cookie; ///< what it began with
    QLineEdit* m_name = nullptr;
    QLineEdit* m_value = nullptr;
    QLineEdit* m_domain = nullptr;
    QCheckBox* m_hostOnly = nullptr;
    QLineEdit* m_path = nullptr;
    QCheckBox* m_session = nullptr;
    QDateTimeEdit* m_expires = nullptr;
    QCheckBox* m_secure = nullptr;
    QCheckBox* m_httpOnly = nullptr;
    QComboBox* m_sameSite = nullptr;
    HintLine* m_problem = nullptr;
    QPushButton* m_ok = nullptr;
};

} // namespace wl
