// SPDX-License-Identifier: MIT
#include "tests/support/patience.h"
#include "tests/support/rawpeer.h"
#include "tests/ui/panes/httppanetest.h"
#include "tests/ui/panes/panelook.h"
#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/http/bodysourceedit.h"
#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/payloadlineends.h"
#include "ui/widgets/payloadtextedit.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>

using namespace wl;
using namespace wl::test;

/// The request's side of the HTTP pane, with the real client: what is typed is what a peer gets.
class TestHttpRequestPane : public HttpPaneTest
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void pathVariablesAreRows();
    void encodingIsASwitchAtTheUrl();
    void badMethodIsSaidWhileTyped();
    void headersAsText();
    void graphQl();
    void xmlProblem();
    void kindsDoNotShareTheQuery();
    void filesAreLookedAt();
    void filesAreDropped();
    void secretsAreMarked();
    void rawIsSentAsShown();
    void rawIsMadeFromTheRequest();
    void rawNeedsOnlyAPlace();
    void interimAnswersAreShown();

private:
    QString preview() { return find<QPlainTextEdit>("httpPreview")->toPlainText(); }
    QString bodyState() { return find<ElidingLabel>("httpBodyState")->fullText(); }
    void chooseBody(HttpBody::Kind kind) { find<QComboBox>("httpBodyKind")->setCurrentIndex(int(kind)); }
    /// Sends, answers when `end` came, and gives what came.
    QByteArray sent(RawListener& listener, const QByteArray& end, const QByteArray& answer)
    {
        m_pane->trigger(false);
        RawPeer peer = listener.waitForPeer();
        (void)waitFor([&] { return peer.pump().received().contains(end); });
        peer.send(answer);
        peer.finish();
        (void)waitFor([&] { return !m_pane->isRunning(); });
        return peer.received();
    }

    QTemporaryDir m_dir;
};

void TestHttpRequestPane::initTestCase()
{
    setUpProcess(true);
    applyLook(false);
    QVERIFY(m_dir.isValid());
}

void TestHttpRequestPane::init()
{
    open();
}

void TestHttpRequestPane::cleanup()
{
    close();
}

void TestHttpRequestPane::pathVariablesAreRows()
{
    auto* table = find<KeyValueTable>("httpPath");
    QVERIFY(!table->isVisible());
    setUrl(QStringLiteral("http://127.0.0.1:9/users/:id/x:y"));
    QTRY_VERIFY(table->isVisible());
    KeyValueModel& rows = table->rows();
    QCOMPARE(rows.rowCount(), 1);
    QCOMPARE(rows.rows().first().name, QStringLiteral("id"));
    QTRY_VERIFY(hint().contains(QStringLiteral(":id")));
    QVERIFY(!find<QPushButton>("httpSend")->isEnabled());
    find<QTabWidget>("httpRequestTabs")->setCurrentIndex(2);
    m_pane->trigger(false); // goes to where the value is missing
    QVERIFY(table->isVisible());
    QCOMPARE(table->currentIndex(), rows.index(0, KeyValueModel::Value));
    rows.setData(rows.index(0, KeyValueModel::Value), QStringLiteral("a/b c"), Qt::EditRole);
    QTRY_VERIFY(preview().startsWith(QStringLiteral("GET /users/a%2Fb%20c/x:y HTTP/1.1")));
    QVERIFY(find<QPushButton>("httpSend")->isEnabled());
    // Typed on, the value goes along; gone from the URL, it is kept but not sent.
    setUrl(QStringLiteral("http://127.0.0.1:9/users/:ident/x:y"));
    QTRY_COMPARE(typed().pathVariables.first().name, QStringLiteral("ident"));
    QCOMPARE(typed().pathVariables.first().value, QStringLiteral("a/b c"));
    setUrl(QStringLiteral("http://127.0.0.1:9/users/"));
    QTRY_VERIFY(preview().startsWith(QStringLiteral("GET /users/ HTTP/1.1")));
    QCOMPARE(rows.rowCount(), 1);
    table->selectAll();
    table->removeSelected();
    QVERIFY(!table->isVisible());
    QVERIFY(typed().pathVariables.isEmpty());
    // From a workspace.
    HttpRequest stored;
    stored.url = QStringLiteral("http://127.0.0.1:9/:a/:b");
    stored.pathVariables = {{QStringLiteral("b"), QStringLiteral("2"), true, false, QStringLiteral("why")}};
    m_pane->setContent(stored);
    QCOMPARE(rows.rows().at(0).name, QStringLiteral("a"));
    QCOMPARE(rows.rows().at(1).description, QStringLiteral("why"));
    QCOMPARE(m_pane->content(), ItemContent(stored)); // nobody has typed
}

