// SPDX-License-Identifier: MIT
#include "query/aligneddiff.h"
#include "query/bytediff.h"
#include "query/diffanchors.h"
#include "query/textdiff.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace wl;

namespace {

/// "=3 -1+2 =4": what each run has.
QByteArray shown(const std::vector<DiffRun>& runs)
{
    QByteArrayList words;
    for (const DiffRun& run : runs)
        words.append(run.isEqual
                         ? '=' + QByteArray::number(run.aCount)
                         : '-' + QByteArray::number(run.aCount) + '+' + QByteArray::number(run.bCount));
    return words.join(' ');
}

/// What must hold of any difference; empty where it does.
QByteArray brokenRule(const SequenceDiff& diff, QByteArrayView a, QByteArrayView b)
{
    qsizetype inA = 0;
    qsizetype inB = 0;
    const DiffRun* before = nullptr;
    for (const DiffRun& run : diff.runs) {
        if (run.aStart != inA || run.bStart != inB)
            return "a gap between runs";
        if (before && before->isEqual == run.isEqual)
            return "neighbors of one kind";
        if (run.isEqual && a.sliced(inA, run.aCount) != b.sliced(inB, run.bCount))
            return "equal runs differ";
        inA += run.aCount;
        inB += run.bCount;
        before = &run;
    }
    return inA == a.size() && inB == b.size() ? QByteArray() : QByteArray("runs do not cover all");
}

qsizetype changes(const SequenceDiff& diff)
{
    qsizetype count = 0;
    for (const DiffRun& run : diff.runs)
        count += run.isEqual ? 0 : run.aCount + run.bCount;
    return count;
}

/// The smallest number of insertions and deletions, by the table that everybody trusts.
qsizetype fewestChanges(QByteArrayView a, QByteArrayView b)
{
    std::vector<std::vector<qsizetype>> common(size_t(a.size() + 1),
                                               std::vector<qsizetype>(size_t(b.size() + 1), 0));
    for (qsizetype i = 1; i <= a.size(); ++i) {
        for (qsizetype j = 1; j <= b.size(); ++j)
            common[size_t(i)][size_t(j)] = a[i - 1] == b[j - 1] ? common[size_t(i - 1)][size_t(j - 1)] + 1
                                                                : std::max(common[size_t(i - 1)][size_t(j)],
                                                                           common[size_t(i)][size_t(j - 1)]);
    }
    return a.size() + b.size() - 2 * common[size_t(a.size())][size_t(b.size())];
}

QByteArray randomBytes(QRandomGenerator& random, int size, int alphabet)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = char('a' + random.bounded(alphabet));
    return bytes;
}

} // namespace

class tst_diff : public QObject
{
    Q_OBJECT
private slots:
    void bytes_data();
    void bytes();
    void alwaysTheFewestChanges();
    void capGivesARightAnswer();
    void largeOnesByTheirBlocks();
    void hostileInputIsBounded();
    void stops();
    void lines();
    void insideALine();
    void anchorsOfLines();
    void sideBySide();
};

void tst_diff::bytes_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<QByteArray>("runs");
    QTest::newRow("both empty") << QByteArray("") << QByteArray("") << QByteArray("");
    QTest::newRow("same") << QByteArray("abc") << QByteArray("abc") << QByteArray("=3");
    QTest::newRow("from nothing") << QByteArray("") << QByteArray("abc") << QByteArray("-0+3");
    QTest::newRow("to nothing") << QByteArray("abc") << QByteArray("") << QByteArray("-3+0");
    QTest::newRow("replaced") << QByteArray("abc") << QByteArray("axc") << QByteArray("=1 -1+1 =1");
    QTest::newRow("inserted") << QByteArray("abc") << QByteArray("abxc") << QByteArray("=2 -0+1 =1");
    QTest::newRow("deleted") << QByteArray("abxc") << QByteArray("abc") << QByteArray("=2 -1+0 =1");
    QTest::newRow("nothing in common") << QByteArray("abc") << QByteArray("xyz") << QByteArray("-3+3");
    QTest::newRow("at both ends") << QByteArray("1abc2") << QByteArray("3abc4") << QByteArray("-1+1 =3 -1+1");
}

void tst_diff::bytes()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    const SequenceDiff diff = diffBytes(a, b);
    QTEST(shown(diff.runs), "runs");
    QVERIFY(diff.isMinimal);
    QCOMPARE(diff.isSame(), a == b);
    QCOMPARE(brokenRule(diff, a, b), QByteArray());
}

void tst_diff::alwaysTheFewestChanges()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 3000; ++round) {
        const QByteArray a = randomBytes(random, random.bounded(24), 1 + random.bounded(4));
        const QByteArray b = randomBytes(random, random.bounded(24), 1 + random.bounded(4));
        const SequenceDiff diff = diffBytes(a, b);
        QCOMPARE(brokenRule(diff, a, b), QByteArray());
        QVERIFY2(changes(diff) == fewestChanges(a, b), (a + ' ' + b + ' ' + shown(diff.runs)).constData());
    }
}

