// SPDX-License-Identifier: MIT
#include "ui/widgets/visibletext.h"

#include <QAbstractScrollArea>
#include <QAccessibleWidget>

namespace wl {

namespace {

/// The lines, joined by line feeds. They are asked for anew each time: an assistive program reads seldom, and
/// what is shown changes often.
class AccessibleVisibleText final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    AccessibleVisibleText(QAbstractScrollArea* area, VisibleText& text)
        : QAccessibleWidget(area, QAccessible::EditableText)
        , m_text(text)
    {
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        return state;
    }

    void selection(int, int* start, int* end) const override { *start = *end = 0; }
    [[nodiscard]] int selectionCount() const override { return 0; }
    void addSelection(int, int) override {}
    void removeSelection(int) override {}
    void setSelection(int, int, int) override {}
    [[nodiscard]] int cursorPosition() const override { return 0; }
    void setCursorPosition(int) override {}
    void scrollToSubstring(int, int) override {}

    [[nodiscard]] QString text(int start, int end) const override
    {
        const QString all = whole();
        const int from = std::clamp(start, 0, int(all.size()));
        const int to = end < 0 ? int(all.size()) : std::clamp(end, from, int(all.size()));
        return all.mid(from, to - from);
    }
    [[nodiscard]] int characterCount() const override { return int(whole().size()); }
    [[nodiscard]] QRect characterRect(int offset) const override;
    [[nodiscard]] int offsetAtPoint(const QPoint& point) const override;
    QString attributes(int, int* start, int* end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    [[nodiscard]] const QWidget& viewport() const
    {
        return *static_cast<QAbstractScrollArea*>(object())->viewport();
    }
    [[nodiscard]] QString whole() const
    {
        QStringList lines;
        for (const VisibleText::Line& line : m_text.linesShown())
            lines += line.text;
        return lines.join(u'\n');
    }

    VisibleText& m_text; ///< the widget itself
};

QRect AccessibleVisibleText::characterRect(int offset) const
{
    int left = offset;
    for (const VisibleText::Line& line : m_text.linesShown()) {
        const int size = int(line.text.size());
        if (left >= 0 && left < size) {
            const int x = line.rect.width() * left / size;
            const int width = line.rect.width() * (left + 1) / size - x;
            const QPoint corner = line.rect.topLeft() + QPoint(x, 0);
            return {viewport().mapToGlobal(corner), QSize(width, line.rect.height())};
        }
        left -= size + 1;
    }
    return {};
}

int AccessibleVisibleText::offsetAtPoint(const QPoint& point) const
{
    const QPoint place = viewport().mapFromGlobal(point);
    int offset = 0;
    for (const VisibleText::Line& line : m_text.linesShown()) {
        const int size = int(line.text.size());
        if (line.rect.contains(place))
            return offset + size * (place.x() - line.rect.left()) / line.rect.width();
        offset += size + 1;
    }
    return -1;
}

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* area = qobject_cast<QAbstractScrollArea*>(object);
    auto* text = dynamic_cast<VisibleText*>(object);
    return area && text ? new AccessibleVisibleText(area, *text) : nullptr;
}

} // namespace

VisibleText::VisibleText()
{
    QAccessible::installFactory(makeInterface); // a second time is none
}

} // namespace wl
