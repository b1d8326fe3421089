// SPDX-License-Identifier: MIT
#include "payload/payloadsource.h"
#include "ui/widgets/payloadconversion.h"
#include "ui/widgets/payloadeditor.h"
#include "ui/widgets/payloadhistory.h"
#include "ui/widgets/payloadpreview.h"
#include "ui/widgets/payloadtextedit.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;

class TestPayloadEditor : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void keepsSpec_data();
    void keepsSpec();
    void hexFollowsText();
    void textFollowsHex();
    void textOfBinaryTurnsEscapesOn();
    void lookingDoesNotChange();
    void templatesSurviveALookAtHex();
    void editingHexOfTemplatesFixesThem();
    void filePageAndBack();
    void problemWhileTyped();
    void hugeTextIsCheckedWhenAsked();
    void noBreakSpaceStays();
    void pastedCarriageReturns();
    void hugePasteIsRefused();
    void ctrlEnterSends();
    void countersShowTheirNextValue();
    void history();
    void historyIsAValue();
    void encodingMatters();
    void everyControlIsNamed();
    void conversionsRoundTrip_data();
    void conversionsRoundTrip();

private:
    template <typename T>
    T* find(const char* name)
    {
        return m_editor->findChild<T*>(QString::fromLatin1(name));
    }
    QByteArray bytes() { return PayloadSource::compile(m_editor->spec()).value().preview().value(); }
    void choose(int page) { find<QTabBar>("payloadTabs")->setCurrentIndex(page); }
    void paste(const QString& text)
    {
        auto data = std::make_unique<QMimeData>();
        data->setText(text);
        QGuiApplication::clipboard()->setMimeData(data.release());
        find<PayloadTextEdit>("payloadText")->paste();
    }

    std::unique_ptr<PayloadEditor> m_editor;
};

void TestPayloadEditor::init()
{
    m_editor = std::make_unique<PayloadEditor>();
    m_editor->resize(500, 200);
    m_editor->show();
}

void TestPayloadEditor::cleanup()
{
    m_editor.reset();
}

void TestPayloadEditor::keepsSpec_data()
{
    QTest::addColumn<PayloadSpec>("spec");
    using Form = PayloadSpec::Form;
    const QString utf8 = QStringLiteral("UTF-8");
    QTest::newRow("default") << PayloadSpec{};
    QTest::newRow("text") << PayloadSpec{Form::Text, QStringLiteral("a\\n{{counter}}"), utf8, true, true};
    QTest::newRow("off") << PayloadSpec{Form::Text, QStringLiteral("a\\q{{x"), utf8, false, false};
    QTest::newRow("carriage return") << PayloadSpec{Form::Text, QStringLiteral("a\r\nb\r"), utf8, false,
                                                    false};
    QTest::newRow("carriage return, escapes")
        << PayloadSpec{Form::Text, QStringLiteral("a\r\nb"), utf8, true, true};
    QTest::newRow("separators") << PayloadSpec{Form::Text, QStringLiteral("a\u2028b\u2029c"), utf8, false,
                                               true};
    QTest::newRow("latin") << PayloadSpec{Form::Text, QStringLiteral("\u00E9"), QStringLiteral("ISO-8859-1"),
                                          true, false};
    QTest::newRow("unknown encoding")
        << PayloadSpec{Form::Text, QStringLiteral("a"), QStringLiteral("X-9"), true, true};
    QTest::newRow("hex") << PayloadSpec{Form::Hex, QStringLiteral("0x01, 0x02"), utf8, true, true};
    QTest::newRow("bad hex") << PayloadSpec{Form::Hex, QStringLiteral("zz"), utf8, true, true};
    QTest::newRow("file") << PayloadSpec{Form::File, QStringLiteral("/nowhere"), utf8, false, true};
}

void TestPayloadEditor::keepsSpec()
{
    QFETCH(PayloadSpec, spec);
    QSignalSpy edited(m_editor.get(), &PayloadEditor::edited);
    m_editor->setSpec(
        {PayloadSpec::Form::Text, QStringLiteral("before"), QStringLiteral("UTF-8"), true, true});
    m_editor->setSpec(spec);
    QCOMPARE(m_editor->spec(), spec);
    QCOMPARE(edited.count(), 0);
    QCOMPARE(m_editor->problem().isEmpty(), PayloadSource::compile(spec).has_value());
}

