// SPDX-License-Identifier: MIT
#include "ui/panes/http/httppane.h"

#include "base/errortext.h"
#include "history/history.h"
#include "http/cookiejars.h"
#include "http/httpclient.h"
#include "http/httpurl.h"
#include "ui/panes/common/endpointwords.h"
#include "ui/panes/http/authpage.h"
#include "ui/panes/http/bodysourceedit.h"
#include "ui/panes/http/certificatefacts.h"
#include "ui/panes/http/historyresponses.h"
#include "ui/panes/http/httpwords.h"
#include "ui/panes/http/optionspage.h"
#include "ui/panes/http/rawpage.h"
#include "ui/panes/http/requestauth.h"
#include "ui/panes/http/requestbar.h"
#include "ui/panes/http/requestform.h"
#include "ui/panes/http/requestsplit.h"
#include "ui/panes/http/requesttabs.h"
#include "ui/panes/http/responsearea.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pagefocus.h"
#include "ui/widgets/pooljob.h"
#include "workspace/secretstore.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QShortcut>
#include <QToolButton>

namespace wl {

namespace {

constexpr int previewDelayMs = 60; ///< after the last edit
constexpr int jarNamePixels = 90;

/// Which field has to be changed before a request that cannot be sent.
RequestBar::Field badField(const HttpRequest& request)
{
    if (!makeHttpPlace(request))
        return RequestBar::Field::Url;
    if (request.isRaw)
        return RequestBar::Field::Other;
    HttpRequest plain = request;
    plain.method = QStringLiteral("GET");
    return HttpClient::preview(plain) ? RequestBar::Field::Method : RequestBar::Field::Other;
}

} // namespace

struct HttpPane::Private
{
    Private(const PaneContext& c, HttpPane* pane)
        : context(c)
        , bar(new RequestBar(pane))
        , tabs(new RequestTabs(pane))
        , raw(new RawPage(pane))
        , form(new RequestForm(tabs, raw, pane))
        , response(new ResponseArea(pane))
        , auth(new RequestAuth(c.sessions, pane))
    {
    }

    PaneContext context;
    RequestBar* bar;
    RequestTabs* tabs;
    RawPage* raw;
    RequestForm* form; ///< both
    ResponseArea* response;
    RequestAuth* auth;
    QTimer previewTimer;
    HttpRequest request; ///< what the form holds
    QString problem;     ///< why it cannot be sent
    EndpointId endpoint;
    std::optional<HttpExchange> exchange;
    HttpRequest sent; ///< of `exchange`
    bool waitsForServer = false;
    bool wantsToken = false;            ///< what the bar's action is for
    QMetaObject::Connection cookies;    ///< to the jar that is used now
    std::optional<HttpRequest> refused; ///< not sent, because its server did not start
    PoolJob<Result<CodeText>> copying;

