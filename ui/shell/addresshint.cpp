// SPDX-License-Identifier: MIT
#include "ui/shell/addresshint.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>

namespace wl {

namespace {
constexpr int iconSize = 16;
constexpr int margin = 8;
} // namespace

AddressHint::AddressHint(QWidget& field, QWidget* parent)
    : QFrame(parent)
    , m_field(field)
    , m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("addressHint"));
    setAccessibleName(tr("About the address"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_text->setObjectName(QStringLiteral("addressHintText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(margin + iconSize + margin, margin - 2, margin, margin - 2);
    row->addWidget(m_text);
    hide();
}

void AddressHint::showText(Kind kind, const QString& text)
{
    m_kind = kind;
    m_text->setText(text);
    m_text->setAccessibleName(text);
    place();
    raise();
    show();
    update();
}

QString AddressHint::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void AddressHint::place()
{
    setParent(m_field.window()); // it lies over all other parts
    const QPoint below = m_field.mapTo(m_field.window(), QPoint(0, m_field.height() + 2));
    const int width = m_field.width();
    setGeometry(QRect(below, QSize(width, layout()->heightForWidth(width))));
}

void AddressHint::paintEvent(QPaintEvent*)
{
    const Colors& colors = Colors::current();
    QPainter painter(this);
    painter.fillRect(rect(), colors.base);
    painter.setPen(m_kind == Kind::Error ? colors.error : colors.border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const bool isError = m_kind == Kind::Error;
    icons::icon(isError ? QStringLiteral("alert") : QStringLiteral("info"),
                isError ? icons::Tint::Error : icons::Tint::Accent)
        .paint(&painter, margin, margin - 1, iconSize, iconSize);
}

} // namespace wl
