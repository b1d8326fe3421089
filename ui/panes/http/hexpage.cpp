// SPDX-License-Identifier: MIT
#include "ui/panes/http/hexpage.h"

#include "ui/panes/http/filebytesource.h"
#include "ui/panes/http/findbar.h"
#include "ui/widgets/hexview.h"

namespace wl {

HexPage::HexPage(QWidget* parent)
    : QWidget(parent)
    , m_view(new HexView(this))
    , m_find(new FindBar(tr("Find in the body: text, or bytes as 0x…"),
                         FindTarget{m_view, [this] { return mapped(); },
                                    [this] {
                                        const qsizetype start = m_view->selectionStart();
                                        return std::make_pair(start,
                                                              qsizetype(start + m_view->selectionSize()));
                                    },
                                    [this](qsizetype start, qsizetype size) { m_view->select(start, size); },
                                    [](const QString& text) { return HexView::needleOf(text); }, true},
                         this))
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
    m_decoded = exchange.content();
    m_transferred->setVisible(m_decoded != m_body);
    if (exchange.isFinished())
        m_view->setEmptyText(tr("The body is empty."));
    open();
}

std::shared_ptr<const MappedFile> HexPage::mapped()
{
    if (m_shown && !m_mapped)
        m_mapped = MappedFile::open(m_shown->path());
    return m_mapped;
}

void HexPage::open()
{
    m_mapped.reset(); // it may have grown
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
