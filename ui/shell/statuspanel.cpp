// SPDX-License-Identifier: MIT
#include "ui/shell/statuspanel.h"

#include "base/errortext.h"
#include "ui/panes/common/plaintooltip.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/sparkline.h"

#include <QBoxLayout>
#include <QLabel>

#include <algorithm>

namespace wl {

namespace {
constexpr int ticksPerRefresh = 12; ///< of 40 ms

void setTextIfNew(QLabel* label, const QString& text)
{
    if (label->text() != text)
        label->setText(text);
}

} // namespace

StatusPanel::StatusPanel(const CaptureStore& capture, const Sessions& sessions, Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , m_capture(capture)
    , m_sessions(sessions)
{
    setObjectName(QStringLiteral("statusPanel"));
    setAccessibleName(tr("Status"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    m_activity = addLabel(QStringLiteral("statusActivity"), tr("Activity"));
    m_activity->setToolTip(
        tr("Servers and UDP sockets that wait for others, and open TCP and TLS connections.\n"
           "A connection between a client and a server of this window counts twice, once for each end.\n"
           "Connections that HTTP requests keep open for the next request count too."));
    m_exposedIcon = addLabel(QStringLiteral("statusExposedIcon"), tr("Reachable by other machines"));
    m_exposed = addLabel(QStringLiteral("statusExposed"), tr("Reachable by other machines"));
    m_exposed->setText(tr("reachable by other machines"));
    m_speed = addLabel(QStringLiteral("statusRates"), tr("Rates"));
    m_spark = new SparkLine(this);
    m_spark->setAccessibleName(tr("Bytes a second, the last ten seconds"));
    row->addWidget(m_spark);
    m_records = addLabel(QStringLiteral("statusRecords"), tr("Capture"));
    m_warning = addLabel(QStringLiteral("statusWarning"), tr("Warning"));
    m_warning->setSizePolicy(QSizePolicy::Ignored,
                             QSizePolicy::Preferred); // a long one does not widen the window
    row->setStretchFactor(m_warning, 1);
    row->addStretch();
    colorWarning();
    connect(&pulse, &Pulse::tick, this, [this] {
        if (++m_ticks % ticksPerRefresh == 0)
            refresh();
        else
            updateRecords();
    });
    refresh();
}

QLabel* StatusPanel::addLabel(const QString& name, const QString& accessibleName)
{
    auto* label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    label->setObjectName(name);
    label->setAccessibleName(accessibleName);
    layout()->addWidget(label);
    return label;
}

void StatusPanel::refresh()
{
    const CaptureStatistics statistics = m_capture.statistics();
    updateActivity();
    updateCapture(statistics);
    updateWarning(statistics);
}

void StatusPanel::updateActivity()
{
    int listening = 0;
    bool isExposed = false;
    const QList<EndpointId> running = m_sessions.running();
    for (const EndpointId id : running) {
        const EndpointState state = m_sessions.state(id);
        if (state.phase != EndpointState::Phase::Listening)
            continue;
        listening += m_sessions.isServer(id) ? 1 : 0;
        isExposed = isExposed || std::any_of(state.local.begin(), state.local.end(),
                                             [](const SocketAddress& a) { return !a.isLoopback(); });
    }
    const TrafficRates::Figures figures = m_rates.update(m_capture, now());
    setTextIfNew(m_activity, figures.connected == 1
                                 ? tr("%1 listening · 1 connection").arg(format::count(quint64(listening)))
                                 : tr("%1 listening · %2 connections")
                                       .arg(format::count(quint64(listening)),
                                            format::count(quint64(figures.connected))));
    m_exposed->setVisible(isExposed);
    m_exposedIcon->setVisible(isExposed);
    setTextIfNew(
        m_speed,
        tr("↓ %1  ↑ %2").arg(format::rate(figures.receivedPerSecond), format::rate(figures.sentPerSecond)));
    m_spark->append(figures.receivedPerSecond + figures.sentPerSecond);
}

void StatusPanel::updateCapture(const CaptureStatistics& statistics)
{
    QStringList parts{tr("%1 on disk").arg(format::size(statistics.bytesOnDisk))};
    if (statistics.recordsDropped > 0)
        parts += tr("%1 old ones dropped").arg(format::count(statistics.recordsDropped));
    if (statistics.datagramsDropped > 0)
        parts += tr("%1 datagrams dropped by the kernel").arg(format::count(statistics.datagramsDropped));
    parts += tr("%1 lost").arg(format::count(statistics.recordsLost));
    m_captureWords = parts.join(QStringLiteral(" · "));
    updateRecords();
    m_records->setToolTip(
        tr("%1 on disk, %2 not yet written")
            .arg(format::exactSize(statistics.bytesOnDisk), format::exactSize(statistics.bytesUnwritten)));
}

/// With the list, which takes the same count at the same tick.
void StatusPanel::updateRecords()
{
    setTextIfNew(m_records,
                 format::records(m_capture.recordCount()) + QStringLiteral(" · ") + m_captureWords);
}

void StatusPanel::updateWarning(const CaptureStatistics& statistics)
{
    QString text;
    if (statistics.writeError)
        text = ErrorText::sentence(tr("Cannot write the capture"), *statistics.writeError);
    else if (statistics.congested)
        text = tr("The disk is slower than the network");
    setTextIfNew(m_warning, text);
    m_warning->setToolTip(plainToolTip(text));
    m_warning->setVisible(!text.isEmpty());
}

void StatusPanel::colorWarning()
{
    QPalette palette = m_warning->palette();
    palette.setColor(QPalette::WindowText, Colors::current().error);
    m_warning->setPalette(palette);
    QPalette exposed = m_exposed->palette();
    exposed.setColor(QPalette::WindowText, Colors::current().warning);
    m_exposed->setPalette(exposed);
    m_exposedIcon->setPixmap(icons::icon(QStringLiteral("exposed"), icons::Tint::Warning)
                                 .pixmap(QSize(16, 16), devicePixelRatioF()));
}

void StatusPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_warning)
        colorWarning();
}

} // namespace wl
