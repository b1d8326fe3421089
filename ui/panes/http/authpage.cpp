// SPDX-License-Identifier: MIT
#include "ui/panes/http/authpage.h"

#include "ui/panes/common/hintline.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>

namespace wl {

namespace {

using Kind = HttpAuth::Kind;

QString wordOf(Kind kind)
{
    switch (kind) {
    case Kind::None: return AuthPage::tr("None");
    case Kind::Inherit: return AuthPage::tr("Inherited");
    case Kind::Basic: return AuthPage::tr("Basic");
    case Kind::Bearer: return AuthPage::tr("Bearer token");
    case Kind::ApiKey: return AuthPage::tr("API key");
    case Kind::Digest: return AuthPage::tr("Digest");
    case Kind::OAuth2: return AuthPage::tr("OAuth 2");
    case Kind::AwsV4: return AuthPage::tr("AWS Signature 4");
    }
    return {};
}

QLabel* note(const QString& text, const char* name, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    return label;
}

} // namespace

AuthPage::AuthPage(QWidget* parent)
    : QScrollArea(parent)
    , m_kind(new QComboBox(this))
    , m_column(new QVBoxLayout)
    , m_hint(new HintLine(this))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    m_kind->setObjectName(QStringLiteral("httpAuthKind"));
    m_kind->setAccessibleName(tr("Kind of authentication"));
    for (int kind = 0; kind <= int(Kind::AwsV4); ++kind)
        m_kind->addItem(wordOf(Kind(kind)), kind);
    m_hint->setObjectName(QStringLiteral("httpAuthHint"));
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_kind);
    top->addWidget(m_hint, 100);
    top->addStretch(1); // where there is no hint
    setUpPages();
    m_keeping = note({}, "httpAuthKeeping", this);
    showKeeping(Keeping::Memory);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 8, 8);
    column->setSpacing(8);
    column->addLayout(top);
    column->addLayout(m_column);
    column->addWidget(m_keeping);
    column->addStretch(1);
    setWidget(page);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        if (m_isLoading)
            return;
        m_auth.kind = Kind(m_kind->currentData().toInt());
        showKind();
        emit edited();
    });
    showKind();
}

void AuthPage::showKeeping(Keeping keeping, const QString& problem)
{
    if (keeping == Keeping::KeyRing)
        m_keeping->setText(tr("Secrets are kept in this computer's key ring, never in the workspace file."));
    else if (problem.isEmpty())
        m_keeping->setText(
            tr("Secrets are never written into the workspace file; they last until it is closed."));
    else
        m_keeping->setText(
            tr("Secrets last until the workspace is closed: the key ring cannot be used (%1).").arg(problem));
}

void AuthPage::addPage(QWidget* page)
{
    m_pages.append(page);
    m_column->addWidget(page);
}

void AuthPage::addForm(AuthForm* form)
{
    m_forms.append(form);
    addPage(form);
    connect(form, &AuthForm::edited, this, [this, form] { typed(*form); });
}

