// SPDX-License-Identifier: MIT
#include "http/httpclient.h"
#include "tests/ui/panes/httppanetest.h"
#include "tests/ui/panes/panelook.h"
#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/http/bodytextview.h"
#include "ui/widgets/hexview.h"
#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/payloadtextedit.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableView>
#include <QTabWidget>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>

using namespace wl;

namespace {

enum RequestTab { QueryTab, HeadersTab, BodyTab, AuthTab, OptionsTab, WillBeSentTab };
enum ResponseTab { EventsTab, ImageTab, PrettyTab, RawTab, TreeTab, TableTab, HexTab, FieldsTab, TimingsTab };

/// A peer that answers each connection with the same bytes, whatever is asked, and keeps what it got.
class AnyAnswer : public QTcpServer
{
public:
    explicit AnyAnswer(const QByteArray& answer)
        : m_answer(answer)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                m_got += socket->readAll();
                if (!m_got.contains("\r\n\r\n"))
                    return;
                socket->write(m_answer);
                socket->disconnectFromHost();
            });
        });
    }
    [[nodiscard]] QString url(const QString& path = QStringLiteral("/")) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path);
    }
    [[nodiscard]] const QByteArray& got() const { return m_got; }

private:
    QByteArray m_answer;
    QByteArray m_got;
};

QByteArray answer(const QByteArray& type, const QByteArray& body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

/// The HTTP pane with the real client, against the JSON API and against peers that say what they are told to.
class TestHttpPane : public HttpPaneTest
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void keepsContent();
    void sendsWhatIsTyped();
    void queryIsLinkedBothWays();
    void automaticFieldIsOverridden();
    void jsonProblemWhileTyping();
    void bodyKindsKeepTheirText();
    void emptyUrlIsSaid();
    void badMethodIsSaid();
    void answerOfTheApi();
    void tableOfTheApi();
    void gzipIsDecoded();
    void redirectsAreHops();
    void exactEngineSendsAsTyped();
    void copiesTheRequest();
    void saysWhatWasNotImported();
    void startsTheServer();
    void sendsNothingWhenTheServerFails();
    void refusedIsSaid();
    void noAnswerIsSaid();
    void canceled();
    void binaryBody();
    void answerWithoutABody();
    void tabsStayInTheirPlace();
    void commandsReachEverything();
    void latin1Body();
    void badJsonIsShownToTheEnd();
    void twoPanesAreApart();
    void ctrlEnterSends();
    void ctrlEnterSendsFromEveryField();
    void sendsWhatIsStillBeingTyped();
    void escInTheFindBarClosesOnlyThat();
    void findsInHexFieldsAndTable();
    void everyControlIsNamed();
    void responseHasMostOfTheRoom();
    void longUrlShowsItsHost();
    void fits_data();
    void fits();

private:
    void send(const QString& url)
    {
        setUrl(url);
        m_pane->trigger(false);
        QTRY_VERIFY(!m_pane->isRunning());
    }
    QString api(const QString& path);
    QString shownText(const char* view)
    {
        const auto document = find<BodyTextView>(view)->document();
        return document ? QString::fromUtf8(document->text()) : QString();
    }
    void look(int tab) { find<QTabWidget>("httpResponseTabs")->setCurrentIndex(tab); }
    bool hasEdge(const char* field)
    {
        return child<QWidget>(*find<QWidget>(field), "problemEdge")->isVisible();
    }
    QString status() { return find<QLabel>("httpStatus")->text(); }

    quint16 m_apiPort = 0;
};

void TestHttpPane::initTestCase()
{
    setUpProcess(true);
    applyLook(false);
}

void TestHttpPane::init()
{
    open();
    m_apiPort = 0;
}

void TestHttpPane::cleanup()
{
    close();
}

QString TestHttpPane::api(const QString& path)
{
    if (m_apiPort == 0) {
        ServerItem item;
        item.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 0, {}};
        item.responder.kind = ResponderSpec::Kind::JsonApi;
        const auto id = m_stage->sessions().start(item);
        if (!id || !wl::test::waitFor([&] { return !m_stage->sessions().state(*id).local.isEmpty(); }))
            return {};
        m_apiPort = m_stage->sessions().state(*id).local.first().port;
    }
    return QStringLiteral("http://127.0.0.1:%1%2").arg(m_apiPort).arg(path);
}

