// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodydocument.h"
#include "ui/panes/http/textline.h"
#include "ui/widgets/visibletext.h"

#include <QAbstractScrollArea>

namespace wl {

/// A read-only view of a text of any size: only the visible lines are read and painted. Line numbers, mouse
/// and keyboard selection, copy. UI thread.
class BodyTextView : public QAbstractScrollArea, public VisibleText
{
    Q_OBJECT
public:
    explicit BodyTextView(QWidget* parent = nullptr);
    ~BodyTextView() override;

    /// Null shows the empty text. With `grew` it is the same text with more at its end: nothing moves.
    void setDocument(std::shared_ptr<const BodyDocument> document, bool grew = false);
    [[nodiscard]] const std::shared_ptr<const BodyDocument>& document() const { return m_document; }
    void setEmptyText(const QString& text);
    /// Shows the end whenever the text grows; scrolling up turns it off.
    void setFollowing(bool follows);

    /// Bytes of the text. Scrolls there.
    void select(qsizetype start, qsizetype size);
    [[nodiscard]] qsizetype selectionStart() const { return std::min(m_anchor, m_cursor); }
    [[nodiscard]] qsizetype selectionEnd() const { return std::max(m_anchor, m_cursor); }
    [[nodiscard]] QString selectedText() const;
    void copy();
    void selectAll();
    [[nodiscard]] QList<Line> linesShown() override;

signals:
    void findRequested(); ///< Ctrl+F
    void followingChanged(bool follows);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Laid; ///< one line with its QTextLayout

    [[nodiscard]] QByteArrayView text() const;
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] int visibleLines() const;
    [[nodiscard]] std::unique_ptr<Laid> layOut(const TextIndex::Line& line) const;
    void paintLine(QPainter& painter, const TextIndex::Line& line, int y) const;
    [[nodiscard]] qsizetype offsetAt(const QPoint& position) const;
    void updateScrollBars();
    void moveCursor(qsizetype to, bool keepAnchor);
    void scrollToCursor();
    [[nodiscard]] TextIndex::Line lineOf(qsizetype offset, qint64* number = nullptr) const;
    [[nodiscard]] qsizetype inLine(qint64 lineIndex, int unit) const;
    void moveVertically(qint64 lines, bool keepAnchor);
    void moveSideways(int units, bool keepAnchor);
    bool moveByKey(QKeyEvent* event);

    std::shared_ptr<const BodyDocument> m_document;
    QString m_emptyText;
    qsizetype m_anchor = 0;
    qsizetype m_cursor = 0;
    bool m_follows = false;
    bool m_isSettling = false; ///< the scroll bar moves because the text grew
    int m_goalUnit = -1;       ///< column that vertical moves aim at
};

} // namespace wl
