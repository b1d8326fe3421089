// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"
#include "ui/widgets/plainglyphs.h"

#include <QStyledItemDelegate>

namespace wl {

/// Paints the cells of the traffic list without the style's detours: direction colors, the mark of the
/// selected row's conversation, elided text.
class TrafficDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit TrafficDelegate(QObject* parent = nullptr);

    /// Rows of this connection get the mark; invalid = none.
    void setMarkedConnection(ConnectionId id) { m_marked = id; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    static constexpr int rowHeight = 22; ///< the least, in pixels
    static constexpr int cellPadding = 6;

private:
    [[nodiscard]] const PlainGlyphs& glyphsOf(int column, const QFont& font) const;

    ConnectionId m_marked;
    PlainGlyphs m_fixed;
    mutable PlainGlyphs m_proportional;
};

} // namespace wl
