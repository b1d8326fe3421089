// SPDX-License-Identifier: MIT
#include "ui/shell/addressbar.h"

#include "base/errortext.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>

namespace wl {

AddressBar::AddressBar(QWidget* parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_button(new QPushButton(this))
    , m_recent(new QStringListModel(this))
{
    setObjectName(QStringLiteral("addressBar"));
    m_field->setObjectName(QStringLiteral("addressField"));
    m_field->setAccessibleName(tr("Address"));
    m_field->setFont(fixedFont());
    m_field->setPlaceholderText(
        tr("tcp://127.0.0.1:8080, listen tcp://:8080 --echo, http://…, or a curl command"));
    m_field->setClearButtonEnabled(true);
    m_problem = m_field->addAction(icons::icon(QStringLiteral("alert"), icons::Tint::Error),
                                   QLineEdit::TrailingPosition);
    m_problem->setVisible(false);
    auto* completer = new QCompleter(m_recent, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_field->setCompleter(completer);
    m_button->setObjectName(QStringLiteral("addressOpen"));
    m_button->setMinimumWidth(84);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_field, 1);
    row->addWidget(m_button);
    connect(m_field, &QLineEdit::textChanged, this, &AddressBar::update);
    connect(m_field, &QLineEdit::returnPressed, this, &AddressBar::open);
    connect(m_button, &QPushButton::clicked, this, &AddressBar::open);
    update({});
}

void AddressBar::setRecent(const QStringList& addresses)
{
    m_recent->setStringList(addresses);
}

void AddressBar::setText(const QString& text)
{
    m_field->setText(text);
}

QString AddressBar::text() const
{
    return m_field->text();
}

void AddressBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

QString AddressBar::verb(const Opened& opened)
{
    if (std::holds_alternative<ServerItem>(opened))
        return tr("Listen");
    if (std::holds_alternative<ClientItem>(opened))
        return tr("Connect");
    if (std::holds_alternative<UdpItem>(opened))
        return tr("Bind");
    return tr("Send");
}

void AddressBar::update(const QString& text)
{
    const bool isEmpty = text.trimmed().isEmpty();
    const Result<Opened> parsed = isEmpty ? Result<Opened>(fail(ErrorCode::None)) : parseOpenCommand(text);
    m_button->setEnabled(parsed.has_value());
    m_button->setText(parsed ? verb(*parsed) : tr("Connect"));
    m_button->setAccessibleName(m_button->text());
    const QString problem =
        isEmpty  ? tr("Type an address first.")
        : parsed ? QString()
                 : ErrorText::reason(parsed.error()) + u' ' + ErrorText::advice(parsed.error());
    m_button->setToolTip(problem);
    m_problem->setVisible(!isEmpty && !parsed);
    m_problem->setToolTip(problem);
    m_field->setAccessibleDescription(problem);
}

void AddressBar::open()
{
    const Result<Opened> parsed = parseOpenCommand(m_field->text());
    if (parsed)
        emit opened(*parsed, m_field->text().trimmed());
}

} // namespace wl