void TestHttpRequestPane::encodingIsASwitchAtTheUrl()
{
    auto* encode = find<QToolButton>("httpEncodeSwitch");
    find<QComboBox>("httpEngine")->setCurrentIndex(int(HttpEngine::Exact));
    setUrl(QStringLiteral("http://127.0.0.1:9/a b"));
    QVERIFY(encode->isChecked());
    QTRY_VERIFY(preview().startsWith(QStringLiteral("GET /a%20b ")));
    encode->click();
    QTRY_VERIFY(preview().startsWith(QStringLiteral("GET /a b ")));
    QVERIFY(!typed().settings.encodeUrl);
    HttpRequest other = typed();
    other.settings.encodeUrl = true;
    m_pane->setContent(other);
    QVERIFY(encode->isChecked());
}

void TestHttpRequestPane::badMethodIsSaidWhileTyped()
{
    setUrl(QStringLiteral("http://127.0.0.1:9/"));
    auto* method = find<QComboBox>("httpMethod");
    QVERIFY(method->findText(QStringLiteral("QUERY")) >= 0);
    for (const char* bad : {"GE T", "", "G\u00e9T", "GET/", "A:"}) {
        method->setEditText(QString::fromUtf8(bad));
        QTRY_VERIFY(hint().contains(QStringLiteral("method")));
        QVERIFY(!find<QPushButton>("httpSend")->isEnabled());
    }
    method->setEditText(QStringLiteral("m-SEARCH!"));
    QTRY_VERIFY(hint().isEmpty());
    QTRY_VERIFY(preview().startsWith(QStringLiteral("m-SEARCH! / HTTP/1.1")));
}

void TestHttpRequestPane::headersAsText()
{
    setUrl(QStringLiteral("http://127.0.0.1:9/"));
    find<QTabWidget>("httpRequestTabs")->setCurrentIndex(1);
    find<QToolButton>("httpHeadersBulk")->click();
    auto* text = find<PayloadTextEdit>("httpHeadersText");
    QVERIFY(text->isVisible());
    text->setPlainText(QStringLiteral("A: 1\n# B: 2\nA: 3"));
    QCOMPARE(typed().headers.size(), 3);
    QVERIFY(!typed().headers.at(1).enabled);
    QTRY_VERIFY(preview().contains(QStringLiteral("\nA: 3\n")));
    text->setPlainText(QStringLiteral("Bad name: 1"));
    QTRY_VERIFY(hint().contains(QStringLiteral("Bad name")));
    // The automatic ones stay out of the text, and are in the table.
    find<QToolButton>("httpHeadersBulk")->click();
    QVERIFY(find<KeyValueTable>("httpHeaders")->rows().fixedRows().size() > 3);
    QCOMPARE(find<KeyValueTable>("httpHeaders")->valueCompletions(QStringLiteral("expect")),
             QStringList{QStringLiteral("100-continue")});
}

