// SPDX-License-Identifier: MIT
#include "payload/payloadsource.h"
#include "payload/textencoding.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;

class TestPayloadSource : public QObject
{
    Q_OBJECT
private slots:
    void zerosInFrontAreDecimal();
    void previewDoesNotAdvance();
    void staticOnes();
    void goesOnWhereToldTo();
    void timestampIsNow();
    void oneInstantPerMessage();
    void uuidsDiffer();
    void randomStaysInRange();
    void lengthsOfEachOther();
    void lossyIsAnError_data();
    void lossyIsAnError();
    void encodings();
    void file();
    void fileErrors();
    void emptySourceRendersNothing();
    void naughtyStrings();
};

namespace {

PayloadSpec textSpec(const QString& text, const QString& encoding = QStringLiteral("UTF-8"))
{
    return {PayloadSpec::Form::Text, text, encoding, true, true};
}

QByteArray once(const QString& text)
{
    auto source = PayloadSource::compile(textSpec(text));
    return source ? source->render().value() : source.error().detail.toUtf8();
}

} // namespace

void TestPayloadSource::zerosInFrontAreDecimal()
{
    auto source = PayloadSource::compile(
        textSpec(QStringLiteral("{{counter:start=0100,step=08}} {{counter:start=0x10}} "
                                "{{length:after,plus=010}} {{sum8:from=010}}")));
    QVERIFY(source);
    QCOMPARE(source->render().value(), "100 16 13 00");
    QVERIFY(source->render().value().startsWith("108 17 "));
    QVERIFY(!PayloadSource::compile(textSpec(QStringLiteral("{{counter:start=0x-1}}"))));
}

void TestPayloadSource::previewDoesNotAdvance()
{
    auto source = PayloadSource::compile(textSpec(QStringLiteral("{{counter}} {{counter:start=5,step=5}}")));
    QVERIFY(source);
    QVERIFY(source->isDynamic());
    QCOMPARE(source->preview().value(), "1 5");
    QCOMPARE(source->preview().value(), "1 5");
    QCOMPARE(source->render().value(), "1 5");
    QCOMPARE(source->preview().value(), "2 10");
    QCOMPARE(source->render().value(), "2 10");
}

void TestPayloadSource::staticOnes()
{
    for (const char* text : {"", "abc", "\\x00\\n", "\\{{counter}}", "{{length}}a{{crc16}}"}) {
        const auto source = PayloadSource::compile(textSpec(QString::fromUtf8(text)));
        QVERIFY(source);
        QVERIFY(!source->isDynamic());
        QVERIFY(!source->isFile());
    }
}

void TestPayloadSource::goesOnWhereToldTo()
{
    auto source =
        PayloadSource::compile(textSpec(QStringLiteral("{{counter}} {{counter:start=5,step=5,u8}}")));
    QVERIFY(source);
    source->setMessagesBefore(3);
    QCOMPARE(source->preview().value(), QByteArray("4 \x14"));
    QCOMPARE(source->render().value(), QByteArray("4 \x14"));
    QCOMPARE(source->render().value(), QByteArray("5 \x19"));
    source->setMessagesBefore(0);
    QCOMPARE(source->render().value(), QByteArray("1 \x05"));
}

void TestPayloadSource::timestampIsNow()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 stamped = once(QStringLiteral("{{timestamp:unixms}}")).toLongLong();
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(stamped >= before && stamped <= after);
    const auto iso =
        QDateTime::fromString(QString::fromUtf8(once(QStringLiteral("{{timestamp}}"))), Qt::ISODateWithMs);
    QVERIFY(iso.isValid());
    QVERIFY(iso.toMSecsSinceEpoch() >= before);
}

void TestPayloadSource::oneInstantPerMessage()
{
    for (int i = 0; i < 50; ++i) {
        const auto parts = once(QStringLiteral("{{timestamp:unixus}} {{timestamp:unixus}}")).split(' ');
        QCOMPARE(parts.at(0), parts.at(1));
    }
}

void TestPayloadSource::uuidsDiffer()
{
    const auto parts = once(QStringLiteral("{{uuid}} {{uuid}}")).split(' ');
    QVERIFY(parts.at(0) != parts.at(1));
    const QByteArray raw = once(QStringLiteral("{{uuid:raw}}"));
    QCOMPARE(raw.size(), 16);
    QCOMPARE(raw[6] & 0xF0, 0x40);
    QCOMPARE(raw[8] & 0xC0, 0x80);
}

void TestPayloadSource::randomStaysInRange()
{
    auto source = PayloadSource::compile(textSpec(QStringLiteral("{{random:-2-3}}")));
    QVERIFY(source);
    QSet<int> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(source->render().value().toInt());
    QCOMPARE(seen, QSet<int>({-2, -1, 0, 1, 2, 3}));
    QCOMPARE(once(QStringLiteral("{{random:-9223372036854775808-9223372036854775807,u64}}")).size(), 8);
    QCOMPARE(once(QStringLiteral("{{random:bytes5}}")).size(), 5);
}

void TestPayloadSource::lengthsOfEachOther()
{
    // 7 + 2 digits; the one before counts the digits of the one behind it.
    QCOMPARE(once(QStringLiteral("{{length}},{{length:before}}")), "2,2");
    QCOMPARE(once(QStringLiteral("{{length:all}}{{length:all}}")), "22");
    QCOMPARE(once(QStringLiteral("{{length:all}}xxxxxxxxx")), "11xxxxxxxxx");
    QCOMPARE(once(QStringLiteral("{{length:all}}xxxxxxxx")), "9xxxxxxxx");
    QCOMPARE(once(QStringLiteral("ab{{length:before,u8}}{{crc8:raw}}{{length:after,u8}}")).first(3),
             "ab\x02");
}

