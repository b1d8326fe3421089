// SPDX-License-Identifier: MIT
#include "history/history.h"
#include "http/bodystore.h"
#include "http/cookiestore.h"
#include "http/httpclient.h"
#include "tests/support/scriptedpeer.h"
#include "tests/ui/panes/panestage.h"
#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/httppane.h"
#include "ui/widgets/messagebar.h"

#include <QPlainTextEdit>
#include <QToolButton>

using namespace wl;
using namespace wltest;

/// The HTTP pane with a history and a cookie jar.
class TestHttpMemory : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void sentIsKept();
    void closedWhileItRuns();
    void storedIsShown();
    void missingPartsAreSaid();
    void cookiesAreInThePreview();
    void cookiesOfTheHost();

private:
    void makePane()
    {
        PaneContext context = m_stage->context();
        context.history = m_history.get();
        context.showCookies = [this](const QString& host) { m_shownHost = host; };
        m_pane = std::make_unique<HttpPane>(context);
        m_pane->resize(900, 700);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
    }
    void setUrl(const QString& url) { retype(child<QLineEdit>(*m_pane, "httpUrl"), url); }
    QList<HistoryEntry> kept()
    {
        std::optional<QList<HistoryEntry>> found;
        m_history->find({}, this, [&](const Result<QList<qint64>>& ids) {
            m_history->entries(ids.value_or(QList<qint64>()), this,
                               [&](const Result<QList<HistoryEntry>>& list) {
                                   found = list.value_or(QList<HistoryEntry>());
                               });
        });
        if (!wl::test::waitFor([&] { return found.has_value(); }))
            qFatal("no answer");
        return *found;
    }
    [[nodiscard]] QString preview() const
    {
        return child<QPlainTextEdit>(*m_pane, "httpPreview")->toPlainText();
    }

    std::unique_ptr<PaneStage> m_stage;
    std::unique_ptr<History> m_history;
    std::shared_ptr<CookieStore> m_cookies;
    std::unique_ptr<HttpPane> m_pane;
    QString m_shownHost;
};

void TestHttpMemory::initTestCase()
{
    setUpProcess(true);
}

void TestHttpMemory::init()
{
    m_stage = std::make_unique<PaneStage>();
    qputenv("XDG_CACHE_HOME", m_stage->path(QStringLiteral("cache")).toUtf8());
    m_cookies = std::make_shared<CookieStore>();
    m_stage->sessions().http().setCookies(m_cookies);
    m_history = std::make_unique<History>(HistoryConfig{m_stage->path(QStringLiteral("history")), 1 << 30},
                                          m_stage->sessions().http());
    makePane();
}

void TestHttpMemory::cleanup()
{
    m_pane.reset();
    m_history.reset();
    m_stage.reset();
}

void TestHttpMemory::sentIsKept()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello"), false));
    setUrl(peer.url(QStringLiteral("/x")));
    m_pane->trigger(false);
    QTRY_VERIFY(!m_pane->isRunning());
    QTRY_VERIFY(!kept().isEmpty() && kept().first().end == HistoryEntry::End::Done);
    QCOMPARE(kept().first().url, peer.url(QStringLiteral("/x")));
}

void TestHttpMemory::closedWhileItRuns()
{
    ScriptedPeer silent([](QTcpSocket&, const QByteArray&) {});
    setUrl(silent.url());
    m_pane->trigger(false);
    QTRY_COMPARE(silent.requests.size(), 1);
    m_pane.reset();
    QTRY_VERIFY(!kept().isEmpty() && kept().first().end == HistoryEntry::End::Canceled);
}

void TestHttpMemory::storedIsShown()
{
    StoredExchange stored;
    stored.request.url = QStringLiteral("http://h.test/x");
    HttpHop hop;
    hop.status = 418;
    hop.reason = "Teapot";
    hop.version = "HTTP/1.1";
    hop.fields = {{"Content-Type", "text/plain"}};
    stored.exchange.hops = {hop};
    stored.exchange.phase = HttpExchange::Phase::Done;
    stored.exchange.body = stored.exchange.decoded =
        std::make_shared<BodyFile>(QByteArray("kept body"), std::make_shared<BodyStore>());
    stored.exchange.bodyBytes = stored.exchange.decodedBytes = 9;
    stored.entry.startedMs = 1'800'000'000'000;
    m_pane->setContent(stored.request);
    m_pane->showStored(stored, true);
    QVERIFY(m_pane->state().word.contains(QStringLiteral("418")));
    QVERIFY(!m_pane->isRunning());
    QTRY_VERIFY([&] {
        const auto document = child<BodyTextView>(*m_pane, "httpPretty")->document();
        return document && document->text().contains("kept body");
    }());
    QVERIFY(m_pane->findChild<MessageBar*>()->text().contains(QStringLiteral("2027-01-15")));
    // It can be sent again, as any other.
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("fresh"), false));
    setUrl(peer.url());
    m_pane->trigger(false);
    QTRY_VERIFY(m_pane->state().word.contains(QStringLiteral("200")));
}

void TestHttpMemory::missingPartsAreSaid()
{
    StoredExchange stored;
    stored.emptied = {QStringLiteral("Authorization"), QStringLiteral("password")};
    m_pane->showStored(stored, false);
    const QString text = m_pane->findChild<MessageBar*>()->text();
    QVERIFY2(text.contains(QStringLiteral("Authorization, password")), qUtf8Printable(text));
}

void TestHttpMemory::cookiesAreInThePreview()
{
    setUrl(QStringLiteral("http://h.test/x"));
    QTRY_VERIFY(preview().contains(QStringLiteral("Host: h.test")));
    QVERIFY(!preview().contains(QStringLiteral("Cookie:")));
    QVERIFY(m_cookies->take(QUrl(QStringLiteral("http://h.test/")), {"a=1"}).isEmpty());
    QTRY_VERIFY(preview().contains(QStringLiteral("Cookie: a=1")));
}

void TestHttpMemory::cookiesOfTheHost()
{
    HttpRequest request;
    request.url = QStringLiteral("http://www.b\u00fccher.de:8080/x");
    m_pane->setContent(request);
    child<QToolButton>(*m_pane, "httpCookies")->click();
    QCOMPARE(m_shownHost, QStringLiteral("www.xn--bcher-kva.de"));
}

QTEST_MAIN(TestHttpMemory)
#include "tst_httpmemory.moc"
