// SPDX-License-Identifier: MIT
#include "query/bytepattern.h"
#include "query/query.h"

#include <QTest>

using namespace wl;

class TestBytePattern : public QObject
{
    Q_OBJECT
private slots:
    void matches_data();
    void matches();
    void hostileOnesAreLinear_data();
    void hostileOnesAreLinear();
    void refusesWhatTakesTooMuch_data();
    void refusesWhatTakesTooMuch();
    void soManyPatternsAndNoMore();
};

void TestBytePattern::matches_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<bool>("isCaseIgnored");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("doesMatch");
    QTest::newRow("anywhere") << QByteArray("b+") << false << QByteArray("abbc") << true;
    QTest::newRow("begin") << QByteArray("^b") << false << QByteArray("ab") << false;
    QTest::newRow("end") << QByteArray("b$") << false << QByteArray("ab") << true;
    QTest::newRow("case") << QByteArray("B") << false << QByteArray("b") << false;
    QTest::newRow("any case") << QByteArray("B") << true << QByteArray("b") << true;
    QTest::newRow("case by the pattern") << QByteArray("(?i)B") << false << QByteArray("b") << true;
    QTest::newRow("bytes that are no text")
        << QByteArray("\\xff\\x00.") << false << QByteArray("\xFF\0\x80", 3) << true;
    QTest::newRow("a byte, not a character") << QByteArray("^..$") << false << QByteArray("\xC3\xA4") << true;
    QTest::newRow("characters") << QByteArray("^[\xC3\xA4\xC3\xB6]$") << false << QByteArray("\xC3\xB6")
                                << true;
    QTest::newRow("characters among bytes")
        << QByteArray("\xC3\xA4") << false << QByteArray("\xFF\xC3\xA4\xFF") << true;
    QTest::newRow("dot and line feed") << QByteArray("a.b") << false << QByteArray("a\nb") << false;
    QTest::newRow("empty pattern") << QByteArray("") << false << QByteArray("") << true;
}

void TestBytePattern::matches()
{
    QFETCH(QByteArray, pattern);
    QFETCH(bool, isCaseIgnored);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, doesMatch);
    const auto compiled = BytePattern::compile(pattern, isCaseIgnored);
    QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().text));
    QCOMPARE(compiled->matches(bytes), doesMatch);
}

void TestBytePattern::hostileOnesAreLinear_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("nested stars") << QByteArray("^(a*)*b$");
    QTest::newRow("nested plus") << QByteArray("^(a+)+$");
    QTest::newRow("alternatives") << QByteArray("^(a|a)*$");
    QTest::newRow("optional") << QByteArray("(a?){500}a{500}b");
    QTest::newRow("dots") << QByteArray("(.*)(.*)(.*)(.*)(.*)[^a]$x");
    QTest::newRow("far back") << QByteArray("[ab]*a[ab]{60}c");
}

// A backtracking engine would not come back from these; here the test ends.
void TestBytePattern::hostileOnesAreLinear()
{
    QFETCH(QByteArray, pattern);
    const auto compiled = BytePattern::compile(pattern, false);
    QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().text));
    QVERIFY(!compiled->matches(QByteArray(30'000, 'a') + '!'));
}

void TestBytePattern::refusesWhatTakesTooMuch_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("repeats of repeats") << QByteArray("((a{100}){100}){100}");
    QTest::newRow("too often") << QByteArray("a{1001}");
    QTest::newRow("too long") << QByteArray(BytePattern::maxPatternBytes + 1, 'a');
    QTest::newRow("many classes") << QByteArray("(?i)\\pL{1000}\xC3\xA4");
}

void TestBytePattern::refusesWhatTakesTooMuch()
{
    QFETCH(QByteArray, pattern);
    const auto compiled = BytePattern::compile(pattern, false);
    QVERIFY(!compiled);
    QVERIFY(!compiled.error().text.isEmpty());
}

void TestBytePattern::soManyPatternsAndNoMore()
{
    QStringList parts(32, QStringLiteral("text matches \"a\""));
    QVERIFY(Query::parse(parts.join(QStringLiteral(" or "))));
    parts += parts.front();
    QVERIFY(!Query::parse(parts.join(QStringLiteral(" or "))));
}

QTEST_GUILESS_MAIN(TestBytePattern)
#include "tst_bytepattern.moc"
