// SPDX-License-Identifier: MIT
#include "ui/panes/common/addressfield.h"

#include "ui/panes/common/marks.h"
#include "ui/panes/common/plaintooltip.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/problemedge.h"

namespace wl {
AddressField::AddressField(QWidget* parent)
    : QLineEdit(parent)
    , m_sign(new QAction(Marks::icon(Marks::Sign::Error), tr("Problem"), this))
{
    setFont(fixedFont());
    m_edge = new ProblemEdge(*this);
    setMaxLength(2048);
    m_sign->setObjectName(QStringLiteral("problemSign"));
    connect(this, &QLineEdit::textEdited, this, [this] {
        check();
        emit edited();
    });
    connect(this, &QLineEdit::textChanged, this, [this] { check(); });
}

void AddressField::setUse(AddressInput::Use use)
{
    m_use = use;
    m_hint = toolTip();
}

void AddressField::setAddress(const Address& address)
{
    const QString shown = AddressInput::text(address, m_use);
    if (shown != text())
        setText(shown);
    setCursorPosition(0);
    check();
    m_address = address;
}

void AddressField::check()
{
    const Result<Address> address = AddressInput::read(text(), m_use);
    if (address)
        m_address = *address;
    setProblem(address ? QString() : AddressInput::problem(address.error()));
}

void AddressField::setProblem(const QString& problem)
{
    m_problem = problem;
    const QString shown = typedProblem();
    // Added and removed, because hiding it fades out and keeps its room meanwhile.
    const bool hasSign = actions().contains(m_sign);
    if (shown.isEmpty() && hasSign)
        removeAction(m_sign);
    else if (!shown.isEmpty() && !hasSign)
        addAction(m_sign, QLineEdit::TrailingPosition);
    m_edge->setVisible(!shown.isEmpty());
    m_sign->setToolTip(plainToolTip(shown));
    setToolTip(shown.isEmpty() ? m_hint : plainToolTip(shown));
    setAccessibleDescription(shown);
}

} // namespace wl
