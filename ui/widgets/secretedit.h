// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace wl {

/// A line for a secret: dots, until a switch beside it shows what stands there. UI thread.
class SecretEdit : public QWidget
{
    Q_OBJECT
public:
    /// `name` is the line's object name, the switch's is the same with "Show"; `what` names both for people.
    SecretEdit(const QString& name, const QString& what, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit& line() { return *m_line; }

private:
    QLineEdit* m_line;
    QToolButton* m_show;
};

} // namespace wl