void TestPayloadEditor::hexFollowsText()
{
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("Hi\\n"));
    choose(1);
    QCOMPARE(find<PayloadTextEdit>("payloadHex")->exactText(), QStringLiteral("48 69 0a"));
    QCOMPARE(m_editor->spec().form, PayloadSpec::Form::Text);
}

void TestPayloadEditor::textFollowsHex()
{
    choose(1);
    QTest::keyClicks(find<PayloadTextEdit>("payloadHex"), QStringLiteral("48 0d 0a 5c"));
    QCOMPARE(m_editor->spec().form, PayloadSpec::Form::Hex);
    const QByteArray sent = bytes();
    choose(0);
    QCOMPARE(find<PayloadTextEdit>("payloadText")->exactText(), QStringLiteral("H\\r\n\\\\"));
    QCOMPARE(bytes(), sent);
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("A"));
    QCOMPARE(m_editor->spec().form, PayloadSpec::Form::Text);
    QCOMPARE(bytes(), "A" + sent);
}

void TestPayloadEditor::textOfBinaryTurnsEscapesOn()
{
    m_editor->setSpec(
        {PayloadSpec::Form::Hex, QStringLiteral("ff 41"), QStringLiteral("UTF-8"), false, false});
    choose(0);
    QVERIFY(find<QCheckBox>("payloadEscapes")->isChecked());
    QCOMPARE(find<PayloadTextEdit>("payloadText")->exactText(), QStringLiteral("\\xffA"));
}

void TestPayloadEditor::lookingDoesNotChange()
{
    const PayloadSpec spec{PayloadSpec::Form::Text, QStringLiteral("a\r\n\\{{b"), QStringLiteral("UTF-8"),
                           true, true};
    m_editor->setSpec(spec);
    QSignalSpy edited(m_editor.get(), &PayloadEditor::edited);
    choose(1);
    choose(0);
    QCOMPARE(m_editor->spec(), spec);
    QCOMPARE(edited.count(), 0);
}

void TestPayloadEditor::templatesSurviveALookAtHex()
{
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("{{counter}}"));
    choose(1);
    QCOMPARE(find<PayloadTextEdit>("payloadHex")->exactText(), QStringLiteral("31"));
    choose(0);
    QCOMPARE(m_editor->spec().text, QStringLiteral("{{counter}}"));
}

void TestPayloadEditor::editingHexOfTemplatesFixesThem()
{
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("{{counter}}"));
    choose(1);
    find<PayloadTextEdit>("payloadHex")->moveCursor(QTextCursor::End);
    QTest::keyClicks(find<PayloadTextEdit>("payloadHex"), QStringLiteral(" 32"));
    QCOMPARE(m_editor->spec().form, PayloadSpec::Form::Hex);
    choose(0);
    QCOMPARE(find<PayloadTextEdit>("payloadText")->exactText(), QStringLiteral("12"));
}

void TestPayloadEditor::filePageAndBack()
{
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("typed"));
    choose(2);
    QCOMPARE(m_editor->spec().form, PayloadSpec::Form::File);
    QVERIFY(!m_editor->problem().isEmpty());
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("x")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1234, 'x'));
    file.close();
    QTest::keyClicks(find<QLineEdit>("payloadFile"), file.fileName());
    QVERIFY2(m_editor->problem().isEmpty(), qPrintable(m_editor->problem()));
    QVERIFY(find<PayloadPreview>("payloadPreview")->text().contains(QStringLiteral("1,234")));
    choose(0);
    QCOMPARE(m_editor->spec().text, QStringLiteral("typed"));
    QVERIFY(m_editor->problem().isEmpty());
    choose(2);
    QCOMPARE(m_editor->spec().text, file.fileName());
}

