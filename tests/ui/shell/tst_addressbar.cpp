// SPDX-License-Identifier: MIT
#include "ui/shell/addressbar.h"

#include <QCompleter>
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
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void opensByEnterAndButton();
    void completesRecentAddresses();
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
    QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(opened.count(), 0);
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

QTEST_MAIN(TestAddressBar)
#include "tst_addressbar.moc"
