// SPDX-License-Identifier: MIT
#include "http/oauth2tokens.h"
#include "tests/support/scriptedpeer.h"
#include "tests/ui/panes/httppanetest.h"
#include "tests/ui/panes/panelook.h"
#include "ui/panes/http/authpage.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolButton>
#include <QUrlQuery>

using namespace wl;
using wltest::ScriptedPeer;

/// The page Auth of the HTTP pane: what it edits, what is sent, and how tokens come.
class TestHttpAuthPage : public HttpPaneTest
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void editsEachKind_data();
    void editsEachKind();
    void kindsKeepWhatWasTyped();
    void secretsAreHidden();
    void badInputIsSaid();
    void willBeSentShowsIt();
    void inherited();
    void clientCredentialsBySending();
    void tokenIsRefused();
    void browserFlow();
    void cancelStopsWaiting();
    void digestIsTwoHops();
    void everyControlIsNamed();
    void fits_data();
    void fits();

public slots:
    void openPage(const QUrl& url) { m_opened = url; }

private:
    void type(const char* name, const QString& text) { find<QLineEdit>(name)->setText(text); }
    void choose(HttpAuth::Kind kind) { find<QComboBox>("httpAuthKind")->setCurrentIndex(int(kind)); }
    void fillOAuth(const ScriptedPeer& peer, OAuth2Spec::Flow flow);

    QUrl m_opened;
};

void TestHttpAuthPage::initTestCase()
{
    setUpProcess(true);
    applyLook(false);
    QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "openPage");
}

void TestHttpAuthPage::init()
{
    m_opened.clear();
    open();
}

void TestHttpAuthPage::cleanup()
{
    close();
}

void TestHttpAuthPage::editsEachKind_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QStringList>("fields"); // name=text of each line
    using Kind = HttpAuth::Kind;
    QTest::newRow("basic") << int(Kind::Basic)
                           << QStringList{QStringLiteral("httpBasicUser=u"),
                                          QStringLiteral("httpBasicPassword=s")};
    QTest::newRow("bearer") << int(Kind::Bearer) << QStringList{QStringLiteral("httpBearerToken=s")};
    QTest::newRow("key") << int(Kind::ApiKey)
                         << QStringList{QStringLiteral("httpKeyName=u"), QStringLiteral("httpKeyValue=s")};
    QTest::newRow("digest") << int(Kind::Digest)
                            << QStringList{QStringLiteral("httpDigestUser=u"),
                                           QStringLiteral("httpDigestPassword=s")};
    QTest::newRow("oauth2")
        << int(Kind::OAuth2)
        << QStringList{QStringLiteral("httpOAuthClient=u"),     QStringLiteral("httpOAuthSecret=s"),
                       QStringLiteral("httpOAuthUrl=u"),        QStringLiteral("httpOAuthTokenUrl=u"),
                       QStringLiteral("httpOAuthRefreshUrl=u"), QStringLiteral("httpOAuthScope=u"),
                       QStringLiteral("httpOAuthAudience=u"),   QStringLiteral("httpOAuthPort=81"),
                       QStringLiteral("httpOAuthPath=/u"),      QStringLiteral("httpOAuthPrefix=u")};
    QTest::newRow("aws") << int(Kind::AwsV4)
                         << QStringList{QStringLiteral("httpAwsKey=u"), QStringLiteral("httpAwsSecret=s"),
                                        QStringLiteral("httpAwsRegion=u"), QStringLiteral("httpAwsService=u"),
                                        QStringLiteral("httpAwsToken=s")};
}

/// What is typed is in the content, and from the content in another pane.
void TestHttpAuthPage::editsEachKind()
{
    QFETCH(int, kind);
    QFETCH(QStringList, fields);
    QSignalSpy edited(m_pane.get(), &Pane::contentEdited);
    choose(HttpAuth::Kind(kind));
    for (const QString& field : fields)
        type(field.section(u'=', 0, 0).toLatin1().constData(), field.section(u'=', 1));
    QCOMPARE(int(typed().auth.kind), kind);
    QVERIFY(!edited.isEmpty());
    HttpPane other(m_stage->context());
    other.setContent(m_pane->content());
    QVERIFY(std::get<HttpRequest>(other.content()) == typed());
    for (const QString& field : fields)
        QCOMPARE(child<QLineEdit>(other, field.section(u'=', 0, 0).toLatin1().constData())->text(),
                 field.section(u'=', 1));
}

