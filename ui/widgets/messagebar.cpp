// SPDX-License-Identifier: MIT
#include "ui/widgets/messagebar.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace wl {

namespace {

constexpr int iconSize = 16;

icons::Tint tintOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Information: return icons::Tint::Accent;
    case MessageBar::Kind::Warning: return icons::Tint::Warning;
    case MessageBar::Kind::Error: return icons::Tint::Error;
    }
    return icons::Tint::Text;
}

QString iconOf(MessageBar::Kind kind)
{
    return kind == MessageBar::Kind::Information ? QStringLiteral("info") : QStringLiteral("alert");
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_waiting(new QLabel(this))
    , m_action(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    setFrameShape(QFrame::NoFrame);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 4, 4);
    row->setSpacing(8);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setObjectName(QStringLiteral("messageText"));
    m_waiting->setObjectName(QStringLiteral("messagesWaiting"));
    m_waiting->setTextFormat(Qt::PlainText);
    m_waiting->setContentsMargins(0, 4, 0, 4);
    m_waiting->hide();
    m_action->setObjectName(QStringLiteral("messageAction"));
    m_action->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setIcon(icons::icon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_waiting, 0, Qt::AlignTop);
    row->addWidget(m_action, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    m_icon->setContentsMargins(0, 4, 0, 4);
    m_text->setContentsMargins(0, 4, 0, 4);
    connect(m_action, &QToolButton::clicked, this, &MessageBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        emit closed();
    });
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& actionText)
{
    m_kind = kind;
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setAccessibleDescription(text);
    updateIcon();
    m_action->setText(actionText);
    m_action->setAccessibleName(actionText);
    m_action->setVisible(!actionText.isEmpty());
    setVisible(!text.isEmpty());
    update();
}

void MessageBar::clear()
{
    m_text->clear();
    hide();
}

void MessageBar::setWaiting(int count)
{
    m_waiting->setText(tr("%1 more").arg(count));
    m_waiting->setAccessibleName(m_waiting->text());
    m_waiting->setToolTip(tr("Close this message to see them"));
    m_waiting->setVisible(count > 0);
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::updateIcon()
{
    m_icon->setPixmap(
        icons::icon(iconOf(m_kind), tintOf(m_kind)).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_text->text().isEmpty())
        updateIcon();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    const Colors& colors = Colors::current();
    const QColor edge = m_kind == Kind::Error     ? colors.error
                        : m_kind == Kind::Warning ? colors.warning
                                                  : colors.accent;
    QPainter painter(this);
    painter.fillRect(rect(), colors.alternate);
    painter.fillRect(QRect(0, 0, 3, height()), edge);
    painter.setPen(colors.border);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace wl
