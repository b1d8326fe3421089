// SPDX-License-Identifier: MIT
#include "ui/panes/common/sendbar.h"

#include "tests/ui/panes/panestage.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolTip>

using namespace wl;

namespace {

void compose(const SendBar& bar, const char* text)
{
    child<QPlainTextEdit>(bar, "payloadText")->setPlainText(QString::fromLatin1(text));
}

QString status(const SendBar& bar)
{
    return child<QLabel>(bar, "sendStatus")->accessibleName();
}

SendJobs::Total total(quint64 sent, bool isRunning, ErrorCode code = ErrorCode::None)
{
    SendJobs::Total result;
    result.sent = sent;
    result.bytes = sent * 10;
    result.messagesPerSecond = 998.4;
    result.isRunning = isRunning;
    result.error.code = code;
    return result;
}

} // namespace

class TestSendBar : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void sendsOnceByDefault();
    void repeats();
    void saysWhyItIsOff();
    void badPayloadTurnsItOff();
    void nothingToSendTurnsItOff();
    void wordsHaveRoom();
    void checkOfTheOwnerCounts();
    void longTextIsCheckedWhenTheTypingPauses();
    void ctrlEnterSends();
    void ctrlEnterDoesNotSendWhatIsOff();
    void stopTakesThePlaceOfSend();
    void longSendHasAStopBesideIt();
    void saysWhatCameOfIt();
    void settingTellsNobody();
};

void TestSendBar::sendsOnceByDefault()
{
    SendBar bar;
    PayloadSpec spec;
    spec.text = QStringLiteral("hello");
    bar.setSpec(spec);
    QVERIFY(bar.canSend());
    const SendJob job = bar.job();
    QCOMPARE(job.times, 1ULL);
    QCOMPARE(job.interval.count(), 0);
    QVERIFY(job.payload == spec);
    QVERIFY(job.to.isEmpty());
}

