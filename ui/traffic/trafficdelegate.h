// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"
#include "ui/widgets/plainglyphs.h"

#include <QStyledItemDelegate>

namespace wl {

class RowColors;

/// Paints the cells of the traffic list without the style's detours: direction colors, the edge at the
/// selected row's conversation, rules' and marks' backgrounds, elided text.
class TrafficDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit TrafficDelegate(QObject* parent = nullptr);

    /// Rows of this connection get the mark; invalid = none.
    void setMarkedConnection(ConnectionId id) { m_marked = id; }

    /// Colors rows by rules; it outlives this. May be nullptr.
    void setRowColors(RowColors* colors) { m_colors = colors; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    static constexpr int rowHeight = 22; ///< the least, in pixels
    static constexpr int cellPadding = 6;

private:
    [[nodiscard]] const PlainGlyphs& glyphsOf(int column, const QFont& font) const;
    void paintBackground(QPainter& painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const;

    ConnectionId m_marked;
    RowColors* m_colors = nullptr;
    PlainGlyphs m_fixed;
    mutable PlainGlyphs m_proportional;
};

} // namespace wl
