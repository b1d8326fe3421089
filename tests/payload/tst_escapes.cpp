// SPDX-License-Identifier: MIT
#include "payload/escapes.h"
#include "payload/payloadprogram.h"
#include "payload/payloadsource.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace wl;

class TestEscapes : public QObject
{
    Q_OBJECT
private slots:
    void reverse_data();
    void reverse();
    void reverseRoundTrip_data();
    void reverseRoundTrip();
    void reverseOfRandomBytes();
    void keptLines();
    void refused_data();
    void refused();
    void switchesOff();
};

namespace {

QByteArray compiled(const QString& text, const QString& encoding = QStringLiteral("UTF-8"))
{
    auto source = PayloadSource::compile({PayloadSpec::Form::Text, text, encoding, true, true});
    return source ? source->render().value() : source.error().detail.toUtf8();
}

} // namespace

void TestEscapes::reverse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("plain") << QByteArray("hello") << QStringLiteral("hello");
    QTest::newRow("line ends") << QByteArray("a\r\n\tb") << QStringLiteral("a\\r\\n\\tb");
    QTest::newRow("zero") << QByteArray("\0001", 2) << QStringLiteral("\\01");
    QTest::newRow("backslash") << QByteArray("\\n") << QStringLiteral("\\\\n");
    QTest::newRow("braces") << QByteArray("{{{x}}") << QStringLiteral("\\{{{x}}");
    QTest::newRow("four braces") << QByteArray("{{{{") << QStringLiteral("\\{{\\{{");
    QTest::newRow("control") << QByteArray("\x02\x7f") << QStringLiteral("\\u{2}\\u{7F}");
    QTest::newRow("euro") << QByteArray("\xe2\x82\xac") << QString(QChar(0x20AC));
    QTest::newRow("cut euro") << QByteArray("a\xe2\x82") << QStringLiteral("a\\xe2\\x82");
    QTest::newRow("invalid") << QByteArray("a\xff\xfe!") << QStringLiteral("a\\xff\\xfe!");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QStringLiteral("\\xc0\\xaf");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QStringLiteral("\\xed\\xa0\\x80");
    QTest::newRow("beyond") << QByteArray("\xf4\x90\x80\x80") << QStringLiteral("\\xf4\\x90\\x80\\x80");
    QTest::newRow("mark") << QByteArray("\xef\xbb\xbfx") << QStringLiteral("\\u{FEFF}x");
    QTest::newRow("direction") << QByteArray("\xe2\x80\xae") << QStringLiteral("\\u{202E}");
    QTest::newRow("no-break space") << QByteArray("\xc2\xa0") << QStringLiteral("\\u{A0}");
}

void TestEscapes::reverse()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(escapeBytes(bytes), text);
    QCOMPARE(compiled(text), bytes);
}

void TestEscapes::reverseRoundTrip_data()
{
    QTest::addColumn<QString>("encoding");
    for (const QString& name : TextEncoding::names())
        QTest::newRow(qPrintable(name)) << name;
}

void TestEscapes::reverseRoundTrip()
{
    QFETCH(QString, encoding);
    const auto codec = TextEncoding::byName(encoding);
    QVERIFY(codec);
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(char(i));
    for (qsizetype from = 0; from < 256; from += 13) {
        const QByteArray bytes = all.sliced(from) + QByteArray(3, '{') + all.first(from);
        QCOMPARE(compiled(escapeBytes(bytes, *codec), encoding).toHex(), bytes.toHex());
    }
}

void TestEscapes::reverseOfRandomBytes()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 2000; ++round) {
        QByteArray bytes;
        const int size = random.bounded(40);
        for (int i = 0; i < size; ++i)
            bytes.append(random.bounded(3) == 0 ? "{\\\n\xe2\x82\xac\xed\xa0"[random.bounded(8)]
                                                : char(random.bounded(256)));
        QCOMPARE(compiled(escapeBytes(bytes)).toHex(), bytes.toHex());
        QCOMPARE(compiled(escapeBytes(bytes, {}, EscapeLines::Kept)).toHex(), bytes.toHex());
    }
}

void TestEscapes::keptLines()
{
    QCOMPARE(escapeBytes("a\r\nb\n", {}, EscapeLines::Kept), QStringLiteral("a\\r\nb\n"));
}

void TestEscapes::refused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("at");
    const auto row = [](const char* text, qsizetype at) {
        QTest::newRow(text) << QString::fromUtf8(text) << at;
    };
    row("\\", 0);
    row("ab\\", 2);
    row("\\a", 0);
    row("\\N", 0);
    row("\\x", 0);
    row("\\x4", 0);
    row("\\xg0", 0);
    row("\\x4g", 0);
    row("\\u", 0);
    row("\\u20AC", 0);
    row("\\u{", 0);
    row("\\u{}", 0);
    row("\\u{20AC", 0);
    row("\\u{1234567}", 0);
    row("\\u{D800}", 0);
    row("\\u{110000}", 0);
    row("\\{", 0);
    row("ok \\u{41} \\z", 10);
    row("{{", 0);
    row("a {{ }}", 2);
    row("a {{counter", 2);
    row("a {{counter:}}", 12);
    row("{{counter:start=}}", 10);
    row("{{counter:start=x}}", 10);
    row("{{counter:4,+1}}", 12);
    row("{{counter:999x}}", 10);
    row("{{counter:u15}}", 10);
    row("{{timestamp:}}", 12);
    row("{{timestamp:'yyyy}}", 12);
    row("{{timestamp:iso,4x}}", 16);
    row("{{uuid:short}}", 7);
    row("{{random:hex0}}", 9);
    row("{{random:hex99999999}}", 9);
    row("{{random:1}}{{random:2-}}", 21);
    row("{{length:u8}}{{random:bytes256}}", 0);
    row("{{length:plus=-1}}", 0);
    row("a{{md5:from=2}}", 1);
    row("a{{md5:from=-1}}", 7);
}

void TestEscapes::refused()
{
    QFETCH(QString, text);
    QFETCH(qsizetype, at);
    const auto program =
        PayloadProgram::compile({PayloadSpec::Form::Text, text, QStringLiteral("UTF-8"), true, true});
    QVERIFY(!program);
    QCOMPARE(program.error().at, at);
    QVERIFY(!program.error().what.isEmpty());
    const auto source =
        PayloadSource::compile({PayloadSpec::Form::Text, text, QStringLiteral("UTF-8"), true, true});
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::BadPayload);
    QVERIFY(source.error().detail.startsWith(QStringLiteral("character %1: ").arg(at + 1)));
}

void TestEscapes::switchesOff()
{
    const auto sent = [](const char* text, bool escapes, bool templates) {
        auto source = PayloadSource::compile(
            {PayloadSpec::Form::Text, QString::fromUtf8(text), QStringLiteral("UTF-8"), escapes, templates});
        return source ? source->render().value() : source.error().detail.toUtf8();
    };
    QCOMPARE(sent("a\\n\\q{{counter}}\\", false, false), "a\\n\\q{{counter}}\\");
    QCOMPARE(sent("\\{{x}}", false, false), "\\{{x}}");
    QCOMPARE(sent("a\\n{{counter}}\\{{", false, true), "a\\n1{{");
    QCOMPARE(sent("a\\n{{counter}}\\{{", true, false), "a\n{{counter}}{{");
}

QTEST_GUILESS_MAIN(TestEscapes)
#include "tst_escapes.moc"
