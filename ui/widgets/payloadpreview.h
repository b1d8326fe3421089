// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace wl {

/// The line below a payload editor: how many bytes would be sent and which, or what is wrong. One line, cut
/// at the end where it is too long (all of it in the tooltip). UI thread.
class PayloadPreview : public QWidget
{
    Q_OBJECT
public:
    explicit PayloadPreview(QWidget* parent = nullptr);

    /// `size` is written out ("12 bytes"), `shown` is the payload on one line.
    void showPayload(const QString& size, const QString& shown);
    void showProblem(const QString& problem);
    /// Something to know that does not hinder sending; stays until the next of these calls.
    void showNote(const QString& note);

    [[nodiscard]] QString text() const { return m_first + u' ' + m_second; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Kind : quint8 { Payload, Problem, Note };
    void show(Kind kind, const QString& first, const QString& second);

    Kind m_kind = Kind::Payload;
    QString m_first;
    QString m_second;
};

} // namespace wl
