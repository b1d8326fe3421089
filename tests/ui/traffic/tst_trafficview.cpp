// SPDX-License-Identifier: MIT
#include "query/queryscan.h"
#include "support/memorysource.h"
#include "ui/traffic/payloadtask.h"
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace wl;
using namespace wl::test;

class TestTrafficView : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void isBuiltForManyRows();
    void followsTheTail();
    void staysWhereOneReads();
    void pauseHoldsTheListOnly();
    void filtersWhilePaused();
    void filterKeepsTheSelectedRecord();
    void saysWhatACopyLeavesOut();
    void savesPayloads();
    void savingEndsWithTheView();
    void badFilterIsSaid();
    void copies();
    void menuOffersWhatItDoes();
    void filtersByACell();
    void listsAgainWhatIsMarked();
    void remembersItsMemory();
    void sortsByAClick();
    void staysWhereOneReadsWhenSorted();
    void survivesNoSource();

private:
    void append(int count)
    {
        for (int i = 0; i < count; ++i)
            m_source->append(i % 2 == 0 ? m_a : m_b, Direction::Sent, "row " + QByteArray::number(i));
    }
    [[nodiscard]] int rows() const { return m_view->table()->model()->rowCount(); }
    template <typename T>
    [[nodiscard]] T* child(const char* name) const
    {
        return m_view->findChild<T*>(QLatin1String(name));
    }

    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_a;
    ConnectionId m_b;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<TrafficView> m_view;
};

