// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/conversationblock.h"
#include "ui/traffic/conversationrecords.h"
#include "ui/widgets/copymenu.h"
#include "ui/widgets/visibletext.h"

#include <QAbstractScrollArea>
#include <QCache>

#include <memory>

namespace wl {

/// The painted messages of a ConversationView. It lays out only what is visible: the position is a record and
/// pixels into it, the scroll bar counts sixteenths of a record.
class ConversationCanvas : public QAbstractScrollArea, public VisibleText
{
    Q_OBJECT
public:
    explicit ConversationCanvas(const RecordSource& source, QWidget* parent = nullptr);
    ~ConversationCanvas() override;

    void setSelection(const ConversationSelection& selection);
    void setEmptyText(const QString& text);
    void setHex(bool isHex);
    /// Takes what is new; paints where that changes what is seen.
    void refresh();
    [[nodiscard]] bool isFollowing() const { return m_isFollowing; }
    void follow();
    [[nodiscard]] RecordId selected() const { return m_selected; }
    /// Selects a record as a click on it does, and scrolls to it; nothing where it is not in the list.
    void showRecord(RecordId id);
    /// Marks this text wherever it is seen.
    void setMarked(const QString& text);
    [[nodiscard]] qsizetype count() const { return m_records.count(); }
    [[nodiscard]] QList<Line> linesShown() override;

signals:
    void recordActivated(wl::RecordId id);
    void followingChanged(bool isFollowing);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Position
    {
        qsizetype index = 0;
        int offset = 0; ///< px of that block above the top edge
    };

    [[nodiscard]] const ConversationBlock& block(RecordId id);
    [[nodiscard]] int heightAt(qsizetype index);
    [[nodiscard]] Position bottomPosition();
    [[nodiscard]] int unitsOf(Position position);
    [[nodiscard]] RecordId topRecord() const;
    void keepAt(RecordId anchor);
    void setPosition(Position position);
    void scrollBy(int pixels);
    void scrollBarMoved(int value);
    void updateScrollBar();
    void updateMetrics();
    void setFollowing(bool isFollowing);
    [[nodiscard]] qsizetype indexAt(int y);
    void select(qsizetype index, bool isActivated);
    void reveal(qsizetype index);
    void ensureVisible(qsizetype index);
    void copySelected(CopyFormat format);

    const RecordSource& m_source;
    ConversationRecords m_records;
    QString m_emptyText;
    bool m_isHex = false;
    bool m_isFollowing = true;
    bool m_isMovingBar = false;
    Position m_top;
    RecordId m_selected;
    BlockPainter m_painter;
    QCache<quint64, ConversationBlock> m_blocks;
};

} // namespace wl
