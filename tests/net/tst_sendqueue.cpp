// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "net/sendqueue.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <malloc.h>
#include <sys/stat.h>

using namespace wl;

namespace {

/// Takes all that is queued, `step` bytes a time.
QByteArray drain(SendQueue& queue, qint64 step)
{
    QByteArray all;
    while (!queue.isEmpty()) {
        const Result<QByteArrayView> front = queue.front();
        if (!front)
            return all;
        const qint64 count = std::min<qint64>(step, front->size());
        all.append(front->first(count));
        queue.consume(count);
    }
    return all;
}

} // namespace

class tst_SendQueue : public QObject
{
    Q_OBJECT

private slots:
    void givesBytesInOrder_data();
    void givesBytesInOrder();
    void refusesMoreThanTheLimit();
    void streamsFilesBetweenBytes();
    void refusesBadFiles_data();
    void refusesBadFiles();
    void limitsOpenFiles();
    void tellsOfAFileThatGotShorter();
    void holdsNoMoreThanCounts();
    void clears();

private:
    QString write(const QString& name, const QByteArray& content);
    QTemporaryDir m_dir;
};

QString tst_SendQueue::write(const QString& name, const QByteArray& content)
{
    QFile file(m_dir.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

void tst_SendQueue::givesBytesInOrder_data()
{
    QTest::addColumn<QByteArrayList>("parts");
    QTest::newRow("nothing") << QByteArrayList{};
    QTest::newRow("one empty") << QByteArrayList{QByteArray()};
    QTest::newRow("one byte") << QByteArrayList{"x"};
    QTest::newRow("small ones") << QByteArrayList{"a", "bc", "", "def"};
    QTest::newRow("zero bytes") << QByteArrayList{QByteArray(3, '\0'), "x", QByteArray(1, '\0')};
    QTest::newRow("large") << QByteArrayList{QByteArray(3'000'000, 'L'), "s", QByteArray(70'000, 'M')};
}

void tst_SendQueue::givesBytesInOrder()
{
    QFETCH(QByteArrayList, parts);
    const QByteArray whole = parts.join();
    for (const qint64 step : {qint64(1) << 40, qint64(100'003), qint64(1)}) {
        if (step == 1 && whole.size() > 100'000)
            continue;
        SendQueue queue;
        for (const QByteArray& part : parts)
            QVERIFY(queue.append(part));
        QCOMPARE(queue.bytes(), whole.size());
        QCOMPARE(drain(queue, step), whole);
        QCOMPARE(queue.bytes(), 0);
        QVERIFY(queue.isEmpty());
    }
}

void tst_SendQueue::refusesMoreThanTheLimit()
{
    SendQueue queue;
    const QByteArray most(limits::sendQueueBytes, 'm');
    QVERIFY(queue.append(most.first(most.size() - 1)));
    const Result<void> tooMuch = queue.append("ab");
    QVERIFY(!tooMuch);
    QCOMPARE(tooMuch.error().code, ErrorCode::QueueFull);
    QCOMPARE(queue.bytes(), most.size() - 1); // nothing of it was taken
    QVERIFY(queue.append("a"));
    QVERIFY(!queue.append("b"));
    QVERIFY(queue.front());
    queue.consume(1);
    QVERIFY(queue.append("b"));
}

void tst_SendQueue::streamsFilesBetweenBytes()
{
    QByteArray content;
    for (int i = 0; content.size() < 3 * SendQueue::pieceBytes + 17; ++i)
        content.append(QByteArray::number(i));
    const QString path = write(QStringLiteral("large"), content);
    const QString empty = write(QStringLiteral("empty"), {});
    SendQueue queue;
    QVERIFY(queue.append("before"));
    QVERIFY(queue.appendFile(path));
    QVERIFY(queue.appendFile(empty));
    QVERIFY(queue.append("after"));
    QCOMPARE(queue.bytes(), content.size() + 11);
    QVERIFY(queue.hasRoom(limits::sendQueueBytes - 11)); // a file takes no memory
    QVERIFY(queue.front()->size() <= SendQueue::pieceBytes);
    QCOMPARE(drain(queue, 65'537), "before" + content + "after");
    QCOMPARE(queue.bytes(), 0);
}

void tst_SendQueue::refusesBadFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("missing") << QStringLiteral("missing") << ErrorCode::FileNotFound;
    QTest::newRow("folder") << QStringLiteral(".") << ErrorCode::FileNotReadable;
    QTest::newRow("fifo") << QStringLiteral("fifo") << ErrorCode::FileNotReadable;
    QTest::newRow("below a file") << QStringLiteral("plain/x") << ErrorCode::FileNotFound;
}

void tst_SendQueue::refusesBadFiles()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    write(QStringLiteral("plain"), "p");
    ::mkfifo(QFile::encodeName(m_dir.filePath(QStringLiteral("fifo"))).constData(), 0600);
    SendQueue queue;
    const Result<void> appended = queue.appendFile(m_dir.filePath(name));
    QVERIFY(!appended);
    QCOMPARE(appended.error().code, code);
    QVERIFY(queue.isEmpty());
}

void tst_SendQueue::limitsOpenFiles()
{
    const QString path = write(QStringLiteral("small"), "s");
    SendQueue queue;
    for (int i = 0; i < SendQueue::maxFiles; ++i)
        QVERIFY(queue.appendFile(path));
    QCOMPARE(queue.appendFile(path).error().code, ErrorCode::QueueFull);
    QVERIFY(queue.front());
    queue.consume(1);
    QVERIFY(queue.appendFile(path));
}

void tst_SendQueue::tellsOfAFileThatGotShorter()
{
    const QString path = write(QStringLiteral("shrinks"), QByteArray(2 * SendQueue::pieceBytes, 's'));
    SendQueue queue;
    QVERIFY(queue.appendFile(path));
    QVERIFY(queue.append("after"));
    QVERIFY(queue.front());
    queue.consume(queue.front()->size());
    QVERIFY(QFile::resize(path, SendQueue::pieceBytes));
    const Result<QByteArrayView> front = queue.front();
    QVERIFY(!front);
    QCOMPARE(front.error().code, ErrorCode::FileFailed);
    QVERIFY(front.error().detail.contains(path));
    QCOMPARE(queue.bytes(), 5);
    QCOMPARE(drain(queue, 100), "after");
}

void tst_SendQueue::holdsNoMoreThanCounts()
{
    const auto held = [] {
        const struct mallinfo2 facts = ::mallinfo2();
        return qint64(facts.uordblks + facts.hblkhd);
    };
    SendQueue queue;
    const QByteArray message(limits::sendQueueBytes, 'm');
    const qint64 before = held();
    QVERIFY(queue.append(message));
    // What is sent makes room for as much, which is free then.
    qint64 sent = 0;
    while (sent < limits::sendQueueBytes - SendQueue::pieceBytes) {
        const qint64 count = queue.front()->size();
        queue.consume(count);
        sent += count;
    }
    QVERIFY(queue.append(QByteArrayView(message).first(sent)));
    QCOMPARE(queue.bytes(), limits::sendQueueBytes);
    const qint64 grown = held() - before;
    QVERIFY2(grown < limits::sendQueueBytes + 8 * SendQueue::pieceBytes, qPrintable(QString::number(grown)));
}

void tst_SendQueue::clears()
{
    SendQueue queue;
    QVERIFY(queue.append("x"));
    QVERIFY(queue.appendFile(write(QStringLiteral("f"), "file")));
    queue.clear();
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
    QVERIFY(queue.append(QByteArray(limits::sendQueueBytes, 'x')));
}

QTEST_GUILESS_MAIN(tst_SendQueue)
#include "tst_sendqueue.moc"
