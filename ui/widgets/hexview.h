// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/bytesource.h"

#include <QAbstractScrollArea>

#include <memory>

namespace wl {

/// A read-only hex view: offset, sixteen bytes, characters; paints only what is visible, so that any size
/// scrolls at once. Mouse and keyboard selection, copy (Ctrl+C: hex; the context menu: text, C array, Python
/// bytes), find by findNext(). Accessible name and the selected bytes are told.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit HexView(QWidget* parent = nullptr);
    ~HexView() override;

    /// Takes the source; null shows the empty text. Selection and scroll position are reset.
    void setSource(std::shared_ptr<const ByteSource> source);
    /// The same source has grown: nothing moves.
    void sourceGrew();
    void setEmptyText(const QString& text);

    [[nodiscard]] qint64 selectionStart() const;
    [[nodiscard]] qint64 selectionSize() const;
    void select(qint64 start, qint64 size); ///< also scrolls there

signals:
    void selectionChanged(qint64 start, qint64 size);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
