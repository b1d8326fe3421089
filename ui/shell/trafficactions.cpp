// SPDX-License-Identifier: MIT
#include "ui/shell/trafficactions.h"

#include "ui/traffic/trafficview.h"
#include "ui/widgets/icons.h"

namespace wl {

TrafficActions::TrafficActions(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_traffic(parts.traffic)
    , m_resend(parts.sessions, parts.panes, parts.live)
{
    m_sendAgain =
        make("sendAgain", tr("Send &Again"), QStringLiteral("send"), QKeySequence(tr("Ctrl+Shift+R")));
    m_editAndSend =
        make("editAndSend", tr("&Edit and Send"), QStringLiteral("edit"), QKeySequence(tr("Ctrl+Shift+E")));
    connect(m_sendAgain, &QAction::triggered, this,
            [this] { m_resend.sendAgain(m_traffic.source(), m_traffic.currentRecord()); });
    connect(m_editAndSend, &QAction::triggered, this,
            [this] { m_resend.editAndSend(m_traffic.source(), m_traffic.currentRecord()); });
    connect(&m_resend, &Resend::failed, this,
            [this](const QString& sentence) { emit message(MessageBar::Kind::Error, sentence); });
    connect(&m_traffic, &TrafficView::recordSelected, this, &TrafficActions::update);
    update();
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
}

} // namespace wl
