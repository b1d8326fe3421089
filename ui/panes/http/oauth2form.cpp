// SPDX-License-Identifier: MIT
#include "ui/panes/http/oauth2form.h"

#include "ui/panes/common/hintline.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace wl {

namespace {

constexpr int clockMs = 10'000;

QString left(const OAuth2Token& token)
{
    const auto time = token.expires - now();
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
    if (minutes < 1)
        return OAuth2Form::tr("less than a minute");
    return minutes < 120 ? OAuth2Form::tr("%1 min").arg(minutes) : OAuth2Form::tr("%1 h").arg(minutes / 60);
}

} // namespace

OAuth2Form::OAuth2Form(QWidget* parent)
    : QWidget(parent)
    , m_form(new AuthForm(this))
    , m_get(new QPushButton(this))
    , m_refresh(new QPushButton(tr("Refresh"), this))
    , m_forget(new QPushButton(tr("Forget"), this))
    , m_state(new HintLine(this))
    , m_page(new QLineEdit(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(setUpButtons());
    m_page->setObjectName(QStringLiteral("httpOAuthPage"));
    m_page->setAccessibleName(tr("Page for the browser"));
    m_page->setReadOnly(true);
    column->addWidget(m_page);
    column->addWidget(m_form);
    m_state->setObjectName(QStringLiteral("httpOAuthState"));
    setUpLines();
    connect(m_form, &AuthForm::edited, this, [this] {
        showFlow();
        emit edited();
    });
    m_clock.setInterval(clockMs);
    connect(&m_clock, &QTimer::timeout, this, &OAuth2Form::showToken);
    showFlow();
    showToken();
}

void OAuth2Form::setUpLines()
{
    m_flow = m_form->addChoice(
        tr("Flow"), QStringLiteral("httpOAuthFlow"),
        {tr("Authorization code, by the browser"), tr("Client credentials")},
        [](const HttpAuth& auth) { return int(auth.oauth2.flow); },
        [](HttpAuth& auth, int index) { auth.oauth2.flow = OAuth2Spec::Flow(index); });
    const auto line = [this](const QString& label, const char* name, QString OAuth2Spec::*member,
                             const QString& placeholder = {}) {
        return m_form->addLine(label, QString::fromLatin1(name), AuthForm::within(&HttpAuth::oauth2, member),
                               placeholder);
    };
    line(tr("Client id"), "httpOAuthClient", &OAuth2Spec::clientId);
    m_form->addSecret(tr("Client secret"), QStringLiteral("httpOAuthSecret"),
                      AuthForm::within(&HttpAuth::oauth2, &OAuth2Spec::clientSecret));
    line(tr("Token URL"), "httpOAuthTokenUrl", &OAuth2Spec::tokenUrl, QStringLiteral("https://…/token"));
    m_ofCode.append(line(tr("Authorization URL"), "httpOAuthUrl", &OAuth2Spec::authorizationUrl,
                         QStringLiteral("https://…/authorize")));
    line(tr("Scope"), "httpOAuthScope", &OAuth2Spec::scope, tr("words with blanks between"));
    line(tr("Audience"), "httpOAuthAudience", &OAuth2Spec::audience);
    line(tr("Refresh URL"), "httpOAuthRefreshUrl", &OAuth2Spec::refreshUrl, tr("the token URL"));
    m_form->addChoice(
        tr("Client goes in"), QStringLiteral("httpOAuthPlace"), {tr("Authorization (Basic)"), tr("The body")},
        [](const HttpAuth& auth) { return int(auth.oauth2.clientPlace); },
        [](HttpAuth& auth, int index) { auth.oauth2.clientPlace = OAuth2Spec::ClientPlace(index); });
    line(tr("Word before the token"), "httpOAuthPrefix", &OAuth2Spec::headerPrefix);
    QLineEdit* port = m_form->addPort(tr("Redirect port"), QStringLiteral("httpOAuthPort"),
                                      [](HttpAuth& auth) -> quint16& { return auth.oauth2.redirectPort; });
    port->setPlaceholderText(tr("any free one"));
    port->setToolTip(tr("On 127.0.0.1; some servers want the redirect address they know"));
    m_ofCode.append(port);
    m_ofCode.append(line(tr("Redirect path"), "httpOAuthPath", &OAuth2Spec::redirectPath));
}

QWidget* OAuth2Form::setUpButtons()
{
    m_get->setObjectName(QStringLiteral("httpOAuthGet"));
    m_refresh->setObjectName(QStringLiteral("httpOAuthRefresh"));
    m_refresh->setAccessibleName(tr("Refresh the token"));
    m_refresh->setToolTip(tr("Asks for a new token by the refresh token"));
    m_forget->setObjectName(QStringLiteral("httpOAuthForget"));
    m_forget->setAccessibleName(tr("Forget the token"));
    m_forget->setToolTip(tr("Tokens are in memory only, as long as the program runs"));
    connect(m_get, &QPushButton::clicked, this, [this] {
        if (m_shown.isBusy)
            emit cancelWanted();
        else
            emit tokenWanted();
    });
    connect(m_refresh, &QPushButton::clicked, this, &OAuth2Form::refreshWanted);
    connect(m_forget, &QPushButton::clicked, this, &OAuth2Form::forgetWanted);
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_get);
    layout->addWidget(m_refresh);
    layout->addWidget(m_forget);
    layout->addWidget(m_state, 1);
    return row;
}