void TestTrafficView::init()
{
    m_view.reset();
    m_source = std::make_shared<MemorySource>();
    m_a = m_source->addConnection(QStringLiteral("A"), 1);
    m_b = m_source->addConnection(QStringLiteral("B"), 2);
    m_pulse = std::make_unique<Pulse>();
    m_view = std::make_unique<TrafficView>(*m_pulse);
    m_view->setSource(m_source);
    m_view->resize(900, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestTrafficView::isBuiltForManyRows()
{
    const QHeaderView* header = m_view->table()->verticalHeader();
    QVERIFY(header->isHidden());
    QCOMPARE(header->sectionResizeMode(0), QHeaderView::Fixed);
    QCOMPARE(header->defaultSectionSize(), 22);
    QCOMPARE(m_view->table()->model()->metaObject()->className(), "wl::TrafficModel");
}

void TestTrafficView::followsTheTail()
{
    append(200);
    QTRY_COMPARE(rows(), 200);
    QScrollBar* bar = m_view->table()->verticalScrollBar();
    QCOMPARE(bar->value(), bar->maximum());
    append(100);
    QTRY_COMPARE(rows(), 300);
    QCOMPARE(bar->value(), bar->maximum());
    m_view->resize(900, 200);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(child<QToolButton>("trafficFollow")->isChecked());
}

void TestTrafficView::staysWhereOneReads()
{
    append(200);
    QTRY_COMPARE(rows(), 200);
    QScrollBar* bar = m_view->table()->verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    QVERIFY(!m_view->table()->isFollowing());
    QVERIFY(!child<QToolButton>("trafficFollow")->isChecked());
    const int before = bar->value();
    append(100);
    QTRY_COMPARE(rows(), 300);
    QCOMPARE(bar->value(), before);
    QTest::keyClick(m_view->table(), Qt::Key_End);
    QVERIFY(m_view->table()->isFollowing());
    QCOMPARE(bar->value(), bar->maximum());
    QCOMPARE(m_view->currentRecord(), RecordId(299));
}

void TestTrafficView::pauseHoldsTheListOnly()
{
    append(10);
    QTRY_COMPARE(rows(), 10);
    QSignalSpy ticks(m_pulse.get(), &Pulse::tick);
    m_view->setPaused(true);
    append(5);
    QTRY_VERIFY(ticks.count() >= 3);
    QCOMPARE(rows(), 10);
    QVERIFY(child<QLabel>("trafficCount")->text().contains(QStringLiteral("5 more")));
    m_view->setPaused(false);
    QTRY_COMPARE(rows(), 15);
}

void TestTrafficView::filtersWhilePaused()
{
    append(100);
    QTRY_COMPARE(rows(), 100);
    m_view->setPaused(true);
    append(20);
    m_view->setFilterText(QStringLiteral("conn == 1"));
    QTRY_COMPARE(rows(), 50); // of what was there
    QTRY_VERIFY(child<QLabel>("trafficCount")->text().contains(QStringLiteral("20 more")));
    m_view->setFilterText(QString());
    QTRY_COMPARE(rows(), 100);
    m_view->setFilterText(QStringLiteral("conn == 1"));
    m_view->setPaused(false);
    QTRY_COMPARE(rows(), 60);
}

void TestTrafficView::saysWhatACopyLeavesOut()
{
    append(4);
    m_source->setFirstKept(1);
    QTRY_COMPARE(rows(), 4);
    QSignalSpy inPart(m_view.get(), &TrafficView::copiedInPart);
    m_view->table()->selectAll();
    QTest::keyClick(m_view->table(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("row 1row 2row 3"));
    QCOMPARE(inPart.count(), 1);
    QVERIFY(inPart.at(0).at(0).toString().contains(QStringLiteral("1 message")));

    m_source->append(m_a, Direction::Sent, QByteArray(int(copyLimitBytes) + 1000, 'x'));
    QTRY_COMPARE(rows(), 5);
    m_view->table()->selectRow(4);
    QTest::keyClick(m_view->table(), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(inPart.count(), 2); // the pool has it ready
    QCOMPARE(QApplication::clipboard()->text().size(), copyLimitBytes);
    QVERIFY(inPart.at(1).at(0).toString().contains(QStringLiteral("1 kB")));
}

void TestTrafficView::savesPayloads()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("payload.bin"));
    for (int i = 0; i < 3; ++i)
        m_source->append(m_a, Direction::Sent, QByteArray(3'000'000, char('a' + i)));
    m_source->setFirstKept(1);
    PayloadTask task(*m_pulse);
    QSignalSpy saved(&task, &PayloadTask::saved);
    task.save(m_source, {RecordId(0), RecordId(1), RecordId(2)}, 7, path);
    QTRY_COMPARE(saved.count(), 1);
    const auto sum = saved.at(0).at(1).value<PayloadSum>();
    QCOMPARE(sum.messages, quint64(2));
    QCOMPARE(sum.bytes, qint64(6'000'000));
    QVERIFY(sum.leftOut().contains(QStringLiteral("1 message is left out")));
    QVERIFY(sum.leftOut().contains(QStringLiteral("7 of the selected records")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(3'000'000, 'b') + QByteArray(3'000'000, 'c'));

    QSignalSpy failed(&task, &PayloadTask::saveFailed);
    task.save(m_source, {RecordId(1)}, 0, folder.filePath(QStringLiteral("no/such/folder")));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(1).value<Error>().code != ErrorCode::Canceled);
}

void TestTrafficView::savingEndsWithTheView()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("payload.bin"));
    const RecordId id = m_source->append(m_a, Direction::Sent, QByteArray(8'000'000, 'x'));
    auto task = std::make_unique<PayloadTask>(*m_pulse);
    task->save(borrowed(*m_source), QList<RecordId>(200, id), 0, path);
    task.reset();
    // Nothing of it reads from here on: the borrowed source may go. Where it was stopped there is no file.
    m_view->setSource(nullptr);
    m_source.reset();
    QThreadPool::globalInstance()->waitForDone();
    QVERIFY(!QFile::exists(path) || QFileInfo(path).size() == 1'600'000'000);
}

void TestTrafficView::filterKeepsTheSelectedRecord()
{
    append(100);
    QTRY_COMPARE(rows(), 100);
    QSignalSpy selected(m_view.get(), &TrafficView::recordSelected);
    m_view->showRecord(RecordId(51));
    QCOMPARE(selected.count(), 1);
    auto* filter = child<QLineEdit>("trafficFilter");
    filter->setFocus();
    filter->setText(QStringLiteral("conn == 2"));
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_COMPARE(rows(), 50);
    QCOMPARE(m_view->table()->selectedRecords(10), QList<RecordId>{RecordId(51)});
    filter->setText(QStringLiteral("conn == 1"));
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_COMPARE(rows(), 50);
    QCOMPARE(m_view->currentRecord(), RecordId(51)); // not listed now
    filter->clear();
    QTRY_COMPARE(rows(), 100);
    QCOMPARE(m_view->table()->selectedRecords(10), QList<RecordId>{RecordId(51)});
    QCOMPARE(selected.count(), 1);
}

void TestTrafficView::badFilterIsSaid()
{
    append(10);
    QTRY_COMPARE(rows(), 10);
    m_view->setFilterText(QStringLiteral("conn == abc"));
    auto* problem = child<QLabel>("trafficFilterProblem");
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QStringLiteral("number")));
    QCOMPARE(rows(), 10);
    m_view->setFilterText(QStringLiteral("conn == 1"));
    QVERIFY(!problem->isVisible());
    QTRY_COMPARE(rows(), 5);
    m_view->setFilterText(QStringLiteral("conn == 1 and proto == sctp")); // leaves the old filter in force
    QCOMPARE(rows(), 5);
    QVERIFY(problem->text().startsWith(QStringLiteral("Not applied")));
    QVERIFY(problem->text().contains(QStringLiteral("conn == 1")));
    m_view->setFilterText({});
    QTRY_COMPARE(rows(), 10);
}

