// SPDX-License-Identifier: MIT
#include "ui/shell/exchangememory.h"

#include "base/errortext.h"
#include "history/history.h"
#include "http/httpclient.h"
#include "ui/cookies/cookiespage.h"
#include "ui/cookies/jarchooser.h"
#include "ui/panes/http/httppane.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panetabs.h"

namespace wl {

namespace {

HistoryConfig configOf(const ExchangeMemory::Services& services)
{
    return {services.dataFolder + QStringLiteral("/history"),
            services.settings.number(QStringLiteral("history/disk_mb")) * 1'000'000};
}

} // namespace

ExchangeMemory::ExchangeMemory(const Services& services, QWidget* parent)
    : QObject(parent)
    , m_services(services)
    , m_jars(services.dataFolder + QStringLiteral("/cookies"), services.writer)
    , m_history(std::make_unique<History>(configOf(services), services.sessions.http()))
    , m_view(new HistoryView(*m_history, parent))
{
    connect(&m_jars, &CookieJars::problemFound, this, [this](const QString& problem) {
        emit message(MessageBar::Kind::Warning, problem, {}, {});
    }); // by event: somebody listens then
    m_services.sessions.http().setCookies(m_jars.jar(CookieJars::defaultName()));
    connectView();
}

ExchangeMemory::~ExchangeMemory()
{
    m_services.sessions.http().setCookies(nullptr);
    delete m_view; // before the history that it reads
}

void ExchangeMemory::connectView()
{
    connect(m_view, &HistoryView::undoOffered, this,
            [this](const QString& text, const std::function<void()>& undo) {
                emit message(MessageBar::Kind::Information, text, tr("Undo"), undo);
            });
    connect(m_view, &HistoryView::failed, this, [this](const QString& tried, const Error& error) {
        emit message(MessageBar::Kind::Error, ErrorText::sentence(tried, error), {}, {});
    });
    connect(m_view, &HistoryView::requestOpened, this,
            [this](const StoredExchange& stored) { open(stored, false); });
    connect(m_view, &HistoryView::responseOpened, this,
            [this](const StoredExchange& stored) { open(stored, true); });
    connect(m_history.get(), &History::putAside, this, [this](const QString& folder) {
        emit message(MessageBar::Kind::Warning,
                     tr("The history was damaged. It was put aside in %1, and a new one begun.").arg(folder),
                     {}, {});
    });
}

void ExchangeMemory::fill(PaneContext& context)
{
    if (m_services.settings.flag(QStringLiteral("history/keep")))
        context.history = m_history.get();
    context.showCookies = [this](const QString& host) { showCookies(host); };
}

void ExchangeMemory::setPlaces(OpenPanes& panes, PaneTabs& tabs)
{
    m_panes = &panes;
    m_tabs = &tabs;
}

void ExchangeMemory::open(const StoredExchange& stored, bool withResponse)
{
    auto* pane = qobject_cast<HttpPane*>(m_panes->openNew(stored.request));
    if (pane)
        pane->showStored(stored, withResponse);
    emit pageOpened();
}

QString ExchangeMemory::jarName() const
{
    const QString name = m_services.sessions.http().cookies()->name();
    return name == CookieJars::defaultName() ? QString() : name;
}

void ExchangeMemory::chooseJar(const QString& name)
{
    const std::shared_ptr<CookieStore> store = m_jars.jar(name.isEmpty() ? CookieJars::defaultName() : name);
    m_services.sessions.http().setCookies(store);
    if (CookiesPage* page = cookiesPage()) {
        page->setStore(store);
        page->jars().setJars(m_jars.names(), store->name());
    }
}

void ExchangeMemory::takeJar(const QString& name)
{
    chooseJar(name);
    emit jarChanged();
}

void ExchangeMemory::removeJar(const QString& name)
{
    const std::shared_ptr<CookieStore> store = m_jars.jar(name);
    if (!store->isLoaded()) {
        emit message(MessageBar::Kind::Information, tr("The jar is still being read; try again."), {}, {});
        return;
    }
    const QList<Cookie> cookies = store->jar().all();
    m_jars.remove(name);
    takeJar({});
    emit message(MessageBar::Kind::Information, tr("Deleted the cookie jar %1.").arg(name), tr("Undo"),
                 [this, name, cookies] {
                     m_jars.jar(name)->change([cookies](CookieJar& jar) {
                         for (const Cookie& cookie : cookies)
                             jar.put(cookie);
                     });
                     takeJar(name);
                 });
}

CookiesPage* ExchangeMemory::cookiesPage() const
{
    for (int i = 0; m_tabs && i < m_tabs->count(); ++i) {
        if (auto* page = qobject_cast<CookiesPage*>(m_tabs->widget(i)))
            return page;
    }
    return nullptr;
}

void ExchangeMemory::addCookiesPage()
{
    const std::shared_ptr<CookieStore> store = m_services.sessions.http().cookies();
    auto* page = new CookiesPage(store, m_tabs);
    page->jars().setJars(m_jars.names(), store->name());
    connect(&page->jars(), &JarChooser::chosen, this, &ExchangeMemory::takeJar);
    connect(&page->jars(), &JarChooser::removeWanted, this, &ExchangeMemory::removeJar);
    connect(page, &CookiesPage::undoOffered, this,
            [this](const QString& text, const std::function<void()>& undo) {
                emit message(MessageBar::Kind::Information, text, tr("Undo"), undo);
            });
    m_tabs->addPage(page, page->title(), QStringLiteral("cookie"));
}

void ExchangeMemory::showCookies(const QString& host)
{
    if (!cookiesPage())
        addCookiesPage();
    CookiesPage* page = cookiesPage();
    page->setFilter(host);
    m_tabs->setCurrentWidget(page);
    emit pageOpened();
}

} // namespace wl
