// SPDX-License-Identifier: MIT
#include "ui/panes/common/livearea.h"

#include <QBoxLayout>
#include <QEvent>
#include <QScrollBar>
#include <QSplitter>

namespace wl {

namespace {

/// Below this height opened options and the live area do not both fit.
constexpr int enoughForBoth = 520;
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
    QWidget* top = parts.right;
    if (parts.left != nullptr) {
        QSplitter* sides = splitter(Qt::Horizontal, QStringLiteral("liveSplitter"), parts.left, parts.right);
        sides->setStretchFactor(0, 2);
        sides->setStretchFactor(1, 3);
        sides->setSizes({400, 600});
        top = sides;
    }
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