void TestHttpPane::keepsContent()
{
    HttpRequest request;
    request.method = QStringLiteral("REPORT");
    request.url = QStringLiteral("http://127.0.0.1:1/a?x=1&y");
    request.query = {{QStringLiteral("q"), QStringLiteral("a b"), false, false, QStringLiteral("note")}};
    request.headers = {{QStringLiteral("X-A"), QStringLiteral("1"), true, true, {}},
                       {QStringLiteral("X-A"), QStringLiteral("2"), true, false, {}}};
    request.body.kind = HttpBody::Kind::Multipart;
    request.body.text = QStringLiteral("kept\r\n\u00A0");
    request.body.parts = {
        {QStringLiteral("p"), QStringLiteral("t"), {}, QStringLiteral("text/plain"), true, {}}};
    request.body.contentType = QStringLiteral("multipart/mixed");
    request.settings.maxRedirects = 3;
    request.settings.totalTimeout = std::chrono::milliseconds(777);
    QSignalSpy edited(m_pane.get(), &Pane::contentEdited);
    m_pane->setContent(request);
    QCOMPARE(std::get<HttpRequest>(m_pane->content()), request);
    QCOMPARE(edited.count(), 0);
    QCOMPARE(m_pane->title(), QStringLiteral("REPORT /a"));
    request.settings.tls.verify = false;
    m_pane->setContent(request);
    QVERIFY(std::get<HttpRequest>(m_pane->content()).settings.tls.verify);
}

void TestHttpPane::sendsWhatIsTyped()
{
    AnyAnswer peer(answer("text/plain", "fine"));
    find<QComboBox>("httpMethod")->setEditText(QStringLiteral("PATCH"));
    find<QComboBox>("httpBodyKind")->setCurrentIndex(int(HttpBody::Kind::Text));
    find<PayloadTextEdit>("httpBodyText")->insertPlainText(QStringLiteral("a\\n{{counter}}\u00A0\n"));
    send(peer.url(QStringLiteral("/x%20y?a=%2F&b=1")));
    QVERIFY2(peer.got().startsWith("PATCH /x%20y?a=%2F&b=1 HTTP/1.1\r\n"), peer.got().constData());
    QVERIFY(peer.got().endsWith("\r\n\r\na\\n{{counter}}\xc2\xa0\n"));
    QVERIFY(status().startsWith(QStringLiteral("200 OK")));
    QTRY_COMPARE(shownText("httpPretty"), QStringLiteral("fine"));
    QCOMPARE(m_pane->state(), (PaneState{PaneState::Mark::Idle, QStringLiteral("200")}));
    QVERIFY(m_pane->endpoint().isValid());
}

void TestHttpPane::queryIsLinkedBothWays()
{
    KeyValueModel& rows = find<KeyValueTable>("httpQuery")->rows();
    setUrl(QStringLiteral("http://127.0.0.1:1/?a=%41&b"));
    QTRY_COMPARE(rows.fixedRows().size(), 2);
    QCOMPARE(rows.fixedRows().at(0).value, QStringLiteral("%41"));
    rows.setData(rows.index(1, KeyValueModel::Value), QStringLiteral("x y"), Qt::EditRole);
    QCOMPARE(find<QLineEdit>("httpUrl")->text(), QStringLiteral("http://127.0.0.1:1/?a=%41&b=x y"));
    rows.setData(rows.index(2, KeyValueModel::Name), QStringLiteral("c"), Qt::EditRole);
    rows.setData(rows.index(2, KeyValueModel::Value), QStringLiteral("&="), Qt::EditRole);
    QTRY_VERIFY(
        find<QPlainTextEdit>("httpPreview")->toPlainText().contains(QStringLiteral("&c=%26%3D HTTP/1.1")));
    QCOMPARE(find<QLineEdit>("httpUrl")->text(), QStringLiteral("http://127.0.0.1:1/?a=%41&b=x y"));
    rows.setData(rows.index(2, KeyValueModel::Enabled), Qt::Unchecked, Qt::CheckStateRole);
    QTRY_VERIFY(!find<QPlainTextEdit>("httpPreview")->toPlainText().contains(QStringLiteral("&c=")));
}