void TestPayloadSource::lossyIsAnError_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("character");
    const QString smile = QString::fromUcs4(U"\x1F642");
    QTest::newRow("Latin-1") << QStringLiteral("Latin-1") << QStringLiteral("abc\u20AC") << 4;
    QTest::newRow("Latin-1, first") << QStringLiteral("Latin-1") << QStringLiteral("\u20AC") << 1;
    QTest::newRow("Latin-1, pair") << QStringLiteral("Latin-1") << QString(QStringLiteral("a") + smile + u'b')
                                   << 2;
    QTest::newRow("Latin-1, behind a pair's escape")
        << QStringLiteral("Latin-1") << QStringLiteral("a\\x80\\n\u20AC") << 8;
    QTest::newRow("Latin-1, escape") << QStringLiteral("Latin-1") << QStringLiteral("ab\\u{20AC}") << 3;
    QTest::newRow("ASCII") << QStringLiteral("US-ASCII") << QStringLiteral("x\u00E9") << 2;
    QTest::newRow("lone high") << QStringLiteral("UTF-8") << QString(QStringLiteral("ab") + QChar(0xD83D))
                               << 3;
    QTest::newRow("lone low") << QStringLiteral("UTF-8")
                              << QString(QStringLiteral("ab") + QChar(0xDE42) + u'c') << 3;
    QTest::newRow("lone in UTF-16") << QStringLiteral("UTF-16LE") << QString(QChar(0xD83D)) << 1;
    QTest::newRow("far behind") << QStringLiteral("Latin-1") << QString(QString(5000, u'x') + QChar(0x20AC))
                                << 5001;
}

void TestPayloadSource::lossyIsAnError()
{
    QFETCH(QString, encoding);
    QFETCH(QString, text);
    QFETCH(int, character);
    if (!TextEncoding::names().contains(encoding, Qt::CaseInsensitive) &&
        encoding != QLatin1String("Latin-1"))
        QSKIP("this Qt does not know the encoding");
    const auto source = PayloadSource::compile(textSpec(text, encoding));
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::BadPayload);
    const QString place = QStringLiteral("character %1: ").arg(character);
    QVERIFY2(source.error().detail.startsWith(place), qPrintable(source.error().detail));
}

void TestPayloadSource::encodings()
{
    QCOMPARE(TextEncoding::names().first(), QStringLiteral("UTF-8"));
    QVERIFY(TextEncoding::names().size() >= 6);
    const auto sent = [](const QString& text, const char* encoding) {
        auto source = PayloadSource::compile(textSpec(text, QString::fromLatin1(encoding)));
        return source ? source->render().value().toHex() : source.error().detail.toUtf8();
    };
    QCOMPARE(sent(QStringLiteral("\uFEFFa"), "utf-8"), "efbbbf61");
    QCOMPARE(sent(QStringLiteral("\\u{FEFF}a"), "UTF-16"), "fffe6100");
    QCOMPARE(sent(QString::fromUcs4(U"\x1F642"), "UTF-16BE"), "d83dde42");
    QCOMPARE(sent(QString::fromUcs4(U"\x1F642"), "UTF-32BE"), "0001f642");
    QVERIFY(!PayloadSource::compile(textSpec(QStringLiteral("a"), QStringLiteral("UTF-9"))));
    QVERIFY(!PayloadSource::compile(textSpec(QStringLiteral("a"), QString())));
}

void TestPayloadSource::file()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("f.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{{counter}}\\n\0x", 15);
    file.close();
    auto source = PayloadSource::compile({PayloadSpec::Form::File, file.fileName()});
    QVERIFY(source);
    QVERIFY(source->isFile());
    QCOMPARE(source->filePath(), file.fileName());
    QCOMPARE(source->render().value(), QByteArray("{{counter}}\\n\0x", 15));
}

void TestPayloadSource::fileErrors()
{
    QTemporaryDir dir;
    const auto code = [](const QString& path) {
        const auto source = PayloadSource::compile({PayloadSpec::Form::File, path});
        return source ? ErrorCode::None : source.error().code;
    };
    QCOMPARE(code({}), ErrorCode::BadPayload);
    QCOMPARE(code(dir.filePath(QStringLiteral("none"))), ErrorCode::FileNotFound);
    QCOMPARE(code(dir.path()), ErrorCode::FileNotReadable);
    QCOMPARE(code(QStringLiteral("/dev/zero")), ErrorCode::FileNotReadable);

    QFile file(dir.filePath(QStringLiteral("gone")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    auto source = PayloadSource::compile({PayloadSpec::Form::File, file.fileName()});
    QVERIFY(source);
    file.remove();
    QVERIFY(!source->render());
    QCOMPARE(source->render().error().code, ErrorCode::FileNotFound);
}

void TestPayloadSource::emptySourceRendersNothing()
{
    PayloadSource source;
    QCOMPARE(source.render().value(), QByteArray());
    QCOMPARE(once({}), QByteArray());
}

void TestPayloadSource::naughtyStrings()
{
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (data.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    QFile file(data + QStringLiteral("/naughty-strings.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QString text = QString::fromUtf8(line);
        auto source =
            PayloadSource::compile({PayloadSpec::Form::Text, text, QStringLiteral("UTF-8"), false, false});
        QVERIFY(source);
        QCOMPARE(source->render().value(), line);
    }
}

QTEST_GUILESS_MAIN(TestPayloadSource)
#include "tst_payloadsource.moc"