void TestTrafficView::copies()
{
    append(10);
    QTRY_COMPARE(rows(), 10);
    m_view->table()->selectRow(3);
    QTest::keyClick(m_view->table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_view->table(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("row 3row 4"));
}

void TestTrafficView::menuOffersWhatItDoes()
{
    append(10);
    QTRY_COMPARE(rows(), 10);
    m_view->showRecord(RecordId(4));
    QSignalSpy conversation(m_view.get(), &TrafficView::conversationRequested);
    emit m_view->table()->customContextMenuRequested(QPoint(10, 10));
    auto* menu = m_view->findChild<QMenu*>();
    QVERIFY(menu);
    const QList<QAction*> actions = menu->actions();
    actions.at(0)->trigger();
    QCOMPARE(conversation.count(), 1);
    QCOMPARE(conversation.at(0).at(0).value<ConnectionId>(), m_a);
    menu->findChild<QAction*>(QStringLiteral("copyPythonBytes"))->trigger();
    QTRY_COMPARE(QApplication::clipboard()->text(), QStringLiteral("b'row 4'"));
    menu->findChild<QAction*>(QStringLiteral("copyHex"))->trigger();
    QTRY_COMPARE(QApplication::clipboard()->text(), QStringLiteral("72 6f 77 20 34"));
    menu->findChild<QAction*>(QStringLiteral("filterConnection"))->trigger(); // a new filter, a new list
    QCOMPARE(m_view->filterText(), QStringLiteral("conn == 1"));
    menu->close();
}

void TestTrafficView::filtersByACell()
{
    append(10);
    QTRY_COMPARE(rows(), 10);
    const auto choose = [this](int column, const char* name) {
        const QHeaderView* header = m_view->table()->horizontalHeader();
        emit m_view->table()->customContextMenuRequested(
            QPoint(header->sectionViewportPosition(column) + 2, 10));
        QMenu* menu = m_view->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly).constLast();
        auto* action = menu->findChild<QAction*>(QLatin1String(name));
        QVERIFY(action && action->isEnabled());
        action->trigger();
        delete menu;
    };
    m_view->showRecord(RecordId(4));
    choose(TrafficModel::PaneName, "filterOnly");
    QCOMPARE(m_view->filterText(), QStringLiteral("pane == \"A\""));
    QTRY_COMPARE(rows(), 5);
    choose(TrafficModel::Number, "filterAnd");
    QCOMPARE(m_view->filterText(), QStringLiteral("pane == \"A\" and number == 5"));
    QTRY_COMPARE(rows(), 1);
    m_view->setFilterText(QStringLiteral("conn == 1 or conn == 2"));
    QTRY_COMPARE(rows(), 10);
    choose(TrafficModel::Peer, "filterOut");
    QCOMPARE(m_view->filterText(), QStringLiteral("(conn == 1 or conn == 2) and (not peer == 127.0.0.1:1)"));
    QTRY_COMPARE(rows(), 5);
    QCOMPARE(m_view->table()->model()->index(0, TrafficModel::Number).data().toString(), QStringLiteral("2"));
}

void TestTrafficView::listsAgainWhatIsMarked()
{
    append(10);
    m_view->setFilterText(QStringLiteral("marked"));
    QTRY_VERIFY(m_source->recordNotes());
    m_source->recordNotes()->set(RecordId(3), {{}, true});
    QTRY_COMPARE(rows(), 1);
    m_source->recordNotes()->set(RecordId(3), {});
    QTRY_COMPARE(rows(), 0);
}