void TestHttpPane::automaticFieldIsOverridden()
{
    KeyValueModel& rows = find<KeyValueTable>("httpHeaders")->rows();
    setUrl(QStringLiteral("http://127.0.0.1:1/"));
    const auto rowOf = [&](const QString& name) {
        const auto& fixed = rows.fixedRows();
        const auto found = std::find_if(fixed.begin(), fixed.end(),
                                        [&](const KeyValueRow& row) { return row.name == name; });
        return found == fixed.end() ? -1 : int(found - fixed.begin());
    };
    QTRY_VERIFY(rowOf(QStringLiteral("Host")) >= 0);
    const int host = rowOf(QStringLiteral("Host"));
    rows.setData(rows.index(host, KeyValueModel::Value), QStringLiteral("other"), Qt::EditRole);
    QTRY_COMPARE(rowOf(QStringLiteral("Host")), -1);
    QCOMPARE(rows.rows().last().value, QStringLiteral("other"));
    QVERIFY(find<QPlainTextEdit>("httpPreview")->toPlainText().contains(QStringLiteral("Host: other\n")));
    rows.removeTableRows({rows.tableRow(0)});
    QTRY_VERIFY(rowOf(QStringLiteral("Host")) >= 0);
}

void TestHttpPane::jsonProblemWhileTyping()
{
    find<QComboBox>("httpBodyKind")->setCurrentIndex(int(HttpBody::Kind::Json));
    auto* text = find<PayloadTextEdit>("httpBodyText");
    text->insertPlainText(QStringLiteral("{\n  \"a\": 1.10,\n  \"a\" 2\n}"));
    QVERIFY(find<ElidingLabel>("httpBodyState")->fullText().contains(QStringLiteral("line 3, column 7")));
    QCOMPARE(text->extraSelections().size(), 1);
    QVERIFY(!find<QPushButton>("httpFormatJson")->isEnabled());
    text->selectAll();
    text->insertPlainText(QStringLiteral("{\"b\":1.10,\"a\":[]}"));
    QVERIFY(find<ElidingLabel>("httpBodyState")->fullText().contains(QStringLiteral("Valid JSON")));
    QTest::mouseClick(find<QPushButton>("httpFormatJson"), Qt::LeftButton);
    QCOMPARE(text->exactText(), QStringLiteral("{\n  \"b\": 1.10,\n  \"a\": []\n}"));
    text->undo();
    QCOMPARE(text->exactText(), QStringLiteral("{\"b\":1.10,\"a\":[]}"));
}

void TestHttpPane::bodyKindsKeepTheirText()
{
    auto* kind = find<QComboBox>("httpBodyKind");
    kind->setCurrentIndex(int(HttpBody::Kind::Text));
    find<PayloadTextEdit>("httpBodyText")->insertPlainText(QStringLiteral("typed"));
    kind->setCurrentIndex(int(HttpBody::Kind::None));
    kind->setCurrentIndex(int(HttpBody::Kind::Xml));
    QCOMPARE(std::get<HttpRequest>(m_pane->content()).body.text, QStringLiteral("typed"));
}

void TestHttpPane::emptyUrlIsSaid()
{
    QVERIFY(!find<QPushButton>("httpSend")->isEnabled());
    QVERIFY(!find<QPushButton>("httpSend")->toolTip().isEmpty());
    m_pane->trigger(false);
    QVERIFY(!m_pane->isRunning());
    QVERIFY(hint().contains(QStringLiteral("URL")));
    setUrl(QStringLiteral("ftp://127.0.0.1/"));
    QTRY_VERIFY(!find<QPushButton>("httpSend")->isEnabled());
    QVERIFY(!hint().isEmpty());
    QVERIFY(hasEdge("httpUrl") && !hasEdge("httpMethod"));
    QTest::keyClick(find<QLineEdit>("httpUrl"), Qt::Key_Return);
    QVERIFY(!m_pane->isRunning());
    QVERIFY(!hint().isEmpty());
    setUrl(QStringLiteral("http://127.0.0.1/"));
    QTRY_VERIFY(find<QPushButton>("httpSend")->isEnabled());
    QVERIFY(hint().isEmpty() && !hasEdge("httpUrl"));
}

void TestHttpPane::badMethodIsSaid()
{
    setUrl(QStringLiteral("http://127.0.0.1:1/"));
    find<QComboBox>("httpMethod")->setEditText(QStringLiteral("BAD METHOD"));
    QTRY_VERIFY(!find<QPushButton>("httpSend")->isEnabled());
    QTRY_VERIFY(hasEdge("httpMethod") && !hasEdge("httpUrl"));
    QVERIFY(hint().contains(QStringLiteral("BAD METHOD")));
    find<QComboBox>("httpMethod")->setEditText(QStringLiteral("M-SEARCH"));
    QTRY_VERIFY(find<QPushButton>("httpSend")->isEnabled());
}

