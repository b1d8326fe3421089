// SPDX-License-Identifier: MIT
#include "history/history.h"
#include "http/bodystore.h"
#include "http/httpclient.h"
#include "net/networkthread.h"
#include "tests/support/recordingsink.h"
#include "ui/history/historymodel.h"
#include "ui/history/historyview.h"
#include "ui/history/historywords.h"
#include "ui/history/requestdelegate.h"
#include "ui/widgets/emptytable.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;

/// The dock of the history over a store in a folder of its own.
class TestHistoryView : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void emptyListSaysWhatFillsIt();
    void listsNewestFirst();
    void narrowListShowsThePath();
    void showsWhatOthersAdded();
    void saysWhatTheCapRemoved();
    void saysWhatWasNotKept();
    void searches();
    void badQueryIsSaid();
    void opens_data();
    void opens();
    void deletesAndTakesBack();
    void clearKeepsPinned();
    void selectionStaysWhenRowsCome();
    void copiesUrls();
    void narrowAndWide();
    void memory();
    void words_data();
    void words();

private:
    void keep(const QString& path, int status, const QByteArray& body = "x")
    {
        HistoryStore store({m_dir->path(), 1 << 30});
        HttpRequest request;
        request.url = QStringLiteral("http://h.test") + path;
        HttpExchange exchange;
        exchange.phase = HttpExchange::Phase::Done;
        HttpHop hop;
        hop.status = status;
        hop.url = request.url;
        exchange.hops = {hop};
        exchange.body = exchange.decoded = std::make_shared<BodyFile>(body, m_bodies);
        exchange.bodyBytes = exchange.decodedBytes = body.size();
        const Result<qint64> id = store.begin(request, QDateTime::currentMSecsSinceEpoch());
        QVERIFY(id && store.finish(*id, request, exchange));
    }
    void makeView(qint64 cap = 1 << 30)
    {
        m_view.reset();
        m_history = std::make_unique<History>(HistoryConfig{m_dir->path(), cap}, *m_client);
        m_view = std::make_unique<HistoryView>(*m_history);
        m_view->resize(500, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    [[nodiscard]] EmptyTable* table()
    {
        return m_view->findChild<EmptyTable*>(QStringLiteral("historyTable"));
    }
    [[nodiscard]] QLineEdit* search() const
    {
        return m_view->findChild<QLineEdit*>(QStringLiteral("historySearch"));
    }
    [[nodiscard]] QString hint() const
    {
        return m_view->findChild<QLabel*>(QStringLiteral("historyHint"))->text();
    }
    [[nodiscard]] QAction* action(const char* name) const
    {
        return m_view->findChild<QAction*>(QLatin1String(name));
    }
    [[nodiscard]] QString cell(int row, int column)
    {
        return table()->model()->index(row, column).data().toString();
    }

    QTemporaryDir m_cache;
    std::unique_ptr<QTemporaryDir> m_dir;
    wl::test::RecordingSink m_sink;
    NetworkThread m_network;
    std::unique_ptr<HttpClient> m_client;
    std::shared_ptr<BodyStore> m_bodies = std::make_shared<BodyStore>();
    std::unique_ptr<History> m_history;
    std::unique_ptr<HistoryView> m_view;
};

void TestHistoryView::initTestCase()
{
    qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8());
    m_client = std::make_unique<HttpClient>(m_network, m_sink);
}

void TestHistoryView::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestHistoryView::cleanup()
{
    m_view.reset();
    m_history.reset();
}

void TestHistoryView::emptyListSaysWhatFillsIt()
{
    makeView();
    QTRY_VERIFY(table()->accessibleDescription().contains(QStringLiteral("HTTP request")));
    for (const char* name : {"historyOpenRequest", "historyOpenResponse", "historyRemove", "historyClear"})
        QVERIFY2(!action(name)->isEnabled(), name);
}

