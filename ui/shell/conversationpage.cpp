// SPDX-License-Identifier: MIT
#include "ui/shell/conversationpage.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/traffic/recordtext.h"

#include <QBoxLayout>

namespace wl {

ConversationPage::ConversationPage(std::shared_ptr<const RecordSource> source, ConnectionId connection,
                                   Pulse& pulse, DecodeChoices& choices, QWidget* parent)
    : QWidget(parent)
    , m_source(std::move(source))
    , m_connection(connection)
    , m_view(new ConversationView(*m_source, pulse, this, &choices))
{
    const ConnectionInfo& info = m_source->connection(connection).info;
    auto* facts = new ElidingLabel(this);
    facts->setObjectName(QStringLiteral("conversationFacts"));
    facts->setFullText(tr("%1  %2 (us) and %3 (peer)  %4")
                           .arg(recordtext::transport(info.transport), info.local.toString(),
                                info.peer.toString(), info.label));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->addWidget(facts);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    m_view->setEmptyText(tr("Nothing was sent or received on this connection."));
    m_view->setConnections({connection});
    connect(m_view, &ConversationView::recordActivated, this, &ConversationPage::recordActivated);
}

ConversationPage::~ConversationPage()
{
    delete m_view; // before the source that it reads
}

QString ConversationPage::title() const
{
    return tr("Conversation %1").arg(recordtext::number(m_connection));
}

} // namespace wl
