// SPDX-License-Identifier: MIT
#include "payload/payloadsource.h"
#include "ui/widgets/payloadeditor.h"
#include "ui/widgets/payloadlineends.h"
#include "ui/widgets/payloadtextedit.h"

#include <QComboBox>
#include <QMimeData>
#include <QRandomGenerator>
#include <QTabBar>
#include <QtTest>

using namespace wl;

class TestPayloadLineEnds : public QObject
{
    Q_OBJECT
private slots:
    void payloads_data();
    void payloads();
    void whatIsShownGivesItAgain();
    void editorSendsWhatItShows();
    void mixedEndsAreEscaped();
    void hexAndBack();
    void badHexIsSaid();

private:
    static QByteArray bytesOf(const PayloadSpec& spec)
    {
        Result<PayloadSource> source = PayloadSource::compile(spec);
        return source ? source->render().value_or("?") : QByteArray("!");
    }
};

void TestPayloadLineEnds::payloads_data()
{
    QTest::addColumn<QString>("shown");
    QTest::addColumn<bool>("escapes");
    QTest::addColumn<QString>("head"); // with CR LF in the head
    QTest::addColumn<QString>("all");
    const auto row = [](const char* shown, bool escapes, const char* head, const char* all) {
        QTest::newRow(qPrintable(QString::fromLatin1(shown).replace(u'\n', QStringLiteral("⏎"))))
            << QString::fromLatin1(shown) << escapes << QString::fromLatin1(head) << QString::fromLatin1(all);
    };
    row("", false, "", "");
    row("a", false, "a", "a");
    row("a\n", false, "a\r\n", "a\r\n");
    row("a\n\nb\nc", false, "a\r\n\r\nb\nc", "a\r\n\r\nb\r\nc");
    row("a\n\n\n", false, "a\r\n\r\n\n", "a\r\n\r\n\r\n");
    row("\n\na\n\nb\n", false, "\r\n\r\na\r\n\r\nb\n", "\r\n\r\na\r\n\r\nb\r\n");
    row("a\\r\nb", false, "a\\r\r\nb", "a\\r\r\nb");
    row("a\\r\nb\n", true, "a\\r\nb\r\n", "a\\r\nb\r\n");
    row("a\\\\r\nb", true, "a\\\\r\r\nb", "a\\\\r\r\nb");
    row("a\n\\r\nb\n", true, "a\r\n\\r\nb\n", "a\r\n\\r\nb\r\n");
}

void TestPayloadLineEnds::payloads()
{
    QFETCH(QString, shown);
    QFETCH(bool, escapes);
    QFETCH(QString, head);
    QFETCH(QString, all);
    QCOMPARE(payloadlineends::toPayload(shown, LineEnds::HeadCrLf, escapes), head);
    QCOMPARE(payloadlineends::toPayload(shown, LineEnds::CrLf, escapes), all);
    QCOMPARE(payloadlineends::toPayload(shown, LineEnds::Lf, escapes), shown);
    if (!escapes) {
        QCOMPARE(payloadlineends::toShown(head, LineEnds::HeadCrLf), shown);
        QCOMPARE(payloadlineends::toShown(all, LineEnds::CrLf), shown);
    }
}

void TestPayloadLineEnds::whatIsShownGivesItAgain()
{
    QRandomGenerator random(15);
    constexpr QStringView pieces[] = {u"a", u"\n", u"\r\n", u"\r", u"\\r", u"\\", u"\n\n", u"\r\n\r\n"};
    int shownOnes = 0;
    for (int round = 0; round < 20'000; ++round) {
        QString payload;
        for (quint32 i = random.bounded(7u); i > 0; --i)
            payload += pieces[random.bounded(int(std::size(pieces)))];
        for (const bool escapes : {false, true}) {
            const auto ends = payloadlineends::endsOf(payload, escapes);
            if (!ends)
                continue;
            ++shownOnes;
            QCOMPARE(payloadlineends::toPayload(payloadlineends::toShown(payload, *ends), *ends, escapes),
                     payload);
        }
    }
    QVERIFY(shownOnes > 5000);
}

