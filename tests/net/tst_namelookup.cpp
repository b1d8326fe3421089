// SPDX-License-Identifier: MIT
#include "net/namelookup.h"
#include "net/networkthread.h"

#include <QCoreApplication>
#include <QSemaphore>
#include <QTest>
#include <QTimer>

using namespace wl;

class TestNameLookup : public QObject
{
    Q_OBJECT
private:
    using Found = std::optional<Result<QList<QHostAddress>>>;

    static NameLookup::Answer into(Found& found)
    {
        return [&found](const Result<QList<QHostAddress>>& answer) { found = answer; };
    }

private slots:
    void addressesAnswerByTheEventLoop_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("v4") << "127.0.0.1";
        QTest::newRow("v6") << "::1";
    }
    void addressesAnswerByTheEventLoop()
    {
        QFETCH(QString, name);
        NameLookup lookup;
        Found found;
        lookup.start(name, into(found));
        QVERIFY(!found);
        QTRY_VERIFY(found);
        QCOMPARE((*found)->first(), QHostAddress(name));
    }

    void findsThisMachine()
    {
        NameLookup lookup;
        Found found;
        lookup.start(QStringLiteral("localhost"), into(found));
        QTRY_VERIFY_WITH_TIMEOUT(found, 30'000);
        QVERIFY((*found)->first().isLoopback());
    }

    void saysWhichNameIsUnknown()
    {
        NameLookup lookup;
        Found found;
        lookup.start(QStringLiteral("no-such-name.invalid"), into(found));
        QTRY_VERIFY_WITH_TIMEOUT(found, 30'000);
        QCOMPARE(found->error().code, ErrorCode::NameNotFound);
        QCOMPARE(found->error().detail, QStringLiteral("no-such-name.invalid"));
    }

    void onlyTheLastOneIsHeard()
    {
        NameLookup lookup;
        Found first;
        Found second;
        Found third;
        lookup.start(QStringLiteral("no-such-name.invalid"), into(first));
        lookup.start(QStringLiteral("127.0.0.1"), into(second));
        lookup.start(QStringLiteral("localhost"), into(third));
        QTRY_VERIFY_WITH_TIMEOUT(third, 30'000);
        QVERIFY(!first);
        QVERIFY(!second);
    }

    void aCanceledOneIsNotHeard()
    {
        Found canceled;
        Found other;
        {
            NameLookup gone;
            gone.start(QStringLiteral("localhost"), into(canceled));
        }
        NameLookup lookup;
        lookup.start(QStringLiteral("localhost"), into(other));
        QTRY_VERIFY_WITH_TIMEOUT(other, 30'000);
        QVERIFY(!canceled);
    }

    // Qt 6.4.2 takes its own clean-up for an answer when the application quits during a lookup.
    void theApplicationMayQuitMeanwhile()
    {
        for (int round = 0; round < 20; ++round) {
            NetworkThread network;
            QSemaphore started;
            NameLookup* lookup = nullptr;
            network.post([&] {
                lookup = new NameLookup(network.context());
                lookup->start(QStringLiteral("no-such-name%1.invalid").arg(round), [](const auto&) {});
                started.release();
            });
            started.acquire();
            QTimer::singleShot(0, QCoreApplication::instance(), &QCoreApplication::quit);
            QCOMPARE(QCoreApplication::exec(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestNameLookup)
#include "tst_namelookup.moc"
