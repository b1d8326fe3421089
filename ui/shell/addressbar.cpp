// SPDX-License-Identifier: MIT
#include "ui/shell/addressbar.h"

#include "base/errortext.h"
#include "ui/panes/common/plaintooltip.h"
#include "ui/shell/addresshint.h"
#include "ui/shell/addressreading.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/icons.h"

#include <QAbstractItemView>
#include <QAction>
#include <QBoxLayout>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>

namespace wl {

namespace {

constexpr std::chrono::milliseconds hintDelay{350};
constexpr int mostLetters = 1024 * 1024; ///< commands have bodies

/// Why the text cannot be opened and what could be typed; empty where it can.
QString problemOf(const AddressReading& reading)
{
    if (reading.opened)
        return {};
    if (reading.text.isEmpty())
        return AddressBar::tr("Type an address first.");
    const Error& error = reading.opened.error();
    QString reason = ErrorText::reason(error);
    if (!reason.isEmpty())
        reason[0] = reason.at(0).toUpper();
    if (!reason.endsWith(u'.'))
        reason += u'.';
    const QString advice = ErrorText::advice(error);
    return reason + u' ' +
           (advice.isEmpty() ? AddressBar::tr("Examples: tcp://127.0.0.1:8080, listen tcp://:8080 --echo, "
                                              "http://127.0.0.1:8080/")
                             : advice);
}

} // namespace

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
    m_field->setMaxLength(mostLetters);
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
    m_hint = new AddressHint(*m_field, this);
    m_field->installEventFilter(this);
    m_hintTimer.setSingleShot(true);
    m_hintTimer.setInterval(hintDelay);
    connect(&m_hintTimer, &QTimer::timeout, this, [this] { showHint(false); });
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
    const AddressReading reading = AddressReading::of(text);
    const QString problem = problemOf(reading);
    m_button->setEnabled(reading.opened.has_value());
    m_button->setText(verb(reading.likely));
    m_button->setAccessibleName(m_button->text());
    m_button->setToolTip(plainToolTip(problem));
    m_problem->setVisible(!reading.text.isEmpty() && !reading.opened);
    m_problem->setToolTip(plainToolTip(problem));
    m_field->setAccessibleDescription(problem);
    m_hint->hide();
    m_hintTimer.start();
}

/// `isAsked`: by Enter; else what was typed may go on, and nothing is red yet.
void AddressBar::showHint(bool isAsked)
{
    m_hintTimer.stop();
    const AddressReading reading = AddressReading::of(m_field->text());
    const QWidget* completions = m_field->completer()->popup();
    if (!isAsked && (reading.text.isEmpty() || completions->isVisible() || !m_field->hasFocus()))
        return;
    if (!reading.opened)
        m_hint->showText(isAsked ? AddressHint::Kind::Error : AddressHint::Kind::Note, problemOf(reading));
    else if (reading.isGuessed)
        m_hint->showText(AddressHint::Kind::Note,
                         tr("Taken as %1, because a path follows the host.").arg(reading.text));
}

void AddressBar::open()
{
    const AddressReading reading = AddressReading::of(m_field->text());
    if (!reading.opened) {
        showHint(true);
        return;
    }
    m_hintTimer.stop();
    m_hint->hide();
    emit opened(*reading.opened, reading.text);
}

bool AddressBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::FocusOut)
        m_hint->hide();
    return QWidget::eventFilter(watched, event);
}

} // namespace wl
