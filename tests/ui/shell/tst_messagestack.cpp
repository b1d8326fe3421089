// SPDX-License-Identifier: MIT
#include "ui/shell/messagestack.h"

#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace wl;

class TestMessageStack : public QObject
{
    Q_OBJECT
private slots:
    void olderOnesComeBack();
    void informationDoesNotComeBack();
    void actionsBelongToTheirMessage();
    void retracts();

private:
    using Kind = MessageBar::Kind;
    static void press(const MessageBar& bar, const char* button)
    {
        QTest::mouseClick(bar.findChild<QToolButton*>(QLatin1String(button)), Qt::LeftButton);
    }
};

void TestMessageStack::olderOnesComeBack()
{
    MessageBar bar;
    MessageStack stack(bar);
    stack.show({Kind::Error, QStringLiteral("settings"), {}, {}});
    stack.show({Kind::Warning, QStringLiteral("recovery"), {}, {}});
    stack.show({Kind::Warning, QStringLiteral("recovery"), {}, {}}); // once
    QCOMPARE(bar.text(), QStringLiteral("recovery"));
    QVERIFY(bar.findChild<QLabel*>(QStringLiteral("messagesWaiting"))->text().startsWith(u'1'));
    press(bar, "messageClose");
    QCOMPARE(bar.text(), QStringLiteral("settings"));
    QVERIFY(bar.findChild<QLabel*>(QStringLiteral("messagesWaiting"))->isHidden());
    press(bar, "messageClose");
    QVERIFY(bar.isHidden() && bar.text().isEmpty());
}

void TestMessageStack::informationDoesNotComeBack()
{
    MessageBar bar;
    MessageStack stack(bar);
    stack.show({Kind::Information, QStringLiteral("saved"), {}, {}});
    stack.show({Kind::Error, QStringLiteral("failed"), {}, {}});
    press(bar, "messageClose");
    QVERIFY(bar.isHidden());
    for (int i = 0; i < 1000; ++i)
        stack.show({Kind::Error, QString::number(i), {}, {}});
    QVERIFY(stack.count() <= 50);
    QCOMPARE(bar.text(), QStringLiteral("999"));
}

void TestMessageStack::actionsBelongToTheirMessage()
{
    MessageBar bar;
    MessageStack stack(bar);
    QStringList ran;
    stack.show(
        {Kind::Warning, QStringLiteral("a"), QStringLiteral("Do a"), [&] { ran += QStringLiteral("a"); }});
    stack.show({Kind::Warning, QStringLiteral("b"), QStringLiteral("Do b"), [&] {
                    ran += QStringLiteral("b");
                    stack.show({Kind::Information, QStringLiteral("done"), {}, {}});
                }});
    press(bar, "messageAction");
    QCOMPARE(bar.text(), QStringLiteral("done"));
    press(bar, "messageClose");
    press(bar, "messageAction");
    QCOMPARE(ran, (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
}

void TestMessageStack::retracts()
{
    MessageBar bar;
    MessageStack stack(bar);
    stack.show({Kind::Error, QStringLiteral("a"), {}, {}});
    stack.show({Kind::Error, QStringLiteral("b"), {}, {}});
    stack.retract(QStringLiteral("a"));
    QCOMPARE(bar.text(), QStringLiteral("b"));
    stack.retract(QStringLiteral("nothing"));
    stack.retract(QStringLiteral("b"));
    QVERIFY(bar.isHidden());
}

QTEST_MAIN(TestMessageStack)
#include "tst_messagestack.moc"
