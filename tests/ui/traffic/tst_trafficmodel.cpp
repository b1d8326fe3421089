// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/trafficmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace wl;
using namespace wl::test;

class TestTrafficModel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void insertsAllThatIsNewAtOnce();
    void showsWords();
    void saysEventsInWords();
    void numbersHaveSeparators();
    void survivesRowsPastTheEnd();
    void filterFindsAndGoesOn();
    void newFilterCancelsTheOld();
    void filtersDecodeAsChosen();
    void saysWhatIsGone();
    void changesSource();
    void oldRowsGoBeyondTheLimit();
    void filteredRowsGoBeyondTheLimit();
    void sortsAndMergesWhatIsNew();
    void sortsWhatAFilterFinds();
    void sortedRowsGoBeyondTheLimit();
    void tellsTimesInForms();

private:
    [[nodiscard]] QString cell(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::shared_ptr<MemorySource> m_source;
    std::unique_ptr<TrafficModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    ConnectionId m_echo;
    ConnectionId m_meter;
};

void TestTrafficModel::init()
{
    m_source = std::make_shared<MemorySource>();
    m_source->setTime(1'700'000'000'001'000'000); // 2023-11-14T22:13:20.001Z
    m_echo = m_source->addConnection(QStringLiteral("Echo"), 5001);
    m_meter = m_source->addConnection(QStringLiteral("Meter"), 5002, Transport::Udp);
    m_model = std::make_unique<TrafficModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setSource(m_source);
}

void TestTrafficModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_source.reset();
}

void TestTrafficModel::insertsAllThatIsNewAtOnce()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (int i = 0; i < 500; ++i)
        m_source->append(m_echo, Direction::Sent, "x");
    m_model->refresh();
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(m_model->rowCount(), 500);
    m_model->refresh();
    QCOMPARE(inserted.count(), 1);
    m_source->append(m_echo, Direction::Sent, "y");
    m_model->refresh();
    QCOMPARE(m_model->rowCount(), 501);
    QCOMPARE(m_model->recordAt(500), RecordId(500));
    QCOMPARE(m_model->rowOf(RecordId(500)), 500);
}