void tst_diff::capGivesARightAnswer()
{
    QRandomGenerator random(3);
    DiffEffort effort;
    effort.mostDifferences = 3;
    int notMinimal = 0;
    for (int round = 0; round < 1000; ++round) {
        const QByteArray a = randomBytes(random, 40, 3);
        const QByteArray b = randomBytes(random, 40, 3);
        const SequenceDiff diff = diffBytes(a, b, effort);
        QCOMPARE(brokenRule(diff, a, b), QByteArray());
        notMinimal += diff.isMinimal ? 0 : 1;
    }
    QVERIFY(notMinimal > 500);
}

void tst_diff::largeOnesByTheirBlocks()
{
    QRandomGenerator random(5);
    QByteArray a(2'000'000, Qt::Uninitialized);
    for (char& byte : a)
        byte = char(random.bounded(256));
    QByteArray b = a;
    b.insert(1'000'000, "inserted here");
    b.remove(500'000, 100);
    b[1'500'000] = char(b[1'500'000] + 1);
    const SequenceDiff diff = diffBytes(a, b);
    QCOMPARE(brokenRule(diff, a, b), QByteArray());
    QVERIFY2(changes(diff) <= 13 + 100 + 2, shown(diff.runs).constData());
    QVERIFY(diffBytes(a, a).isSame());
    QVERIFY(diffBytes(a, a).isMinimal);
}

void tst_diff::hostileInputIsBounded()
{
    QRandomGenerator random(9);
    QElapsedTimer clock;
    clock.start();
    const QByteArray zeros(4'000'000, '\0');
    QByteArray sparse = zeros;
    for (int i = 0; i < 4000; ++i)
        sparse[random.bounded(int(sparse.size()))] = 'x';
    const SequenceDiff blocks = diffBytes(zeros, sparse);
    QCOMPARE(brokenRule(blocks, zeros, sparse), QByteArray());
    const QByteArray one = randomBytes(random, 60'000, 2);
    const QByteArray other = randomBytes(random, 60'000, 2);
    const SequenceDiff noise = diffBytes(one, other);
    QCOMPARE(brokenRule(noise, one, other), QByteArray());
    QVERIFY(!noise.isMinimal);
    QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
}

void tst_diff::stops()
{
    std::stop_source stop;
    stop.request_stop();
    DiffEffort effort;
    effort.stop = stop.get_token();
    QVERIFY(diffBytes("abc", "xbz", effort).isCanceled);
}

void tst_diff::lines()
{
    const QByteArray a("one\ntwo\nthree\nfour");
    const QByteArray b("one\n2\nthree\nfour\nfive\n");
    const TextDiff diff = diffLines(a, b);
    QCOMPARE(shown(diff.lines.runs), QByteArray("=1 -1+1 =1 -1+2"));
    QCOMPARE(diff.aStarts, (std::vector<qsizetype>{0, 4, 8, 14}));
    QVERIFY(lineStarts("").empty());
    QCOMPARE(lineStarts("\n\n").size(), 2U);
    QVERIFY(!diffLines("a\r\n", "a\n").lines.isSame()); // another end of line is a difference
}

void tst_diff::insideALine()
{
    QCOMPARE(shown(diffInLine(u"Content-Length: 12", u"Content-Length: 345").runs), QByteArray("=16 -2+3"));
    const QString large(5000, u'x');
    const SequenceDiff diff = diffInLine(large + u'a' + large, large + u'b' + large);
    QCOMPARE(shown(diff.runs), QByteArray("=5000 -1+1 =5000"));
}

void tst_diff::anchorsOfLines()
{
    const std::vector<quint32> a{1, 2, 3, 9, 9, 4};
    const std::vector<quint32> b{3, 1, 9, 2, 9, 4};
    const auto anchors = uniqueAnchors(std::span<const quint32>(a), std::span<const quint32>(b));
    QCOMPARE(anchors.size(), 3U); // 1, 2 and 4 in order; 9 occurs twice
    QCOMPARE(anchors.at(2), (DiffAnchor{5, 5, 1}));
}

void tst_diff::sideBySide()
{
    const AlignedDiff none{{}};
    QCOMPARE(none.cellCount(), 0);
    QCOMPARE(none.nextDifference(-1), -1);
    const AlignedDiff diff(diffBytes("abcXdef", "abcYYdefZ").runs);
    QCOMPARE(diff.cellCount(), 3 + 2 + 3 + 1);
    QCOMPARE(diff.differenceCount(), 2);
    QCOMPARE(diff.cell(0).a, 0);
    QVERIFY(diff.cell(2).isEqual);
    QCOMPARE(diff.cell(4).a, -1);
    QCOMPARE(diff.cell(4).b, 4);
    QCOMPARE(diff.cell(8).b, 8);
    QCOMPARE(diff.nextDifference(-1), 0);
    QCOMPARE(diff.differenceStart(0), 3);
    QCOMPARE(diff.differenceSize(0), 2);
    QCOMPARE(diff.nextDifference(3), 1);
    QCOMPARE(diff.nextDifference(8), -1);
    QCOMPARE(diff.previousDifference(8), 0);
    QCOMPARE(diff.previousDifference(3), -1);
}

QTEST_GUILESS_MAIN(tst_diff)
#include "tst_diff.moc"
