// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace wl {

/// A payload on one line (a reply, a greeting): its text, a button that says how it is read (text, hex, file)
/// and opens the whole payload editor. Everything of the spec that the line does not show is kept. UI thread.
class PayloadField : public QWidget
{
    Q_OBJECT
public:
    explicit PayloadField(QWidget* parent = nullptr);

    void setSpec(const PayloadSpec& spec);
    [[nodiscard]] const PayloadSpec& spec() const { return m_spec; }
    /// Empty where the payload can be sent; else what is wrong with it.
    [[nodiscard]] const QString& problem() const { return m_problem; }
    void setPlaceholderText(const QString& text);
    /// The name of the payload ("Reply") for assistive tools and for the editor's title.
    void setPayloadName(const QString& name);

signals:
    void edited();

private:
    void setUpMenu();
    void setForm(PayloadSpec::Form form);
    void openEditor();
    void accept(const PayloadSpec& spec);
    void check();
    void showSpec();

    PayloadSpec m_spec;
    QString m_problem;
    QString m_name;
    QLineEdit* m_line = nullptr;
    QToolButton* m_form = nullptr;
};

} // namespace wl
