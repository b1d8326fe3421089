// SPDX-License-Identifier: MIT
#include "query/messagescan.h"
#include "support/memorysource.h"
#include "ui/traffic/conversationview.h"
#include "ui/traffic/decodechoices.h"
#include "ui/traffic/messagelistmodel.h"
#include "ui/traffic/messagesview.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace wl;
using namespace wl::test;

class TestMessagesView : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void listsMessagesAsTheyGrow();
    void readsOnlyLinesThatAreLookedAt();
    void survivesNoIndex();
    void showsTheFieldsOfTheSelected();
    void followsTheTail();
    void findGoesToTheMessage();
    void decodesAsChosen();
    void showsTheLatestConnection();
    void bytesThatAreGone();

private:
    void appendExchange(int number)
    {
        m_source->append(m_connection, Direction::Received,
                         "GET /" + QByteArray::number(number) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        m_source->append(m_connection, Direction::Sent, "HTTP/1.1 200 OK\r\nContent-Le");
        m_source->append(m_connection, Direction::Sent, "ngth: 2\r\n\r\nok");
    }
    void showMessages()
    {
        m_view->setConnections({m_connection});
        m_view->findChild<QToolButton*>(QStringLiteral("conversationDecoded"))->click();
    }
    [[nodiscard]] QTableView* table() const
    {
        return m_view->findChild<QTableView*>(QStringLiteral("messagesTable"));
    }
    [[nodiscard]] QString info(int row) const
    {
        return table()->model()->index(row, MessageListModel::Info).data().toString();
    }

    std::unique_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    Pulse m_pulse;
    DecodeChoices m_choices;
    std::unique_ptr<ConversationView> m_view;
};

void TestMessagesView::init()
{
    if (m_source)
        m_choices.forget(*m_source); // the next one may lie at its place
    m_view.reset();
    m_source = std::make_unique<MemorySource>();
    m_connection = m_source->addConnection(QStringLiteral("Web"), 5000);
    m_view = std::make_unique<ConversationView>(*m_source, m_pulse, nullptr, &m_choices);
    m_view->resize(700, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestMessagesView::listsMessagesAsTheyGrow()
{
    MessageListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto index = std::make_shared<MessageIndex>(
        std::shared_ptr<const RecordSource>(std::shared_ptr<const void>(), m_source.get()), m_connection,
        std::nullopt);
    const auto advance = [&] {
        while (index->advance(m_source->recordCount())) {
        }
    };
    model.setIndex(index);
    QCOMPARE(model.rowCount(), 0);
    for (int i = 0; i < 100; ++i)
        appendExchange(i);
    advance();
    QVERIFY(model.refresh());
    QVERIFY(!model.refresh());
    QCOMPARE(model.rowCount(), 200);
    const auto text = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(150, MessageListModel::Info), QStringLiteral("…"));
    QTRY_COMPARE(text(150, MessageListModel::Info), QStringLiteral("GET /75 HTTP/1.1"));
    QTRY_COMPARE(text(199, MessageListModel::Info), QStringLiteral("HTTP/1.1 200 OK"));
    QCOMPARE(text(150, MessageListModel::Spoken), QStringLiteral("HTTP"));
    QCOMPARE(text(150, MessageListModel::Way), QStringLiteral("←"));
    QCOMPARE(text(1, MessageListModel::Length), QStringLiteral("40"));
    QCOMPARE(model.rowOf(RecordId(2)), 1);
    QCOMPARE(model.rowOf(RecordId(9999)), -1);
    appendExchange(100);
    advance();
    QVERIFY(model.refresh());
    QCOMPARE(model.rowCount(), 202);
    QVERIFY(!model.headerData(99, Qt::Horizontal, Qt::DisplayRole).isValid());
}

void TestMessagesView::readsOnlyLinesThatAreLookedAt()
{
    for (int i = 0; i < 3000; ++i)
        appendExchange(i);
    showMessages();
    QTRY_COMPARE(table()->model()->rowCount(), 6000);
    QTRY_COMPARE(info(5998), QStringLiteral("GET /2999 HTTP/1.1")); // it follows the tail
    table()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(info(0), QStringLiteral("GET /0 HTTP/1.1"));
    const auto* count = m_view->findChild<QLabel*>(QStringLiteral("conversationCount"));
    QTRY_VERIFY2(count->text().contains(QStringLiteral("6,000 messages")), qPrintable(count->text()));
}

void TestMessagesView::survivesNoIndex()
{
    MessageListModel model;
    model.setIndex(nullptr);
    QVERIFY(!model.refresh());
    QCOMPARE(model.rowOf(RecordId(0)), -1);
    MessagesView view;
    view.show({}, {}, std::nullopt);
    view.refresh();
    view.showRecord(RecordId(3));
    view.follow();
    QVERIFY(!view.connection().isValid());
    QCOMPARE(view.count(), 0);
}

void TestMessagesView::showsTheFieldsOfTheSelected()
{
    appendExchange(1);
    showMessages();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QSignalSpy activated(m_view.get(), &ConversationView::recordActivated);
    table()->setCurrentIndex(table()->model()->index(1, 0));
    QCOMPARE(activated.last().at(0).value<RecordId>(), RecordId(1));
    auto* fields = m_view->findChild<QTreeView*>(QStringLiteral("messagesFields"));
    QTRY_VERIFY(fields->model()->rowCount() > 0);
    QVERIFY(fields->model()->index(0, 0).data().toString().contains(QStringLiteral("200 OK")));
    QVERIFY(fields->model()->rowCount(fields->model()->index(0, 0)) > 1);
    QTRY_COMPARE(info(1), QStringLiteral("HTTP/1.1 200 OK"));
    QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().endsWith(QStringLiteral("\t40\tHTTP/1.1 200 OK")));
}