void TestHttpPane::answerOfTheApi()
{
    QSignalSpy states(m_pane.get(), &Pane::stateChanged);
    send(api(QStringLiteral("/posts/1")));
    QCOMPARE(status(), QStringLiteral("200 OK"));
    QTRY_VERIFY(shownText("httpPretty").startsWith(QStringLiteral("{\n  \"userId\": 1,\n  \"id\": 1,\n")));
    look(RawTab);
    QTRY_VERIFY(!shownText("httpRaw").isEmpty());
    look(FieldsTab);
    auto* fields = find<QTableView>("httpResponseFields");
    QVERIFY(fields->model()->rowCount() >= 2);
    auto* timings = find<QTableView>("httpTimings");
    QVERIFY(timings->model()->rowCount() >= 4);
    QVERIFY(!find<QLabel>("httpSize")->text().isEmpty());
    QVERIFY(!find<QLabel>("httpTime")->text().isEmpty());
    QVERIFY(states.count() >= 2);
    QVERIFY(m_stage->bytes(Direction::Sent).contains("GET /posts/1 HTTP/1.1\r\n"));
}

void TestHttpPane::tableOfTheApi()
{
    look(TableTab);
    send(api(QStringLiteral("/posts")));
    auto* table = find<QTableView>("httpTable");
    QTRY_COMPARE(table->model()->rowCount(), 100);
    QCOMPARE(table->model()->columnCount(), 4);
    QCOMPARE(table->model()->headerData(2, Qt::Horizontal).toString(), QStringLiteral("title"));
    QCOMPARE(table->model()->index(99, 1).data().toString(), QStringLiteral("100"));
    QVERIFY(table->isVisible());
    send(api(QStringLiteral("/posts/1")));
    QTRY_VERIFY(!table->isVisible());
}

void TestHttpPane::gzipIsDecoded()
{
    send(api(QStringLiteral("/gzip")));
    QTRY_VERIFY(shownText("httpPretty").startsWith(u'{') || shownText("httpPretty").startsWith(u'['));
    QVERIFY(find<QLabel>("httpSize")->text().contains(QStringLiteral("on the wire")));
    look(HexTab);
    QVERIFY(find<QCheckBox>("httpTransferred")->isVisible());
}

void TestHttpPane::redirectsAreHops()
{
    send(api(QStringLiteral("/redirect/2")));
    QVERIFY2(status().contains(QStringLiteral("2 redirects")), qPrintable(status()));
    QCOMPARE(find<QComboBox>("httpHop")->count(), 3);
    find<QCheckBox>("httpFollow")->setChecked(false);
    send(api(QStringLiteral("/redirect/1")));
    QVERIFY(status().startsWith(QStringLiteral("302")));
}

void TestHttpPane::exactEngineSendsAsTyped()
{
    auto* engine = find<QComboBox>("httpEngine");
    for (const auto& [index, target] : {std::pair(0, "GET /b "), std::pair(1, "GET /a/../b ")}) {
        AnyAnswer peer(answer("text/plain", "fine"));
        engine->setCurrentIndex(index);
        send(peer.url(QStringLiteral("/a/../b")));
        QVERIFY2(peer.got().startsWith(target), peer.got().constData());
        QVERIFY(find<QPlainTextEdit>("httpPreview")->toPlainText().startsWith(QLatin1String(target)));
    }
}

void TestHttpPane::copiesTheRequest()
{
    auto* menu = find<QToolButton>("httpCopyAs")->menu();
    QCOMPARE(menu->actions().size(), 7);
    find<QLineEdit>("httpUrl")->setText(QStringLiteral("http://127.0.0.1:9/a?b=1&c"));
    menu->actions().first()->trigger();
    QTRY_COMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("curl 'http://127.0.0.1:9/a?b=1&c' -L"));
    QVERIFY(message().startsWith(QStringLiteral("Copied")));
    menu->actions().last()->trigger();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("GET /a?b=1&c HTTP/1.1")));
    find<QLineEdit>("httpUrl")->setText(QString());
    menu->actions().first()->trigger();
    QTRY_VERIFY2(message().contains(QStringLiteral("cannot be copied")), qPrintable(message()));
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("GET ")));
}

void TestHttpPane::saysWhatWasNotImported()
{
    m_pane->showImportNotes(
        {QStringLiteral("--retry is not supported."), QStringLiteral("-4 is not supported.")});
    QVERIFY2(message().startsWith(QStringLiteral("Not sent yet")), qPrintable(message()));
    QVERIFY(message().contains(QStringLiteral("--retry")) && message().contains(QStringLiteral("-4")));
}

