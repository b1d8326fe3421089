// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;

namespace wl {

/// The line below a view that finds in it: Enter next, Shift+Enter previous, Esc closes and gives the focus
/// back to the view. It finds nothing itself. UI thread.
class FindLine : public QWidget
{
    Q_OBJECT
public:
    /// `name` is the field's for those who do not see it: "Find in the body". Hidden until it is opened.
    FindLine(const QString& name, QWidget* view, QWidget* parent = nullptr);

    /// Shows it with the focus; `text` takes the place of what was looked for last unless it is empty.
    void open(const QString& text = {});
    [[nodiscard]] QString text() const;
    /// What came of it, beside the field; gone with the next change of the text.
    void showResult(const QString& words);
    void showFound(bool isFound, bool isWrapped = false);
    /// A control beside the field.
    void addOption(QWidget* option);

signals:
    void findWanted(const QString& text, bool isBackward); ///< never of an empty text
    void closed();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void close();

    QWidget* m_view = nullptr;
    QLineEdit* m_text = nullptr;
    QLabel* m_result = nullptr;
    QBoxLayout* m_row = nullptr;
};

} // namespace wl
