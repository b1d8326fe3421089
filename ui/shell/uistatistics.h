// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <optional>

namespace wl {

/// What `--stats` writes: how long the start took and how late the UI thread was. It watches the window's
/// paints and runs a precise 5 ms timer after the first frame. UI thread.
class UiStatistics : public QObject
{
    Q_OBJECT
public:
    /// `startedNs`: monotonic time of the process start.
    /// Where nobody asks for figures (`isMeasured` false), it only tells of the first frame and costs nothing
    /// afterwards.
    UiStatistics(QWidget& window, qint64 startedNs, bool isMeasured = true, QObject* parent = nullptr);

    /// Posts a click of the left button to the middle of a widget; the time to its next paint counts.
    void postClick(QWidget& target);

    struct Figures
    {
        double startupMs = -1; ///< −1 = no frame was painted
        double lateMaxMs = 0;
        double lateP999Ms = 0;
        double clickMaxMs = -1; ///< −1 = no click was posted
    };
    [[nodiscard]] Figures figures() const;

    /// When this process started: WIRELOUPE_STARTED_NS where it is set, else what the kernel says.
    [[nodiscard]] static qint64 processStartNs();
    /// Anonymous memory of this process (RssAnon) in MB; −1 where the kernel does not tell.
    [[nodiscard]] static double anonymousMb();
    /// Figures as JSON with the two counts of the capture and what else was measured. Errors: file errors.
    [[nodiscard]] static Result<void> write(const QString& path, const Figures& figures, quint64 records,
                                            quint64 dropped, const QJsonObject& more = {});

signals:
    void firstFrame();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void countLateness(qint64 lateNs);
    void painted();

    static constexpr int buckets = 10'000; ///< of 0.1 ms

    QPointer<QWidget> m_window;
    qint64 m_startedNs = 0;
    bool m_isMeasured = true;
    std::optional<double> m_startupMs;
    QTimer m_timer;
    qint64 m_lastNs = 0;
    qint64 m_lateMaxNs = 0;
    std::array<quint32, buckets> m_lateness{};
    quint64 m_samples = 0;
    QPointer<QWidget> m_clicked;
    qint64 m_clickedNs = 0;
    qint64 m_clickMaxNs = -1;
};

} // namespace wl