void TestHttpRequestPane::graphQl()
{
    RawListener listener;
    setUrl(QStringLiteral("http://127.0.0.1:%1/g").arg(listener.port()));
    find<QComboBox>("httpMethod")->setEditText(QStringLiteral("POST"));
    chooseBody(HttpBody::Kind::GraphQl);
    find<BodySourceEdit>("httpGraphQlQuery")
        ->insertPlainText(QStringLiteral("query Q($x: Int) {\n  a(s: \"q\")\n}"));
    auto* variables = find<BodySourceEdit>("httpGraphQlVariables");
    variables->insertPlainText(QStringLiteral("{\"x\": 1.0,\n}"));
    QVERIFY2(bodyState().contains(QStringLiteral("line 2, column 1")), qPrintable(bodyState()));
    QCOMPARE(variables->extraSelections().size(), 1);
    variables->selectAll();
    variables->insertPlainText(QStringLiteral("{\"x\": 1.0}"));
    QVERIFY(bodyState().contains(QStringLiteral("Valid JSON")));
    const QByteArray got = sent(listener, "\"Q\"}", "HTTP/1.1 204 No Content\r\n\r\n");
    QVERIFY(got.contains("Content-Type: application/json\r\n"));
    QVERIFY2(got.endsWith(
                 "\r\n\r\n{\"query\":\"query Q($x: Int) {\\n  a(s: \\\"q\\\")\\n}\",\"variables\":{\"x\": "
                 "1.0},\"operationName\":\"Q\"}"),
             got.constData());
    find<QComboBox>("httpMethod")->setEditText(QStringLiteral("GET"));
    QTRY_VERIFY(preview().contains(QStringLiteral("/g?query=query%20Q%28")));
    QVERIFY(!preview().contains(QStringLiteral("Content-Type")));
}

void TestHttpRequestPane::xmlProblem()
{
    chooseBody(HttpBody::Kind::Xml);
    auto* text = find<BodySourceEdit>("httpBodyText");
    text->insertPlainText(QStringLiteral("<a>\n  <b></c>\n</a>"));
    QVERIFY2(bodyState().contains(QStringLiteral("line 2")), qPrintable(bodyState()));
    QVERIFY(!find<QPushButton>("httpFormatJson")->isEnabled());
    text->selectAll();
    text->insertPlainText(QStringLiteral("<a><b/></a>"));
    QVERIFY(bodyState().contains(QStringLiteral("Well-formed")));
    QTest::mouseClick(find<QPushButton>("httpFormatJson"), Qt::LeftButton);
    QCOMPARE(text->exactText().trimmed(), QStringLiteral("<a>\n  <b/>\n</a>"));
    QVERIFY(!find<QPushButton>("httpMinifyJson")->isVisible());
}

void TestHttpRequestPane::kindsDoNotShareTheQuery()
{
    chooseBody(HttpBody::Kind::Json);
    find<BodySourceEdit>("httpBodyText")->insertPlainText(QStringLiteral("{}"));
    chooseBody(HttpBody::Kind::GraphQl);
    QCOMPARE(typed().body.text, QString());
    find<BodySourceEdit>("httpGraphQlQuery")->insertPlainText(QStringLiteral("{a}"));
    QCOMPARE(typed().body.text, QStringLiteral("{a}"));
    chooseBody(HttpBody::Kind::Text);
    QCOMPARE(typed().body.text, QStringLiteral("{}"));
}

