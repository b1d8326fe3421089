// SPDX-License-Identifier: MIT
#include "ui/panes/http/requestsplit.h"

#include "ui/panes/http/requestform.h"

namespace wl {

namespace {

constexpr int leastRequest = 68; ///< tabs, the header of a table and a row
constexpr int leastResponse = 96;
constexpr int usualResponse = 116; ///< status, tabs, a line to filter by, a header and a row

} // namespace

RequestSplit::RequestSplit(RequestForm* request, QWidget* response, QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_request(request)
{
    setObjectName(QStringLiteral("httpSplitter"));
    setChildrenCollapsible(false);
    setHandleWidth(8);
    addWidget(request);
    addWidget(response);
    setStretchFactor(0, 0);
    setStretchFactor(1, 1);
    request->setMinimumHeight(leastRequest);
    response->setMinimumHeight(leastResponse);
    connect(this, &QSplitter::splitterMoved, this, [this] { m_isUsers = true; });
    connect(request, &RequestForm::neededHeightChanged, this, &RequestSplit::arrange);
}

void RequestSplit::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    arrange();
}

void RequestSplit::arrange()
{
    if (m_isUsers || height() <= 0)
        return;
    const int room = height() - handleWidth();
    // An editor that is cut would be worse than a response that has only half.
    const int most = std::max(room * m_request->mostPercent() / 100,
                              std::min(m_request->minimumSizeHint().height(), room / 2));
    const int request = std::clamp(m_request->neededHeight(), leastRequest,
                                   std::max(std::min(most, room - usualResponse), leastRequest));
    setSizes({request, room - request});
}

} // namespace wl