void TestHttpAuthPage::kindsKeepWhatWasTyped()
{
    choose(HttpAuth::Kind::Basic);
    type("httpBasicUser", QStringLiteral("me"));
    type("httpBasicPassword", QStringLiteral("pw"));
    choose(HttpAuth::Kind::None);
    QCOMPARE(typed().auth.kind, HttpAuth::Kind::None);
    choose(HttpAuth::Kind::Digest); // the same user
    QCOMPARE(find<QLineEdit>("httpDigestUser")->text(), QStringLiteral("me"));
    type("httpDigestPassword", QStringLiteral("other"));
    choose(HttpAuth::Kind::Basic);
    QCOMPARE(find<QLineEdit>("httpBasicPassword")->text(), QStringLiteral("other"));
}

void TestHttpAuthPage::secretsAreHidden()
{
    for (const char* name : {"httpBasicPassword", "httpBearerToken", "httpKeyValue", "httpDigestPassword",
                             "httpOAuthSecret", "httpAwsSecret", "httpAwsToken"}) {
        auto* line = find<QLineEdit>(name);
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        auto* show = find<QToolButton>((QByteArray(name) + "Show").constData());
        show->setChecked(true);
        QCOMPARE(line->echoMode(), QLineEdit::Normal);
        show->setChecked(false);
        QCOMPARE(line->echoMode(), QLineEdit::Password);
    }
}

void TestHttpAuthPage::badInputIsSaid()
{
    choose(HttpAuth::Kind::Basic);
    type("httpBasicUser", QStringLiteral("a:b"));
    find<QLineEdit>("httpUrl")->setText(QStringLiteral("http://127.0.0.1:1/"));
    m_pane->trigger(false);
    QVERIFY(!m_pane->isRunning());
    QVERIFY(find<QPlainTextEdit>("httpPreview")->toPlainText().contains(QStringLiteral("colon")));
    choose(HttpAuth::Kind::Bearer);
    type("httpBearerToken", QStringLiteral("x"));
    QTRY_VERIFY(find<QPlainTextEdit>("httpPreview")->toPlainText().contains(QStringLiteral("Bearer x")));
}

void TestHttpAuthPage::willBeSentShowsIt()
{
    type("httpUrl", QStringLiteral("http://127.0.0.1:1/"));
    choose(HttpAuth::Kind::ApiKey);
    type("httpKeyName", QStringLiteral("X-Key"));
    type("httpKeyValue", QStringLiteral("v w"));
    const auto shown = [this] { return find<QPlainTextEdit>("httpPreview")->toPlainText(); };
    QTRY_VERIFY(shown().contains(QStringLiteral("X-Key: v w")));
    find<QComboBox>("httpKeyPlace")->setCurrentIndex(1);
    QTRY_VERIFY(shown().contains(QStringLiteral("?X-Key=v%20w ")));
    QVERIFY(!shown().contains(QStringLiteral("X-Key: ")));
    choose(HttpAuth::Kind::Bearer);
    QTRY_VERIFY(shown().contains(QStringLiteral("the token is empty")));
}

