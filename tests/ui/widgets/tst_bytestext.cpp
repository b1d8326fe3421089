// SPDX-License-Identifier: MIT
#include "ui/widgets/bytestext.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace wl;

class TestBytesText : public QObject
{
    Q_OBJECT
private slots:
    void readable_data();
    void readable();
    void oneLine();
    void hex();
    void cArray();
    void pythonEvaluatesToTheSameBytes();
    void dump();

private:
    [[nodiscard]] static QByteArray allBytes()
    {
        QByteArray bytes;
        for (int i = 0; i < 256; ++i)
            bytes += char(i);
        return bytes;
    }
};

void TestBytesText::readable_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("plain") << QByteArray("hello") << QStringLiteral("hello");
    QTest::newRow("line ends") << QByteArray("a\r\nb\nc\td") << QStringLiteral("a\nb\nc\td");
    QTest::newRow("lone CR") << QByteArray("a\rb") << QStringLiteral("a␍b");
    QTest::newRow("controls") << QByteArray("\0\x1b[31m\x7f", 7) << QStringLiteral("␀␛[31m␡");
    QTest::newRow("utf-8") << QByteArray("\xed\x95\x9c") << QStringLiteral("한");
    QTest::newRow("not utf-8") << QByteArray("a\xff") << QStringLiteral("a\uFFFD");
    QTest::newRow("direction override") << QByteArray("a\xe2\x80\xae") << QStringLiteral("a\uFFFD");
    QTest::newRow("C1 control") << QByteArray("\xc2\x9b") << QStringLiteral("\uFFFD");
}

void TestBytesText::readable()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(bytestext::readable(bytes), text);
}

void TestBytesText::oneLine()
{
    QCOMPARE(bytestext::oneLine("a\r\nb\tc", 20), QStringLiteral("a⏎b c"));
    QCOMPARE(bytestext::oneLine("abcdef", 6), QStringLiteral("abcdef"));
    QCOMPARE(bytestext::oneLine("abcdef", 5), QStringLiteral("abcde…"));
    QCOMPARE(bytestext::oneLine(QByteArray(1000, 'x'), 10), QString(10, u'x') + u'…');
    QCOMPARE(bytestext::oneLine({}, 10), QString());
}

void TestBytesText::hex()
{
    QCOMPARE(bytestext::hex({}), QString());
    QCOMPARE(bytestext::hex(QByteArrayView("\x00\xff\x4a", 3)), QStringLiteral("00 ff 4a"));
}

void TestBytesText::cArray()
{
    QCOMPARE(bytestext::cArray("AB"), QStringLiteral("unsigned char data[2] = {\n    0x41, 0x42,\n};\n"));
    QCOMPARE(bytestext::cArray(QByteArray(13, 'x')).count(u'\n'), 4);
}

void TestBytesText::pythonEvaluatesToTheSameBytes()
{
    QCOMPARE(bytestext::pythonBytes("a'\\\n"), QStringLiteral("b'a\\'\\\\\\n'"));
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty())
        QSKIP("python3 is not installed");
    QProcess process;
    process.start(
        python,
        {QStringLiteral("-c"),
         QStringLiteral("import sys; sys.stdout.buffer.write(%1)").arg(bytestext::pythonBytes(allBytes()))});
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(process.readAllStandardOutput(), allBytes());
}

void TestBytesText::dump()
{
    QVERIFY(bytestext::dump({}).isEmpty());
    QCOMPARE(bytestext::dump("0123456789abcdefG"),
             (QStringList{QStringLiteral(
                              "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef"),
                          QStringLiteral("00000010  47                                                G")}));
    QVERIFY(bytestext::dump(QByteArrayView("\x00\xff", 2)).constFirst().endsWith(QStringLiteral(" ..")));
}

QTEST_GUILESS_MAIN(TestBytesText)
#include "tst_bytestext.moc"
