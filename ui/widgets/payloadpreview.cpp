// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadpreview.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/icons.h"

#include <QPainter>
#include <QTextDocument>

namespace wl {

namespace {

constexpr int iconSize = 16;
constexpr int gap = 8;
constexpr qsizetype maxToolTip = 2000;

} // namespace

PayloadPreview::PayloadPreview(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("payloadPreview"));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void PayloadPreview::showPayload(const QString& size, const QString& shown)
{
    show(Kind::Payload, size, shown);
}

void PayloadPreview::showProblem(const QString& problem)
{
    show(Kind::Problem, {}, problem);
}

void PayloadPreview::showNote(const QString& note)
{
    show(Kind::Note, {}, note);
}

void PayloadPreview::show(Kind kind, const QString& first, const QString& second)
{
    if (kind == m_kind && first == m_first && second == m_second)
        return;
    m_kind = kind;
    m_first = first;
    m_second = second;
    const QString spoken = kind == Kind::Payload ? tr("Will be sent: %1 %2").arg(first, second) : second;
    setAccessibleName(spoken.first(std::min(spoken.size(), maxToolTip)));
    setToolTip(
        Qt::convertFromPlainText(second.first(std::min(second.size(), maxToolTip)), Qt::WhiteSpaceNormal));
    update();
}

QSize PayloadPreview::sizeHint() const
{
    return {200, std::max(fontMetrics().height(), iconSize) + 4};
}

QSize PayloadPreview::minimumSizeHint() const
{
    return {60, sizeHint().height()};
}

void PayloadPreview::paintEvent(QPaintEvent*)
{
    const Colors& colors = Colors::current();
    QPainter painter(this);
    int x = 0;
    const auto put = [&](const QString& text, const QColor& color) {
        painter.setPen(color);
        const QString cut = painter.fontMetrics().elidedText(text, Qt::ElideRight, width() - x);
        painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::TextSingleLine, cut);
        x += painter.fontMetrics().horizontalAdvance(cut) + gap;
    };
    if (m_kind != Kind::Payload) {
        const auto tint = m_kind == Kind::Problem ? icons::Tint::Error : icons::Tint::Accent;
        const QString name = m_kind == Kind::Problem ? QStringLiteral("alert") : QStringLiteral("info");
        icons::icon(name, tint).paint(&painter, 0, (height() - iconSize) / 2, iconSize, iconSize);
        x = iconSize + gap / 2;
        put(m_second, m_kind == Kind::Problem ? colors.error : colors.text);
        return;
    }
    put(m_first, colors.text);
    if (m_second.isEmpty())
        return;
    put(QStringLiteral("\u2192"), colors.sent);
    QFont fixed = fixedFont();
    painter.setFont(fixed);
    put(m_second, colors.muted);
}

} // namespace wl