void TestTrafficModel::showsWords()
{
    m_source->append(m_echo, Direction::Received, {}, RecordKind::Opened);
    m_source->append(m_echo, Direction::Received, "GET /posts HTTP/1.1\r\nHost: x\r\n\r\n");
    m_source->append(m_echo, Direction::Sent, "HTTP/1.1 200 OK\r\n\r\n");
    m_source->append(m_meter, Direction::Received, QByteArray());
    m_source->append(m_meter, Direction::Sent, "GET / HTTP/1.1\r\n");
    m_source->append(m_echo, Direction::Received, "no route", RecordKind::Failed);
    m_source->append(m_echo, Direction::Sent, QByteArray("a\0\x1b[1m\xff", 7) + QByteArray(30'000, 'x'));
    m_model->refresh();

    QCOMPARE(cell(0, TrafficModel::Number), QStringLiteral("1"));
    QCOMPARE(cell(0, TrafficModel::Info), QStringLiteral("Peer connected"));
    QCOMPARE(cell(0, TrafficModel::Length), QString());
    QCOMPARE(cell(1, TrafficModel::Protocol), QStringLiteral("HTTP"));
    QCOMPARE(cell(1, TrafficModel::Info), QStringLiteral("GET /posts HTTP/1.1"));
    QCOMPARE(cell(1, TrafficModel::Dir), QStringLiteral("←"));
    QCOMPARE(cell(1, TrafficModel::Conn), QStringLiteral("1"));
    QCOMPARE(cell(1, TrafficModel::PaneName), QStringLiteral("Echo"));
    QCOMPARE(cell(1, TrafficModel::Peer), QStringLiteral("127.0.0.1:5001"));
    QCOMPARE(cell(1, TrafficModel::Delta), QStringLiteral("0.001000"));
    QCOMPARE(cell(1, TrafficModel::Time), QStringLiteral("22:13:20.002000"));
    QCOMPARE(cell(2, TrafficModel::Info), QStringLiteral("HTTP/1.1 200 OK"));
    QCOMPARE(cell(2, TrafficModel::Dir), QStringLiteral("→"));
    QCOMPARE(cell(3, TrafficModel::Info), QStringLiteral("(empty)"));
    QCOMPARE(cell(3, TrafficModel::Length), QStringLiteral("0"));
    QCOMPARE(cell(4, TrafficModel::Protocol), QStringLiteral("UDP"));
    QCOMPARE(cell(5, TrafficModel::Info), QStringLiteral("Failed: no route"));
    QCOMPARE(cell(6, TrafficModel::Length), QStringLiteral("30,007"));
    const QString info = cell(6, TrafficModel::Info);
    QVERIFY(info.startsWith(QStringLiteral("a··[1m·xxx")));
    QVERIFY(info.endsWith(u'…'));
    QVERIFY(info.size() <= 201);
}

void TestTrafficModel::saysEventsInWords()
{
    m_source->append(m_echo, Direction::Sent, "connection-refused", RecordKind::Failed);
    m_source->append(m_echo, Direction::Sent, "name-not-found (host.invalid)", RecordKind::Failed);
    m_source->append(m_meter, Direction::Received, "ICMP: connection-refused", RecordKind::Note);
    m_source->append(m_meter, Direction::Received, {}, RecordKind::Opened);
    m_source->append(m_meter, Direction::Sent, {}, RecordKind::Closed);
    m_source->append(m_echo, Direction::Sent, "GET / HTTP/1.1", RecordKind::Note);
    m_model->refresh();
    QCOMPARE(cell(0, TrafficModel::Info), QStringLiteral("Failed: connection refused"));
    QCOMPARE(cell(1, TrafficModel::Info), QStringLiteral("Failed: the name was not found (host.invalid)"));
    QCOMPARE(cell(2, TrafficModel::Info), QStringLiteral("ICMP: connection refused"));
    QCOMPARE(cell(3, TrafficModel::Info), QStringLiteral("First datagram from this peer"));
    QCOMPARE(cell(4, TrafficModel::Info), QStringLiteral("Peer removed"));
    QCOMPARE(cell(5, TrafficModel::Protocol), QStringLiteral("TCP"));
}

void TestTrafficModel::numbersHaveSeparators()
{
    for (int i = 0; i < 1'000; ++i)
        m_source->append(m_echo, Direction::Sent, "x");
    m_model->refresh();
    QCOMPARE(cell(998, TrafficModel::Number), QStringLiteral("999"));
    QCOMPARE(cell(999, TrafficModel::Number), QStringLiteral("1,000"));
    const auto alignment = m_model->index(999, TrafficModel::Number).data(Qt::TextAlignmentRole).toInt();
    QVERIFY((alignment & Qt::AlignRight) != 0);
}

void TestTrafficModel::survivesRowsPastTheEnd()
{
    m_source->append(m_echo, Direction::Sent, "x");
    m_model->refresh();
    QVERIFY(!m_model->index(1, 0).isValid());
    QVERIFY(!m_model->index(0, TrafficModel::ColumnCount).isValid());
    QVERIFY(!m_model->recordAt(1).isValid());
    QVERIFY(!m_model->recordAt(-1).isValid());
    QCOMPARE(m_model->rowOf(RecordId()), -1);
    QCOMPARE(m_model->rowOf(RecordId(1)), -1);
    QVERIFY(!m_model->headerData(-1, Qt::Horizontal, Qt::DisplayRole).isValid());
    QVERIFY(!m_model->headerData(TrafficModel::ColumnCount, Qt::Horizontal, Qt::DisplayRole).isValid());
    for (int column = 0; column < TrafficModel::ColumnCount; ++column)
        QVERIFY(!m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
}

void TestTrafficModel::filterFindsAndGoesOn()
{
    for (int i = 0; i < 20'000; ++i)
        m_source->append(i % 10 == 0 ? m_meter : m_echo, Direction::Sent, QByteArray::number(i));
    m_model->setFilter(*Query::parse(u"proto == udp"));
    const auto rows = [this] {
        m_model->refresh();
        return m_model->rowCount();
    };
    QTRY_COMPARE(rows(), 2'000);
    QCOMPARE(m_model->recordAt(3), RecordId(30));
    QCOMPARE(m_model->rowOf(RecordId(30)), 3);
    QCOMPARE(m_model->rowOf(RecordId(31)), -1);
    m_source->append(m_meter, Direction::Sent, "new");
    m_source->append(m_echo, Direction::Sent, "new");
    QTRY_COMPARE(rows(), 2'001);
    QTRY_COMPARE(m_model->scanProgress(), 100);
    m_model->setFilter({});
    QCOMPARE(m_model->rowCount(), 20'002);
}

void TestTrafficModel::newFilterCancelsTheOld()
{
    for (int i = 0; i < 50'000; ++i)
        m_source->append(m_echo, Direction::Sent, QByteArray::number(i));
    for (int i = 0; i < 20; ++i)
        m_model->setFilter(*Query::parse(QString::number(i)));
    m_model->setFilter(*Query::parse(u"49999"));
    const auto rows = [this] {
        m_model->refresh();
        return m_model->rowCount();
    };
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(m_model->recordAt(0), RecordId(49'999));
    QTRY_COMPARE(m_model->scanProgress(), 100);
    QCOMPARE(rows(), 1);
}

void TestTrafficModel::filtersDecodeAsChosen()
{
    m_source->append(m_echo, Direction::Sent, "{\"a\": 1}\n");
    const auto rows = [this] {
        m_model->refresh();
        return m_model->scanProgress() == 100 ? m_model->rowCount() : -1;
    };
    m_model->setFilter(*Query::parse(u"json[\"a\"] == 1"));
    QTRY_COMPARE(rows(), 1);
    m_model->setDecodeAs({{m_echo, Protocol::Mqtt}});
    QTRY_COMPARE(rows(), 0);
    m_model->setDecodeAs({});
    QTRY_COMPARE(rows(), 1);
}

void TestTrafficModel::saysWhatIsGone()
{
    m_source->append(m_echo, Direction::Sent, "old");
    m_source->setFirstKept(1);
    m_model->refresh();
    QVERIFY(cell(0, TrafficModel::Info).contains(QStringLiteral("no longer on disk")));
}

void TestTrafficModel::changesSource()
{
    m_source->append(m_echo, Direction::Sent, "live");
    m_model->refresh();
    const auto other = std::make_shared<MemorySource>();
    const ConnectionId connection = other->addConnection(QStringLiteral("File"), 9);
    other->append(connection, Direction::Received, "one");
    other->append(connection, Direction::Received, "two");
    m_model->setSource(other);
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(cell(1, TrafficModel::Info), QStringLiteral("two"));
    m_model->setSource(nullptr);
    QCOMPARE(m_model->rowCount(), 0);
    m_model->setSource(m_source);
    QCOMPARE(m_model->rowCount(), 1);
}

void TestTrafficModel::oldRowsGoBeyondTheLimit()
{
    TrafficModel model(300);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSource(m_source);
    for (int i = 0; i < 1'000; ++i) {
        m_source->append(m_echo, Direction::Sent, QByteArray::number(i));
        if (i % 7 == 0) {
            model.refresh();
            QVERIFY(model.rowCount() <= 300);
            QCOMPARE(model.recordAt(model.rowCount() - 1), RecordId(quint64(i)));
        }
    }
    model.refresh();
    QVERIFY(model.rowCount() > 280);
    QCOMPARE(quint64(model.rowCount()) + model.unlisted(), 1'000U);
    QCOMPARE(model.rowOf(RecordId(0)), -1);
    QCOMPARE(model.index(model.rowCount() - 1, TrafficModel::Info).data().toString(), QStringLiteral("999"));
    for (int i = 0; i < 5'000; ++i)
        m_source->append(m_echo, Direction::Sent, "x"); // more at once than the limit
    model.refresh();
    QVERIFY(model.rowCount() <= 300);
    QCOMPARE(model.recordAt(model.rowCount() - 1), RecordId(5'999));
    QCOMPARE(quint64(model.rowCount()) + model.unlisted(), 6'000U);
}

void TestTrafficModel::filteredRowsGoBeyondTheLimit()
{
    TrafficModel model(300);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSource(m_source);
    for (int i = 0; i < 5'000; ++i)
        m_source->append(i % 2 == 0 ? m_meter : m_echo, Direction::Sent, "x");
    model.setFilter(*Query::parse(u"proto == udp"));
    const auto last = [&] {
        model.refresh();
        return model.recordAt(model.rowCount() - 1);
    };
    QTRY_COMPARE(last(), RecordId(4'998));
    QVERIFY(model.rowCount() <= 300);
    QCOMPARE(quint64(model.rowCount()) + model.unlisted(), 2'500U);
    QCOMPARE(model.rowOf(RecordId(4'998)), model.rowCount() - 1);
}

void TestTrafficModel::sortsAndMergesWhatIsNew()
{
    for (int i = 0; i < 1'000; ++i)
        m_source->append(m_echo, Direction::Sent, QByteArray(1'000 - i, 'x'));
    m_model->refresh();
    m_model->setSort(TrafficSort{TrafficModel::Length});
    const auto first = [this] {
        m_model->refresh();
        return m_model->recordAt(0);
    };
    QTRY_COMPARE(first(), RecordId(999));
    QVERIFY(m_model->isReordered());
    QCOMPARE(m_model->rowOf(RecordId(999)), 0);
    QCOMPARE(m_model->rowOf(RecordId(0)), 999);
    QCOMPARE(m_model->rowOf(RecordId(1'000)), -1);
    QCOMPARE(m_model->rowsOf({0, 998, 5'000}), (std::vector<int>{1, 999}));
    m_source->append(m_echo, Direction::Sent, {});
    m_source->append(m_echo, Direction::Sent, QByteArray(500, 'x'));
    QTRY_COMPARE(first(), RecordId(1'000));
    QCOMPARE(m_model->rowCount(), 1'002);
    QCOMPARE(m_model->recordAt(500), RecordId(500)); // of equal ones the older goes first
    QCOMPARE(m_model->recordAt(501), RecordId(1'001));
    QCOMPARE(cell(501, TrafficModel::Delta), QStringLiteral("0.001000")); // in the order of the capture
    m_model->setSort(TrafficSort{TrafficModel::Length, Qt::DescendingOrder});
    QTRY_COMPARE(first(), RecordId(0));
    m_model->setSort({});
    QVERIFY(!m_model->isReordered());
    QCOMPARE(m_model->recordAt(1'001), RecordId(1'001));
}

void TestTrafficModel::sortsWhatAFilterFinds()
{
    m_model->setSort(TrafficSort{TrafficModel::Number, Qt::DescendingOrder});
    m_model->refresh(); // nothing to sort yet
    for (int i = 0; i < 20'000; ++i)
        m_source->append(i % 10 == 0 ? m_meter : m_echo, Direction::Sent, "x");
    m_model->setFilter(*Query::parse(u"proto == udp"));
    const auto first = [this] {
        m_model->refresh();
        return m_model->recordAt(0);
    };
    QTRY_COMPARE(first(), RecordId(19'990));
    QTRY_COMPARE(m_model->rowCount(), 2'000);
    QTRY_COMPARE(m_model->sortProgress(), 100);
    m_model->setSource(nullptr);
    QCOMPARE(m_model->rowCount(), 0);
    m_model->setSource(m_source);
    QTRY_COMPARE(first(), RecordId(19'990));
}

void TestTrafficModel::sortedRowsGoBeyondTheLimit()
{
    TrafficModel model(300);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSource(m_source);
    model.setSort(TrafficSort{TrafficModel::Number, Qt::DescendingOrder});
    for (int i = 0; i < 1'000; ++i) {
        m_source->append(m_echo, Direction::Sent, "x");
        model.refresh();
    }
    const auto first = [&] {
        model.refresh();
        return model.recordAt(0);
    };
    QTRY_COMPARE(first(), RecordId(999));
    QVERIFY(model.rowCount() <= 300);
    QCOMPARE(quint64(model.rowCount()) + model.unlisted(), 1'000U);
    QCOMPARE(model.rowOf(RecordId(0)), -1);
}

void TestTrafficModel::tellsTimesInForms()
{
    m_source->append(m_echo, Direction::Sent, "a");
    m_source->append(m_meter, Direction::Sent, "b");
    m_source->append(m_echo, Direction::Sent, "c");
    m_source->append(m_echo, Direction::Sent, {}, RecordKind::Opened);
    m_model->refresh();
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setTimeForms({TimeForms::Time::SinceStart, TimeForms::Delta::SinceConnection});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(cell(2, TrafficModel::Time), QStringLiteral("0.002000"));
    QCOMPARE(cell(0, TrafficModel::Delta), QString());
    QCOMPARE(cell(1, TrafficModel::Delta), QString());
    QCOMPARE(cell(2, TrafficModel::Delta), QStringLiteral("0.002000"));
    QCOMPARE(cell(3, TrafficModel::Delta), QString()); // begins anew
    m_model->setTimeForms({});
    QCOMPARE(cell(2, TrafficModel::Delta), QStringLiteral("0.001000"));
}

QTEST_GUILESS_MAIN(TestTrafficModel)
#include "tst_trafficmodel.moc"