void TestHttpPane::startsTheServer()
{
    m_stage->setStartedServer(QStringLiteral("JSON API"));
    AnyAnswer peer(answer("text/plain", "fine"));
    send(peer.url());
    QCOMPARE(m_stage->asked(), QStringList{QStringLiteral("tcp 127.0.0.1:%1").arg(peer.serverPort())});
    QVERIFY(message().contains(QStringLiteral("JSON API")));
}

void TestHttpPane::sendsNothingWhenTheServerFails()
{
    m_stage->setServerStart(
        {QStringLiteral("JSON API"), false, {ErrorCode::AddressInUse, QStringLiteral("127.0.0.1:9"), 0}, {}});
    AnyAnswer peer(answer("text/plain", "fine"));
    send(peer.url());
    QVERIFY(message().startsWith(QStringLiteral("Cannot start \"JSON API\"")));
    QCOMPARE(m_pane->state().mark, PaneState::Mark::Idle);
    QCOMPARE(m_stage->bytes(Direction::Sent), QByteArray());
    emit find<MessageBar>("messageBar")->actionTriggered(); // Send anyway
    QTRY_COMPARE(m_pane->state().word, QStringLiteral("200"));
}

void TestHttpPane::refusedIsSaid()
{
    quint16 port = 0;
    {
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost);
        port = closed.serverPort();
    }
    send(QStringLiteral("http://127.0.0.1:%1/").arg(port));
    QVERIFY2(message().contains(QStringLiteral("refused")), qPrintable(message()));
    QVERIFY(message().startsWith(QStringLiteral("Cannot GET http://127.0.0.1:")));
    QCOMPARE(m_pane->state().mark, PaneState::Mark::Failed);
    QVERIFY(shownText("httpPretty").isEmpty());
}

void TestHttpPane::noAnswerIsSaid()
{
    AnyAnswer silent("");
    send(silent.url());
    QVERIFY(!message().isEmpty());
    QCOMPARE(silent.got().count("GET / HTTP/1.1"), 1);
    AnyAnswer garbage("what is this\r\n\r\n");
    send(garbage.url());
    QVERIFY(!message().isEmpty());
    QCOMPARE(m_pane->state().mark, PaneState::Mark::Failed);
}

void TestHttpPane::canceled()
{
    setUrl(api(QStringLiteral("/delay/30")));
    m_pane->trigger(false);
    QVERIFY(m_pane->isRunning());
    QCOMPARE(find<QPushButton>("httpSend")->text(), QStringLiteral("Cancel"));
    m_pane->trigger(false);
    QVERIFY(m_pane->isRunning());
    m_pane->trigger(true);
    QTRY_VERIFY(!m_pane->isRunning());
    QVERIFY(status().contains(QStringLiteral("Canceled")));
    QCOMPARE(find<QPushButton>("httpSend")->text(), QStringLiteral("Send"));
}

void TestHttpPane::binaryBody()
{
    AnyAnswer peer(answer("application/octet-stream", QByteArray("\x89PNG\0\1\2\3", 8)));
    send(peer.url());
    const auto said = [&] { return find<BodyTextView>("httpPretty")->accessibleDescription(); };
    QTRY_VERIFY2(said().contains(QStringLiteral("not text")), qPrintable(said()));
    QVERIFY(shownText("httpPretty").isEmpty());
}

void TestHttpPane::answerWithoutABody()
{
    for (const QByteArray& bare :
         {QByteArray("HTTP/1.1 204 No Content\r\n\r\n"), answer("application/json", {})}) {
        AnyAnswer peer(bare);
        send(peer.url());
        const auto said = [&] { return find<BodyTextView>("httpPretty")->accessibleDescription(); };
        QTRY_VERIFY2(said().contains(QStringLiteral("has no body")), qPrintable(said()));
    }
}

void TestHttpPane::tabsStayInTheirPlace()
{
    AnyAnswer peer(answer("application/json", "{\"a\":[{\"b\":1}]}"));
    send(peer.url());
    auto* query = find<QLineEdit>("httpQuery");
    auto* tabs = find<QTabWidget>("httpResponseTabs");
    QTRY_VERIFY(query->isVisible());
    QVERIFY(tabs->isAncestorOf(query));
    const QPoint place = tabs->mapTo(m_pane.get(), QPoint());
    for (const int tab : {int(TreeTab), int(TableTab), int(RawTab), int(PrettyTab)}) {
        look(tab);
        QCoreApplication::processEvents();
        QCOMPARE(tabs->mapTo(m_pane.get(), QPoint()), place);
        QTRY_COMPARE(query->isVisible(), tab == TreeTab || tab == PrettyTab);
        QVERIFY(!query->isVisible() || tabs->currentWidget()->isAncestorOf(query));
    }
}

