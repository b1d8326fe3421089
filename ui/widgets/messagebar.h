// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace wl {

/// A bar in a pane that says what went wrong or what to know: icon, plain text, an optional action, a close
/// button. Hidden while it has no text.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind : quint8 { Information, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(Kind kind, const QString& text, const QString& actionText = {});
    void clear();
    /// How many more messages come when this one is closed.
    void setWaiting(int count);
    [[nodiscard]] QString text() const;

signals:
    void actionTriggered();
    void closed(); ///< by its button

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void updateIcon();

    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_waiting = nullptr;
    QToolButton* m_action = nullptr;
    QToolButton* m_close = nullptr;
    Kind m_kind = Kind::Information;
};

} // namespace wl
