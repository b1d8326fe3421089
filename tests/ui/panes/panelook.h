// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/colors.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPalette>
#include <QProxyStyle>
#include <QPushButton>
#include <QTabBar>

namespace wl {

/// The height that the product's style gives controls.
class TallControls : public QProxyStyle
{
public:
    TallControls()
        : QProxyStyle(QStringLiteral("Fusion"))
    {
    }
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                         const QWidget* widget) const override
    {
        QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
        if (type == CT_PushButton || type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox ||
            type == CT_ToolButton)
            result.setHeight(std::max(result.height(), 28));
        return result;
    }
};

/// The Fusion style with the product's colors, as far as a pane shows them.
inline void applyLook(bool dark)
{
    Colors::setDark(dark);
    const Colors& colors = Colors::current();
    QPalette palette;
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::Base, colors.base);
    palette.setColor(QPalette::AlternateBase, colors.alternate);
    palette.setColor(QPalette::Button, colors.window);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(role, colors.text);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colors.muted);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Highlight, colors.selection);
    palette.setColor(QPalette::Mid, colors.border);
    QApplication::setStyle(new TallControls);
    QApplication::setPalette(palette);
}

/// What a look at every visible control below `pane` finds: texts that are cut, controls beyond their parent.
/// Empty where all is well.
inline QStringList cutControls(const QWidget& pane)
{
    QStringList result;
    const auto report = [&](const QWidget* widget, const char* what) {
        result.append(QStringLiteral("%1 %2 %3: %4×%5")
                          .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                               QString::fromLatin1(what))
                          .arg(widget->width())
                          .arg(widget->height()));
    };
    for (const QWidget* widget : pane.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&pane) || widget->isWindow())
            continue;
        const auto* area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()->parentWidget());
        const bool isScrolled = area != nullptr && area->viewport() == widget->parentWidget();
        if (!isScrolled && !widget->parentWidget()->rect().contains(widget->geometry()))
            report(widget, "reaches out of its parent");
        const QSize least = widget->minimumSizeHint();
        // The arrows of a tab bar that scrolls are as narrow as the style makes them.
        const bool isTabArrow = qobject_cast<const QTabBar*>(widget->parentWidget()) != nullptr;
        const bool showsText = (qobject_cast<const QAbstractButton*>(widget) != nullptr && !isTabArrow) ||
                               qobject_cast<const QLabel*>(widget) != nullptr;
        if (showsText && (widget->width() < least.width() || widget->height() < least.height()))
            report(widget, "is cut");
    }
    return result;
}

} // namespace wl