void TestHttpPane::commandsReachEverything()
{
    AnyAnswer peer(answer("application/json", "[{\"a\":1}]"));
    const auto names = [this] {
        QStringList found;
        for (const PaneCommand& command : m_pane->commands())
            found << command.text;
        return found;
    };
    QVERIFY(!names().contains(QStringLiteral("Response: Tree")));
    send(peer.url());
    for (const char* name :
         {"Response: Tree", "Response: Save body", "Request: Options", "Copy the request as Python requests"})
        QVERIFY2(names().contains(QLatin1String(name)), qPrintable(names().join(u'\n')));
    QVERIFY(!names().contains(QStringLiteral("Response: TLS"))); // there is none
    const auto run = [this](const char* name) {
        for (const PaneCommand& command : m_pane->commands()) {
            if (command.text == QLatin1String(name))
                command.run();
        }
    };
    m_pane->activateWindow();
    auto* tabs = find<QTabWidget>("httpResponseTabs");
    for (const auto& [name, page] :
         {std::pair("Response: Tree", int(TreeTab)), std::pair("Response: Table", int(TableTab)),
          std::pair("Response: Hex", int(HexTab)), std::pair("Response: Timings", int(TimingsTab))}) {
        run(name);
        QCOMPARE(tabs->currentIndex(), page);
        QTRY_VERIFY2(tabs->isAncestorOf(QApplication::focusWidget()), name);
    }
    run("Request: Options");
    QCOMPARE(find<QTabWidget>("httpRequestTabs")->currentIndex(), int(OptionsTab));
}

void TestHttpPane::latin1Body()
{
    AnyAnswer peer(answer("text/plain; charset=ISO-8859-1", "caf\xe9"));
    send(peer.url());
    QTRY_COMPARE(shownText("httpPretty"), QStringLiteral("caf\u00E9"));
}

void TestHttpPane::badJsonIsShownToTheEnd()
{
    AnyAnswer peer(answer("application/json", "{\"a\":1,\n oops}"));
    send(peer.url());
    QTRY_COMPARE(shownText("httpPretty"), QStringLiteral("{\n  \"a\": 1,\noops}"));
    bool said = false;
    for (const QLabel* label : m_pane->findChildren<QLabel*>(QStringLiteral("hintText")))
        said = said || label->text().contains(QStringLiteral("line 2, column 2"));
    QVERIFY(said);
}

void TestHttpPane::twoPanesAreApart()
{
    HttpPane other(m_stage->context());
    AnyAnswer peer(answer("text/plain", "mine"));
    send(peer.url());
    QTRY_COMPARE(shownText("httpPretty"), QStringLiteral("mine"));
    QVERIFY(!other.isRunning());
    QVERIFY(!other.endpoint().isValid());
    QCOMPARE(other.state(), PaneState());
}

void TestHttpPane::ctrlEnterSends()
{
    AnyAnswer peer(answer("text/plain", "fine"));
    setUrl(peer.url());
    find<QTabWidget>("httpRequestTabs")->setCurrentIndex(BodyTab);
    find<QComboBox>("httpBodyKind")->setCurrentIndex(int(HttpBody::Kind::Text));
    auto* text = find<PayloadTextEdit>("httpBodyText");
    m_pane->activateWindow();
    text->setFocus();
    QTRY_VERIFY(text->hasFocus());
    QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(status().startsWith(QStringLiteral("200")));
    QVERIFY(text->exactText().isEmpty());
}

void TestHttpPane::ctrlEnterSendsFromEveryField()
{
    AnyAnswer peer(answer("text/plain", "fine"));
    setUrl(peer.url());
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    QSignalSpy updated(&m_stage->sessions().http(), &HttpClient::updated);
    int tried = 0;
    auto* tabs = find<QTabWidget>("httpRequestTabs");
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        for (QWidget* field : m_pane->findChildren<QWidget*>()) {
            if (!field->isVisible() || !field->isEnabled() || !(field->focusPolicy() & Qt::TabFocus))
                continue;
            field->setFocus();
            if (!field->hasFocus())
                continue;
            QTRY_VERIFY(!m_pane->isRunning());
            updated.clear();
            QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
            QTRY_VERIFY2(!updated.isEmpty(), qPrintable(field->objectName()));
            QTRY_VERIFY2(!m_pane->isRunning(), qPrintable(field->objectName()));
            ++tried;
        }
    }
    QVERIFY2(tried > 10, qPrintable(QString::number(tried)));
}

