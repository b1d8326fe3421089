// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/payloadcursor.h"
#include "tests/capture/capturekit.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

class TestPayloadCursor : public QObject
{
    Q_OBJECT
private slots:
    void givesWhatPayloadGives_data();
    void givesWhatPayloadGives();
    void entriesLieSideBySide();
    void segmentsAndWhatTheyDropped();
    void windowsOfBlocks();

private:
    /// Empty where every payload, in both orders and with jumps, is what the source says.
    static QString differences(const RecordSource& source);
};

QString TestPayloadCursor::differences(const RecordSource& source)
{
    PayloadCursor cursor(source);
    const quint64 count = source.recordCount();
    const auto check = [&](quint64 number) {
        const RecordId id(number);
        const auto expected = source.payload(id);
        const auto given = cursor.payload(id, source.record(id));
        const bool isSame = expected.has_value() == given.has_value() &&
                            (expected ? *expected == *given : expected.error().code == given.error().code);
        return isSame ? QString() : QStringLiteral("record %1").arg(number);
    };
    for (quint64 i = 0; i < count; ++i) {
        if (const QString wrong = check(i) + check(count - 1 - i) + check(i * 7919 % count) + check(i);
            !wrong.isEmpty())
            return wrong;
    }
    return {};
}

void TestPayloadCursor::givesWhatPayloadGives_data()
{
    QTest::addColumn<int>("bytes"); ///< of each of the records that follow those of every kind
    QTest::addColumn<int>("records");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("small ones") << 64 << 5000;
    QTest::newRow("one piece") << 65'495 << 40;
    QTest::newRow("two pieces") << 65'496 << 40;
    QTest::newRow("larger than a window") << 600'000 << 6;
}

void TestPayloadCursor::givesWhatPayloadGives()
{
    QFETCH(int, bytes);
    QFETCH(int, records);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    auto live = fileStore(path);
    tellEverything(*live);
    Teller tell(*live);
    const auto id = tell.add(
        connection(Transport::Tcp, Role::Server, "Echo", address("127.0.0.1", 1), address("127.0.0.1", 2)));
    for (int i = 0; i < records; ++i)
        tell.received(id, pattern(bytes, quint32(i)));
    QCOMPARE(differences(*live), QString()); // partly written, partly not
    QVERIFY(live->flush());
    QCOMPARE(differences(*live), QString());
    live.reset();
    const auto opened = CaptureFile::open(path);
    QVERIFY(opened);
    QVERIFY((*opened)->finish().isFinished);
    QCOMPARE(differences(**opened), QString());
}

void TestPayloadCursor::entriesLieSideBySide()
{
    QTemporaryDir folder;
    auto live = fileStore(folder.filePath(QStringLiteral("c.pcapng")));
    QVERIFY(live->entries(RecordId(0)).empty());
    Teller tell(*live);
    const auto id = tell.add(
        connection(Transport::Udp, Role::Server, "Echo", address("127.0.0.1", 1), address("127.0.0.1", 2)));
    constexpr quint64 count = 150'000; // more than two chunks of the index
    for (quint64 i = 0; i < count; ++i)
        tell.received(id, QByteArray(int(i % 5), 'x'));
    quint64 next = 0;
    while (next < count) {
        const auto entries = live->entries(RecordId(next));
        QVERIFY(!entries.empty());
        for (const RecordEntry& entry : entries) {
            QCOMPARE(entry.length, quint32(next % 5));
            ++next;
        }
    }
    QVERIFY(live->entries(RecordId(count)).empty());
    QVERIFY(live->entries(RecordId(count + 1'000'000)).empty());
}

void TestPayloadCursor::segmentsAndWhatTheyDropped()
{
    QTemporaryDir folder;
    CaptureConfig config;
    config.path = folder.filePath(QStringLiteral("c"));
    config.segmented = true;
    config.segmentBytes = 100'000;
    config.diskBytes = 400'000;
    auto live = store(config);
    QVERIFY(live);
    Teller tell(*live);
    const auto id = tell.add(
        connection(Transport::Tcp, Role::Server, "Echo", address("127.0.0.1", 1), address("127.0.0.1", 2)));
    for (int i = 0; i < 3000; ++i)
        tell.received(id, pattern(300, quint32(i)));
    QVERIFY(live->flush());
    QVERIFY(live->firstKept() > 0);
    QCOMPARE(differences(*live), QString());
}

void TestPayloadCursor::windowsOfBlocks()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    auto live = fileStore(path);
    tellEverything(*live);
    QVERIFY(live->flush());
    const QByteArray content = contentOf(path);
    PayloadCursor cursor(*live);
    const auto all = cursor.window(0, 5000);
    QVERIFY(all);
    QCOMPARE(all->toByteArray(), content.first(5000));
    const auto later = cursor.window(4000, 9000);
    QCOMPARE(later->toByteArray(), content.sliced(4000, 5000));
    QVERIFY(cursor.window(0, quint64(PayloadCursor::windowBytes) + 1)->isEmpty());
    QVERIFY(cursor.window(quint64(content.size()) - 10, quint64(content.size()) + 10)->isEmpty());
    QVERIFY(cursor.window(quint64(content.size()) + 1000, quint64(content.size()) + 1010)->isEmpty());
}

QTEST_GUILESS_MAIN(TestPayloadCursor)
#include "tst_payloadcursor.moc"
