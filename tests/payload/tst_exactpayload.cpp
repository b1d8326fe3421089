// SPDX-License-Identifier: MIT
#include "payload/exactpayload.h"
#include "payload/payloadsource.h"

#include <QTest>

using namespace wl;

class tst_exactpayload : public QObject
{
    Q_OBJECT
private slots:
    void formsAndBytes_data();
    void formsAndBytes();
    void everyByteComesBack();
};

void tst_exactpayload::formsAndBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isText");
    QTest::newRow("plain") << QByteArray("hello") << true;
    QTest::newRow("empty") << QByteArray("") << true;
    QTest::newRow("lines and tabs") << QByteArray("a\tb\nc\n") << true;
    QTest::newRow("what looks like escapes") << QByteArray("a\\n\\x41\\\\") << true;
    QTest::newRow("what looks like templates") << QByteArray("{{counter}} \\{{x}}") << true;
    QTest::newRow("Korean") << QByteArray("\xEC\x95\x88\xEB\x85\x95") << true;
    QTest::newRow("carriage return") << QByteArray("GET / HTTP/1.1\r\n\r\n") << false;
    QTest::newRow("zero") << QByteArray("a\0b", 3) << false;
    QTest::newRow("no-break space") << QByteArray("a\xC2\xA0z") << false;
    QTest::newRow("paragraph separator") << QByteArray("a\xE2\x80\xA9z") << false;
    QTest::newRow("no UTF-8") << QByteArray("\xFF\xFE\x80") << false;
    QTest::newRow("half a character") << QByteArray("a\xE2\x82") << false;
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFx") << false;
}

void tst_exactpayload::formsAndBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isText);
    const PayloadSpec spec = exactPayload(bytes);
    QCOMPARE(spec.form == PayloadSpec::Form::Text, isText);
    auto source = PayloadSource::compile(spec);
    QVERIFY(source);
    QVERIFY(!source->isDynamic());
    QCOMPARE(source->render().value_or(QByteArray("failed")), bytes);
}

void tst_exactpayload::everyByteComesBack()
{
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(char(i));
    for (int i = 0; i < 256; ++i) {
        const QByteArray one = i % 2 == 0 ? QByteArray(1, char(i)) : all.mid(i) + all.left(i);
        auto source = PayloadSource::compile(exactPayload(one));
        QVERIFY(source);
        QCOMPARE(source->render().value_or(QByteArray("failed")), one);
    }
}

QTEST_GUILESS_MAIN(tst_exactpayload)
#include "tst_exactpayload.moc"
