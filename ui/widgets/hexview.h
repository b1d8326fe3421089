// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/bytesource.h"
#include "ui/widgets/visibletext.h"

#include <QAbstractScrollArea>

#include <memory>

namespace wl {

/// A read-only hex view: offset, sixteen bytes (eight where it is narrow), characters; paints only what is
/// visible, so that any size scrolls at once. Mouse and keyboard selection, copy (Ctrl+C: hex; the context
/// menu: text, C array, Python bytes), find by findNext(). Accessible name and the selected bytes are told.
class HexView : public QAbstractScrollArea, public VisibleText
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

    /// What is looked for as bytes: "0x0d 0a" is two, anything else its UTF-8.
    [[nodiscard]] static QByteArray needleOf(const QString& text);
    /// Selects the next place of these bytes after (before) the selection, round the end; false where there
    /// is none in the first 64 MiB.
    bool findNext(QByteArrayView bytes, bool forward = true);
    [[nodiscard]] QList<Line> linesShown() override;

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
    void updateLayout();
    void setSelection(qint64 anchor, qint64 cursor);
    void scrollTo(qint64 offset);
    [[nodiscard]] qint64 offsetAt(const QPoint& position) const;
    [[nodiscard]] QByteArray selectedBytes() const;
    [[nodiscard]] QString rowText(qint64 row) const;
    void paintRow(QPainter& painter, qint64 row, int y) const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
