// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QLabel;

namespace wl {

/// A note that hangs below a field of the window and lies over what is there: why the field's text cannot be
/// used, or how it is understood. It takes no focus and no clicks. UI thread.
class AddressHint : public QFrame
{
    Q_OBJECT
public:
    enum class Kind : quint8 { Note, Error };

    /// `field` is what it hangs below; it has to be in the same window.
    AddressHint(QWidget& field, QWidget* parent);

    void showText(Kind kind, const QString& text);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void place();

    QWidget& m_field;
    QLabel* m_text = nullptr;
    Kind m_kind = Kind::Note;
};

} // namespace wl