void TestHttpAuthPage::inherited()
{
    InheritedAuth inherited;
    m_pane->setInheritance([&inherited] { return inherited; });
    choose(HttpAuth::Kind::Inherit);
    const auto words = [this] { return find<QLabel>("httpInheritedAuth")->text(); };
    QTRY_VERIFY(words().contains(QStringLiteral("nothing is added")));
    inherited.auth.kind = HttpAuth::Kind::Basic;
    inherited.auth.user = QStringLiteral("boss");
    inherited.auth.password = QStringLiteral("pw");
    inherited.from = QStringLiteral("<b>Users</b>");
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("in"), false));
    find<QLineEdit>("httpUrl")->setText(peer.url());
    m_pane->trigger(false);
    QTRY_VERIFY(!peer.requests.isEmpty() && !m_pane->isRunning());
    QVERIFY2(words().contains(QStringLiteral("<b>Users</b>")) && words().contains(QStringLiteral("boss")),
             qPrintable(words()));
    QVERIFY(!words().contains(QStringLiteral("pw")));
    QVERIFY(peer.requests.first().contains("Authorization: Basic " + QByteArray("boss:pw").toBase64()));
    // It is resolved where the request leaves, not in what is stored.
    QCOMPARE(typed().auth.kind, HttpAuth::Kind::Inherit);
    QCOMPARE(typed().auth.password, QString());
}

void TestHttpAuthPage::fillOAuth(const ScriptedPeer& peer, OAuth2Spec::Flow flow)
{
    choose(HttpAuth::Kind::OAuth2);
    find<QComboBox>("httpOAuthFlow")->setCurrentIndex(int(flow));
    type("httpOAuthClient", QStringLiteral("id"));
    type("httpOAuthSecret", QStringLiteral("SECRET"));
    type("httpOAuthUrl", QStringLiteral("https://a.example/authorize"));
    type("httpOAuthTokenUrl", peer.url(QStringLiteral("/token")));
    find<QLineEdit>("httpUrl")->setText(peer.url(QStringLiteral("/api")));
}

void TestHttpAuthPage::clientCredentialsBySending()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        socket.write(ScriptedPeer::ok(got.contains(" /token ")
                                          ? QByteArray("{\"access_token\":\"T\",\"expires_in\":3600}")
                                          : QByteArray("in")));
    });
    fillOAuth(peer, OAuth2Spec::Flow::ClientCredentials);
    m_pane->trigger(false);
    QTRY_COMPARE(peer.requests.size(), 2);
    QTRY_COMPARE(m_pane->state().word, QStringLiteral("200"));
    QVERIFY(peer.requests[1].contains("Authorization: Bearer T\r\n"));
    const QString state = find<QWidget>("httpOAuthState")->findChild<QLabel*>()->text();
    QVERIFY2(state.startsWith(QStringLiteral("Valid for 59 min")), qPrintable(state));
    // The token serves the next request, and is shown in what will be sent.
    QVERIFY(find<QPlainTextEdit>("httpPreview")->toPlainText().contains(QStringLiteral("Bearer T")));
    m_pane->trigger(false);
    QTRY_COMPARE(peer.requests.size(), 3);
    QVERIFY(find<QAbstractButton>("httpOAuthForget")->isEnabled());
    find<QAbstractButton>("httpOAuthForget")->click();
    QVERIFY(!find<QAbstractButton>("httpOAuthForget")->isEnabled());
    QCOMPARE(typed().auth.token, QString());
}

void TestHttpAuthPage::tokenIsRefused()
{
    ScriptedPeer peer(ScriptedPeer::fixed(
        "HTTP/1.1 401 No\r\nContent-Length: 26\r\n\r\n{\"error\":\"invalid_client\"}", false));
    fillOAuth(peer, OAuth2Spec::Flow::ClientCredentials);
    m_pane->trigger(false);
    QTRY_VERIFY2(message().contains(QStringLiteral("client id or secret is not right")),
                 qPrintable(message()));
    QCOMPARE(peer.requests.size(), 1);
    QVERIFY(!m_pane->isRunning());
}

