// SPDX-License-Identifier: MIT
#include "ui/traffic/listedrecords.h"

#include <QTest>

#include <numeric>

using namespace wl;

class TestListedRecords : public QObject
{
    Q_OBJECT
private slots:
    void rangeIsArithmetic();
    void foundGoesOverChunks();
    void frontGoes();
    void copyStaysAsItWas();
    void nothingIsNowhere();
};

void TestListedRecords::rangeIsArithmetic()
{
    ListedRecords records = ListedRecords::range(10);
    QCOMPARE(records.rangeEnd(), 10U);
    records.grow(5);
    QCOMPARE(records.at(4), 14U);
    QCOMPARE(records.indexOf(RecordId(12)), 2);
    QCOMPARE(records.indexOf(RecordId(9)), -1);
    QCOMPARE(records.indexOf(RecordId(15)), -1);
    records.removeFirst(2);
    QCOMPARE(records.at(0), 12U);
    QCOMPARE(records.size(), 3U);
    QCOMPARE(records.rangeEnd(), 15U);
    QCOMPARE(records.lowerBound(3), 0U);
    QCOMPARE(records.lowerBound(99), 3U);
}

void TestListedRecords::foundGoesOverChunks()
{
    ListedRecords records = ListedRecords::found();
    std::vector<quint32> odd(200'000);
    for (quint32 i = 0; i < odd.size(); ++i)
        odd[i] = i * 2 + 1;
    records.append(std::span(odd).first(7));
    records.append(std::span(odd).subspan(7, 65'530));
    records.append(std::span(odd).subspan(65'537));
    QCOMPARE(records.size(), 200'000U);
    for (const quint64 i : {0U, 6U, 7U, 65'535U, 65'536U, 131'071U, 131'072U, 199'999U})
        QCOMPARE(records.at(i), i * 2 + 1);
    QCOMPARE(records.indexOf(RecordId(131'073)), 65'536);
    QCOMPARE(records.indexOf(RecordId(131'072)), -1);
    QCOMPARE(records.lowerBound(131'072), 65'536U);
}

void TestListedRecords::frontGoes()
{
    ListedRecords records = ListedRecords::found();
    std::vector<quint32> all(150'000);
    std::iota(all.begin(), all.end(), 0);
    records.append(all);
    for (int i = 0; i < 10; ++i) {
        records.removeFirst(14'000);
        QCOMPARE(records.at(0), quint64(i + 1) * 14'000);
        QCOMPARE(records.at(records.size() - 1), 149'999U);
    }
    records.removeFirst(records.size());
    QCOMPARE(records.size(), 0U);
    records.append(std::vector<quint32>{200'000, 200'001});
    QCOMPARE(records.at(1), 200'001U);
    QCOMPARE(records.indexOf(RecordId(149'999)), -1);
}

void TestListedRecords::copyStaysAsItWas()
{
    ListedRecords records = ListedRecords::found();
    records.append(std::vector<quint32>{1, 2, 3});
    const ListedRecords copy = records;
    records.append(std::vector<quint32>{4});
    records.removeFirst(2);
    QCOMPARE(copy.size(), 3U);
    QCOMPARE(copy.at(0), 1U);
    QCOMPARE(records.at(0), 3U);
    QCOMPARE(records.at(1), 4U);
}

void TestListedRecords::nothingIsNowhere()
{
    QCOMPARE(ListedRecords().indexOf(RecordId()), -1);
    QCOMPARE(ListedRecords::found().indexOf(RecordId(0)), -1);
    QCOMPARE(ListedRecords::found().lowerBound(5), 0U);
}

QTEST_GUILESS_MAIN(TestListedRecords)
#include "tst_listedrecords.moc"