    [[nodiscard]] const HttpExchange* current() const { return exchange ? &*exchange : nullptr; }
};

HttpPane::HttpPane(const PaneContext& context, QWidget* parent)
    : Pane(parent)
    , d(std::make_unique<Private>(context, this))
{
    setObjectName(QStringLiteral("httpPane"));
    setAccessibleName(tr("HTTP request"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(6);
    layout->addWidget(d->bar);
    layout->addWidget(&d->response->bar());
    layout->addWidget(new RequestSplit(d->form, d->response, this), 1);
    d->previewTimer.setSingleShot(true);
    connectAll();
    connectExchange();
    connectAuth();
    connectCookies();
    if (d->context.history)
        d->response->setMoreResponses(historyResponses(*d->context.history));
    setContent(HttpRequest());
    preview();
}

HttpPane::~HttpPane()
{
    if (isRunning())
        d->context.sessions.http().cancel(d->exchange->id);
}

void HttpPane::connectAll()
{
    connect(d->bar, &RequestBar::edited, this, &HttpPane::takeForm);
    connect(d->tabs, &RequestTabs::edited, this, &HttpPane::takeForm);
    connect(d->tabs, &RequestTabs::urlEdited, this, [this](const QString& url) {
        d->bar->setUrl(url);
        takeForm();
    });
    connect(d->tabs, &RequestTabs::copyRequested, this, &HttpPane::copyAs);
    connectRaw();
    connect(d->bar, &RequestBar::encodeChosen, this, [this](bool on) {
        HttpSettings settings = d->tabs->options().settings();
        settings.encodeUrl = on;
        d->tabs->options().setSettings(settings);
        takeForm();
    });
    connect(&d->tabs->options(), &OptionsPage::unverifiedChosen, this,
            [this] { d->bar->setUnverified(d->tabs->options().isUnverified()); });
    connect(d->bar, &RequestBar::sendRequested, this, [this] { send(true); });
    connect(d->bar, &RequestBar::cancelRequested, this, &HttpPane::cancel);
    connect(&d->previewTimer, &QTimer::timeout, this, &HttpPane::preview);
    connect(d->response, &ResponseArea::connectionActivated, this, &Pane::connectionActivated);
    for (const int key : {int(Qt::CTRL) | int(Qt::Key_Return), int(Qt::CTRL) | int(Qt::Key_Enter)}) {
        auto* shortcut =
            new QShortcut(QKeySequence(key), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this] { trigger(false); });
    }
    auto* escape =
        new QShortcut(QKeySequence(Qt::Key_Escape), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &HttpPane::cancel);
}

void HttpPane::connectRaw()
{
    connect(d->raw, &RawPage::edited, this, &HttpPane::takeForm);
    connect(d->raw, &RawPage::sendRequested, this, [this] { send(true); });
    connect(d->raw, &RawPage::fillRequested, this, [this] {
        commitEdits();
        d->raw->fillFrom(d->request);
    });
    connect(d->bar, &RequestBar::rawChosen, this, [this](bool on) {
        commitEdits();
        d->bar->setRaw(on);
        d->form->showRaw(on);
        if (on && d->raw->isEmpty())
            d->raw->fillFrom(d->request);
        takeForm();
    });
}

void HttpPane::connectExchange()
{
    connect(&d->context.sessions.http(), &HttpClient::updated, this, [this](const HttpExchange& exchange) {
        if (!d->exchange || d->exchange->id != exchange.id || d->exchange->isFinished())
            return;
        d->exchange = exchange;
        d->response->showExchange(exchange);
        if (exchange.isFinished())
            showEnd();
        showState();
    });
    connect(&d->response->bar(), &MessageBar::actionTriggered, this, &HttpPane::actOnBar);
}

void HttpPane::actOnBar()
{
    d->response->bar().clear();
    if (std::exchange(d->wantsToken, false)) {
        d->tabs->showAuth();
        takeEndpoint();
        d->auth->fetch(d->request, d->endpoint);
    } else if (const auto request = std::exchange(d->refused, std::nullopt)) {
        prepare(*request);
    } else {
        send(false);
    }
}

void HttpPane::connectAuth()
{
    OAuth2Form& form = d->tabs->auth().oauth2();
    connect(&form, &OAuth2Form::tokenWanted, this, [this] {
        takeEndpoint();
        d->auth->fetch(d->request, d->endpoint);
    });
    connect(&form, &OAuth2Form::refreshWanted, this, [this] {
        takeEndpoint();
        d->auth->refresh(d->request, d->endpoint);
    });
    connect(&form, &OAuth2Form::cancelWanted, this, [this] { d->auth->cancelToken(d->request); });
    connect(&form, &OAuth2Form::forgetWanted, this, [this] { d->auth->forget(d->request); });
    connect(d->auth, &RequestAuth::changed, this, [this] {
        preview();
        showState();
    });
    if (const SecretStore* secrets = d->context.secrets) {
        const auto show = [this, secrets] {
            const bool isUsed = secrets->problem().isEmpty();
            d->tabs->auth().showKeeping(isUsed ? AuthPage::Keeping::KeyRing : AuthPage::Keeping::Memory,
                                        secrets->problem());
        };
        connect(secrets, &SecretStore::problemChanged, this, show);
        show();
    }
    connect(d->auth, &RequestAuth::refused, this, [this](const QString& problem, bool needsPerson) {
        d->wantsToken = needsPerson;
        d->response->bar().showMessage(MessageBar::Kind::Error, problem,
                                       needsPerson ? tr("Get a token") : QString());
        d->tabs->showAuth();
        showState();
    });
}

void HttpPane::setInheritance(std::function<InheritedAuth()> inheritance)
{
    d->auth->setInheritance(std::move(inheritance));
    preview();
}

/// The preview has the cookies that are there now; the button shows those of the URL's host.
void HttpPane::connectCookies()
{
    if (d->context.showCookies) {
        auto* button = new QToolButton(d->tabs);
        button->setObjectName(QStringLiteral("httpCookies"));
        button->setIcon(icons::icon(QStringLiteral("cookie")));
        button->setAccessibleName(tr("Cookies of this host"));
        button->setToolTip(tr("Show the cookies of this host"));
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        d->tabs->setCornerWidget(button);
        connect(button, &QToolButton::clicked, this, [this] {
            const Result<HttpUrl> url = makeHttpUrl(d->request);
            d->context.showCookies(url ? url->url.host(QUrl::FullyEncoded) : QString());
        });
    }
    connect(&d->context.sessions.http(), &HttpClient::cookiesReplaced, this, &HttpPane::followCookies);
    followCookies();
}

/// Of the jar that is used now; the button names it where it is not the usual one.
void HttpPane::followCookies()
{
    const std::shared_ptr<CookieStore> cookies = d->context.sessions.http().cookies();
    disconnect(d->cookies);
    d->previewTimer.start(previewDelayMs);
    if (!cookies)
        return;
    const auto show = [this] { d->previewTimer.start(previewDelayMs); };
    d->cookies = connect(cookies.get(), &CookieStore::changed, this, show);
    connect(cookies.get(), &CookieStore::loaded, this, show, Qt::SingleShotConnection);
    if (auto* button = qobject_cast<QToolButton*>(d->tabs->cornerWidget())) {
        const bool isUsual = cookies->name() == CookieJars::defaultName();
        const QString name = fontMetrics().elidedText(cookies->name(), Qt::ElideRight, jarNamePixels);
        button->setText(QString(name).replace(u'&', QLatin1String("&&")));
        button->setToolButtonStyle(isUsual ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
        button->setToolTip(tr("Show the cookies of this host. The jar in use: %1").arg(cookies->name()));
    }
}

void HttpPane::showStored(const StoredExchange& stored, bool withResponse)
{
    QStringList parts;
    if (!stored.emptied.isEmpty())
        parts += tr("The history keeps no secrets. These are empty: %1.")
                     .arg(stored.emptied.join(QStringLiteral(", ")));
    if (withResponse) {
        d->sent = stored.request;
        d->exchange = stored.exchange;
        d->response->showExchange(stored.exchange);
        showEnd();
        showState();
        parts += stored.notes;
        parts += tr("This response is of %1.")
                     .arg(QDateTime::fromMSecsSinceEpoch(stored.entry.startedMs)
                              .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
    }
    if (!parts.isEmpty() && d->response->bar().text().isEmpty())
        d->response->bar().showMessage(MessageBar::Kind::Information, parts.join(u' '));
}

ItemContent HttpPane::content() const
{
    return d->request;
}

void HttpPane::setContent(const ItemContent& content)
{
    const auto* request = std::get_if<HttpRequest>(&content);
    if (request == nullptr || *request == d->request)
        return;
    d->request = *request;
    d->request.settings.tls.verify = true;
    d->bar->setMethod(request->method);
    d->bar->setUrl(request->url);
    d->tabs->setRequest(d->request);
    d->raw->setRaw(d->request.raw);
    d->bar->setEncodesUrl(d->request.settings.encodeUrl);
    d->bar->setRaw(d->request.isRaw);
    d->form->showRaw(d->request.isRaw);
    preview();
    emit titleChanged();
}

QString HttpPane::title() const
{
    return HttpWords::title(d->request);
}

PaneState HttpPane::state() const
{
    return HttpWords::state(d->current());
}

bool HttpPane::isRunning() const
{
    return d->exchange && !d->exchange->isFinished();
}

EndpointId HttpPane::endpoint() const
{
    return d->endpoint;
}

void HttpPane::focusForm()
{
    d->bar->focusUrl();
}

QList<PaneCommand> HttpPane::commands()
{
    QList<PaneCommand> commands = d->response->commands();
    if (d->request.isRaw)
        return commands;
    for (int page = 0; page < d->tabs->count(); ++page)
        commands.append({tr("Request: %1").arg(d->tabs->tabText(page)),
                         [this, page] { showPageWithFocus(*d->tabs, page); }});
    for (QAction* action : d->tabs->copyActions())
        commands.append({tr("Copy the request as %1").arg(action->text()), [action] { action->trigger(); }});
    return commands;
}

void HttpPane::trigger(bool toggle)
{
    if (!isRunning())
        send(true);
    else if (toggle)
        cancel();
}

void HttpPane::commitEdits()
{
    for (KeyValueTable* table : findChildren<KeyValueTable*>())
        table->commitEditor();
    for (BodySourceEdit* edit : findChildren<BodySourceEdit*>())
        edit->flush();
}

void HttpPane::takeForm()
{
    HttpRequest request;
    request.method = d->bar->method();
    request.url = d->bar->url();
    d->tabs->showUrl(request.url); // its variables get their rows before they are taken
    d->tabs->store(request);
    request.isRaw = d->bar->isRaw();
    request.raw = d->raw->raw();
    d->bar->setEncodesUrl(request.settings.encodeUrl);
    if (request == d->request)
        return;
    const QString before = title();
    d->request = request;
    d->previewTimer.start(previewDelayMs);
    emit contentEdited();
    if (title() != before)
        emit titleChanged();
}

void HttpPane::preview()
{
    d->previewTimer.stop();
    d->tabs->showUrl(d->request.url);
    d->tabs->auth().setInherited(d->auth->inherited());
    d->tabs->auth().oauth2().showState(d->auth->tokenState(d->request));
    const Result<HttpPreview> preview =
        HttpClient::preview(d->auth->resolved(d->request), d->context.sessions.http().cookies().get());
    if (preview)
        d->problem.clear();
    else if (d->request.url.trimmed().isEmpty())
        d->problem = tr("Type a URL, such as http://127.0.0.1:8080/");
    else
        d->problem = ErrorText::sentence(tr("This cannot be sent"), preview.error());
    if (d->request.isRaw)
        showRawPlace();
    else
        d->tabs->showPreview(preview, d->problem);
    const bool isGood = d->problem.isEmpty();
    d->bar->setProblem(d->problem, isGood ? RequestBar::Field::Other : badField(d->request), false);
}

void HttpPane::showImportNotes(const QStringList& notes)
{
    d->response->bar().showMessage(MessageBar::Kind::Warning,
                                   tr("Not sent yet, because not all of the command is in this request:") +
                                       u'\n' + notes.join(u'\n'));
}

void HttpPane::setUnverified(bool on)
{
    d->tabs->options().setUnverified(on);
}

void HttpPane::showRawPlace()
{
    const Result<HttpUrl> place = makeHttpPlace(d->request);
    d->raw->showPlace(place ? QString::fromLatin1(httpAuthority(place->url)) : QString());
}

/// A large body takes its time, and files are read for some forms: beside the window.
void HttpPane::copyAs(CodeForm form)
{
    commitEdits();
    HttpRequest request = d->auth->resolved(d->request);
    request.settings.tls.verify = !d->tabs->options().isUnverified();
    d->copying.start([request, form](const std::stop_token&) { return requestCode(request, form); },
                     [this](const Result<CodeText>& code) { takeCopy(code); });
}

void HttpPane::takeCopy(const Result<CodeText>& code)
{
    MessageBar& bar = d->response->bar();
    if (!code) {
        bar.showMessage(MessageBar::Kind::Error,
                        ErrorText::sentence(tr("The request cannot be copied"), code.error()));
        return;
    }
    QGuiApplication::clipboard()->setText(code->text);
    if (code->notes.isEmpty())
        bar.showMessage(MessageBar::Kind::Information, tr("Copied."));
    else
        bar.showMessage(MessageBar::Kind::Warning, tr("Copied. %1").arg(code->notes.join(u' ')));
}

void HttpPane::send(bool verify)
{
    if (isRunning() || d->waitsForServer || d->auth->isWaiting())
        return;
    commitEdits();
    preview();
    d->response->clear();
    if (!d->problem.isEmpty()) {
        const RequestBar::Field field = badField(d->request);
        d->bar->setProblem(d->problem, field, true);
        if (field != RequestBar::Field::Url || d->request.isRaw || !d->tabs->showEmptyVariable())
            d->bar->focusField(field);
        return;
    }
    HttpRequest request = d->request;
    request.settings.tls.verify = verify && !d->tabs->options().isUnverified();
    d->refused.reset();
    d->wantsToken = false;
    const Result<HttpUrl> url = makeHttpPlace(request);
    if (!url || !d->context.startServerFor) {
        prepare(request);
        return;
    }
    d->waitsForServer = true;
    d->context.startServerFor(url->url.host(), httpPort(url->url), false, this,
                              [this, request](const ServerStart& server) {
                                  d->waitsForServer = false;
                                  showServerStart(server, request);
                                  if (!server.hasFailed())
                                      prepare(request);
                              });
}

/// Says that the workspace's own server was started for the request, or why not.
void HttpPane::showServerStart(const ServerStart& server, const HttpRequest& request)
{
    if (server.hasFailed()) {
        d->refused = request;
        d->response->bar().showMessage(MessageBar::Kind::Error, EndpointWords::serverStart(server),
                                       tr("Send anyway"));
    } else if (!server.label.isEmpty()) {
        d->response->bar().showMessage(MessageBar::Kind::Information, EndpointWords::serverStart(server));
    }
}

void HttpPane::takeEndpoint()
{
    if (!d->endpoint.isValid())
        d->endpoint = d->context.sessions.newEndpointId();
}

/// Its token first, where it needs one.
void HttpPane::prepare(const HttpRequest& request)
{
    takeEndpoint();
    d->auth->prepare(request, d->endpoint, [this](const HttpRequest& ready) { start(ready); });
    showState();
}

void HttpPane::start(const HttpRequest& request)
{
    const Result<ExchangeId> started = d->context.sessions.http().start(request, d->endpoint, title());
    if (!started) {
        d->response->bar().showMessage(MessageBar::Kind::Error,
                                       ErrorText::sentence(HttpWords::tried(request), started.error()));
        return;
    }
    if (d->context.history)
        d->context.history->record(*started, request);
    d->sent = request;
    d->exchange = HttpExchange();
    d->exchange->id = *started;
    d->response->showExchange(*d->exchange);
    showState();
}

void HttpPane::cancel()
{
    d->auth->cancel();
    if (isRunning())
        d->context.sessions.http().cancel(d->exchange->id);
}

void HttpPane::showEnd()
{
    MessageBar& bar = d->response->bar();
    const HttpExchange& exchange = *d->exchange;
    if (exchange.phase == HttpExchange::Phase::Failed) {
        const QString text = ErrorText::sentence(HttpWords::tried(d->sent, exchange), exchange.error);
        const bool isCertificate = CertificateFacts::isCertificateError(exchange.error);
        if (isCertificate && !exchange.hops.isEmpty() && exchange.hops.last().tls)
            d->response->lookAtCertificate(); // the client's own is refused before there is a server's
        bar.showMessage(MessageBar::Kind::Error, text, isCertificate ? tr("Send anyway") : QString());
    } else if (exchange.decodeError) {
        bar.showMessage(MessageBar::Kind::Warning,
                        ErrorText::sentence(tr("Cannot decode the body"), *exchange.decodeError) + u' ' +
                            tr("It is shown as it was transferred."));
    } else if (exchange.phase == HttpExchange::Phase::Done && !d->sent.settings.tls.verify &&
               !d->tabs->options().isUnverified()) { // else the mark says it
        bar.showMessage(MessageBar::Kind::Warning,
                        tr("Sent without verifying the server's certificate, this once."));
    }
}

void HttpPane::showState()
{
    d->bar->setBusy(isRunning() || d->auth->isWaiting());
    emit stateChanged();
}

} // namespace wl
