// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/addressinput.h"

#include <QLineEdit>

namespace wl {

class ProblemEdge;

/// A line for an address that is checked while it is typed. It keeps the last address that could be read, so
/// that what is stored is always whole. UI thread.
class AddressField : public QLineEdit
{
    Q_OBJECT
public:
    explicit AddressField(QWidget* parent = nullptr);

    void setUse(AddressInput::Use use);
    /// Shows the address; what address() gives afterwards is exactly this value until somebody types.
    void setAddress(const Address& address);
    [[nodiscard]] const Address& address() const { return m_address; }
    /// Empty where the text can be used; else what is wrong with it, for people.
    [[nodiscard]] const QString& problem() const { return m_problem; }
    /// The same, but empty while nothing was typed: an empty field needs no scolding.
    [[nodiscard]] QString typedProblem() const { return text().isEmpty() ? QString() : m_problem; }

signals:
    /// The user changed the text; problem() is up to date.
    void edited();

private:
    void check();
    void setProblem(const QString& problem);

    AddressInput::Use m_use = AddressInput::Use::TcpConnect;
    Address m_address;
    QString m_problem;
    QString m_hint; ///< the tooltip where nothing is wrong
    ProblemEdge* m_edge = nullptr;
    QAction* m_sign = nullptr;
};

} // namespace wl