void TestPayloadEditor::problemWhileTyped()
{
    QSignalSpy changed(m_editor.get(), &PayloadEditor::problemChanged);
    auto* text = find<PayloadTextEdit>("payloadText");
    QTest::keyClicks(text, QStringLiteral("ab\\"));
    QVERIFY(m_editor->problem().startsWith(QStringLiteral("Character 3: ")));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(text->extraSelections().size(), 1);
    QVERIFY(find<PayloadPreview>("payloadPreview")->text().contains(m_editor->problem()));
    QTest::keyClicks(text, QStringLiteral("n"));
    QVERIFY(m_editor->problem().isEmpty());
    QCOMPARE(changed.count(), 2);
    QCOMPARE(text->extraSelections().size(), 0);
    QCOMPARE(find<PayloadPreview>("payloadPreview")->text(), QStringLiteral("3 bytes ab\\n"));
    choose(1);
    QTest::keyClicks(find<PayloadTextEdit>("payloadHex"), QStringLiteral("x"));
    QVERIFY(!m_editor->problem().isEmpty());
    choose(0);
    QVERIFY(text->isReadOnly());
}

void TestPayloadEditor::hugeTextIsCheckedWhenAsked()
{
    auto* text = find<PayloadTextEdit>("payloadText");
    QString lines;
    for (int i = 0; i < 5000; ++i)
        lines += QStringLiteral("a line of some text, number %1\n").arg(i);
    text->insertPlainText(lines);
    QVERIFY(m_editor->problem().isEmpty());
    text->insertPlainText(QStringLiteral("\\"));
    QVERIFY(m_editor->problem().startsWith(QStringLiteral("Line 5001, character 1: ")));
}

void TestPayloadEditor::noBreakSpaceStays()
{
    auto* text = find<PayloadTextEdit>("payloadText");
    text->insertPlainText(QStringLiteral("a\u00A0b"));
    QCOMPARE(m_editor->spec().text, QStringLiteral("a\u00A0b"));
}

void TestPayloadEditor::pastedCarriageReturns()
{
    paste(QStringLiteral("a\r\nb\u2028"));
    QCOMPARE(bytes(), "a\r\nb\xe2\x80\xa8");
    m_editor->setSpec({PayloadSpec::Form::Text, {}, QStringLiteral("UTF-8"), false, false});
    paste(QStringLiteral("a\r\nb"));
    QCOMPARE(bytes(), "a\nb");
    QVERIFY(find<PayloadPreview>("payloadPreview")->text().contains(QStringLiteral("CR LF")));
}

void TestPayloadEditor::hugePasteIsRefused()
{
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("kept"));
    paste(QString(PayloadTextEdit::maxPastedChars + 1, u'x'));
    QCOMPARE(m_editor->spec().text, QStringLiteral("kept"));
    QVERIFY(find<PayloadPreview>("payloadPreview")->text().contains(QStringLiteral("too large")));
}

void TestPayloadEditor::ctrlEnterSends()
{
    QSignalSpy sent(m_editor.get(), &PayloadEditor::sendRequested);
    QTest::keyClick(find<PayloadTextEdit>("payloadText"), Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClick(find<PayloadTextEdit>("payloadText"), Qt::Key_Enter,
                    Qt::ControlModifier | Qt::KeypadModifier);
    QTest::keyClick(find<QLineEdit>("payloadFile"), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(sent.count(), 3);
    QVERIFY(m_editor->spec().text.isEmpty());
    QTest::keyClick(find<PayloadTextEdit>("payloadText"), Qt::Key_Return);
    QCOMPARE(sent.count(), 3);
    QCOMPARE(m_editor->spec().text, QStringLiteral("\n"));
}

void TestPayloadEditor::countersShowTheirNextValue()
{
    const auto shown = [this] { return find<PayloadPreview>("payloadPreview")->text(); };
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("n={{counter}}"));
    QVERIFY2(shown().endsWith(QStringLiteral("n=1")), qPrintable(shown()));
    m_editor->setMessagesBefore(41);
    QVERIFY2(shown().endsWith(QStringLiteral("n=42")), qPrintable(shown()));
    choose(1);
    QCOMPARE(find<PayloadTextEdit>("payloadHex")->exactText(), QStringLiteral("6e 3d 34 32"));
    m_editor->setMessagesBefore(42);
    QCOMPARE(find<PayloadTextEdit>("payloadHex")->exactText(), QStringLiteral("6e 3d 34 33"));
    choose(0);
    QCOMPARE(m_editor->messagesBefore(), 42U); // looking does not change anything
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("!"));
    QCOMPARE(m_editor->messagesBefore(), 0U);
    QVERIFY2(shown().contains(QStringLiteral("n=1")), qPrintable(shown()));
}