void TestTrafficView::remembersItsMemory()
{
    TrafficHeader& header = m_view->table()->header();
    header.moveSection(0, 3);
    header.resizeSection(TrafficModel::Peer, 222);
    header.showSection(TrafficModel::Source);
    emit header.timeFormsChosen({TimeForms::Time::SinceStart, TimeForms::Delta::SinceConnection});
    QCOMPARE(header.model()->headerData(TrafficModel::Time, Qt::Horizontal, Qt::ToolTipRole).toString(),
             QStringLiteral("Seconds since the first record"));
    m_view->setFilterText(QStringLiteral("conn == 2"));
    TrafficView other(*m_pulse);
    other.setMemory(m_view->memory());
    QCOMPARE(other.memory(), m_view->memory());
    QCOMPARE(other.table()->header().sectionSize(TrafficModel::Peer), 222);
    QCOMPARE(other.table()->header().visualIndex(0), 3);
    QVERIFY(!other.table()->header().isSectionHidden(TrafficModel::Source));
    other.setMemory({{QStringLiteral("columns"), 7}, {QStringLiteral("time"), 99}});
    QCOMPARE(other.table()->header().sectionSize(TrafficModel::Peer), 222);
}

void TestTrafficView::sortsByAClick()
{
    append(100);
    QTRY_COMPARE(rows(), 100);
    m_view->showRecord(RecordId(40));
    TrafficHeader& header = m_view->table()->header();
    const auto click = [&] {
        const QPoint place(header.sectionViewportPosition(TrafficModel::Peer) + 20, header.height() / 2);
        QTest::mouseClick(header.viewport(), Qt::LeftButton, {}, place);
    };
    const auto number = [this](int row) {
        return m_view->table()->model()->index(row, TrafficModel::Number).data().toString();
    };
    click();
    QTRY_COMPARE(number(1), QStringLiteral("3")); // those of the first peer
    QVERIFY(!m_view->table()->isFollowing());
    QCOMPARE(m_view->table()->selectedRecords(10), QList<RecordId>{RecordId(40)});
    QCOMPARE(m_view->table()->currentIndex().row(), 20);
    m_view->grab();
    click();
    QTRY_COMPARE(number(0), QStringLiteral("2"));
    click();
    QCOMPARE(number(1), QStringLiteral("2"));
    QCOMPARE(m_view->table()->currentIndex().row(), 40);
    click();
    QTRY_COMPARE(number(1), QStringLiteral("3"));
    child<QToolButton>("trafficFollow")->click(); // back to the order of the capture
    QCOMPARE(number(1), QStringLiteral("2"));
    QVERIFY(m_view->table()->isFollowing());
}

void TestTrafficView::staysWhereOneReadsWhenSorted()
{
    append(200);
    QTRY_COMPARE(rows(), 200);
    emit m_view->table()->header().sortChosen(TrafficSort{TrafficModel::Number, Qt::DescendingOrder});
    const auto recordAt = [this](int y) {
        return m_view->table()->indexAt(QPoint(5, y)).data(TrafficModel::RecordRole).toULongLong();
    };
    QTRY_COMPARE(recordAt(5), 199U);
    m_view->table()->verticalScrollBar()->setValue(505);
    const quint64 before = recordAt(5);
    append(100);
    QTRY_COMPARE(rows(), 300);
    QCOMPARE(recordAt(5), before);
    QTest::keyClick(m_view->table(), Qt::Key_End);
    QCOMPARE(m_view->currentRecord(), RecordId(0));
    QVERIFY(!m_view->table()->isFollowing());
    QTest::keyClick(m_view->table(), Qt::Key_Home);
    QCOMPARE(m_view->currentRecord(), RecordId(299));
}

void TestTrafficView::survivesNoSource()
{
    append(10);
    QTRY_COMPARE(rows(), 10);
    m_view->setSource(nullptr);
    QCOMPARE(rows(), 0);
    m_view->setFilterText(QStringLiteral("x"));
    m_view->showRecord(RecordId(0));
    QTest::keyClick(m_view->table(), Qt::Key_End);
    emit m_view->table()->customContextMenuRequested(QPoint(10, 10));
    m_view->grab();
}

QTEST_MAIN(TestTrafficView)
#include "tst_trafficview.moc"