void TestMessagesView::followsTheTail()
{
    for (int i = 0; i < 100; ++i)
        appendExchange(i);
    showMessages();
    QScrollBar* bar = table()->verticalScrollBar();
    QTRY_VERIFY(table()->model()->rowCount() == 200 && bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    auto* latest = m_view->findChild<QToolButton*>(QStringLiteral("conversationLatest"));
    QVERIFY(!latest->isVisible());
    bar->setValue(100);
    QVERIFY(latest->isVisible());
    appendExchange(100);
    QTRY_COMPARE(table()->model()->rowCount(), 202);
    QCOMPARE(bar->value(), 100);
    latest->click();
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!latest->isVisible());
}

void TestMessagesView::findGoesToTheMessage()
{
    for (int i = 0; i < 200; ++i)
        appendExchange(i);
    showMessages();
    QTRY_COMPARE(table()->model()->rowCount(), 400);
    QVERIFY(QMetaObject::invokeMethod(m_view.get(), "find"));
    auto* text = m_view->findChild<QLineEdit*>(QStringLiteral("findText"));
    text->setText(QStringLiteral("GET /150 "));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(table()->currentIndex().row(), 300);
    text->setText(QStringLiteral("content-length")); // lies in two records
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(table()->currentIndex().row(), 301);
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(table()->currentIndex().row(), 303);
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(table()->currentIndex().row(), 301);
}

void TestMessagesView::decodesAsChosen()
{
    appendExchange(1);
    showMessages();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    auto* box = m_view->findChild<QComboBox*>(QStringLiteral("decodeAs"));
    QVERIFY(box->isVisible());
    m_choices.choose(*m_source, m_connection, Protocol::Lines);
    QTRY_COMPARE(table()->model()->rowCount(), 6); // what has no line end yet is no message
    QCOMPARE(box->currentText(), QStringLiteral("Lines of text"));
    m_view->findChild<QToolButton*>(QStringLiteral("conversationText"))->click();
    QVERIFY(!box->isVisible());
}

void TestMessagesView::showsTheLatestConnection()
{
    const ConnectionId later = m_source->addConnection(QStringLiteral("Web"), 5001);
    appendExchange(1);
    m_source->append(later, Direction::Received, "GET /later HTTP/1.1\r\n\r\n");
    showMessages();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    m_view->setConnections({m_connection, later});
    QTRY_COMPARE(info(0), QStringLiteral("GET /1 HTTP/1.1")); // what is looked at stays
    m_view->setConnections({later});
    m_view->setConnections({m_connection, later});
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QTRY_COMPARE(info(0), QStringLiteral("GET /later HTTP/1.1"));
    m_view->setConnections({});
    QTRY_COMPARE(table()->model()->rowCount(), 0);
}

void TestMessagesView::bytesThatAreGone()
{
    for (int i = 0; i < 10; ++i)
        appendExchange(i);
    m_source->setFirstKept(15);
    showMessages();
    QTRY_COMPARE(table()->model()->rowCount(), 10);
    QTRY_COMPARE(info(0), QStringLiteral("GET /5 HTTP/1.1"));
}

QTEST_MAIN(TestMessagesView)
#include "tst_messagesview.moc"