void TestPayloadLineEnds::editorSendsWhatItShows()
{
    PayloadEditor editor;
    editor.offerLineEnds();
    PayloadSpec spec;
    spec.escapes = spec.templates = false;
    editor.setSpec(spec);
    editor.show();
    auto* text = editor.findChild<PayloadTextEdit*>(QStringLiteral("payloadText"));
    auto* ends = editor.findChild<QComboBox*>(QStringLiteral("payloadLineEnds"));
    QCOMPARE(ends->currentIndex(), 0); // CR LF in the head, where nothing says otherwise
    text->setPlainText(QStringLiteral("GET / HTTP/1.1\nHost: h\n\nbody\nmore"));
    QCOMPARE(bytesOf(editor.spec()), QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\nbody\nmore"));
    ends->setCurrentIndex(1);
    QCOMPARE(bytesOf(editor.spec()), QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\nbody\r\nmore"));
    ends->setCurrentIndex(2);
    QCOMPARE(bytesOf(editor.spec()), QByteArray("GET / HTTP/1.1\nHost: h\n\nbody\nmore"));
    // What was stored is shown with the choice that gives it.
    for (const char* stored : {"A\r\n\r\nb\n", "A\r\n\r\nb\r\n", "A\n\nb\n"}) {
        spec.text = QString::fromLatin1(stored);
        editor.setSpec(spec);
        QCOMPARE(text->exactText(), QStringLiteral("A\n\nb\n"));
        QCOMPARE(editor.spec(), spec);
        text->insertPlainText(QStringLiteral("X"));
        QCOMPARE(bytesOf(editor.spec()), "X" + QByteArray(stored));
    }
}

void TestPayloadLineEnds::mixedEndsAreEscaped()
{
    PayloadEditor editor;
    editor.offerLineEnds();
    PayloadSpec spec;
    spec.escapes = spec.templates = false;
    for (const QByteArray& bytes :
         {QByteArray("A\nB\r\n\r\n"), QByteArray("A\rB\r\n\\x\r\n"), QByteArray("A\0\r\n", 4)}) {
        spec.text = QString::fromLatin1(bytes);
        editor.setSpec(spec);
        QVERIFY(editor.spec().escapes);
        QCOMPARE(bytesOf(editor.spec()), bytes);
        auto* text = editor.findChild<PayloadTextEdit*>(QStringLiteral("payloadText"));
        text->moveCursor(QTextCursor::End);
        text->insertPlainText(QStringLiteral("Z"));
        QCOMPARE(bytesOf(editor.spec()), bytes + "Z");
    }
}

void TestPayloadLineEnds::hexAndBack()
{
    PayloadEditor editor;
    editor.offerLineEnds();
    PayloadSpec spec;
    spec.escapes = spec.templates = false;
    spec.text = QStringLiteral("GET /\r\n\r\nb\n");
    editor.setSpec(spec);
    editor.show();
    auto* tabs = editor.findChild<QTabBar*>(QStringLiteral("payloadTabs"));
    auto* hex = editor.findChild<PayloadTextEdit*>(QStringLiteral("payloadHex"));
    auto* text = editor.findChild<PayloadTextEdit*>(QStringLiteral("payloadText"));
    tabs->setCurrentIndex(1);
    QVERIFY(hex->exactText().contains(QStringLiteral("0d 0a 0d 0a")));
    hex->setPlainText(QStringLiteral("41 0d 0a 0d 0a 42 0a"));
    tabs->setCurrentIndex(0);
    QCOMPARE(text->exactText(), QStringLiteral("A\n\nB\n"));
    text->insertPlainText(QStringLiteral("x"));
    QCOMPARE(bytesOf(editor.spec()), QByteArray("xA\r\n\r\nB\n"));
}

void TestPayloadLineEnds::badHexIsSaid()
{
    PayloadEditor editor;
    editor.offerLineEnds();
    PayloadSpec spec;
    spec.form = PayloadSpec::Form::Hex;
    spec.text = QStringLiteral("41 4");
    editor.setSpec(spec);
    QVERIFY(!editor.problem().isEmpty());
    spec.text = QStringLiteral("41 zz");
    editor.setSpec(spec);
    QVERIFY(!editor.problem().isEmpty());
    spec.text = QStringLiteral("41 42");
    editor.setSpec(spec);
    QVERIFY(editor.problem().isEmpty());
}

QTEST_MAIN(TestPayloadLineEnds)
#include "tst_payloadlineends.moc"
