// SPDX-License-Identifier: MIT
#include "ui/panes/http/requestform.h"

#include "ui/panes/http/rawpage.h"
#include "ui/panes/http/requesttabs.h"

namespace wl {

namespace {

constexpr int tablePercent = 35;
constexpr int textPercent = 50;
constexpr int formPercent = 65;

} // namespace

RequestForm::RequestForm(RequestTabs* tabs, RawPage* raw, QWidget* parent)
    : QStackedWidget(parent)
    , m_tabs(tabs)
    , m_raw(raw)
{
    setObjectName(QStringLiteral("httpRequestForm"));
    addWidget(tabs);
    addWidget(raw);
    connect(tabs, &RequestTabs::neededHeightChanged, this, &RequestForm::neededHeightChanged);
}

void RequestForm::showRaw(bool on)
{
    setCurrentIndex(on ? 1 : 0);
    emit neededHeightChanged();
}

int RequestForm::neededHeight() const
{
    return currentIndex() == 1 ? m_raw->neededHeight() : m_tabs->neededHeight();
}

int RequestForm::mostPercent() const
{
    const bool isRaw = currentIndex() == 1;
    if (!isRaw && m_tabs->showsForm())
        return formPercent;
    return isRaw || m_tabs->showsText() ? textPercent : tablePercent;
}

QSize RequestForm::minimumSizeHint() const
{
    return currentWidget()->minimumSizeHint();
}

} // namespace wl
