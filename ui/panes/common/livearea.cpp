// SPDX-License-Identifier: MIT
#include "ui/panes/common/livearea.h"

#include "ui/widgets/format.h"

#include <QBoxLayout>
#include <QEvent>
#include <QScrollBar>
#include <QSplitter>
#include <QTabBar>

namespace wl {

namespace {

/// Below this height opened options and the live area do not both fit.
constexpr int enoughForBoth = 520;
/// Below this width the parts of the live area do not stand side by side.
constexpr int enoughForSides = 640;
/// What a conversation can do with when messages need room.
constexpr int leastLive = 72;

QSplitter* splitter(Qt::Orientation orientation, const QString& name, QWidget* first, QWidget* second)
{
    auto* result = new QSplitter(orientation);
    result->setObjectName(name);
    result->setChildrenCollapsible(false);
    result->setHandleWidth(8);
    result->addWidget(first);
    result->addWidget(second);
    return result;
}

} // namespace

LiveArea::LiveArea(const Parts& parts, QWidget* parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("paneArea"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    QWidget* top = parts.left == nullptr ? parts.right : setUpSides(parts);
    QSplitter* live = splitter(Qt::Vertical, QStringLiteral("sendSplitter"), top, parts.bottom);
    live->setStretchFactor(0, 3);
    live->setStretchFactor(1, 1);
    live->setSizes({300, 100});
    m_live = live;
    parts.right->setMinimumHeight(leastLive);
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("paneContent"));
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(8, 6, 8, 6);
    m_column->setSpacing(4);
    m_column->addWidget(parts.form);
    m_column->addWidget(parts.bar);
    m_column->addWidget(m_live, 1);
    m_column->addStretch(0);
    setWidget(content);
    content->show();
    content->installEventFilter(this);
}

QWidget* LiveArea::setUpSides(const Parts& parts)
{
    m_left = parts.left;
    m_right = parts.right;
    m_leftTitle = parts.leftTitle;
    m_views = new QTabBar;
    m_views->setObjectName(QStringLiteral("liveViews"));
    m_views->setAccessibleName(tr("What is shown"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->addTab(m_leftTitle);
    m_views->addTab(tr("Conversation"));
    m_views->setCurrentIndex(1);
    connect(m_views, &QTabBar::currentChanged, this, &LiveArea::showViews);
    QSplitter* sides = splitter(Qt::Horizontal, QStringLiteral("liveSplitter"), m_left, m_right);
    sides->setStretchFactor(0, 9);
    sides->setStretchFactor(1, 11);
    sides->setSizes({450, 550});
    auto* top = new QWidget;
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_views);
    column->addWidget(sides, 1);
    return top;
}

void LiveArea::setLeftCount(qsizetype count)
{
    if (m_views != nullptr)
        m_views->setTabText(
            0, count == 0 ? m_leftTitle
                          : QStringLiteral("%1 (%2)").arg(m_leftTitle, format::count(quint64(count))));
}

void LiveArea::showViews()
{
    if (m_views == nullptr)
        return;
    const bool isNarrow = width() < enoughForSides;
    m_views->setVisible(isNarrow);
    m_left->setVisible(!isNarrow || m_views->currentIndex() == 0);
    m_right->setVisible(!isNarrow || m_views->currentIndex() == 1);
}

QSize LiveArea::minimumSizeHint() const
{
    return {320, 200};
}

void LiveArea::setOptionsShown(bool shown)
{
    m_areOptionsShown = shown;
    arrange();
}

void LiveArea::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    showViews();
    arrange();
}

bool LiveArea::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void LiveArea::arrange()
{
    const bool hasRoom = !m_areOptionsShown || height() >= enoughForBoth;
    m_live->setVisible(hasRoom);
    // Without the live area the form stays at the top.
    m_column->setStretch(m_column->count() - 1, hasRoom ? 0 : 1);
    fit();
}

/// Gives the content what the window has, but not less than it needs. QScrollArea itself would give content
/// with wrapped text the height that it likes best, and scroll where that is not there.
void LiveArea::fit()
{
    const QSize room = maximumViewportSize();
    const int leastWidth = m_column->minimumSize().width();
    const auto heightFor = [this](int width) {
        return m_column->hasHeightForWidth() ? m_column->minimumHeightForWidth(width)
                                             : m_column->minimumSize().height();
    };
    int width = std::max(room.width(), leastWidth);
    if (heightFor(width) > room.height())
        width = std::max(room.width() - verticalScrollBar()->sizeHint().width(), leastWidth);
    widget()->resize(width, std::max(room.height(), heightFor(width)));
}

} // namespace wl
