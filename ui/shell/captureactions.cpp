// SPDX-License-Identifier: MIT
#include "ui/shell/captureactions.h"

#include "base/errortext.h"
#include "capture/capturefile.h"
#include "ui/shell/panetabs.h"
#include "ui/statistics/statisticspage.h"
#include "ui/traffic/trafficview.h"
#include "ui/widgets/icons.h"

namespace wl {

CaptureActions::CaptureActions(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_exports(parts.traffic, parts.pulse)
    , m_export(make("exportCapture", tr("&Export…"), QStringLiteral("save")))
    , m_statistics(make("statistics", tr("S&tatistics"), QStringLiteral("statistics")))
    , m_wireshark(make("openInWireshark", tr("Open in &Wireshark"), QStringLiteral("live")))
{
    m_export->setShortcut(QKeySequence(tr("Ctrl+E")));
    findWireshark();
    connect(m_export, &QAction::triggered, this, [this] { m_exports.ask(m_parts.window); });
    connect(m_statistics, &QAction::triggered, this, &CaptureActions::openStatistics);
    connect(m_wireshark, &QAction::triggered, this, [this] {
        if (const auto command = CaptureViewer::wireshark())
            openIn(*command);
        else
            findWireshark();
    });
    connect(&m_exports, &CaptureExports::message, this, &CaptureActions::message);
    connect(&parts.pulse, &Pulse::tick, this, &CaptureActions::lookAfterViewers);
}

CaptureActions::~CaptureActions()
{
    for (const QPointer<QWidget>& page : std::as_const(m_pages))
        delete page;
}

QAction* CaptureActions::make(const char* name, const QString& text, const QString& icon)
{
    auto* action = new QAction(icons::icon(icon), text, this);
    action->setObjectName(QLatin1String(name));
    return action;
}

void CaptureActions::findWireshark()
{
    const bool isThere = CaptureViewer::wireshark().has_value();
    m_wireshark->setEnabled(isThere);
    m_wireshark->setToolTip(isThere ? tr("Shows this capture in Wireshark, and goes on as it grows")
                                    : tr("Wireshark is not installed, or not on the PATH."));
    m_wireshark->setStatusTip(m_wireshark->toolTip());
}

void CaptureActions::openStatistics()
{
    const std::shared_ptr<const RecordSource> source = m_parts.traffic.source();
    const bool isLive = source == m_parts.live;
    TrafficView::Shown shown = m_parts.traffic.shown();
    if (!shown.isHeld)
        shown.choice.end = RecordChoice::noEnd; // it grows as the list does
    QString name = isLive ? tr("The live capture") : tr("The opened capture");
    if (!shown.limits.isEmpty())
        name += QStringLiteral(", ") + shown.limits;
    const StatisticsPage::Subject subject{source, shown.choice, shown.filter,
                                          contextOf(source, m_parts.traffic.decodeAs()), name};
    auto* page = new StatisticsPage(subject, m_parts.pulse, &m_parts.tabs);
    connect(page, &StatisticsPage::filterRequested, this, [this, page](const QString& text) {
        if (page->source() != m_parts.traffic.source()) {
            emit message(MessageBar::Kind::Information,
                         tr("These statistics are of another capture than the one that is listed."));
            return;
        }
        m_parts.traffic.setFilterText(text);
        emit listWanted();
    });
    m_pages.removeAll(nullptr);
    m_pages.append(page);
    m_parts.tabs.addPage(page, page->title());
    m_parts.tabs.setCurrentWidget(page);
}

/// The live capture grows without end, an opened one until it is read.
CaptureViewer::IsGrowing CaptureActions::growth() const
{
    const auto file = std::dynamic_pointer_cast<const CaptureFile>(m_parts.traffic.source());
    if (!file)
        return [] { return true; };
    return [file] { return !file->progress().isFinished; };
}

void CaptureActions::openIn(const CaptureViewer::Command& command)
{
    const std::shared_ptr<const RecordSource> source = m_parts.traffic.source();
    m_viewers.push_back(std::make_unique<CaptureViewer>(source, contextOf(source), command, growth()));
}

void CaptureActions::lookAfterViewers()
{
    std::erase_if(m_viewers, [this](const std::unique_ptr<CaptureViewer>& viewer) {
        const CaptureViewer::Status status = viewer->status();
        if (status.hasEnded && status.error.code != ErrorCode::None)
            emit message(MessageBar::Kind::Error,
                         ErrorText::sentence(tr("Cannot show the capture in Wireshark"), status.error));
        return status.hasEnded;
    });
}

} // namespace wl
