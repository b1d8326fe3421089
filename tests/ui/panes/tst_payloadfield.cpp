// SPDX-License-Identifier: MIT
#include "ui/panes/common/payloadfield.h"

#include "tests/ui/panes/panestage.h"
#include "ui/panes/common/payloadcheck.h"
#include "ui/panes/common/payloaddialog.h"

#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QToolButton>

using namespace wl;

class TestPayloadField : public QObject
{
    Q_OBJECT

private slots:
    void keepsWhatItDoesNotShow();
    void typingChangesTheText();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void changesTheForm();
    void opensTheWholeEditor();
    void sizes_data();
    void sizes();
    void fileIsMeasuredNotRead();
};

void TestPayloadField::keepsWhatItDoesNotShow()
{
    PayloadField field;
    PayloadSpec spec;
    spec.text = QStringLiteral("line\r\nline\ttab\0nul");
    spec.encoding = QStringLiteral("UTF-16LE");
    spec.escapes = false;
    QSignalSpy edited(&field, &PayloadField::edited);
    field.setSpec(spec);
    QVERIFY(field.spec() == spec);
    QCOMPARE(edited.count(), 0);
}

void TestPayloadField::typingChangesTheText()
{
    PayloadField field;
    PayloadSpec spec;
    spec.escapes = false;
    field.setSpec(spec);
    QSignalSpy edited(&field, &PayloadField::edited);
    QTest::keyClicks(child<QLineEdit>(field, "payloadText"), QStringLiteral("ok"));
    spec.text = QStringLiteral("ok");
    QVERIFY(field.spec() == spec);
    QCOMPARE(edited.count(), 2);
}

void TestPayloadField::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    const int text = int(PayloadSpec::Form::Text);
    const int hex = int(PayloadSpec::Form::Hex);
    QTest::newRow("empty") << text << QString() << true;
    QTest::newRow("text") << text << QStringLiteral("hello\\r\\n") << true;
    QTest::newRow("cut escape") << text << QStringLiteral("\\x4") << false;
    QTest::newRow("unknown template") << text << QStringLiteral("{{nothing}}") << false;
    QTest::newRow("hex") << hex << QStringLiteral("00 ff") << true;
    QTest::newRow("half a byte") << hex << QStringLiteral("00 f") << false;
    QTest::newRow("no hex") << hex << QStringLiteral("zz") << false;
    QTest::newRow("no file") << int(PayloadSpec::Form::File) << QStringLiteral("/no/such/file") << false;
    QTest::newRow("empty hex") << hex << QString() << true;
}

void TestPayloadField::saysWhatIsWrong()
{
    QFETCH(int, form);
    QFETCH(QString, text);
    QFETCH(bool, isGood);
    PayloadField field;
    PayloadSpec spec;
    spec.form = PayloadSpec::Form(form);
    spec.text = text;
    field.setSpec(spec);
    QCOMPARE(field.problem().isEmpty(), isGood);
    QCOMPARE(child<QLineEdit>(field, "payloadText")->toolTip().isEmpty(), isGood);
}

void TestPayloadField::changesTheForm()
{
    PayloadField field;
    PayloadSpec spec;
    spec.text = QStringLiteral("41");
    field.setSpec(spec);
    QSignalSpy edited(&field, &PayloadField::edited);
    const QList<QAction*> actions = child<QToolButton>(field, "payloadForm")->menu()->actions();
    actions.at(1)->trigger();
    QCOMPARE(field.spec().form, PayloadSpec::Form::Hex);
    QCOMPARE(field.spec().text, QStringLiteral("41"));
    QCOMPARE(edited.count(), 1);
    actions.at(1)->trigger(); // no change
    QCOMPARE(edited.count(), 1);
}

void TestPayloadField::opensTheWholeEditor()
{
    PayloadField field;
    field.setPayloadName(QStringLiteral("Reply"));
    field.show();
    child<QToolButton>(field, "payloadForm")->menu()->actions().constLast()->trigger();
    auto* dialog = field.findChild<PayloadDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Reply"));
    child<QPlainTextEdit>(*dialog, "payloadText")->setPlainText(QStringLiteral("two\nlines"));
    QCOMPARE(field.spec().text, QStringLiteral("two\nlines"));
    dialog->close();
    QTRY_VERIFY(field.findChild<PayloadDialog*>() == nullptr);
}

void TestPayloadField::sizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("size");
    QTest::newRow("empty") << QString() << qint64(0);
    QTest::newRow("escapes") << QStringLiteral("\\r\\n\\x00") << qint64(3);
    QTest::newRow("beyond ASCII") << QStringLiteral("é한") << qint64(5);
    QTest::newRow("a datagram") << QString(65'507, u'x') << qint64(65'507);
    QTest::newRow("bad") << QStringLiteral("\\q{") << qint64(-1);
}

void TestPayloadField::sizes()
{
    QFETCH(QString, text);
    QFETCH(qint64, size);
    PayloadSpec spec;
    spec.text = text;
    QCOMPARE(payloadSize(spec).value_or(-1), size);
    QVERIFY(datagramProblem(spec).isEmpty());
    spec.text += QString(65'508, u'x');
    QCOMPARE(datagramProblem(spec).isEmpty(), size < 0);
}

void TestPayloadField::fileIsMeasuredNotRead()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(5LL * 1024 * 1024 * 1024)); // sparse
    PayloadSpec spec;
    spec.form = PayloadSpec::Form::File;
    spec.text = file.fileName();
    QCOMPARE(payloadSize(spec).value_or(-1), file.size());
    QVERIFY(!datagramProblem(spec).isEmpty());
}

QTEST_MAIN(TestPayloadField)
#include "tst_payloadfield.moc"
