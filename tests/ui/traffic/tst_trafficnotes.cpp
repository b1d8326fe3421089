// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/commenteditor.h"
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/trafficnotes.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QApplication>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace wl;
using namespace wl::test;

class TestTrafficNotes : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void marksWhatIsSelected();
    void marksComeBack();
    void commentsAndTakesBack();
    void commentStaysWithItsCapture();
    void goesFromMarkToMark();
    void goesThroughMarksInTheOrderOfTheRows();
    void nothingWithoutNotes();
    void clearedListComesBack();
    void clearWhilePaused();
    void hidesAConnection();

private:
    [[nodiscard]] RecordNotes& notes() const { return *m_source->recordNotes(); }
    [[nodiscard]] int rows() const { return m_view->table()->model()->rowCount(); }
    [[nodiscard]] QString cell(int row, int column, int role = Qt::DisplayRole) const
    {
        return m_view->table()->model()->index(row, column).data(role).toString();
    }
    void append(int count)
    {
        for (int i = 0; i < count; ++i)
            m_source->append(ConnectionId(quint32(i % 2)), Direction::Sent, "row " + QByteArray::number(i));
    }

    std::shared_ptr<MemorySource> m_source;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<TrafficView> m_view;
};

void TestTrafficNotes::init()
{
    m_view.reset();
    m_source = std::make_shared<MemorySource>();
    m_source->addConnection(QStringLiteral("A"), 1);
    m_source->addConnection(QStringLiteral("B"), 2);
    m_pulse = std::make_unique<Pulse>();
    m_view = std::make_unique<TrafficView>(*m_pulse);
    m_view->setSource(m_source);
    m_view->resize(1'000, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    append(50);
    QTRY_COMPARE(rows(), 50);
}

void TestTrafficNotes::marksWhatIsSelected()
{
    const QImage before = m_view->grab().toImage();
    m_view->showRecord(RecordId(48));
    m_view->notes().toggleMarks();
    QVERIFY(notes().isMarked(RecordId(48)));
    QCOMPARE(cell(48, TrafficModel::Number, Qt::AccessibleTextRole), QStringLiteral("49, marked"));
    m_view->showRecord(RecordId(49));
    QVERIFY(m_view->grab().toImage() != before);
    m_view->table()->selectAll();
    m_view->notes().toggleMarks(); // not all were marked
    QCOMPARE(notes().marked().size(), 50U);
    m_view->notes().toggleMarks();
    QCOMPARE(notes().count(), 0U);
}

void TestTrafficNotes::marksComeBack()
{
    QSignalSpy undo(m_view.get(), &TrafficView::undoOffered);
    m_view->showRecord(RecordId(3));
    m_view->notes().toggleMarks();
    QVERIFY(undo.isEmpty()); // it is taken back by doing it again
    m_view->table()->selectAll();
    m_view->notes().toggleMarks();
    QCOMPARE(undo.last().at(0).toString(), QStringLiteral("Marked 49 records."));
    undo.last().at(1).value<std::function<void()>>()();
    QCOMPARE(notes().marked(), std::vector{RecordId(3)}); // not all were new
    m_view->notes().toggleMarks();
    m_view->notes().toggleMarks();
    QCOMPARE(notes().count(), 0U);
    m_view->setSource(std::make_shared<MemorySource>()); // it is of the capture that it was done in
    undo.last().at(1).value<std::function<void()>>()();
    QCOMPARE(notes().marked().size(), 50U);
}

void TestTrafficNotes::commentsAndTakesBack()
{
    notes().set(RecordId(7), {{}, true});
    m_view->showRecord(RecordId(7));
    QSignalSpy undo(m_view.get(), &TrafficView::undoOffered);
    m_view->notes().editComment();
    auto* text = m_view->findChild<QPlainTextEdit*>(QStringLiteral("commentText"));
    QVERIFY(text->isVisible());
    text->setPlainText(QStringLiteral("first\nsecond "));
    QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!text->isVisible());
    QCOMPARE(notes().note(RecordId(7)), (RecordNote{QStringLiteral("first\nsecond"), true}));
    QVERIFY(!m_view->table()->header().isSectionHidden(TrafficModel::Comment));
    QCOMPARE(cell(7, TrafficModel::Comment), QStringLiteral("first second"));
    QCOMPARE(cell(7, TrafficModel::Number, Qt::ToolTipRole), QStringLiteral("first\nsecond"));
    QCOMPARE(undo.count(), 1);
    undo.at(0).at(1).value<std::function<void()>>()();
    QCOMPARE(notes().note(RecordId(7)), (RecordNote{{}, true}));

    m_view->notes().editComment();
    text->setPlainText(QStringLiteral("never"));
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QVERIFY(notes().note(RecordId(7)).comment.isEmpty());
    m_view->notes().editComment();
    QApplication::clipboard()->setText(QString(1'000'000, u'x'));
    text->paste();
    text->appendPlainText(QString(100, u'y'));
    m_view->findChild<QAbstractButton*>(QStringLiteral("commentSave"))->click();
    QCOMPARE(notes().note(RecordId(7)).comment.size(), 20'000);
}

void TestTrafficNotes::commentStaysWithItsCapture()
{
    m_view->showRecord(RecordId(7));
    m_view->notes().editComment();
    auto* text = m_view->findChild<QPlainTextEdit*>(QStringLiteral("commentText"));
    m_view->setSource(std::make_shared<MemorySource>()); // gives up
    QVERIFY(!text->isVisible());
    QCOMPARE(notes().count(), 0U);
}

void TestTrafficNotes::goesFromMarkToMark()
{
    QVERIFY(!m_view->notes().goToMarked(1));
    for (const quint64 id : {5U, 20U, 30U})
        notes().set(RecordId(id), {{}, true});
    notes().set(RecordId(6), {QStringLiteral("no mark"), false});
    m_view->showRecord(RecordId(10));
    for (const quint64 expected : {20U, 30U, 5U}) {
        QVERIFY(m_view->notes().goToMarked(1));
        QCOMPARE(m_view->currentRecord(), RecordId(expected));
    }
    for (const quint64 expected : {30U, 20U}) {
        QVERIFY(m_view->notes().goToMarked(-1));
        QCOMPARE(m_view->currentRecord(), RecordId(expected));
    }
    m_view->setFilterText(QStringLiteral("conn == 2"));
    QTRY_COMPARE(rows(), 25);
    QVERIFY(m_view->notes().goToMarked(1)); // only what is listed
    QCOMPARE(m_view->currentRecord(), RecordId(5));
}

void TestTrafficNotes::goesThroughMarksInTheOrderOfTheRows()
{
    for (const quint64 id : {5U, 20U, 30U})
        notes().set(RecordId(id), {{}, true});
    emit m_view->table()->header().sortChosen(TrafficSort{TrafficModel::Number, Qt::DescendingOrder});
    QTRY_COMPARE(cell(0, TrafficModel::Number), QStringLiteral("50"));
    m_view->showRecord(RecordId(40));
    QVERIFY(m_view->notes().goToMarked(1));
    QCOMPARE(m_view->currentRecord(), RecordId(30));
}

void TestTrafficNotes::nothingWithoutNotes()
{
    m_view->setSource(nullptr);
    m_view->notes().toggleMarks();
    m_view->notes().editComment();
    QVERIFY(!m_view->notes().goToMarked(1));
    m_view->hideConnection();
    m_view->clear();
    QVERIFY(!m_view->findChild<CommentEditor*>()->isVisible());
}

void TestTrafficNotes::clearedListComesBack()
{
    QSignalSpy undo(m_view.get(), &TrafficView::undoOffered);
    m_view->clear();
    QCOMPARE(rows(), 0);
    append(3);
    QTRY_COMPARE(rows(), 3);
    QCOMPARE(cell(0, TrafficModel::Number), QStringLiteral("51"));
    m_view->setFilterText(QStringLiteral("conn == 1"));
    QTRY_COMPARE(rows(), 2);
    QCOMPARE(undo.count(), 1);
    const auto takeBack = undo.at(0).at(1).value<std::function<void()>>();
    takeBack();
    QTRY_COMPARE(rows(), 27);
    m_view->clear();
    m_view->setSource(std::make_shared<MemorySource>());
    undo.constLast().at(1).value<std::function<void()>>()(); // of another capture: nothing
    QCOMPARE(rows(), 0);
    m_view->setSource(m_source); // looked at anew
    QTRY_COMPARE(rows(), 27);
}

void TestTrafficNotes::clearWhilePaused()
{
    m_view->setPaused(true);
    append(5);
    m_view->clear();
    QCOMPARE(rows(), 0);
    m_view->setPaused(false);
    QTRY_COMPARE(rows(), 5);
}

void TestTrafficNotes::hidesAConnection()
{
    m_view->setFilterText(QStringLiteral("text contains row"));
    QTRY_COMPARE(rows(), 50);
    m_view->showRecord(RecordId(4));
    m_view->hideConnection();
    QTRY_COMPARE(rows(), 25);
    QCOMPARE(cell(0, TrafficModel::Conn), QStringLiteral("2"));
    QCOMPARE(m_view->filterText(), QStringLiteral("text contains row"));
    m_view->findChild<QToolButton*>(QStringLiteral("trafficShowHidden"))->click();
    QTRY_COMPARE(rows(), 50);
}

QTEST_MAIN(TestTrafficNotes)
#include "tst_trafficnotes.moc"
