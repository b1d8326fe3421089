// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/widgets/visibletext.h"

#include <QFont>
#include <QStringList>

class QPainter;

namespace wl {

/// One record of a conversation, laid out for a width.
struct ConversationBlock
{
    QString head;
    QStringList lines;
    QString more;
    RecordKind kind = RecordKind::Data;
    Direction direction = Direction::Sent;
    int bubbleWidth = 0;
    int height = 0; ///< with the space below it
};

/// Lays blocks out and paints them: bubbles of bytes at the two sides, turning points in the middle. A value
/// that the view keeps up to date. UI thread.
class BlockPainter
{
public:
    static constexpr int margin = 12;
    static constexpr int spacing = 8;

    void setFont(const QFont& font);
    void setWidth(int width) { m_width = width; }
    void setHex(bool isHex) { m_isHex = isHex; }
    /// Marked in the lines of all blocks, in any case.
    void setMarked(const QString& text) { m_marked = text; }

    [[nodiscard]] int lineHeight() const { return m_lineHeight; }
    [[nodiscard]] ConversationBlock make(const RecordSource& source, RecordId id) const;
    /// `y` is the block's top.
    void paint(QPainter& painter, const ConversationBlock& block, int y, bool isSelected) const;
    /// The lines of a block with its top at `top`, those that are seen in a view of this height.
    [[nodiscard]] QList<VisibleText::Line> lines(const ConversationBlock& block, int top,
                                                 int viewHeight) const;

private:
    void layOutEvent(ConversationBlock& block, const RecordEntry& entry, const ConnectionRow& connection,
                     const QByteArray& text) const;
    void layOutData(ConversationBlock& block, const RecordEntry& entry,
                    const Result<QByteArray>& bytes) const;
    void paintEvent(QPainter& painter, const ConversationBlock& block, int y, bool isSelected) const;
    void paintData(QPainter& painter, const ConversationBlock& block, int y, bool isSelected) const;
    void paintMarks(QPainter& painter, const QString& line, double x, double top) const;
    [[nodiscard]] int leftOf(const ConversationBlock& block) const;

    QFont m_font;
    int m_width = 0;
    bool m_isHex = false;
    QString m_marked;
    double m_cell = 8;
    double m_ascent = 12;
    int m_lineHeight = 16;
};

} // namespace wl
