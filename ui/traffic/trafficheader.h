// SPDX-License-Identifier: MIT
#pragma once

#include <QHeaderView>

namespace wl {

/// The header of the traffic list: its words begin and end where those of the cells do. UI thread.
class TrafficHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit TrafficHeader(QWidget* parent = nullptr);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

} // namespace wl