void TestHttpRequestPane::filesAreLookedAt()
{
    QFile file(m_dir.filePath(QStringLiteral("a.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("twelve bytes") == 12);
    file.close();
    chooseBody(HttpBody::Kind::Multipart);
    auto* parts = find<KeyValueTable>("httpParts");
    parts->rows().setFiles(0, {file.fileName(), QStringLiteral("/gone/b")});
    const QModelIndex value = parts->rows().index(0, KeyValueModel::Value);
    QTRY_COMPARE(value.data().toString(), QStringLiteral("a.txt (12 B), b (not found)"));
    QTRY_VERIFY(bodyState().contains(QStringLiteral("/gone/b")));
    parts->rows().setFiles(0, {file.fileName()});
    QTRY_VERIFY2(bodyState().contains(QStringLiteral("12 bytes")), qPrintable(bodyState()));
}

/// Files that fall on the body become its file or its parts, whatever of it is under the pointer.
void TestHttpRequestPane::filesAreDropped()
{
    const auto drop = [](QWidget* target, const QStringList& paths) {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        const QPoint place = target->rect().center();
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        if (!enter.isAccepted())
            return false;
        QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &move);
        QDropEvent fall(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &fall);
        return true;
    };
    find<QTabWidget>("httpRequestTabs")->setCurrentIndex(2);
    chooseBody(HttpBody::Kind::Json);
    auto* text = find<BodySourceEdit>("httpBodyText");
    text->insertPlainText(QStringLiteral("{}"));
    QVERIFY(drop(text->viewport(), {QStringLiteral("/x/a b.bin")}));
    QCOMPARE(typed().body.kind, HttpBody::Kind::File);
    QCOMPARE(typed().body.filePath, QStringLiteral("/x/a b.bin"));
    QLineEdit* line = nullptr;
    for (auto* each : m_pane->findChildren<QLineEdit*>(QStringLiteral("payloadFile")))
        line = each->isVisible() ? each : line; // the raw request has one, too
    QVERIFY(line);
    QVERIFY(drop(line, {QStringLiteral("/x/c")}));
    QCOMPARE(typed().body.filePath, QStringLiteral("/x/c"));
    QVERIFY(!drop(line, {QStringLiteral("/x/d"), QStringLiteral("/x/e")}));
    QCOMPARE(typed().body.filePath, QStringLiteral("/x/c"));
    QCOMPARE(text->exactText(), QStringLiteral("{}"));

    chooseBody(HttpBody::Kind::Multipart);
    auto* parts = find<KeyValueTable>("httpParts");
    QVERIFY(drop(parts->viewport(), {QStringLiteral("/x/f"), QStringLiteral("/x/g")}));
    QVERIFY(drop(find<QPushButton>("httpAddFiles"), {QStringLiteral("/x/h")}));
    QCOMPARE(typed().body.parts.size(), 2);
    QCOMPARE(typed().body.parts.first().name, QStringLiteral("file"));
    QCOMPARE(typed().body.parts.first().files, QStringList({QStringLiteral("/x/f"), QStringLiteral("/x/g")}));
    QCOMPARE(typed().body.parts.last().files, QStringList{QStringLiteral("/x/h")});
}

/// Each table of a request has the mark, and it is taken over.
void TestHttpRequestPane::secretsAreMarked()
{
    for (const char* name : {"httpQuery", "httpHeaders", "httpForm"}) {
        auto* table = find<KeyValueTable>(name);
        KeyValueRow row;
        row.name = QStringLiteral("key");
        row.value = QStringLiteral("value");
        table->rows().append({row});
        const int last = table->rows().rowCount() - 2;
        table->setCurrentIndex(table->rows().index(last, KeyValueModel::Name));
        QContextMenuEvent open(QContextMenuEvent::Keyboard, {}, table->mapToGlobal(QPoint()));
        QApplication::sendEvent(table->viewport(), &open);
        auto* menu = table->findChild<QMenu*>();
        QVERIFY(menu);
        const QList<QAction*> actions = menu->actions();
        const auto mark = std::find_if(actions.begin(), actions.end(),
                                       [](const QAction* action) { return action->isCheckable(); });
        QVERIFY(mark != actions.end());
        (*mark)->trigger();
        menu->close();
    }
    QVERIFY(typed().query.last().secret);
    QVERIFY(typed().headers.last().secret);
    QVERIFY(typed().body.fields.last().secret);
}

void TestHttpRequestPane::rawIsSentAsShown()
{
    RawListener listener;
    setUrl(QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()));
    find<QToolButton>("httpRawSwitch")->click();
    QVERIFY(!find<QComboBox>("httpMethod")->isEnabled());
    auto* text = child<PayloadTextEdit>(*find<QWidget>("httpRawEditor"), "payloadText");
    QTRY_VERIFY(text->exactText().startsWith(QStringLiteral("GET / HTTP/1.1\nHost: 127.0.0.1")));
    text->setPlainText(QStringLiteral("PUT /x HTTP/1.1\nX: y\n\nb\n"));
    const QByteArray answer = "HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n";
    QCOMPARE(sent(listener, "b\n", answer), QByteArray("PUT /x HTTP/1.1\r\nX: y\r\n\r\nb\n"));
    QVERIFY(find<QLabel>("httpStatus")->text().contains(QStringLiteral("302"))); // and not followed
    child<QComboBox>(*find<QWidget>("httpRawEditor"), "payloadLineEnds")->setCurrentIndex(int(LineEnds::Lf));
    QCOMPARE(sent(listener, "b\n", answer), QByteArray("PUT /x HTTP/1.1\nX: y\n\nb\n"));
    QVERIFY(typed().isRaw);
    QVERIFY(m_pane->title().startsWith(QStringLiteral("Raw ")));
    // Back to the form, as it was.
    find<QToolButton>("httpRawSwitch")->click();
    QVERIFY(!typed().isRaw);
    QVERIFY(find<QTabWidget>("httpRequestTabs")->isVisible());
    QCOMPARE(typed().raw.text, QStringLiteral("PUT /x HTTP/1.1\nX: y\n\nb\n"));
}

void TestHttpRequestPane::rawIsMadeFromTheRequest()
{
    HttpRequest request;
    request.method = QStringLiteral("POST");
    request.url = QStringLiteral("http://127.0.0.1:9/a/../b");
    request.body.kind = HttpBody::Kind::Json;
    request.body.text = QStringLiteral("{\n}");
    request.isRaw = true;
    request.raw.form = PayloadSpec::Form::Hex;
    request.raw.text = QStringLiteral("41");
    m_pane->setContent(request);
    QTest::mouseClick(find<QPushButton>("httpMakeRaw"), Qt::LeftButton);
    QTRY_VERIFY(typed().raw.text.startsWith(QStringLiteral("POST /a/../b HTTP/1.1\r\n")));
    QVERIFY(typed().raw.text.endsWith(QStringLiteral("\r\n\r\n{\n}")));
    // A request that cannot be made says why, and keeps what was there.
    request.method = QStringLiteral("no method");
    m_pane->setContent(request);
    QTest::mouseClick(find<QPushButton>("httpMakeRaw"), Qt::LeftButton);
    QTRY_VERIFY(find<ElidingLabel>("httpRawNote")->fullText().contains(QStringLiteral("no method")));
    QCOMPARE(typed().raw.text, QStringLiteral("41"));
}

void TestHttpRequestPane::rawNeedsOnlyAPlace()
{
    HttpRequest request;
    request.method = QStringLiteral("no method");
    request.url = QStringLiteral("http://127.0.0.1:9/:missing");
    request.isRaw = true;
    m_pane->setContent(request);
    QTRY_VERIFY(!find<QPushButton>("httpSend")->isEnabled()); // no bytes
    auto* text = child<PayloadTextEdit>(*find<QWidget>("httpRawEditor"), "payloadText");
    text->setPlainText(QStringLiteral("x"));
    QTRY_VERIFY(find<QPushButton>("httpSend")->isEnabled());
    QVERIFY(find<ElidingLabel>("httpRawNote")->fullText().contains(QStringLiteral("127.0.0.1:9")));
    setUrl(QStringLiteral("ftp://h/"));
    QTRY_VERIFY(!find<QPushButton>("httpSend")->isEnabled());
}

void TestHttpRequestPane::interimAnswersAreShown()
{
    RawListener listener;
    setUrl(QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()));
    (void)sent(listener, "\r\n\r\n",
               "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
               "chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n");
    auto* table = find<QTableView>("httpResponseFields");
    QStringList names;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        names << table->model()->index(row, 0).data().toString();
    QCOMPARE(names.join(u'|'),
             QStringLiteral("Before the answer: HTTP/1.1 103 Early Hints|Link|The answer: HTTP/1.1 "
                            "200 OK|Transfer-Encoding|Trailer fields, behind the body|X-Sum"));
    QCOMPARE(table->columnSpan(0, 0), 2);
    QCOMPARE(table->columnSpan(1, 0), 1);
}

QTEST_MAIN(TestHttpRequestPane)
#include "tst_httprequestpane.moc"
