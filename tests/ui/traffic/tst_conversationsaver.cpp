// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/conversationsaver.h"
#include "ui/widgets/messagebar.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::test;

class TestConversationSaver : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void writesADirectionOrBoth_data();
    void writesADirectionOrBoth();
    void saysWhatIsGone();
    void keepsTheFileWhereItCannot();
    void canBeCanceled();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("saved.bin")); }
    [[nodiscard]] QByteArray saved() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }

    QTemporaryDir m_folder;
    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    Pulse m_pulse;
};

void TestConversationSaver::init()
{
    QFile::remove(path());
    m_source = std::make_shared<MemorySource>();
    const ConnectionId other = m_source->addConnection(QStringLiteral("Other"), 1);
    m_connection = m_source->addConnection(QStringLiteral("Echo"), 2);
    m_source->append(m_connection, Direction::Sent, "one ");
    m_source->append(other, Direction::Sent, "not this");
    m_source->append(m_connection, Direction::Received, "two ");
    m_source->append(m_connection, Direction::Sent, QByteArray());
    m_source->append(m_connection, Direction::Sent, "why", RecordKind::Note);
    m_source->append(m_connection, Direction::Sent, QByteArray("three\0", 6));
}

void TestConversationSaver::writesADirectionOrBoth_data()
{
    QTest::addColumn<int>("direction");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("sent") << int(Direction::Sent) << QByteArray("one three\0", 10);
    QTest::newRow("received") << int(Direction::Received) << QByteArray("two ");
    QTest::newRow("both") << -1 << QByteArray("one two three\0", 14);
}

void TestConversationSaver::writesADirectionOrBoth()
{
    QFETCH(int, direction);
    QFETCH(QByteArray, expected);
    MessageBar bar;
    ConversationSaver saver(m_source, bar, m_pulse);
    saver.save({{m_connection}}, direction < 0 ? std::nullopt : std::optional(Direction(direction)), path());
    QTRY_VERIFY(bar.text().contains(QStringLiteral("Saved %1 bytes").arg(expected.size())));
    QCOMPARE(saved(), expected);
    QVERIFY(!saver.isSaving());
}

void TestConversationSaver::saysWhatIsGone()
{
    m_source->setFirstKept(1);
    MessageBar bar;
    ConversationSaver saver(m_source, bar, m_pulse);
    saver.save({{m_connection}}, std::nullopt, path());
    QTRY_VERIFY(bar.text().contains(QStringLiteral("no longer on disk")));
    QCOMPARE(saved(), QByteArray("two three\0", 10));
}

void TestConversationSaver::keepsTheFileWhereItCannot()
{
    MessageBar bar;
    ConversationSaver saver(m_source, bar, m_pulse);
    saver.save({{m_connection}}, std::nullopt, m_folder.filePath(QStringLiteral("none/saved.bin")));
    QTRY_VERIFY(bar.text().contains(QStringLiteral("Cannot save")));
    QVERIFY(bar.text().contains(QStringLiteral("none/saved.bin")));
}

void TestConversationSaver::canBeCanceled()
{
    const QByteArray much(8 * 1024 * 1024, 'x');
    for (int i = 0; i < 64; ++i)
        m_source->append(m_connection, Direction::Sent, much); // shares its bytes
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("before");
    file.close();
    MessageBar bar;
    {
        ConversationSaver saver(m_source, bar, m_pulse);
        saver.save({{m_connection}}, std::nullopt, path());
        QVERIFY(saver.isSaving());
        saver.cancel();
        QVERIFY(!saver.isSaving());
        QVERIFY(bar.text().isEmpty());
    } // waits for the job
    QCOMPARE(saved(), QByteArray("before"));
    const std::stop_source stop;
    QVERIFY(writeConversation(*m_source, ConversationMembers({{m_connection}}), std::nullopt, path(),
                              stop.get_token(), [](int) {}));
    QCOMPARE(saved().size(), 64 * much.size() + 14);
}

QTEST_MAIN(TestConversationSaver)
#include "tst_conversationsaver.moc"
