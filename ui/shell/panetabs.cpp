// SPDX-License-Identifier: MIT
#include "ui/shell/panetabs.h"

#include "ui/panes/common/plaintooltip.h"
#include "ui/widgets/icons.h"

#include <QMouseEvent>
#include <QTabBar>

namespace wl {

namespace {

constexpr int widestTab = 280;
constexpr int widestTitle = 160; ///< so that the word of the state is always seen

/// Tabs of at most one width; the middle button closes.
class TabBar final : public QTabBar
{
public:
    using QTabBar::QTabBar;

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override
    {
        QSize size = QTabBar::tabSizeHint(index);
        size.setWidth(std::min(size.width(), widestTab));
        return size;
    }

    /// Tabs scroll rather than shrink until nothing can be read.
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }

    void mouseReleaseEvent(QMouseEvent* event) override
    {
        const int index = tabAt(event->position().toPoint());
        if (event->button() == Qt::MiddleButton && index >= 0)
            emit tabCloseRequested(index);
        QTabBar::mouseReleaseEvent(event);
    }
};

QIcon markIcon(PaneState::Mark mark)
{
    switch (mark) {
    case PaneState::Mark::Idle: return icons::icon(QStringLiteral("mark-idle"), icons::Tint::Muted);
    case PaneState::Mark::Busy: return icons::icon(QStringLiteral("mark-busy"), icons::Tint::Accent);
    case PaneState::Mark::Active: return icons::icon(QStringLiteral("mark-active"), icons::Tint::Good);
    case PaneState::Mark::HalfOpen: return icons::icon(QStringLiteral("mark-half"), icons::Tint::Accent);
    case PaneState::Mark::Failed: return icons::icon(QStringLiteral("mark-failed"), icons::Tint::Error);
    }
    return {};
}

/// A tab's text is not a label with a shortcut.
QString withoutMnemonic(QString text)
{
    return text.replace(u'&', QLatin1String("&&"));
}

} // namespace

PaneTabs::PaneTabs(QWidget* parent)
    : QTabWidget(parent)
{
    setObjectName(QStringLiteral("paneTabs"));
    setAccessibleName(tr("Panes"));
    setTabBar(new TabBar(this));
    setDocumentMode(true);
    setTabsClosable(true);
    setMovable(true);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideRight);
    tabBar()->setObjectName(QStringLiteral("paneTabBar"));
    tabBar()->setExpanding(false);
}

PaneTabs::~PaneTabs()
{
    const QList<QWidget*> pages = m_looks.keys();
    for (QWidget* page : pages) // they go after m_looks
        disconnect(page, nullptr, this, nullptr);
}

void PaneTabs::addPage(QWidget* page, const QString& title, const QString& icon)
{
    m_looks.insert(page, {title, {}, false, false, icon});
    connect(page, &QObject::destroyed, this, [this, page] { m_looks.remove(page); });
    addTab(page, QString());
    updateTab(page);
}

void PaneTabs::setPageTitle(QWidget* page, const QString& title)
{
    if (!m_looks.contains(page))
        return;
    m_looks[page].title = title;
    updateTab(page);
}

void PaneTabs::setPageState(QWidget* page, const PaneState& state, bool isExposed)
{
    if (!m_looks.contains(page))
        return;
    Looks& looks = m_looks[page];
    looks.state = state;
    looks.hasState = true;
    looks.isExposed = isExposed;
    updateTab(page);
}

void PaneTabs::updateTab(QWidget* page)
{
    const int index = indexOf(page);
    if (index < 0)
        return;
    const Looks& looks = m_looks[page];
    const bool hasWord = looks.hasState && !looks.state.word.isEmpty();
    const QString text = hasWord ? tr("%1 · %2").arg(looks.title, looks.state.word) : looks.title;
    const QString title = fontMetrics().elidedText(looks.title, Qt::ElideMiddle, widestTitle);
    setTabText(index, withoutMnemonic(hasWord ? tr("%1 · %2").arg(title, looks.state.word) : title));
    setTabToolTip(index,
                  plainToolTip(looks.isExposed ? tr("%1\nOther machines can reach it.").arg(text) : text));
    if (looks.isExposed)
        setTabIcon(index, icons::icon(QStringLiteral("exposed"), icons::Tint::Warning));
    else if (looks.hasState)
        setTabIcon(index, markIcon(looks.state.mark));
    else
        setTabIcon(index, icons::icon(looks.icon, icons::Tint::Muted));
}

void PaneTabs::selectNext()
{
    if (count() > 0)
        setCurrentIndex((currentIndex() + 1) % count());
}

void PaneTabs::selectPrevious()
{
    if (count() > 0)
        setCurrentIndex((currentIndex() + count() - 1) % count());
}

void PaneTabs::changeEvent(QEvent* event)
{
    QTabWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tabBar()->update();
}

} // namespace wl
