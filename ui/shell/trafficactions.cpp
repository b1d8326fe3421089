// SPDX-License-Identifier: MIT
#include "ui/shell/trafficactions.h"

#include "ui/inspect/comparepage.h"
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
    m_compare = make("compareRows", tr("&Compare the Two Selected Rows"), QStringLiteral("compare"), {});
    m_compareConversations =
        make("compareConversations", tr("Compare Their C&onversations"), QStringLiteral("compare"), {});
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
    connect(m_compare, &QAction::triggered, this, &TrafficActions::compareRows);
    connect(m_compareConversations, &QAction::triggered, this, &TrafficActions::compareConversations);
    connect(m_traffic.table()->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TrafficActions::update);
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

QString TrafficActions::recordName(RecordId id) const
{
    const RecordEntry entry = m_traffic.source()->record(id);
    const QString peer = m_traffic.source()->connection(entry.connectionId()).info.peer.toString();
    return (entry.direction == Direction::Sent ? tr("Record %1, sent to %2")
                                               : tr("Record %1, received from %2"))
        .arg(recordtext::number(id), peer);
}

QString TrafficActions::whyNotCompare() const
{
    return m_traffic.table()->selectedCount() == 2 ? QString() : tr("Select exactly two rows (Ctrl+click).");
}

void TrafficActions::compareRows()
{
    const QList<RecordId> rows = m_traffic.table()->selectedRecords(2);
    const auto side = [this](RecordId id) {
        return ComparePage::Side{{m_traffic.source(), {id}}, recordName(id)};
    };
    auto* page = new ComparePage(side(rows.at(0)), side(rows.at(1)), &m_parts.tabs);
    showPage(page, page->title());
}

void TrafficActions::compareConversations()
{
    const QList<RecordId> rows = m_traffic.table()->selectedRecords(2);
    const auto side = [this](RecordId row) {
        const ConnectionId id = m_traffic.source()->record(row).connectionId();
        ComparedRecords all{m_traffic.source(), {}, id};
        if (const auto chosen = m_traffic.decodeAs().constFind(id); chosen != m_traffic.decodeAs().cend())
            all.decodeAs = *chosen;
        return ComparePage::Side{all, tr("Conversation %1").arg(recordtext::number(id))};
    };
    auto* page = new ComparePage(side(rows.at(0)), side(rows.at(1)), &m_parts.tabs);
    showPage(page, page->title());
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
    setPossible(*m_compare, whyNotCompare());
    setPossible(*m_compareConversations, whyNotCompare());
}

} // namespace wl
