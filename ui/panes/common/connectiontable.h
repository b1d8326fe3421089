// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/common/connectionmodel.h"
#include "ui/widgets/emptytable.h"
#include "ui/widgets/pulse.h"

#include <QElapsedTimer>

#include <array>

namespace wl {

/// The table of a server's clients or a UDP socket's peers. It pulls its model by the pulse and refreshes
/// only the rows in sight; an empty one says what would fill it. UI thread.
class ConnectionTable : public EmptyTable
{
    Q_OBJECT
public:
    /// `source` and `pulse` outlive this widget.
    ConnectionTable(const RecordSource& source, Pulse& pulse, QWidget* parent = nullptr);

    [[nodiscard]] ConnectionModel& connections() { return *m_model; }
    [[nodiscard]] const ConnectionModel& connections() const { return *m_model; }
    /// In the order of the rows.
    [[nodiscard]] QList<ConnectionId> selectedConnections() const;
    void selectConnections(const QList<ConnectionId>& ids);
    /// Forgets ended connections; what is still there stays selected.
    void dropEnded();

signals:
    void selectionEdited();
    /// After a pull that added rows.
    void connectionsAdded();
    /// After each pull, 25 times a second.
    void pulled();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void pull();
    void setUpColumns();
    void showWhatFits();

    ConnectionModel* m_model = nullptr;
    QElapsedTimer m_clock;
    std::array<int, ConnectionModel::ColumnCount> m_widths{}; ///< what each column needs
};

} // namespace wl
