// SPDX-License-Identifier: MIT
#include "http/httpresolve.h"

#include <QtTest>

using namespace wl;

class TestHttpResolve : public QObject
{
    Q_OBJECT
private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void firstThatFits();
};

void TestHttpResolve::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<HttpResolve>("row");
    QTest::addColumn<QString>("written");
    const auto row = [](const char* text, const char* host, quint16 port, const char* address,
                        const char* written = nullptr) {
        QTest::newRow(text) << QString::fromUtf8(text)
                            << HttpResolve{QString::fromUtf8(host), port, QString::fromUtf8(address)}
                            << QString::fromUtf8(written ? written : text);
    };
    row("api.example:443:127.0.0.1", "api.example", 443, "127.0.0.1");
    row(" api.example:443:127.0.0.1 ", "api.example", 443, "127.0.0.1", "api.example:443:127.0.0.1");
    row("*:80:10.0.0.1", "*", 80, "10.0.0.1");
    row("*:*:10.0.0.1", "*", 0, "10.0.0.1");
    row("h:65535:[::1]", "h", 65535, "::1");
    row("h:1:::1", "h", 1, "::1", "h:1:[::1]");
    row("[::2]:443:[fe80::1]", "::2", 443, "fe80::1");
}

void TestHttpResolve::reads()
{
    QFETCH(QString, text);
    QFETCH(HttpResolve, row);
    QFETCH(QString, written);
    const Result<HttpResolve> read = parseResolve(text);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    QCOMPARE(*read, row);
    QCOMPARE(resolveText(*read), written);
    QCOMPARE(*parseResolve(written), row);
}

void TestHttpResolve::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "h", "h:443", "h:443:", ":443:127.0.0.1", "h:0:127.0.0.1", "h:65536:127.0.0.1", "h:x:127.0.0.1",
          "h:443:other.example", "h:443:127.0.0.1,127.0.0.2", "h:443:1.2.3.4.5", "[::1:443:127.0.0.1",
          "[::1]x:443:127.0.0.1", "h:443:[::1"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestHttpResolve::refuses()
{
    QFETCH(QString, text);
    const Result<HttpResolve> read = parseResolve(text);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::BadOption);
    QVERIFY(!read.error().detail.isEmpty());
}

void TestHttpResolve::firstThatFits()
{
    const QList<HttpResolve> rows{*parseResolve(QStringLiteral("a:443:10.0.0.1")),
                                  *parseResolve(QStringLiteral("a:*:10.0.0.2")),
                                  *parseResolve(QStringLiteral("*:80:10.0.0.3"))};
    QCOMPARE(overriddenAddress(rows, QStringLiteral("A"), 443), QStringLiteral("10.0.0.1"));
    QCOMPARE(overriddenAddress(rows, QStringLiteral("a"), 80), QStringLiteral("10.0.0.2"));
    QCOMPARE(overriddenAddress(rows, QStringLiteral("b"), 80), QStringLiteral("10.0.0.3"));
    QCOMPARE(overriddenAddress(rows, QStringLiteral("b"), 443), QString());
    QCOMPARE(overriddenAddress({}, QStringLiteral("a"), 443), QString());
}

QTEST_GUILESS_MAIN(TestHttpResolve)
#include "tst_httpresolve.moc"