void TestSendBar::repeats()
{
    SendBar bar;
    child<QCheckBox>(bar, "repeat")->setChecked(true);
    child<QSpinBox>(bar, "repeatInterval")->setValue(250);
    child<QSpinBox>(bar, "repeatTimes")->setValue(0);
    QCOMPARE(bar.job().times, 0ULL);
    QCOMPARE(bar.job().interval, std::chrono::microseconds(250'000));
    child<QSpinBox>(bar, "repeatTimes")->setValue(7);
    QCOMPARE(bar.job().times, 7ULL);
}

void TestSendBar::saysWhyItIsOff()
{
    SendBar bar;
    compose(bar, "x");
    bar.setBlocked(QStringLiteral("not <b>connected</b>"));
    auto* button = child<QPushButton>(bar, "sendButton");
    QVERIFY(!button->isEnabled());
    QCOMPARE(status(bar), QStringLiteral("not <b>connected</b>"));
    QVERIFY(button->toolTip().contains(QStringLiteral("&lt;b&gt;"))); // never markup
    QCOMPARE(button->accessibleDescription(), QStringLiteral("not <b>connected</b>"));
    bar.setBlocked({});
    QVERIFY(button->isEnabled());
    QVERIFY(status(bar).isEmpty());
}

void TestSendBar::badPayloadTurnsItOff()
{
    SendBar bar;
    child<QPlainTextEdit>(bar, "payloadText")->setPlainText(QStringLiteral("\\xZZ"));
    QTRY_VERIFY(!bar.canSend());
    QVERIFY(!status(bar).isEmpty());
    child<QPlainTextEdit>(bar, "payloadText")->setPlainText(QStringLiteral("\\x41"));
    QTRY_VERIFY(bar.canSend());
}

void TestSendBar::nothingToSendTurnsItOff()
{
    SendBar bar;
    QVERIFY(!bar.canSend());
    QCOMPARE(status(bar), QStringLiteral("Nothing to send"));
    compose(bar, "x");
    QVERIFY(bar.canSend());
    PayloadSpec blanks;
    blanks.form = PayloadSpec::Form::Hex;
    blanks.text = QStringLiteral("  \n ");
    bar.setSpec(blanks); // something is typed, but it is no byte
    QVERIFY(!bar.canSend());
    QCOMPARE(status(bar), QStringLiteral("Nothing to send"));
    bar.setPayloadCheck([](const PayloadSpec&) { return QString(); }); // datagrams may be empty
    QVERIFY(bar.canSend());
}

void TestSendBar::wordsHaveRoom()
{
    SendBar bar;
    compose(bar, "hello");
    bar.showTotal(total(1234, false));
    const auto* preview = child<QWidget>(bar, "payloadPreview");
    const auto* words = child<QLabel>(bar, "sendStatus");
    bar.resize(1000, 120);
    bar.show();
    QVERIFY(preview->isVisible() && words->isVisible());
    bar.resize(400, 120);
    QVERIFY(!preview->isVisible() && words->isVisible()); // what came of it, until the next edit
    compose(bar, "hello again");
    QVERIFY(preview->isVisible() && !words->isVisible());
    child<QCheckBox>(bar, "repeat")->setChecked(true);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QVERIFY(preview->width() >= 150); // above the buttons, which take the whole width
}

void TestSendBar::checkOfTheOwnerCounts()
{
    SendBar bar;
    bar.setPayloadCheck([](const PayloadSpec& spec) {
        return spec.text.size() > 3 ? QStringLiteral("too long") : QString();
    });
    child<QPlainTextEdit>(bar, "payloadText")->setPlainText(QStringLiteral("1234"));
    QCOMPARE(status(bar), QStringLiteral("too long"));
    QVERIFY(!bar.canSend());
    child<QPlainTextEdit>(bar, "payloadText")->setPlainText(QStringLiteral("123"));
    QVERIFY(bar.canSend());
}

void TestSendBar::longTextIsCheckedWhenTheTypingPauses()
{
    SendBar bar;
    bar.show();
    PayloadSpec spec;
    spec.text = QString(100'000, u'x');
    bar.setSpec(spec);
    int checks = 0;
    bar.setPayloadCheck([&checks](const PayloadSpec&) {
        ++checks;
        return QString();
    });
    checks = 0;
    auto* editor = child<QPlainTextEdit>(bar, "payloadText");
    for (int key = 0; key < 20; ++key)
        editor->insertPlainText(QStringLiteral("y"));
    QCOMPARE(checks, 0);
    QTRY_VERIFY(checks > 0);
    QVERIFY(checks < 20);
    QSignalSpy sends(&bar, &SendBar::sendRequested);
    editor->insertPlainText(QStringLiteral("y"));
    QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier); // does not wait for it
    QCOMPARE(sends.count(), 1);
}

void TestSendBar::ctrlEnterSends()
{
    SendBar bar;
    compose(bar, "x");
    bar.show();
    QSignalSpy requested(&bar, &SendBar::sendRequested);
    QTest::keyClick(child<QPlainTextEdit>(bar, "payloadText"), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(requested.count(), 1);
    QTest::mouseClick(child<QPushButton>(bar, "sendButton"), Qt::LeftButton);
    QCOMPARE(requested.count(), 2);
}

void TestSendBar::ctrlEnterDoesNotSendWhatIsOff()
{
    SendBar bar;
    bar.show();
    bar.setBlocked(QStringLiteral("not connected"));
    QSignalSpy requested(&bar, &SendBar::sendRequested);
    QTest::keyClick(child<QPlainTextEdit>(bar, "payloadText"), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(requested.count(), 0);
    QTRY_VERIFY(!QToolTip::text().isEmpty());
    QVERIFY(QToolTip::text().contains(QStringLiteral("not connected")));
    QToolTip::hideText();
}

void TestSendBar::stopTakesThePlaceOfSend()
{
    SendBar bar;
    compose(bar, "x");
    bar.show();
    bar.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bar));
    child<QCheckBox>(bar, "repeat")->setChecked(true);
    auto* send = child<QPushButton>(bar, "sendButton");
    auto* stop = child<QPushButton>(bar, "stopSendingButton");
    send->setFocus();
    bar.showTotal(total(3, true));
    QVERIFY(!send->isVisible() && stop->isVisible());
    QCOMPARE(bar.focusWidget(), static_cast<QWidget*>(stop)); // the keyboard stays where it was
    QVERIFY(!child<QSpinBox>(bar, "repeatInterval")->isEnabled());
    QSignalSpy stopped(&bar, &SendBar::stopRequested);
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(stopped.count(), 1);
    bar.showTotal(total(5, false, ErrorCode::Canceled));
    QVERIFY(send->isVisible() && !stop->isVisible());
    QCOMPARE(bar.focusWidget(), static_cast<QWidget*>(send));
}

void TestSendBar::longSendHasAStopBesideIt()
{
    SendBar bar;
    compose(bar, "x");
    bar.show();
    auto* send = child<QPushButton>(bar, "sendButton");
    auto* stop = child<QPushButton>(bar, "stopSendingButton");
    SendJobs::Total running = total(1, true);
    bar.showTotal(running);
    QVERIFY(send->isVisible() && !stop->isVisible()); // not for what goes out at once
    running.queued = 512'000'000;
    bar.showTotal(running);
    QVERIFY(send->isVisible() && send->isEnabled() && stop->isVisible());
    QVERIFY2(status(bar).contains(QStringLiteral("512 MB")), qPrintable(status(bar)));
    bar.setBlocked(QStringLiteral("not connected")); // says how far it is nevertheless
    QVERIFY(status(bar).contains(QStringLiteral("512 MB")));
    bar.setBlocked({});
    QSignalSpy stopped(&bar, &SendBar::stopRequested);
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(stopped.count(), 1);
    SendJobs::Total ended = total(1, false, ErrorCode::Canceled);
    ended.bytes = 562'000'000;
    ended.dropped = 512'000'000;
    bar.showTotal(ended);
    QVERIFY(send->isVisible() && !stop->isVisible());
    QVERIFY2(status(bar).startsWith(QStringLiteral("562 MB")), qPrintable(status(bar)));
}

void TestSendBar::saysWhatCameOfIt()
{
    SendBar bar;
    compose(bar, "x");
    child<QCheckBox>(bar, "repeat")->setChecked(true);
    bar.showTotal(total(1234, true));
    QVERIFY2(status(bar).contains(QStringLiteral("998/s")), qPrintable(status(bar)));
    bar.showTotal(total(1234, false));
    QVERIFY(status(bar).contains(QStringLiteral("12.3 kB")));
    bar.showTotal(total(3, false, ErrorCode::Canceled));
    QVERIFY(status(bar).startsWith(QStringLiteral("3 ")));
    bar.showTotal(total(3, false, ErrorCode::QueueFull));
    QVERIFY(status(bar).contains(QStringLiteral("queue")));
}

void TestSendBar::settingTellsNobody()
{
    SendBar bar;
    QSignalSpy edited(&bar, &SendBar::edited);
    PayloadSpec spec;
    spec.form = PayloadSpec::Form::Hex;
    spec.text = QStringLiteral("41 42");
    bar.setSpec(spec);
    QCOMPARE(edited.count(), 0);
    QVERIFY(bar.spec() == spec);
}

QTEST_MAIN(TestSendBar)
#include "tst_sendbar.moc"
