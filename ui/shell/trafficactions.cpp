// SPDX-License-Identifier: MIT
#include "ui/shell/trafficactions.h"

#include "ui/panes/replay/replaypage.h"
#include "ui/shell/panetabs.h"
#include "ui/traffic/recordtext.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"

namespace wl {

namespace {

constexpr qsizetype mostReplayed = 1'000'000; ///< selected rows

} // namespace

TrafficActions::TrafficActions(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_traffic(parts.traffic)
    , m_resend(parts.sessions, parts.panes, parts.live)
{
    m_sendAgain =
        make("sendAgain", tr("Send &Again"), QStringLiteral("send"), QKeySequence(tr("Ctrl+Shift+R")));
    m_editAndSend =
        make("editAndSend", tr("&Edit and Send"), QStringLiteral("edit"), QKeySequence(tr("Ctrl+Shift+E")));
    m_replay = make("replayConversation", tr("&Replay Conversation…"), QStringLiteral("replay"), {});
    m_replayRows = make("replayRows", tr("Replay &Selected Rows…"), QStringLiteral("replay"), {});
    connectAll();
    update();
}

TrafficActions::~TrafficActions()
{
    for (const QPointer<QWidget>& page : std::as_const(m_pages))
        delete page;
}

void TrafficActions::connectAll()
{
    connect(m_sendAgain, &QAction::triggered, this,
            [this] { m_resend.sendAgain(m_traffic.source(), m_traffic.currentRecord()); });
    connect(m_editAndSend, &QAction::triggered, this,
            [this] { m_resend.editAndSend(m_traffic.source(), m_traffic.currentRecord()); });
    connect(&m_resend, &Resend::failed, this,
            [this](const QString& sentence) { emit message(MessageBar::Kind::Error, sentence); });
    connect(m_replay, &QAction::triggered, this, &TrafficActions::replayConversation);
    connect(m_replayRows, &QAction::triggered, this, &TrafficActions::replayRows);
    connect(&m_traffic, &TrafficView::recordSelected, this, &TrafficActions::update);
}

void TrafficActions::replayConversation()
{
    const ConnectionId id = m_traffic.source()->record(m_traffic.currentRecord()).connectionId();
    ReplayPage::Subject subject{
        m_traffic.source(), {id}, {}, tr("Conversation %1").arg(recordtext::number(id))};
    openReplay(new ReplayPage(subject, m_parts.sessions, *m_parts.live, m_parts.pulse, &m_parts.tabs));
}

void TrafficActions::replayRows()
{
    const QList<RecordId> rows = m_traffic.table()->selectedRecords(mostReplayed);
    ReplayPage::Subject subject{m_traffic.source(), {}, {rows.begin(), rows.end()}, {}};
    std::sort(subject.records.begin(), subject.records.end());
    subject.name = rows.size() == 1 ? tr("1 row") : tr("%1 rows").arg(format::count(quint64(rows.size())));
    openReplay(new ReplayPage(subject, m_parts.sessions, *m_parts.live, m_parts.pulse, &m_parts.tabs));
}

void TrafficActions::openReplay(ReplayPage* page)
{
    showPage(page, page->title());
    const auto showState = [this, page] { m_parts.tabs.setPageState(page, page->state(), false); };
    connect(page, &ReplayPage::stateChanged, this, showState);
    connect(page, &ReplayPage::recordActivated, this, &TrafficActions::recordActivated);
    showState();
}

void TrafficActions::showPage(QWidget* page, const QString& title)
{
    m_pages.removeAll(nullptr);
    m_pages.append(page);
    m_parts.tabs.addPage(page, title);
    m_parts.tabs.setCurrentWidget(page);
}

QAction* TrafficActions::make(const char* name, const QString& text, const QString& icon,
                              const QKeySequence& keys)
{
    auto* action = new QAction(icons::icon(icon), text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    return action;
}

/// Switches an action on, or off with the reason in its tooltip.
void TrafficActions::setPossible(QAction& action, const QString& whyNot)
{
    action.setEnabled(whyNot.isEmpty());
    action.setToolTip(whyNot);
    action.setStatusTip(whyNot);
}

void TrafficActions::update()
{
    const RecordId id = m_traffic.currentRecord();
    if (!id.isValid() || !m_traffic.source()) {
        for (QAction* action : actions())
            setPossible(*action, tr("Select a row in the traffic list first."));
        return;
    }
    const RecordEntry entry = m_traffic.source()->record(id);
    setPossible(*m_sendAgain, Resend::whyNotAgain(entry));
    setPossible(*m_editAndSend, Resend::whyNotEdit(entry));
    setPossible(*m_replay, {});
    setPossible(*m_replayRows, {});
}

} // namespace wl
