// SPDX-License-Identifier: MIT
#include "query/queryrun.h"
#include "support/memorysource.h"
#include "ui/statistics/statisticspage.h"
#include "ui/statistics/throughputgraph.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace wl;

class tst_statisticspage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void modelSortsAndKeepsSelections();
    void countsAndGoesOn();
    void onlyWhatTheFilterMatches();
    void activatingFiltersTheList();
    void brushIsATimeRange();
    void brushByKeys();
    void seriesOfTheSelected();
    void withoutMessages();
    void emptyCapture();
    void closingWhileItCounts();

private:
    void open(const QString& filter = {})
    {
        m_page = std::make_unique<StatisticsPage>(
            StatisticsPage::Subject{m_source, *Query::parse(filter), filter, {}, QStringLiteral("Test")},
            *m_pulse);
        m_page->resize(1000, 700);
        m_page->show();
    }
    [[nodiscard]] QTableView* table(const char* name) const
    {
        return m_page->findChild<QTableView*>(QLatin1String(name));
    }
    [[nodiscard]] QString cell(const char* name, int row, int column) const
    {
        const QAbstractItemModel* model = table(name)->model();
        return model->index(row, column).data().toString();
    }
    [[nodiscard]] QString facts() const
    {
        return m_page->findChild<QLabel*>(QStringLiteral("statisticsFacts"))->text();
    }

    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_first;
    ConnectionId m_second;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<StatisticsPage> m_page;
};

void tst_statisticspage::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_source->setTime(1'795'000'000'123'456'789);
    m_first = m_source->addConnection({}, QStringLiteral("127.0.0.1:80"), QStringLiteral("127.0.0.2:1000"));
    m_second = m_source->addConnection({}, QStringLiteral("127.0.0.1:80"), QStringLiteral("127.0.0.3:2000"));
    m_source->append(m_first, Direction::Received, "GET / HTTP/1.1\r\n\r\n", RecordKind::Data, 50'000'000);
    m_source->append(m_first, Direction::Sent, "HTTP/1.1 204 No Content\r\n\r\n", RecordKind::Data,
                     500'000'000);
    m_source->append(m_second, Direction::Received, QByteArray(1000, 'x'));
    m_pulse = std::make_unique<Pulse>();
}

void tst_statisticspage::cleanup()
{
    m_page.reset();
    m_pulse.reset();
}

void tst_statisticspage::modelSortsAndKeepsSelections()
{
    using Row = std::pair<QString, int>;
    FigureTable<Row> model(
        {{QStringLiteral("Name"), [](const Row& row) { return row.first; }},
         {QStringLiteral("Figure"), [](const Row& row) { return QString::number(row.second); },
          [](const Row& row) { return double(row.second); }}});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{QStringLiteral("b"), 9}, {QStringLiteral("a"), 10}, {QStringLiteral("c"), 1}});
    const QPersistentModelIndex ten = model.index(1, 1);
    model.sort(1, Qt::DescendingOrder);
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("10")); // as a number
    QCOMPARE(ten.row(), 0);
    model.setRows({{QStringLiteral("b"), 9},
                   {QStringLiteral("a"), 2},
                   {QStringLiteral("c"), 1},
                   {QStringLiteral("d"), 50}});
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("d"));
    QCOMPARE(ten.row(), 2);
    QCOMPARE(ten.data().toString(), QStringLiteral("2"));
    model.setRows({{QStringLiteral("z"), 1}});
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!model.index(1, 0).isValid());
    QVERIFY(!model.headerData(2, Qt::Horizontal, Qt::DisplayRole).isValid());
}

void tst_statisticspage::countsAndGoesOn()
{
    open();
    QTRY_COMPARE(table("conversationStatistics")->model()->rowCount(), 2);
    QCOMPARE(cell("conversationStatistics", 0, 4), QStringLiteral("127.0.0.2:1000"));
    QCOMPARE(cell("conversationStatistics", 1, 8), QStringLiteral("1 kB"));
    QCOMPARE(table("endpointStatistics")->model()->rowCount(), 3);
    QCOMPARE(table("lengthStatistics")->model()->rowCount(), 2);
    QTRY_COMPARE(table("responseStatistics")->model()->rowCount(), 2);
    QCOMPARE(cell("responseStatistics", 0, 3), QStringLiteral("50 ms"));
    m_source->append(m_second, Direction::Sent, "more");
    QTRY_COMPARE(cell("conversationStatistics", 1, 5), QStringLiteral("1"));
    QVERIFY(facts().contains(QStringLiteral("4 records")));
}