void OAuth2Form::load(const HttpAuth& auth)
{
    m_form->load(auth);
    showFlow();
}

void OAuth2Form::store(HttpAuth& auth) const
{
    m_form->store(auth);
}

void OAuth2Form::showFlow()
{
    const bool usesBrowser = m_flow->currentIndex() == 0;
    for (QWidget* widget : std::as_const(m_ofCode))
        widget->setEnabled(usesBrowser);
}

void OAuth2Form::showState(const OAuth2Tokens::State& state)
{
    m_shown = state;
    showToken();
}

void OAuth2Form::showToken()
{
    const bool hasToken = m_shown.token.has_value();
    const QString verb = m_shown.isBusy ? tr("Cancel") : hasToken ? tr("Get a new token") : tr("Get a token");
    m_get->setText(verb);
    m_get->setAccessibleName(verb);
    m_refresh->setEnabled(!m_shown.isBusy && hasToken && !m_shown.token->refresh.isEmpty());
    m_forget->setEnabled(hasToken);
    m_page->setText(m_shown.browserUrl.toString(QUrl::FullyEncoded));
    m_page->setCursorPosition(0);
    m_page->setVisible(m_shown.isBusy && m_shown.browserUrl.isValid());
    if (hasToken && m_shown.token->expires.isValid() && !m_shown.isBusy)
        m_clock.start();
    else
        m_clock.stop();
    if (m_shown.isBusy && m_shown.browserUrl.isValid())
        m_state->setHint(Marks::Sign::Information,
                         tr("Waiting for the browser. If none has opened, open this page:"));
    else if (m_shown.isBusy)
        m_state->setHint(Marks::Sign::Information, tr("Asking for a token\u2026"));
    else if (!m_shown.problem.isEmpty())
        m_state->setHint(Marks::Sign::Error, tr("No token: %1").arg(m_shown.problem));
    else if (!hasToken)
        m_state->setHint(Marks::Sign::Information, tr("There is no token yet."));
    else if (!m_shown.token->expires.isValid())
        m_state->setHint(Marks::Sign::Information, tr("There is a token; the server did not say how long."));
    else if (m_shown.token->isExpired(now()))
        m_state->setHint(Marks::Sign::Exposed, tr("The token has expired."));
    else
        m_state->setHint(Marks::Sign::Information, tr("Valid for %1.").arg(left(*m_shown.token)));
}

} // namespace wl
