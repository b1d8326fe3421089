// SPDX-License-Identifier: MIT
#include "ui/panes/http/hexpage.h"

#include "ui/panes/http/filebytesource.h"
#include "ui/widgets/findline.h"
#include "ui/widgets/hexview.h"

namespace wl {

HexPage::HexPage(QWidget* parent)
    : QWidget(parent)
    , m_view(new HexView(this))
    , m_find(new FindLine(tr("Find in the body: text, or bytes as 0x…"), m_view, this))
    , m_transferred(new QCheckBox(tr("As transferred, content coding still on"), this))
{
    m_view->setObjectName(QStringLiteral("httpHex"));
    m_view->setAccessibleName(tr("Body in hex"));
    m_transferred->setObjectName(QStringLiteral("httpTransferred"));
    m_transferred->setAccessibleName(m_transferred->text());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_transferred);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_find);
    connect(m_find, &FindLine::findWanted, this, [this](const QString& text, bool isBackward) {
        m_find->showFound(m_view->findNext(HexView::needleOf(text), !isBackward));
    });
    connect(m_transferred, &QCheckBox::toggled, this, &HexPage::open);
    m_transferred->hide();
    setFocusProxy(m_view);
}

void HexPage::find()
{
    m_find->open();
}

void HexPage::clear(const QString& why)
{
    m_body.reset();
    m_decoded.reset();
    m_transferred->hide();
    m_view->setEmptyText(why);
    open();
}

void HexPage::showExchange(const HttpExchange& exchange)
{
    m_body = exchange.body;
    m_decoded = exchange.decoded ? exchange.decoded : exchange.body;
    m_transferred->setVisible(m_decoded != m_body);
    if (exchange.isFinished())
        m_view->setEmptyText(tr("The body is empty."));
    open();
}

void HexPage::open()
{
    const bool transferred = m_transferred->isChecked() && !m_transferred->isHidden();
    const auto& wanted = transferred ? m_body : m_decoded;
    if (wanted == m_shown) {
        if (m_shown)
            m_view->sourceGrew();
        return;
    }
    m_shown = wanted;
    m_view->setSource(m_shown ? std::make_shared<FileByteSource>(m_shown->path()) : nullptr);
}

} // namespace wl