void TestHttpPane::sendsWhatIsStillBeingTyped()
{
    AnyAnswer peer(answer("text/plain", "x"));
    setUrl(peer.url());
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    find<QTabWidget>("httpRequestTabs")->setCurrentIndex(QueryTab);
    auto* query = find<KeyValueTable>("httpQuery");
    query->setFocus();
    query->setCurrentIndex(query->model()->index(0, KeyValueModel::Name));
    query->edit(query->currentIndex());
    auto* editor = query->findChild<QLineEdit*>(QStringLiteral("keyValueEditor"));
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("half"));
    QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(peer.got().contains("\r\n\r\n"));
    QVERIFY2(peer.got().startsWith("GET /?half"), peer.got().constData());
}

void TestHttpPane::escInTheFindBarClosesOnlyThat()
{
    AnyAnswer first(answer("text/plain", "some text to look at"));
    send(first.url());
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    setUrl(QStringLiteral("http://127.0.0.1:%1/").arg(silent.serverPort()));
    m_pane->trigger(false);
    QTRY_VERIFY(silent.hasPendingConnections());
    find<QTabWidget>("httpResponseTabs")->setCurrentIndex(RawTab);
    auto* raw = find<BodyTextView>("httpRaw");
    raw->setFocus();
    QTest::keyClick(raw, Qt::Key_F, Qt::ControlModifier);
    auto* text = raw->parentWidget()->findChild<QLineEdit*>(QStringLiteral("findText"));
    QTRY_VERIFY(text->hasFocus());
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QVERIFY(m_pane->isRunning());
    QTest::keyClick(raw, Qt::Key_Escape); // outside it, it is the pane's
    QTRY_VERIFY(!m_pane->isRunning());
}

void TestHttpPane::findsInHexFieldsAndTable()
{
    AnyAnswer peer(answer("application/json", R"([{"name":"Ada"},{"name":"Grace"}])"));
    send(peer.url());
    const auto look = [this](int tab, const char* view, const QString& text) {
        find<QTabWidget>("httpResponseTabs")->setCurrentIndex(tab);
        auto* page = find<QTabWidget>("httpResponseTabs")->currentWidget();
        QMetaObject::invokeMethod(page, "find");
        auto* field = page->findChild<QLineEdit*>(QStringLiteral("findText"));
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
        return page->findChild<QLabel*>(QStringLiteral("findResult")) != nullptr &&
               page->findChild<QWidget*>(QLatin1String(view)) != nullptr;
    };
    QVERIFY(look(HexTab, "httpHex", QStringLiteral("Grace")));
    QTRY_COMPARE(find<HexView>("httpHex")->selectionStart(), 25);
    QVERIFY(look(HexTab, "httpHex", QStringLiteral("0x416461")));
    QTRY_COMPARE(find<HexView>("httpHex")->selectionStart(), 10);
    QVERIFY(look(FieldsTab, "httpResponseFields", QStringLiteral("application/")));
    QTRY_COMPARE(find<QTableView>("httpResponseFields")->currentIndex().data().toString(),
                 QStringLiteral("application/json"));
    find<QTabWidget>("httpResponseTabs")->setCurrentIndex(TableTab);
    QTRY_COMPARE(find<QTableView>("httpTable")->model()->rowCount(), 2);
    QVERIFY(look(TableTab, "httpTable", QStringLiteral("grace")));
    QTRY_COMPARE(find<QTableView>("httpTable")->currentIndex().row(), 1);
}

