// SPDX-License-Identifier: MIT
#include "ui/panes/common/plaintooltip.h"
#include "ui/shell/addressbar.h"
#include "ui/shell/addresshint.h"
#include "ui/shell/addressreading.h"

#include <QClipboard>
#include <QCompleter>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace wl;

class TestAddressBar : public QObject
{
    Q_OBJECT
private slots:
    void saysWhatEnterDoes_data();
    void saysWhatEnterDoes();
    void wordFollowsWhatIsTyped_data();
    void wordFollowsWhatIsTyped();
    void guessesHttp_data();
    void guessesHttp();
    void saysWhileItIsTyped();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void opensByEnterAndButton();
    void completesRecentAddresses();
    void takesCommandsOfSeveralLines();
};

void TestAddressBar::saysWhatEnterDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("verb");
    QTest::newRow("client") << QStringLiteral("tcp://127.0.0.1:8080") << QStringLiteral("Connect");
    QTest::newRow("server") << QStringLiteral("listen tcp://127.0.0.1:8080 --echo")
                            << QStringLiteral("Listen");
    QTest::newRow("udp") << QStringLiteral("listen udp://127.0.0.1:9000") << QStringLiteral("Bind");
    QTest::newRow("request") << QStringLiteral("http://127.0.0.1:8080/x?y") << QStringLiteral("Send");
    QTest::newRow("curl") << QStringLiteral("curl -X POST http://127.0.0.1/ -d a=b")
                          << QStringLiteral("Send");
}

void TestAddressBar::saysWhatEnterDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, verb);
    AddressBar bar;
    bar.setText(text);
    const auto* button = bar.findChild<QPushButton*>();
    QCOMPARE(button->text(), verb);
    QVERIFY(button->isEnabled());
}

void TestAddressBar::wordFollowsWhatIsTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("verb");
    QTest::newRow("nothing") << QString() << QStringLiteral("Connect");
    QTest::newRow("tcp") << QStringLiteral("tcp://127") << QStringLiteral("Connect");
    QTest::newRow("listen") << QStringLiteral("listen ") << QStringLiteral("Listen");
    QTest::newRow("listen on a bad port")
        << QStringLiteral("listen tcp://:99999") << QStringLiteral("Listen");
    QTest::newRow("listen udp") << QStringLiteral("listen udp://:x") << QStringLiteral("Bind");
    QTest::newRow("udp") << QStringLiteral("udp://") << QStringLiteral("Bind");
    QTest::newRow("http") << QStringLiteral("http://h:x") << QStringLiteral("Send");
    QTest::newRow("https") << QStringLiteral("https://h:bad/") << QStringLiteral("Send");
    QTest::newRow("curl") << QStringLiteral("curl") << QStringLiteral("Send");
    QTest::newRow("curl with a bad option") << QStringLiteral("curl --fly") << QStringLiteral("Send");
    QTest::newRow("method") << QStringLiteral("POST localhost") << QStringLiteral("Send");
    QTest::newRow("host") << QStringLiteral("LOCALHOST") << QStringLiteral("Connect");
    QTest::newRow("quote") << QStringLiteral("listen 'tcp") << QStringLiteral("Listen");
}

void TestAddressBar::wordFollowsWhatIsTyped()
{
    QFETCH(QString, text);
    QFETCH(QString, verb);
    AddressBar bar;
    bar.setText(text);
    const auto* button = bar.findChild<QPushButton*>();
    QCOMPARE(button->text(), verb);
    QVERIFY(!button->isEnabled());
}

void TestAddressBar::guessesHttp_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("opened"); ///< empty: refused
    QTest::newRow("path") << QStringLiteral("localhost:7480/headers")
                          << QStringLiteral("http://localhost:7480/headers");
    QTest::newRow("a slash is no path") << QStringLiteral("127.0.0.1:80/") << QStringLiteral("127.0.0.1:80/");
    QTest::newRow("query") << QStringLiteral("[::1]:80?a=b") << QStringLiteral("http://[::1]:80?a=b");
    QTest::newRow("no port") << QStringLiteral("example.org/x") << QStringLiteral("http://example.org/x");
    QTest::newRow("method") << QStringLiteral("PUT localhost:1/x")
                            << QStringLiteral("PUT http://localhost:1/x");
    QTest::newRow("no path is tcp") << QStringLiteral("localhost:7480") << QStringLiteral("localhost:7480");
    QTest::newRow("a file") << QStringLiteral("/tmp/x") << QString();
    QTest::newRow("other scheme") << QStringLiteral("gopher://h/x") << QString();
    QTest::newRow("bad port") << QStringLiteral("localhost:99999/x") << QString();
    QTest::newRow("listen") << QStringLiteral("listen localhost:1/x") << QString();
    QTest::newRow("option") << QStringLiteral("--x/y") << QString();
}

