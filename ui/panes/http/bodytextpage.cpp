// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodytextpage.h"

#include "ui/panes/common/hintline.h"
#include "ui/panes/http/bodykind.h"
#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/findbar.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace wl {

BodyTextPage::BodyTextPage(Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_view(new BodyTextView(this))
    , m_note(new HintLine(this))
    , m_follow(new QCheckBox(tr("Follow the end"), this))
{
    const bool isRaw = kind == Kind::Raw;
    m_view->setObjectName(isRaw ? QStringLiteral("httpRaw") : QStringLiteral("httpPretty"));
    m_view->setAccessibleName(isRaw ? tr("Body as it is") : tr("Body, formatted"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_note);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_follow);
    layout->addWidget(new FindBar(m_view, this));
    m_follow->setObjectName(QStringLiteral("httpFollowEnd"));
    m_follow->setAccessibleName(m_follow->text());
    m_follow->setToolTip(tr("Scrolls to what comes in. Scrolling up turns it off."));
    m_follow->hide();
    connect(m_follow, &QCheckBox::toggled, m_view, &BodyTextView::setFollowing);
    connect(m_view, &BodyTextView::followingChanged, m_follow, &QCheckBox::setChecked);
    setFocusProxy(m_view);
}

void BodyTextPage::clear(const QString& why)
{
    m_job.cancel();
    m_source = {};
    m_isStale = false;
    m_note->clear();
    m_follow->hide();
    m_takesQuery = false;
    m_view->setEmptyText(why);
    m_view->setDocument(nullptr);
}

void BodyTextPage::setSource(const bodyjob::Source& source, bool isFinished)
{
    if (source.body != m_source.body) {
        m_job.cancel();
        // A stream is watched at its end, a file from its beginning.
        m_follow->setChecked(BodyKind::isEventStream(source.contentType) ||
                             BodyKind::isJsonLines(source.contentType));
    }
    m_follow->setVisible(m_kind == Kind::Raw && !isFinished);
    m_source = source;
    m_isFinished = isFinished;
    m_isStale = true;
    if (isVisible())
        refresh();
}

void BodyTextPage::setQuery(const std::optional<JsonQuery>& query)
{
    m_query = query;
    if (!m_source.body || m_kind != Kind::Pretty)
        return;
    m_job.cancel();
    m_isStale = true;
    if (isVisible())
        refresh();
}

void BodyTextPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void BodyTextPage::refresh()
{
    if (!m_isStale || !m_source.body || (m_kind == Kind::Pretty && !m_isFinished))
        return;
    // What came meanwhile is taken in when the work that is under way is done.
    if (m_job.isRunning())
        return;
    m_isStale = false;
    const auto before = m_view->document();
    if (!before)
        m_view->setEmptyText(tr("Preparing…"));
    m_job.start(
        [kind = m_kind, source = m_source, before, query = m_query](std::stop_token stop) {
            return kind == Kind::Raw ? bodyjob::raw(source, before, stop)
                                     : bodyjob::pretty(source, query, stop);
        },
        [this](bodyjob::Text made) { take(std::move(made)); });
}

void BodyTextPage::take(bodyjob::Text made)
{
    const auto before = m_view->document();
    m_takesQuery = made.takesQuery;
    const bool grew = before && made.document && before->owner == made.document->owner;
    if (made.document) {
        m_note->setHint(Marks::Sign::Information, made.note);
        m_view->setEmptyText(tr("The body is empty."));
    } else {
        m_note->clear();
        m_view->setEmptyText(made.note);
    }
    m_view->setDocument(made.document, grew);
    if (m_isStale && isVisible())
        refresh();
    else if (!m_isStale)
        emit shown();
}

} // namespace wl
