// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/conversationrecords.h"
#include "ui/widgets/copymenu.h"
#include "ui/widgets/findwalk.h"
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
    /// Selects the next (previous) message with this text in it, in either case for ASCII, or with these
    /// bytes
    /// ("0x0d 0a"), round the end; what two messages share is not found. `done` comes by the event loop or at
    /// once.
    void find(const QString& text, bool isBackward, std::function<void(bool isFound, bool isWrapped)> done);
    void cancelFind() { m_find.cancel(); }
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
    struct Block;
    struct Position
    {
        qsizetype index = 0;
        int offset = 0; ///< px of that block above the top edge
    };

    [[nodiscard]] const Block& block(RecordId id);
    [[nodiscard]] Block makeBlock(RecordId id) const;
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
    void paintBlock(QPainter& painter, const Block& block, int y, bool isSelected) const;
    void copySelected(CopyFormat format);

    const RecordSource& m_source;
    ConversationRecords m_records;
    QString m_emptyText;
    bool m_isHex = false;
    bool m_isFollowing = true;
    bool m_isMovingBar = false;
    Position m_top;
    RecordId m_selected;
    FindWalk m_find;
    QCache<quint64, Block> m_blocks;
    double m_cell = 8;
    int m_lineHeight = 16;
};

} // namespace wl