void TestAddressBar::guessesHttp()
{
    QFETCH(QString, text);
    QFETCH(QString, opened);
    AddressBar bar;
    QSignalSpy spy(&bar, &AddressBar::opened);
    bar.setText(text);
    QCOMPARE(bar.findChild<QPushButton*>()->isEnabled(), !opened.isEmpty());
    QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(spy.count(), opened.isEmpty() ? 0 : 1);
    if (!opened.isEmpty())
        QCOMPARE(spy.at(0).at(1).toString(), opened);
    QCOMPARE(AddressReading::of(text).isGuessed, !opened.isEmpty() && opened != text);
}

void TestAddressBar::saysWhileItIsTyped()
{
    QWidget window;
    auto* bar = new AddressBar(&window);
    auto* other = new QLineEdit(&window);
    bar->resize(600, 40);
    other->move(0, 200);
    window.resize(600, 300);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    bar->focusField();
    auto* field = bar->findChild<QLineEdit*>();
    const auto* hint = window.findChild<AddressHint*>();
    QTest::keyClicks(field, QStringLiteral("localhost:80/x"));
    QTRY_VERIFY(hint->text().contains(QStringLiteral("http://localhost:80/x")));
    QCOMPARE(hint->parentWidget(), &window);
    QVERIFY(hint->y() >= field->mapTo(&window, QPoint(0, field->height())).y());
    QVERIFY(field->hasFocus());
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("tcp://x:99999"));
    QTRY_VERIFY(!hint->text().isEmpty() &&
                plainToolTip(hint->text()) == bar->findChild<QPushButton*>()->toolTip());
    other->setFocus();
    QVERIFY(!hint->isVisible());
}

void TestAddressBar::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("blanks") << QStringLiteral("   ");
    QTest::newRow("no port") << QStringLiteral("tcp://127.0.0.1");
    QTest::newRow("bad port") << QStringLiteral("tcp://127.0.0.1:99999");
    QTest::newRow("unknown scheme") << QStringLiteral("gopher://127.0.0.1:70");
    QTest::newRow("unknown option") << QStringLiteral("listen tcp://127.0.0.1:1 --fly");
}

void TestAddressBar::saysWhatIsWrong()
{
    QFETCH(QString, text);
    AddressBar bar;
    QSignalSpy opened(&bar, &AddressBar::opened);
    bar.setText(text);
    const auto* button = bar.findChild<QPushButton*>();
    QVERIFY(!button->isEnabled());
    QVERIFY(!button->toolTip().isEmpty());
    bar.resize(600, 200);
    bar.show();
    QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(opened.count(), 0);
    const auto* hint = bar.findChild<AddressHint*>();
    QVERIFY(hint->isVisible());
    QCOMPARE(plainToolTip(hint->text()), button->toolTip());
    bar.findChild<QLineEdit*>()->setText(QStringLiteral("tcp://127.0.0.1:1"));
    QVERIFY(!hint->isVisible());
}

void TestAddressBar::opensByEnterAndButton()
{
    AddressBar bar;
    QSignalSpy opened(&bar, &AddressBar::opened);
    bar.setText(QStringLiteral(" tcp://127.0.0.1:8080 "));
    QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.at(0).at(1).toString(), QStringLiteral("tcp://127.0.0.1:8080"));
    const auto what = opened.at(0).at(0).value<Opened>();
    QVERIFY(std::holds_alternative<ClientItem>(what));
    QCOMPARE(std::get<ClientItem>(what).client.address.port, 8080);
    bar.findChild<QPushButton*>()->click();
    QCOMPARE(opened.count(), 2);
}

void TestAddressBar::completesRecentAddresses()
{
    AddressBar bar;
    bar.setRecent({QStringLiteral("tcp://one:1"), QStringLiteral("http://two/")});
    QCompleter* completer = bar.findChild<QLineEdit*>()->completer();
    completer->setCompletionPrefix(QStringLiteral("two"));
    QCOMPARE(completer->completionCount(), 1);
    QCOMPARE(completer->currentCompletion(), QStringLiteral("http://two/"));
}

void TestAddressBar::takesCommandsOfSeveralLines()
{
    AddressBar bar;
    auto* field = bar.findChild<QLineEdit*>();
    QGuiApplication::clipboard()->setText(
        QStringLiteral("curl 'http://h/' \\\n  -H 'A: b' \\\n  --data-raw '{\n  1\n}'\n"));
    field->paste();
    const auto opened = parseOpenCommand(bar.text());
    QVERIFY(opened);
    const auto& request = std::get<HttpRequest>(*opened);
    QCOMPARE(request.url, QStringLiteral("http://h/"));
    QCOMPARE(request.headers.size(), 1);
    QCOMPARE(request.body.text, QStringLiteral("{\n  1\n}"));
    // A command may be long.
    const QString command = QStringLiteral("curl http://h/ -d ") + QString(100'000, u'x');
    bar.setText(command);
    QCOMPARE(bar.text(), command);
}

QTEST_MAIN(TestAddressBar)
#include "tst_addressbar.moc"
