// SPDX-License-Identifier: MIT
#include "ui/cookies/cookiedialog.h"

#include "http/publicsuffix.h"
#include "ui/panes/common/hintline.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

namespace wl {

namespace {

constexpr int newLifeDays = 30;

/// The bytes stay what they are where nobody edited their text, which may not show all of them.
QByteArray bytesOf(const QLineEdit& line, const QByteArray& before)
{
    return line.text() == QString::fromUtf8(before) ? before : line.text().toUtf8();
}

} // namespace

CookieDialog::CookieDialog(const Cookie& cookie, QWidget* parent)
    : QDialog(parent)
    , m_cookie(cookie)
{
    setObjectName(QStringLiteral("cookieDialog"));
    setWindowTitle(cookie.name.isEmpty() && cookie.value.isEmpty() ? tr("New Cookie") : tr("Edit Cookie"));
    setMinimumWidth(460);
    setUpFields();
    load();
    validate();
}

void CookieDialog::addLine(QFormLayout& form, QLineEdit*& line, const QString& label, const char* name)
{
    line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name));
    line->setAccessibleName(QString(label).remove(u'&'));
    form.addRow(label, line);
    connect(line, &QLineEdit::textChanged, this, &CookieDialog::validate);
}

void CookieDialog::setUpFields()
{
    auto* form = new QFormLayout(this);
    const auto box = [this](const QString& text, const char* name) {
        auto* made = new QCheckBox(text, this);
        made->setObjectName(QLatin1String(name));
        connect(made, &QCheckBox::toggled, this, &CookieDialog::validate);
        return made;
    };
    addLine(*form, m_name, tr("&Name"), "cookieName");
    addLine(*form, m_value, tr("&Value"), "cookieValue");
    addLine(*form, m_domain, tr("&Domain"), "cookieDomain");
    m_hostOnly = box(tr("This &host only, not the names below it"), "cookieHostOnly");
    form->addRow(QString(), m_hostOnly);
    addLine(*form, m_path, tr("&Path"), "cookiePath");
    m_session = box(tr("&Session: until the program ends"), "cookieSession");
    form->addRow(tr("Expires"), m_session);
    m_expires = new QDateTimeEdit(this);
    m_expires->setObjectName(QStringLiteral("cookieExpires"));
    m_expires->setAccessibleName(tr("Expires"));
    m_expires->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    m_expires->setCalendarPopup(true);
    form->addRow(QString(), m_expires);
    connect(m_expires, &QDateTimeEdit::dateTimeChanged, this, &CookieDialog::validate);
    m_secure = box(tr("S&ecure: over https only"), "cookieSecure");
    m_httpOnly = box(tr("Http&Only: not for scripts of pages"), "cookieHttpOnly");
    form->addRow(QString(), m_secure);
    form->addRow(QString(), m_httpOnly);
    m_sameSite = new QComboBox(this);
    m_sameSite->setObjectName(QStringLiteral("cookieSameSite"));
    m_sameSite->setAccessibleName(tr("SameSite"));
    m_sameSite->addItems(
        {tr("not said"), QStringLiteral("None"), QStringLiteral("Lax"), QStringLiteral("Strict")});
    form->addRow(tr("SameSi&te"), m_sameSite);
    connect(m_sameSite, &QComboBox::currentIndexChanged, this, &CookieDialog::validate);
    m_problem = new HintLine(this);
    m_problem->setObjectName(QStringLiteral("cookieProblem"));
    form->addRow(m_problem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void CookieDialog::load()
{
    const Cookie cookie = m_cookie;
    m_expires->setDateTime(cookie.expiresSecs ? QDateTime::fromSecsSinceEpoch(*cookie.expiresSecs)
                                              : QDateTime::currentDateTime().addDays(newLifeDays));
    m_name->setText(QString::fromUtf8(cookie.name));
    m_value->setText(QString::fromUtf8(cookie.value));
    m_domain->setText(QString::fromLatin1(cookie.domain));
    m_hostOnly->setChecked(cookie.isHostOnly);
    m_path->setText(QString::fromUtf8(cookie.path));
    m_session->setChecked(!cookie.expiresSecs);
    m_secure->setChecked(cookie.isSecure);
    m_httpOnly->setChecked(cookie.isHttpOnly);
    m_sameSite->setCurrentIndex(int(cookie.sameSite));
}

Cookie CookieDialog::cookie() const
{
    Cookie cookie = m_cookie;
    cookie.name = bytesOf(*m_name, m_cookie.name);
    cookie.value = bytesOf(*m_value, m_cookie.value);
    QString domain = m_domain->text().trimmed();
    if (domain.startsWith(u'.'))
        domain.remove(0, 1);
    cookie.domain = cookieHost(domain.toUtf8());
    cookie.isHostOnly = m_hostOnly->isChecked() || isIpHost(cookie.domain);
    cookie.path = bytesOf(*m_path, m_cookie.path);
    cookie.expiresSecs.reset();
    if (!m_session->isChecked())
        cookie.expiresSecs = m_expires->dateTime().toSecsSinceEpoch();
    cookie.isSecure = m_secure->isChecked();
    cookie.isHttpOnly = m_httpOnly->isChecked();
    cookie.sameSite = Cookie::SameSite(std::max(0, m_sameSite->currentIndex()));
    return cookie;
}

void CookieDialog::validate()
{
    if (!m_ok)
        return; // while the fields are made
    m_expires->setEnabled(!m_session->isChecked());
    const Cookie typed = cookie();
    QString problem = cookieRefusalText(checkCookie(typed), typed.domain);
    if (problem.isEmpty() && typed.isExpired(QDateTime::currentMSecsSinceEpoch()))
        problem = tr("the time is past: the cookie would be gone at once");
    if (problem.isEmpty())
        m_problem->clear();
    else
        m_problem->setHint(Marks::Sign::Error, problem);
    m_ok->setEnabled(problem.isEmpty());
    m_ok->setToolTip(problem);
}

} // namespace wl