void TestHttpAuthPage::browserFlow()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        socket.write(ScriptedPeer::ok(got.contains(" /token ") ? QByteArray("{\"access_token\":\"T\"}")
                                                               : QByteArray("in")));
    });
    fillOAuth(peer, OAuth2Spec::Flow::AuthorizationCode);
    // Sending alone opens no browser: it says what is missing.
    m_pane->trigger(false);
    QVERIFY2(message().contains(QStringLiteral("no access token")), qPrintable(message()));
    QVERIFY(!m_opened.isValid());
    HttpPane other(m_stage->context()); // hears of it too, and opens nothing
    find<QAbstractButton>("httpOAuthGet")->click();
    QTRY_VERIFY(m_opened.isValid());
    QCOMPARE(find<QLineEdit>("httpOAuthPage")->text(), m_opened.toString(QUrl::FullyEncoded));
    const QUrlQuery query(m_opened);
    QUrl back(query.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
    QTcpSocket browser;
    browser.setProxy(QNetworkProxy::NoProxy);
    browser.connectToHost(back.host(), quint16(back.port()));
    browser.write("GET /callback?code=C&state=" + query.queryItemValue(QStringLiteral("state")).toUtf8() +
                  " HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_VERIFY(find<QAbstractButton>("httpOAuthForget")->isEnabled());
    m_pane->trigger(false);
    QTRY_COMPARE(m_pane->state().word, QStringLiteral("200"));
    QVERIFY(peer.requests.last().contains("Authorization: Bearer T\r\n"));
}

void TestHttpAuthPage::cancelStopsWaiting()
{
    ScriptedPeer peer([](QTcpSocket&, const QByteArray&) {}); // never answers
    fillOAuth(peer, OAuth2Spec::Flow::ClientCredentials);
    m_pane->trigger(false);
    QTRY_COMPARE(peer.requests.size(), 1);
    find<QAbstractButton>("httpOAuthGet")->click(); // says Cancel
    QTRY_VERIFY(message().contains(QStringLiteral("canceled")));
    m_pane->trigger(false); // can be sent again
    QTRY_COMPARE(peer.requests.size(), 2);
}

void TestHttpAuthPage::digestIsTwoHops()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        socket.write(got.contains("Authorization: Digest ")
                         ? ScriptedPeer::ok("in")
                         : QByteArray("HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=r, nonce=n\r\n"
                                      "Content-Length: 0\r\n\r\n"));
    });
    choose(HttpAuth::Kind::Digest);
    type("httpDigestUser", QStringLiteral("me"));
    find<QLineEdit>("httpUrl")->setText(peer.url());
    m_pane->trigger(false);
    QTRY_COMPARE(m_pane->state().word, QStringLiteral("200"));
    QCOMPARE(peer.requests.size(), 2);
}

void TestHttpAuthPage::everyControlIsNamed()
{
    for (const QWidget* widget : m_pane->findChild<AuthPage*>()->widget()->findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<const QLineEdit*>(widget) ||
                               qobject_cast<const QComboBox*>(widget) ||
                               qobject_cast<const QAbstractButton*>(widget);
        if (isControl)
            QVERIFY2(!widget->accessibleName().isEmpty() && !widget->objectName().isEmpty(),
                     qPrintable(widget->objectName()));
    }
}

void TestHttpAuthPage::fits_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("kind");
    for (const bool dark : {false, true}) {
        for (const QSize size : {QSize(520, 330), QSize(1000, 700)}) {
            for (int kind = 0; kind <= int(HttpAuth::Kind::AwsV4); ++kind)
                QTest::addRow("%s-%d-%d", dark ? "dark" : "light", size.width(), kind)
                    << size << dark << kind;
        }
    }
}

void TestHttpAuthPage::fits()
{
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    QFETCH(int, kind);
    applyLook(dark);
    m_pane->resize(size);
    choose(HttpAuth::Kind(kind));
    auto* tabs = find<QTabWidget>("httpRequestTabs");
    for (int i = 0; i < tabs->count(); ++i) {
        if (tabs->tabText(i).startsWith(QStringLiteral("Auth")))
            tabs->setCurrentIndex(i);
    }
    QCoreApplication::sendPostedEvents();
    QTest::qWait(0);
    const QStringList cut = cutControls(*m_pane);
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

QTEST_MAIN(TestHttpAuthPage)
#include "tst_httpauthpage.moc"