void AuthPage::setUpPages()
{
    addPage(note(tr("Nothing is added to the request. A user in the URL, as in "
                    "http://user:password@host/, is sent as Basic."),
                 "httpNoAuth", this));
    m_inherited = note({}, "httpInheritedAuth", this);
    addPage(m_inherited);
    auto* basic = new AuthForm(this);
    basic->addLine(tr("User"), QStringLiteral("httpBasicUser"), &HttpAuth::user);
    basic->addSecret(tr("Password"), QStringLiteral("httpBasicPassword"), &HttpAuth::password);
    addForm(basic);
    auto* bearer = new AuthForm(this);
    bearer->addSecret(tr("Token"), QStringLiteral("httpBearerToken"), &HttpAuth::token);
    addForm(bearer);
    auto* key = new AuthForm(this);
    key->addLine(tr("Name"), QStringLiteral("httpKeyName"), &HttpAuth::keyName, QStringLiteral("X-API-Key"));
    key->addSecret(tr("Key"), QStringLiteral("httpKeyValue"), &HttpAuth::keyValue);
    key->addChoice(
        tr("Goes in"), QStringLiteral("httpKeyPlace"), {tr("A header field"), tr("The query")},
        [](const HttpAuth& auth) { return auth.keyInQuery ? 1 : 0; },
        [](HttpAuth& auth, int index) { auth.keyInQuery = index == 1; });
    addForm(key);
    auto* digest = new AuthForm(this);
    digest->addLine(tr("User"), QStringLiteral("httpDigestUser"), &HttpAuth::user);
    digest->addSecret(tr("Password"), QStringLiteral("httpDigestPassword"), &HttpAuth::password);
    addForm(digest);
    m_oauth2 = new OAuth2Form(this);
    m_oauth2->setObjectName(QStringLiteral("httpOAuth"));
    addPage(m_oauth2);
    connect(m_oauth2, &OAuth2Form::edited, this, [this] {
        m_oauth2->store(m_auth);
        emit edited();
    });
    auto* aws = new AuthForm(this);
    const auto line = [aws](const QString& label, const char* name, QString AwsV4Spec::*member,
                            const QString& placeholder = {}) {
        aws->addLine(label, QString::fromLatin1(name), AuthForm::within(&HttpAuth::aws, member), placeholder);
    };
    line(tr("Access key id"), "httpAwsKey", &AwsV4Spec::accessKeyId);
    aws->addSecret(tr("Secret access key"), QStringLiteral("httpAwsSecret"),
                   AuthForm::within(&HttpAuth::aws, &AwsV4Spec::secretAccessKey));
    line(tr("Region"), "httpAwsRegion", &AwsV4Spec::region, QStringLiteral("us-east-1"));
    line(tr("Service"), "httpAwsService", &AwsV4Spec::service, QStringLiteral("execute-api"));
    aws->addSecret(tr("Session token"), QStringLiteral("httpAwsToken"),
                   AuthForm::within(&HttpAuth::aws, &AwsV4Spec::sessionToken));
    addForm(aws);
}

/// Two forms may show the same member: the one that was typed into counts, the others follow when they are
/// shown.
void AuthPage::typed(const AuthForm& form)
{
    form.store(m_auth);
    emit edited();
}

void AuthPage::setAuth(const HttpAuth& auth)
{
    m_isLoading = true;
    m_auth = auth;
    m_kind->setCurrentIndex(int(auth.kind));
    m_isLoading = false;
    showKind();
}

void AuthPage::setInherited(const InheritedAuth& inherited)
{
    if (inherited.from.isEmpty()) {
        m_inherited->setText(tr("No folder above this request and not the collection says how: nothing is "
                                "added to the request."));
        return;
    }
    const QString kind = wordOf(inherited.auth.kind);
    const QString name = inherited.auth.user;
    const QString what = name.isEmpty() ? kind : tr("%1, user %2").arg(kind, name);
    m_inherited->setText(inherited.isCollection
                             ? tr("From the collection \u201c%1\u201d: %2").arg(inherited.from, what)
                             : tr("From the folder \u201c%1\u201d: %2").arg(inherited.from, what));
}

void AuthPage::showKind()
{
    for (AuthForm* form : std::as_const(m_forms))
        form->load(m_auth);
    m_oauth2->load(m_auth);
    const int index = int(m_auth.kind);
    for (int i = 0; i < m_pages.size(); ++i)
        m_pages[i]->setVisible(i == index);
    if (m_auth.kind == Kind::Digest)
        m_hint->setHint(Marks::Sign::Information,
                        tr("The server asks first: its refusal and the answer are two steps."));
    else if (m_auth.kind == Kind::AwsV4)
        m_hint->setHint(Marks::Sign::Information, tr("Signed anew each time it is sent."));
    else
        m_hint->clear();
    const bool hasSecret = m_auth.kind != Kind::None && m_auth.kind != Kind::Inherit;
    m_keeping->setVisible(hasSecret);
    emit kindShown();
}

int AuthPage::neededHeight() const
{
    return widget()->sizeHint().height();
}

} // namespace wl
