// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QWidget>

class QComboBox;
class QTableView;

namespace wl {

class ElidingLabel;
class HintLine;
class TableFind;
class WireFieldsModel;

/// The header fields of a response as they were on the wire, of each hop; what was malformed; TLS in a line.
/// UI thread.
class FieldsPage : public QWidget
{
    Q_OBJECT
public:
    explicit FieldsPage(QWidget* parent = nullptr);

    /// The last hop is shown until the user chooses another.
    void setHops(const QList<HttpHop>& hops);
    Q_INVOKABLE void find(); ///< opens the line below it

private:
    void showHop(int index);
    void copy();

    QComboBox* m_hop = nullptr;
    ElidingLabel* m_line = nullptr;
    HintLine* m_warnings = nullptr;
    QTableView* m_table = nullptr;
    TableFind* m_find = nullptr;
    WireFieldsModel* m_model = nullptr;
    QList<HttpHop> m_hops;
};

} // namespace wl