void tst_statisticspage::onlyWhatTheFilterMatches()
{
    open(QStringLiteral("length > 500"));
    QTRY_COMPARE(table("conversationStatistics")->model()->rowCount(), 1);
    QCOMPARE(cell("conversationStatistics", 0, 0), QStringLiteral("2"));
    QVERIFY(facts().contains(QStringLiteral("length > 500")));
}

void tst_statisticspage::activatingFiltersTheList()
{
    open(QStringLiteral("length > 5"));
    QTRY_COMPARE(table("conversationStatistics")->model()->rowCount(), 2);
    QSignalSpy asked(m_page.get(), &StatisticsPage::filterRequested);
    emit table("conversationStatistics")->activated(table("conversationStatistics")->model()->index(1, 0));
    QCOMPARE(asked.takeFirst().at(0).toString(), QStringLiteral("(length > 5) and conn == 2"));
    emit table("endpointStatistics")->activated(table("endpointStatistics")->model()->index(0, 0));
    const QString filter = asked.takeFirst().at(0).toString();
    const auto query = Query::parse(filter);
    QVERIFY2(query, qPrintable(filter));
}

void tst_statisticspage::brushIsATimeRange()
{
    open();
    QTRY_VERIFY(!m_page->graph().hasBrush() && table("conversationStatistics")->model()->rowCount() == 2);
    QSignalSpy asked(m_page.get(), &StatisticsPage::filterRequested);
    ThroughputGraph& graph = m_page->graph();
    QTest::mousePress(&graph, Qt::LeftButton, {}, {graph.width() - 40, 60});
    QTest::mouseMove(&graph, {graph.width() - 20, 60});
    QMouseEvent move(QEvent::MouseMove, QPointF(graph.width() - 5, 60), graph.mapToGlobal(QPointF(0, 0)),
                     Qt::LeftButton, Qt::LeftButton, {});
    QApplication::sendEvent(&graph, &move);
    QTest::mouseRelease(&graph, Qt::LeftButton, {}, {graph.width() - 5, 60});
    QCOMPARE(asked.size(), 1);
    const auto query = Query::parse(asked.at(0).at(0).toString());
    QVERIFY2(query, qPrintable(asked.at(0).at(0).toString()));
    QCOMPARE(recordsMatching(*query, *m_source), (std::vector<quint32>{2}));
    QTest::mouseClick(&graph, Qt::LeftButton, {}, {100, 60});
    QCOMPARE(asked.last().at(0).toString(), QString()); // a click takes the brush away
    QVERIFY(!graph.hasBrush());
}

void tst_statisticspage::brushByKeys()
{
    open();
    QTRY_COMPARE(table("conversationStatistics")->model()->rowCount(), 2);
    QSignalSpy asked(m_page.get(), &StatisticsPage::filterRequested);
    ThroughputGraph& graph = m_page->graph();
    QTest::keyClick(&graph, Qt::Key_Right);
    const qint64 from = graph.brushFromNs();
    QTest::keyClick(&graph, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&graph, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(graph.brushFromNs(), from);
    QVERIFY(graph.brushToNs() > from);
    QVERIFY(asked.isEmpty());
    QTest::keyClick(&graph, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QTest::keyClick(&graph, Qt::Key_Escape);
    QVERIFY(!graph.hasBrush());
}

void tst_statisticspage::seriesOfTheSelected()
{
    open();
    QTRY_COMPARE(table("conversationStatistics")->model()->rowCount(), 2);
    table("conversationStatistics")->selectRow(1);
    QVERIFY(
        m_page->findChild<QLabel*>(QStringLiteral("statisticsShown"))->text().contains(QStringLiteral("2")));
    QVERIFY(!m_page->grab().isNull());
}

void tst_statisticspage::withoutMessages()
{
    open();
    QTRY_COMPARE(table("responseStatistics")->model()->rowCount(), 2);
    m_page->findChild<QCheckBox*>(QStringLiteral("statisticsMessages"))->click();
    QTRY_COMPARE(table("responseStatistics")->model()->rowCount(), 0);
    QCOMPARE(table("conversationStatistics")->model()->rowCount(), 2);
}

void tst_statisticspage::emptyCapture()
{
    m_source = std::make_shared<test::MemorySource>();
    open();
    QTRY_VERIFY(facts().contains(QStringLiteral("0 records")));
    QTest::keyClick(&m_page->graph(), Qt::Key_Right);
    QVERIFY(!m_page->graph().hasBrush());
    QVERIFY(!m_page->grab().isNull());
}

void tst_statisticspage::closingWhileItCounts()
{
    for (int i = 0; i < 50'000; ++i)
        m_source->append(m_first, Direction::Sent, "GET / HTTP/1.1\r\n\r\n");
    for (int i = 0; i < 3; ++i) {
        open();
        m_page.reset();
    }
}

QTEST_MAIN(tst_statisticspage)
#include "tst_statisticspage.moc"
