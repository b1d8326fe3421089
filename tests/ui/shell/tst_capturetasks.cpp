// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "query/queryscan.h"
#include "ui/shell/capturetasks.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

class TestCaptureTasks : public QObject
{
    Q_OBJECT
private slots:
    void savesAndOpens();
    void saysWhyItCannotOpen_data();
    void saysWhyItCannotOpen();
    void saysWhyItCannotSave();
    void tellsACaptureThatWasCutShort();
    void findsNothingInAnEmptyFolder();
    void countsWhatACrashLeft();
    void aCrashThatLeftNothing();
    void endsWhileItCounts();

private:
    /// A segmented capture, as a crash leaves it.
    [[nodiscard]] QString crashed(const QString& name, int records) const
    {
        CaptureConfig config;
        config.segmented = true;
        config.path = m_folder.filePath(QStringLiteral("crashes/") + name);
        if (auto store = CaptureStore::create(config)) {
            const ConnectionId id = (*store)->addConnection({});
            for (int i = 0; i < records; ++i)
                (*store)->data(id, Direction::Sent, now(), QByteArray::number(i));
        }
        QFile mark(config.path + QStringLiteral("/capturing"));
        return mark.open(QIODevice::WriteOnly) ? m_folder.filePath(QStringLiteral("crashes")) : QString();
    }
    [[nodiscard]] std::unique_ptr<CaptureStore> makeCapture(int records) const
    {
        auto store = CaptureStore::create({m_folder.filePath(QStringLiteral("live.pcapng")), false});
        if (!store)
            return nullptr;
        ConnectionInfo info;
        info.peer = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 1000);
        info.local = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 2000);
        const ConnectionId id = (*store)->addConnection(info);
        (*store)->event(id, RecordKind::Opened, Direction::Received, now(), {});
        for (int i = 0; i < records; ++i)
            (*store)->data(id, Direction::Sent, now(), QByteArray::number(i));
        return std::move(*store);
    }

    QTemporaryDir m_folder;
    Pulse m_pulse;
};

void TestCaptureTasks::savesAndOpens()
{
    const auto live = makeCapture(1'000);
    QVERIFY(live);
    const QString path = m_folder.filePath(QStringLiteral("saved.pcapng"));
    CaptureTasks tasks(m_pulse);
    QSignalSpy saved(&tasks, &CaptureTasks::saved);
    tasks.save(borrowed(*live), path);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved.at(0).at(1).value<SaveResult>().records, 1'001);

    QSignalSpy opened(&tasks, &CaptureTasks::openedCapture);
    QSignalSpy progress(&tasks, &CaptureTasks::openingProgress);
    tasks.open(path);
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(opened.at(0).at(0).toString(), QStringLiteral("saved.pcapng"));
    QTRY_VERIFY(!progress.isEmpty() && progress.last().at(1).toInt() == -1);
    QCOMPARE(tasks.opened()->recordCount(), live->recordCount());
    QCOMPARE(*tasks.opened()->payload(RecordId(500)), *live->payload(RecordId(500), 0, -1));
    tasks.closeOpened();
    QVERIFY(!tasks.opened());
}

void TestCaptureTasks::saysWhyItCannotOpen_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("garbage") << QByteArray(5'000, 'x');
    QTest::newRow("missing") << QByteArray();
}

void TestCaptureTasks::saysWhyItCannotOpen()
{
    QFETCH(QByteArray, content);
    const QString path = m_folder.filePath(QStringLiteral("bad.pcapng"));
    QFile::remove(path);
    if (!content.isNull()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    CaptureTasks tasks(m_pulse);
    QSignalSpy failed(&tasks, &CaptureTasks::openFailed);
    tasks.open(path);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.at(0).at(0).toString(), path);
    QVERIFY(failed.at(0).at(1).value<Error>().code != ErrorCode::None);
    QVERIFY(!tasks.opened());
}

void TestCaptureTasks::saysWhyItCannotSave()
{
    const auto live = makeCapture(10);
    CaptureTasks tasks(m_pulse);
    QSignalSpy failed(&tasks, &CaptureTasks::saveFailed);
    tasks.save(borrowed(*live), QStringLiteral("/proc/no/such/folder/x.pcapng"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!tasks.isSaving());
}

void TestCaptureTasks::tellsACaptureThatWasCutShort()
{
    const auto live = makeCapture(1'000);
    QVERIFY(live->flush());
    const QString path = m_folder.filePath(QStringLiteral("cut.pcapng"));
    QFile whole(m_folder.filePath(QStringLiteral("live.pcapng")));
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QByteArray bytes = whole.readAll();
    bytes.replace(bytes.size() / 2, 4, QByteArray(4, '\xff')); // a block length that cannot be
    bytes.chop(bytes.size() / 4);
    QFile cut(path);
    QVERIFY(cut.open(QIODevice::WriteOnly));
    cut.write(bytes);
    cut.close();
    CaptureTasks tasks(m_pulse);
    QSignalSpy progress(&tasks, &CaptureTasks::openingProgress);
    tasks.open(path);
    QTRY_VERIFY(!progress.isEmpty() && progress.last().at(1).toInt() == -1);
    QVERIFY(tasks.opened()->recordCount() > 0);
    QVERIFY(tasks.opened()->recordCount() < live->recordCount());
}

void TestCaptureTasks::findsNothingInAnEmptyFolder()
{
    CaptureTasks tasks(m_pulse);
    QSignalSpy found(&tasks, &CaptureTasks::foundCutShort);
    QSignalSpy ticks(&m_pulse, &Pulse::tick);
    tasks.findCutShort(m_folder.filePath(QStringLiteral("none")), 1'000'000);
    QTRY_VERIFY(ticks.count() > 3);
    QCOMPARE(found.count(), 0);
}

void TestCaptureTasks::countsWhatACrashLeft()
{
    const QString parent = crashed(QStringLiteral("some"), 500);
    CaptureTasks tasks(m_pulse);
    QSignalSpy found(&tasks, &CaptureTasks::foundCutShort);
    tasks.findCutShort(parent, 1'000'000);
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(found.at(0).at(1).toULongLong(), 500U);
    QVERIFY(found.at(0).at(0).value<CaptureFolder>().path.endsWith(QStringLiteral("some")));
    QVERIFY(settleCapture(found.at(0).at(0).value<CaptureFolder>()));
}

/// It is not worth a word.
void TestCaptureTasks::aCrashThatLeftNothing()
{
    const QString parent = crashed(QStringLiteral("none"), 0);
    const auto isCutShort = [&] {
        for (const CaptureFolder& folder : findCaptures(parent)) {
            if (folder.state == CaptureFolderState::CutShort)
                return true;
        }
        return false;
    };
    QVERIFY(isCutShort());
    CaptureTasks tasks(m_pulse);
    QSignalSpy found(&tasks, &CaptureTasks::foundCutShort);
    tasks.findCutShort(parent, 1'000'000);
    QTRY_VERIFY(!isCutShort());
    QCOMPARE(found.count(), 0);
}

void TestCaptureTasks::endsWhileItCounts()
{
    const QString parent = crashed(QStringLiteral("many"), 100'000);
    for (int i = 0; i < 5; ++i) {
        CaptureTasks tasks(m_pulse);
        tasks.findCutShort(parent, 1'000'000);
    }
}

QTEST_GUILESS_MAIN(TestCaptureTasks)
#include "tst_capturetasks.moc"