void TestPayloadEditor::history()
{
    auto* text = find<PayloadTextEdit>("payloadText");
    const auto step = [&](Qt::Key key) { QTest::keyClick(text, key, Qt::AltModifier); };
    for (const char* word : {"one", "two"}) {
        text->selectAll();
        QTest::keyClicks(text, QString::fromLatin1(word));
        m_editor->remember();
    }
    QCOMPARE(m_editor->history().size(), 2);
    text->selectAll();
    QTest::keyClicks(text, QStringLiteral("draft"));
    step(Qt::Key_Up);
    QCOMPARE(m_editor->spec().text, QStringLiteral("two"));
    step(Qt::Key_Up);
    QCOMPARE(m_editor->spec().text, QStringLiteral("one"));
    step(Qt::Key_Up);
    QCOMPARE(m_editor->spec().text, QStringLiteral("one"));
    step(Qt::Key_Down);
    step(Qt::Key_Down);
    QCOMPARE(m_editor->spec().text, QStringLiteral("draft"));
    step(Qt::Key_Down);
    QCOMPARE(m_editor->spec().text, QStringLiteral("draft"));
}

void TestPayloadEditor::historyIsAValue()
{
    PayloadHistory history;
    const auto spec = [](int i) { return PayloadSpec{PayloadSpec::Form::Text, QString::number(i)}; };
    QVERIFY(!history.older(spec(1)));
    QVERIFY(!history.newer());
    for (int i = 0; i < 150; ++i)
        history.remember(spec(i));
    QCOMPARE(history.entries().size(), PayloadHistory::maxEntries);
    history.remember(spec(100));
    QCOMPARE(history.entries().first().text, QStringLiteral("100"));
    QCOMPARE(history.entries().count(spec(100)), 1);
    history.remember({});
    QCOMPARE(history.entries().first().text, QStringLiteral("100"));
    // Just sent and still shown: the first step goes behind it.
    QCOMPARE(history.older(spec(100))->text, QStringLiteral("149"));
    QCOMPARE(history.newer()->text, QStringLiteral("100"));
}

void TestPayloadEditor::encodingMatters()
{
    auto* encoding = find<QComboBox>("payloadEncoding");
    QTest::keyClicks(find<PayloadTextEdit>("payloadText"), QStringLiteral("\\u{20AC}"));
    QCOMPARE(bytes().toHex(), "e282ac");
    QSignalSpy edited(m_editor.get(), &PayloadEditor::edited);
    encoding->setCurrentText(QStringLiteral("UTF-16BE"));
    QCOMPARE(bytes().toHex(), "20ac");
    encoding->setCurrentText(QStringLiteral("ISO-8859-1"));
    QVERIFY(m_editor->problem().contains(QStringLiteral("ISO-8859-1")));
    QCOMPARE(edited.count(), 2);
}

void TestPayloadEditor::everyControlIsNamed()
{
    for (const QWidget* widget : m_editor->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QStringLiteral("qt_")) ||
            widget->parentWidget()->inherits("QComboBox") || widget->window() != m_editor.get() ||
            widget->inherits("QStackedWidget") || widget->inherits("QToolButton"))
            continue;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

void TestPayloadEditor::conversionsRoundTrip_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("plain") << QByteArray("hello\n");
    QTest::newRow("crlf") << QByteArray("a\r\nb");
    QTest::newRow("braces") << QByteArray("{{counter}}");
    QTest::newRow("backslash") << QByteArray("a\\nb\\{{");
    QTest::newRow("binary") << QByteArray("\0\xff\x80{{", 5);
    QTest::newRow("separator") << QByteArray("\xe2\x80\xa8");
}

void TestPayloadEditor::conversionsRoundTrip()
{
    QFETCH(QByteArray, bytes);
    for (const int switches : {0, 1, 2, 3}) {
        PayloadSpec spec;
        spec.escapes = (switches & 1) != 0;
        spec.templates = (switches & 2) != 0;
        const auto made = payloadconversion::textFromBytes(bytes, spec);
        spec.text = made.text;
        spec.escapes = made.escapes;
        spec.templates = made.templates;
        QCOMPARE(PayloadSource::compile(spec).value().render().value(), bytes);
        QVERIFY(!payloadconversion::hasSpecials(made.text));
    }
}

QTEST_MAIN(TestPayloadEditor)
#include "tst_payloadeditor.moc"
