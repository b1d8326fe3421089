// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturestore.h"
#include "session/sessions.h"
#include "ui/shell/trafficrates.h"
#include "ui/widgets/pulse.h"

#include <QWidget>

class QLabel;

namespace wl {

class SparkLine;

/// The line of figures at the bottom of the window: listening, connected, rates, records, disk, what was
/// lost, and a warning while the disk is slower than the network. Twice a second; the count of records with
/// the list.
class StatusPanel : public QWidget
{
    Q_OBJECT
public:
    /// All of them outlive this widget.
    StatusPanel(const CaptureStore& capture, const Sessions& sessions, Pulse& pulse,
                QWidget* parent = nullptr);

    void refresh();

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QLabel* addLabel(const QString& name, const QString& accessibleName);
    void updateActivity();
    void updateCapture(const CaptureStatistics& statistics);
    void updateRecords();
    void updateWarning(const CaptureStatistics& statistics);
    void colorWarning();

    const CaptureStore& m_capture;
    const Sessions& m_sessions;
    TrafficRates m_rates;
    QLabel* m_activity = nullptr;
    QLabel* m_exposedIcon = nullptr;
    QLabel* m_exposed = nullptr;
    QLabel* m_speed = nullptr;
    SparkLine* m_spark = nullptr;
    QLabel* m_records = nullptr;
    QLabel* m_warning = nullptr;
    QString m_captureWords; ///< behind the count of records
    int m_ticks = 0;
};

} // namespace wl