void TestHistoryView::narrowListShowsThePath()
{
    HistoryEntry entry;
    entry.method = QStringLiteral("GET");
    entry.url = QStringLiteral("https://me@very.long.example:8443/posts/7?a=1");
    QCOMPARE(HistoryWords::request(entry), QStringLiteral("GET very.long.example:8443/posts/7?a=1"));
    QCOMPARE(HistoryWords::shortRequest(entry), QStringLiteral("GET /posts/7?a=1"));
    entry.url = QStringLiteral("http://h.test");
    QCOMPARE(HistoryWords::shortRequest(entry), QStringLiteral("GET /"));
    entry.url = QStringLiteral("not a URL");
    QCOMPARE(HistoryWords::shortRequest(entry), QStringLiteral("GET not a URL"));

    keep(QStringLiteral("/posts"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QTRY_VERIFY(!cell(0, 0).isEmpty());
    const QModelIndex index = table()->model()->index(0, 0);
    const auto* delegate = qobject_cast<RequestDelegate*>(table()->itemDelegateForColumn(0));
    QVERIFY(delegate);
    for (const int width : {400, 60}) {
        QStyleOptionViewItem option;
        option.rect = QRect(0, 0, width, 22);
        option.widget = table();
        delegate->initStyleOption(&option, index);
        QCOMPARE(option.text, width == 400 ? cell(0, 0) : QStringLiteral("GET /posts"));
    }
}

void TestHistoryView::listsNewestFirst()
{
    for (int i = 0; i < 300; ++i)
        keep(QStringLiteral("/%1").arg(i), 200);
    makeView();
    QAbstractItemModelTester tester(table()->model());
    QTRY_COMPARE(table()->model()->rowCount(), 300);
    QTRY_COMPARE(cell(0, HistoryModel::Request), QStringLiteral("GET h.test/299"));
    QTRY_COMPARE(cell(299, HistoryModel::Request), QStringLiteral("GET h.test/0"));
    QCOMPARE(cell(0, HistoryModel::Status), QStringLiteral("200"));
    QVERIFY(!table()->model()->index(300, 0).isValid());
}

/// Another program adds to the history while the person is there, and is seen when the person comes back.
void TestHistoryView::showsWhatOthersAdded()
{
    keep(QStringLiteral("/1"), 200);
    makeView();
    m_view->activateWindow();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    keep(QStringLiteral("/2"), 200);
    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!m_view->isActiveWindow());
    m_view->activateWindow();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
}

/// A body whose place is taken: the exchange is listed with its end, and what failed stays to be read.
void TestHistoryView::saysWhatWasNotKept()
{
    keep(QStringLiteral("/1"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* socket = server.nextPendingConnection();
        connect(socket, &QIODevice::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + QByteArray(70'000, 'x'));
        });
    });
    QVERIFY(QDir().mkpath(m_dir->filePath(QStringLiteral("bodies/2/in the way"))));
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1:%1/large").arg(server.serverPort());
    const auto id = m_client->start(request, EndpointId(1), {});
    QVERIFY(id);
    m_history->record(*id, request);
    QTRY_VERIFY(hint().startsWith(QStringLiteral("Not kept in the history")));
    QTRY_COMPARE(cell(0, HistoryModel::Status), QStringLiteral("200"));
    QVERIFY2(hint().startsWith(QStringLiteral("Not kept in the history")), qPrintable(hint()));
}

/// It stays to be read, also when the list is shown anew.
void TestHistoryView::saysWhatTheCapRemoved()
{
    for (int i = 0; i < 5; ++i)
        keep(QStringLiteral("/%1").arg(i), 200, QByteArray(30'000, 'x'));
    makeView(200'000);
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1:1/refused");
    const auto id = m_client->start(request, EndpointId(1), {});
    QVERIFY(id);
    m_history->record(*id, request);
    QTRY_VERIFY(hint().contains(QStringLiteral("history is full")));
    QTRY_VERIFY(table()->model()->rowCount() < 5);
    QVERIFY2(hint().contains(QStringLiteral("history is full")), qPrintable(hint()));
    search()->setText(QStringLiteral("url:refused"));
    QTRY_VERIFY(hint().contains(QStringLiteral("1 exchange found")));
    search()->clear();
    QTRY_VERIFY(hint().contains(QStringLiteral("history is full")));
}

void TestHistoryView::searches()
{
    keep(QStringLiteral("/posts"), 200);
    keep(QStringLiteral("/users"), 404, "needle");
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QTest::keyClicks(search(), QStringLiteral("status:404 needle"));
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QTRY_COMPARE(cell(0, HistoryModel::Request), QStringLiteral("GET h.test/users"));
    QCOMPARE(hint(), QStringLiteral("1 exchange found"));
    search()->setText(QStringLiteral("nothing like that"));
    QTRY_COMPARE(table()->model()->rowCount(), 0);
    QVERIFY(!table()->accessibleDescription().isEmpty());
    search()->clear();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QCOMPARE(hint(), QString());
}

void TestHistoryView::badQueryIsSaid()
{
    keep(QStringLiteral("/posts"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    search()->setText(QStringLiteral("status:abc"));
    QTRY_VERIFY(hint().contains(QStringLiteral("status:abc")));
    QCOMPARE(table()->model()->rowCount(), 1);
    search()->setText(QStringLiteral("posts"));
    QTRY_COMPARE(hint(), QStringLiteral("1 exchange found"));
}

void TestHistoryView::opens_data()
{
    QTest::addColumn<bool>("asRequest");
    QTest::newRow("request") << true;
    QTest::newRow("response") << false;
}

void TestHistoryView::opens()
{
    QFETCH(bool, asRequest);
    keep(QStringLiteral("/posts"), 201, "body");
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    std::optional<StoredExchange> request;
    std::optional<StoredExchange> response;
    connect(m_view.get(), &HistoryView::requestOpened, this, [&](const StoredExchange& s) { request = s; });
    connect(m_view.get(), &HistoryView::responseOpened, this, [&](const StoredExchange& s) { response = s; });
    table()->selectRow(0);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Return, asRequest ? Qt::ControlModifier : Qt::NoModifier);
    QTRY_VERIFY(request || response);
    QCOMPARE(request.has_value(), asRequest);
    const StoredExchange& stored = asRequest ? *request : *response;
    QCOMPARE(stored.request.url, QStringLiteral("http://h.test/posts"));
    QCOMPARE(stored.exchange.hops.last().status, 201);
}

void TestHistoryView::deletesAndTakesBack()
{
    keep(QStringLiteral("/1"), 200);
    keep(QStringLiteral("/2"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    std::function<void()> undo;
    connect(m_view.get(), &HistoryView::undoOffered, this,
            [&](const QString&, const std::function<void()>& offered) { undo = offered; });
    table()->selectRow(0);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete);
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QTRY_COMPARE(cell(0, HistoryModel::Request), QStringLiteral("GET h.test/1"));
    QTRY_VERIFY(undo);
    undo();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
}

void TestHistoryView::clearKeepsPinned()
{
    keep(QStringLiteral("/1"), 200);
    keep(QStringLiteral("/2"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    table()->selectRow(1);
    QTRY_VERIFY(cell(1, HistoryModel::Request).endsWith(u'1'));
    action("historyPin")->trigger();
    QTRY_COMPARE(action("historyPin")->text(), QStringLiteral("Un&pin"));
    action("historyClear")->trigger();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QTRY_COMPARE(cell(0, HistoryModel::Request), QStringLiteral("GET h.test/1"));
}

void TestHistoryView::selectionStaysWhenRowsCome()
{
    keep(QStringLiteral("/1"), 200);
    keep(QStringLiteral("/2"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    table()->selectRow(1);
    keep(QStringLiteral("/3"), 200);
    emit m_history->changed();
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table()->selectionModel()->selectedRows().first().row(), 2);
    // Also where the list is another one.
    search()->setText(QStringLiteral("url:/1"));
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
}

void TestHistoryView::copiesUrls()
{
    keep(QStringLiteral("/1"), 200);
    makeView();
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    table()->selectRow(0);
    QTRY_VERIFY(!cell(0, 0).isEmpty());
    action("historyCopyUrl")->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("http://h.test/1"));
}

void TestHistoryView::narrowAndWide()
{
    makeView();
    m_view->resize(220, 400);
    QTRY_VERIFY(table()->isColumnHidden(HistoryModel::Size));
    QVERIFY(table()->isColumnHidden(HistoryModel::Duration));
    m_view->resize(600, 400);
    QTRY_VERIFY(!table()->isColumnHidden(HistoryModel::Size));
}

void TestHistoryView::memory()
{
    makeView();
    QSignalSpy changed(m_view.get(), &HistoryView::memoryChanged);
    search()->setText(QStringLiteral("posts"));
    QCOMPARE(changed.count(), 1);
    const QJsonObject memory = m_view->memory();
    makeView();
    m_view->setMemory(memory);
    QCOMPARE(search()->text(), QStringLiteral("posts"));
    m_view->setMemory({{QStringLiteral("search"), 7}});
    QCOMPARE(search()->text(), QString());
}

void TestHistoryView::words_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QStringLiteral("http://h.test:81/a?b=1")
                           << QStringLiteral("GET h.test:81/a?b=1");
    QTest::newRow("user") << QStringLiteral("http://u@h.test/") << QStringLiteral("GET h.test/");
    QTest::newRow("no URL") << QStringLiteral("not a url") << QStringLiteral("GET not a url");
    QTest::newRow("markup") << QStringLiteral("<b>x</b>") << QStringLiteral("GET <b>x</b>");
}

void TestHistoryView::words()
{
    QFETCH(QString, url);
    HistoryEntry entry;
    entry.method = QStringLiteral("GET");
    entry.url = url;
    QTEST(HistoryWords::request(entry), "shown");
    entry.end = HistoryEntry::End::Interrupted;
    QVERIFY(HistoryWords::all(entry).contains(QStringLiteral("the program ended")));
}

QTEST_MAIN(TestHistoryView)
#include "tst_historyview.moc"
