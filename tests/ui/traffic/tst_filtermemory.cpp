// SPDX-License-Identifier: MIT
#include "ui/traffic/filtermemory.h"

#include <QJsonArray>
#include <QTest>

using namespace wl;

class TestFilterMemory : public QObject
{
    Q_OBJECT
private slots:
    void remembersOnceOnTop();
    void savesByName();
    void comesBackFromJson();
    void refusesWhatIsNotOurs();
    void walksBackAndForth();
};

void TestFilterMemory::remembersOnceOnTop()
{
    FilterMemory memory;
    memory.remember(QStringLiteral("a"));
    memory.remember(QStringLiteral("b"));
    memory.remember(QStringLiteral("a"));
    memory.remember(QStringLiteral("  "));
    memory.remember(QString(FilterMemory::maxChars + 1, u'x'));
    QCOMPARE(memory.used, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    for (int i = 0; i < 100; ++i)
        memory.remember(QString::number(i));
    QCOMPARE(memory.used.size(), FilterMemory::maxUsed);
    QCOMPARE(memory.used.constFirst(), QStringLiteral("99"));
}

void TestFilterMemory::savesByName()
{
    FilterMemory memory;
    QVERIFY(memory.save({QStringLiteral("Big"), QStringLiteral("length > 1 kB")}));
    QVERIFY(memory.save({QStringLiteral(" Big "), QStringLiteral("length > 2 kB")}));
    QCOMPARE(memory.saved.size(), 1);
    QCOMPARE(memory.saved.constFirst().text, QStringLiteral("length > 2 kB"));
    QVERIFY(!memory.save({QStringLiteral(" "), QStringLiteral("x")}));
    QVERIFY(!memory.save({QStringLiteral("x"), QString()}));
    QVERIFY(!memory.save({QStringLiteral("x"), QString(FilterMemory::maxChars + 1, u'x')}));
    for (int i = 0; i < 2 * FilterMemory::maxSaved; ++i)
        memory.save({QString::number(i), QStringLiteral("x")});
    QCOMPARE(memory.saved.size(), FilterMemory::maxSaved);
}

void TestFilterMemory::comesBackFromJson()
{
    FilterMemory memory;
    memory.remember(QStringLiteral("a"));
    memory.remember(QStringLiteral("b"));
    memory.save({QStringLiteral("n"), QStringLiteral("conn == 1")});
    QCOMPARE(FilterMemory::fromJson(memory.toJson()), memory);
}

void TestFilterMemory::refusesWhatIsNotOurs()
{
    QCOMPARE(FilterMemory::fromJson({}), FilterMemory());
    const QJsonArray mixed{1, QJsonValue(), QStringLiteral("ok"), QJsonObject{{QStringLiteral("name"), 3}}};
    const FilterMemory memory =
        FilterMemory::fromJson({{QStringLiteral("used"), mixed}, {QStringLiteral("saved"), mixed}});
    QCOMPARE(memory.used, QStringList{QStringLiteral("ok")});
    QVERIFY(memory.saved.isEmpty());
    QCOMPARE(FilterMemory::fromJson({{QStringLiteral("used"), 7}, {QStringLiteral("saved"), true}}),
             FilterMemory());
}

void TestFilterMemory::walksBackAndForth()
{
    const QStringList used{QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("a")};
    FilterWalk walk;
    QVERIFY(!walk.newer(used));
    QCOMPARE(walk.older(used, QStringLiteral("draft")), QStringLiteral("c"));
    QCOMPARE(walk.older(used, QStringLiteral("c")), QStringLiteral("b"));
    QCOMPARE(walk.older(used, QStringLiteral("b")), QStringLiteral("a"));
    QVERIFY(!walk.older(used, QStringLiteral("a")));
    QCOMPARE(walk.newer(used), QStringLiteral("b"));
    QCOMPARE(walk.newer(used), QStringLiteral("c"));
    QCOMPARE(walk.newer(used), QStringLiteral("draft"));
    QVERIFY(!walk.newer(used));
    QCOMPARE(walk.older(used, QStringLiteral("c")), QStringLiteral("b")); // the newest is shown already
    walk.leave();
    QCOMPARE(walk.older(used, QStringLiteral("x")), QStringLiteral("c"));
    QVERIFY(!FilterWalk().older({}, QStringLiteral("x")));
}

QTEST_GUILESS_MAIN(TestFilterMemory)
#include "tst_filtermemory.moc"