void TestHttpPane::everyControlIsNamed()
{
    for (const QWidget* widget : m_pane->findChildren<QWidget*>()) {
        const bool isInner =
            widget->objectName().startsWith(QStringLiteral("qt_")) ||
            widget->parentWidget()->inherits("QComboBox") ||
            widget->parentWidget()->inherits("QAbstractSpinBox") ||
            widget->parentWidget()->inherits("QTableView") || widget->inherits("QSplitterHandle") ||
            widget->parentWidget()->inherits("QTabBar") ||
            widget->parentWidget()->inherits("wl::MessageBar") || widget->window() != m_pane.get();
        if (widget->focusPolicy() == Qt::NoFocus || isInner)
            continue;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

void TestHttpPane::responseHasMostOfTheRoom()
{
    m_pane->resize(456, 440);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const auto* empty = child<QLabel>(*m_pane, "httpEmpty");
    QVERIFY(empty->isVisible()); // what would fill it, and how
    QVERIFY(empty->text().contains(QStringLiteral("Ctrl+Enter")));
    auto* split = child<QSplitter>(*m_pane, "httpSplitter");
    const auto share = [&] { return double(split->sizes().at(0)) / double(split->height()); };
    QVERIFY2(share() < 0.3, qPrintable(QString::number(share()))); // a table with one row
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1:1/");
    for (int i = 0; i < 30; ++i)
        request.query << HttpField{QStringLiteral("n%1").arg(i), {}, true, false, {}};
    m_pane->setContent(request);
    QVERIFY2(share() > 0.3 && share() < 0.4, qPrintable(QString::number(share())));
    // A text that is written has as much as the answer.
    request.body.kind = HttpBody::Kind::Json;
    m_pane->setContent(request);
    child<QTabWidget>(*m_pane, "httpRequestTabs")->setCurrentIndex(2);
    QVERIFY2(share() > 0.4 && share() <= 0.5, qPrintable(QString::number(share())));
    child<QTabWidget>(*m_pane, "httpRequestTabs")->setCurrentIndex(0);
    QVERIFY2(share() < 0.4, qPrintable(QString::number(share())));
    split->handle(1)->setFocus();
    QTest::mousePress(split->handle(1), Qt::LeftButton);
    QTest::mouseMove(split->handle(1), {4, 60});
    QTest::mouseRelease(split->handle(1), Qt::LeftButton);
    const double byHand = share();
    QVERIFY(byHand > 0.4);
    request.query.clear();
    m_pane->setContent(request);
    QCOMPARE(share(), byHand); // the user's place is kept
}

void TestHttpPane::longUrlShowsItsHost()
{
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1:8080/") + QStringLiteral("path/").repeated(60);
    m_pane->setContent(request);
    QCOMPARE(child<QLineEdit>(*m_pane, "httpUrl")->cursorPosition(), 0);
}

void TestHttpPane::fits_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("requestTab");
    QTest::addColumn<int>("responseTab");
    for (const bool dark : {false, true}) {
        for (const QSize size : {QSize(520, 330), QSize(1100, 700)}) {
            for (int tab = 0; tab < 6; ++tab)
                QTest::addRow("%s-%d-%d", dark ? "dark" : "light", size.width(), tab)
                    << size << dark << tab << tab;
        }
    }
}

void TestHttpPane::fits()
{
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    QFETCH(int, requestTab);
    QFETCH(int, responseTab);
    applyLook(dark);
    QVERIFY2(m_pane->minimumSizeHint().width() <= 520,
             qPrintable(QString::number(m_pane->minimumSizeHint().width())));
    QVERIFY2(m_pane->minimumSizeHint().height() <= 330,
             qPrintable(QString::number(m_pane->minimumSizeHint().height())));
    m_pane->resize(size);
    HttpRequest request;
    request.url =
        api(responseTab == FieldsTab ? QStringLiteral("/redirect/1") : QStringLiteral("/posts?userId=1"));
    request.headers = {
        {QStringLiteral("X-Request-Id"), QStringLiteral("42"), true, false, QStringLiteral("for the log")},
        {QStringLiteral("Accept"), QStringLiteral("application/json"), false, false, {}}};
    request.query = {{QStringLiteral("page"), QStringLiteral("2"), false, false, {}}};
    request.body.kind = HttpBody::Kind::Json;
    request.body.text = QStringLiteral("{\n  \"title\": \"a\",\n  \"oops\"\n}");
    m_pane->setContent(request);
    find<QTabWidget>("httpRequestTabs")->setCurrentIndex(requestTab);
    look(responseTab);
    m_pane->trigger(false);
    QTRY_VERIFY(!m_pane->isRunning());
    if (responseTab == PrettyTab)
        QTRY_VERIFY(!shownText("httpPretty").isEmpty());
    if (responseTab == RawTab)
        QTRY_VERIFY(!shownText("httpRaw").isEmpty());
    if (responseTab == TableTab)
        QTRY_VERIFY(find<QTableView>("httpTable")->model()->rowCount() > 0);
    // The last texts are laid out in the next turn of the event loop.
    QTRY_VERIFY2(cutControls(*m_pane).isEmpty(), qPrintable(cutControls(*m_pane).join(u'\n')));
    const QString folder = qEnvironmentVariable("WIRELOUPE_PANE_SHOTS");
    if (!folder.isEmpty())
        m_pane->grab().save(
            QDir(folder).filePath(QStringLiteral("http-%1.png").arg(QLatin1String(QTest::currentDataTag()))));
    applyLook(false);
}

QTEST_MAIN(TestHttpPane)
#include "tst_httppane.moc"
