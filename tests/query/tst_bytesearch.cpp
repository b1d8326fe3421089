// SPDX-License-Identifier: MIT
#include "query/bytesearch.h"

#include <QRandomGenerator>
#include <QTest>

using namespace wl;

class TestByteSearch : public QObject
{
    Q_OBJECT
private slots:
    void finds_data();
    void finds();
    void asTheSlowWay();
};

void TestByteSearch::finds_data()
{
    QTest::addColumn<QByteArray>("haystack");
    QTest::addColumn<QByteArray>("needle");
    QTest::addColumn<bool>("isAnyCase");
    QTest::addColumn<qsizetype>("from");
    QTest::addColumn<qsizetype>("at");
    const auto row = [](const char* name, const QByteArray& haystack, const QByteArray& needle,
                        bool isAnyCase, qsizetype from, qsizetype at) {
        QTest::newRow(name) << haystack << needle << isAnyCase << from << at;
    };
    const QByteArray dots(200, '.');
    row("empty in empty", "", "", false, 0, 0);
    row("empty needle", "abc", "", false, 2, 2);
    row("empty haystack", "", "a", false, 0, -1);
    row("whole", "abc", "abc", false, 0, 0);
    row("longer than the haystack", "abc", "abcd", false, 0, -1);
    row("case", "ABC", "abc", false, 0, -1);
    row("any case", "xAbC", "aBc", true, 0, 1);
    row("any case is for letters only", "@`{[", "`@", true, 0, -1);
    row("any case, no letter", "12[34", "2[3", true, 0, 1);
    row("any case, beyond ASCII", "\xC3\x84", "\xC3\xA4", true, 0, -1);
    row("behind the first", "abab", "ab", false, 1, 2);
    row("from beyond the end", "abab", "ab", false, 9, -1);
    row("last bytes of a large one", dots + "xy", "xy", false, 0, 200);
    row("first of many", dots + "xy" + dots + "xy", "xy", false, 0, 200);
    row("one byte", dots + "x" + dots, "x", false, 0, 200);
    row("zero bytes", dots + QByteArray(2, '\0') + dots, QByteArray(2, '\0'), false, 0, 200);
    row("overlapping itself", QByteArray(100, 'a') + "b", "aab", false, 0, 98);
}

void TestByteSearch::finds()
{
    QFETCH(QByteArray, haystack);
    QFETCH(QByteArray, needle);
    QFETCH(bool, isAnyCase);
    QFETCH(qsizetype, from);
    QFETCH(qsizetype, at);
    const ByteSearch search(needle, isAnyCase ? ByteSearch::Case::Any : ByteSearch::Case::Exact);
    QCOMPARE(search.find(haystack, from), at);
}

// Random text of few letters, so that nearly-hits are everywhere; buffers end where the haystack ends, which
// the sanitizers watch.
void TestByteSearch::asTheSlowWay()
{
    QRandomGenerator random(7);
    const auto bytes = [&random](int size) {
        QByteArray text(size, Qt::Uninitialized);
        for (char& c : text)
            c = "abAB\0\xFF"[random.bounded(6)];
        return text;
    };
    for (int round = 0; round < 20'000; ++round) {
        const QByteArray haystack = bytes(random.bounded(300));
        const QByteArray needle = bytes(1 + random.bounded(6));
        const qsizetype from = random.bounded(10);
        const qsizetype exact = haystack.indexOf(needle, from);
        QCOMPARE(ByteSearch(needle, ByteSearch::Case::Exact).find(haystack, from),
                 from > haystack.size() ? -1 : exact);
        const qsizetype any = haystack.toLower().indexOf(needle.toLower(), from);
        QCOMPARE(ByteSearch(needle, ByteSearch::Case::Any).find(haystack, from),
                 from > haystack.size() ? -1 : any);
    }
}

QTEST_GUILESS_MAIN(TestByteSearch)
#include "tst_bytesearch.moc"
