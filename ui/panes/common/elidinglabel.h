// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace wl {

/// One line of plain text that shortens itself with "…" instead of asking for room; the whole text is in the
/// tooltip, for assistive tools and to copy (context menu). UI thread.
class ElidingLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ElidingLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    [[nodiscard]] QString fullText() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void elide();

    QString m_text;
};

} // namespace wl
