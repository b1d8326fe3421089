// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/conversationcanvas.h"
#include "ui/traffic/conversationview.h"
#include "ui/widgets/colors.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace wl;
using namespace wl::test;

class TestConversationView : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void followsTheTail();
    void staysWhereOneReads();
    void activatesRecords();
    void paintsDirectionsApart();
    void survivesResizeAndHex();
    void survivesPayloadThatIsGone();
    void findsTextAndBytes();
    void visibleMessagesCanBeRead();

private:
    void waitFor(qsizetype count)
    {
        QTRY_COMPARE_WITH_TIMEOUT((m_canvas->refresh(), m_canvas->count()), count, 10'000);
    }
    void append(int count)
    {
        for (int i = 0; i < count; ++i)
            m_source->append(m_connection, i % 2 == 0 ? Direction::Received : Direction::Sent,
                             "message " + QByteArray::number(i));
    }

    std::unique_ptr<MemorySource> m_source;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<ConversationView> m_view;
    ConversationCanvas* m_canvas = nullptr;
    ConnectionId m_connection;
};

void TestConversationView::init()
{
    m_view.reset();
    m_source = std::make_unique<MemorySource>();
    m_connection = m_source->addConnection(QStringLiteral("Echo"), 5000);
    m_pulse = std::make_unique<Pulse>();
    m_view = std::make_unique<ConversationView>(*m_source, *m_pulse);
    m_canvas = m_view->findChild<ConversationCanvas*>();
    m_view->resize(600, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestConversationView::followsTheTail()
{
    m_view->setConnections({m_connection});
    append(200);
    waitFor(200);
    QScrollBar* bar = m_canvas->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    QCOMPARE(bar->value(), bar->maximum());
    append(100);
    waitFor(300);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(m_canvas->isFollowing());
}

void TestConversationView::staysWhereOneReads()
{
    m_view->setConnections({m_connection});
    append(200);
    waitFor(200);
    auto* latest = m_view->findChild<QToolButton*>(QStringLiteral("conversationLatest"));
    QVERIFY(!latest->isVisible());
    QTest::keyClick(m_canvas, Qt::Key_PageUp);
    QVERIFY(!m_canvas->isFollowing());
    QVERIFY(latest->isVisible());
    const int before = m_canvas->verticalScrollBar()->value();
    append(100);
    waitFor(300);
    QCOMPARE(m_canvas->verticalScrollBar()->value(), before);
    latest->click();
    QVERIFY(m_canvas->isFollowing());
    QCOMPARE(m_canvas->verticalScrollBar()->value(), m_canvas->verticalScrollBar()->maximum());
    QTest::keyClick(m_canvas, Qt::Key_Home);
    QCOMPARE(m_canvas->verticalScrollBar()->value(), 0);
    QTest::keyClick(m_canvas, Qt::Key_End);
    QVERIFY(m_canvas->isFollowing());
    m_canvas->verticalScrollBar()->setValue(16 * 10);
    QVERIFY(!m_canvas->isFollowing());
}

void TestConversationView::activatesRecords()
{
    m_view->setConnections({m_connection});
    append(3);
    waitFor(3);
    QSignalSpy activated(m_view.get(), &ConversationView::recordActivated);
    QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(40, 20));
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.at(0).at(0).value<RecordId>(), RecordId(0));
    QTest::keyClick(m_canvas, Qt::Key_Down);
    QCOMPARE(activated.count(), 2);
    QTest::keyClick(m_canvas, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("message 1"));
    QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(40, 395));
    QCOMPARE(activated.count(), 2); // below the last message
}

void TestConversationView::paintsDirectionsApart()
{
    m_view->setConnections({m_connection});
    append(2);
    waitFor(2);
    const QImage image = m_canvas->grab().toImage();
    const auto hasColor = [&image](const QColor& color, int left, int right) {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = left; x < right; ++x) {
                if (image.pixelColor(x, y).rgb() == color.rgb())
                    return true;
            }
        }
        return false;
    };
    const int third = image.width() / 4;
    QVERIFY(hasColor(Colors::current().received, 0, third));
    QVERIFY(!hasColor(Colors::current().sent, 0, third));
    QVERIFY(hasColor(Colors::current().sent, third, image.width()));
}

void TestConversationView::survivesResizeAndHex()
{
    m_view->setConnections({m_connection});
    append(50);
    m_source->append(m_connection, Direction::Sent, QByteArray(100'000, 'x'));
    m_source->append(m_connection, Direction::Sent, QByteArray());
    m_source->append(m_connection, Direction::Received, "gone", RecordKind::Reset);
    waitFor(53);
    m_view->findChild<QToolButton*>(QStringLiteral("conversationHex"))->click();
    for (const QSize size : {QSize(120, 60), QSize(1600, 1000), QSize(600, 1), QSize(300, 300)}) {
        m_view->resize(size);
        m_canvas->grab();
        QVERIFY(m_canvas->isFollowing());
    }
    m_view->setConnections({});
    m_canvas->grab();
    QTest::keyClick(m_canvas, Qt::Key_PageUp);
    QTest::keyClick(m_canvas, Qt::Key_Up);
}

void TestConversationView::survivesPayloadThatIsGone()
{
    append(10);
    m_source->setFirstKept(5);
    m_view->setConnections({m_connection});
    waitFor(10);
    m_canvas->grab();
    QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(40, 20));
    QTest::keyClick(m_canvas, Qt::Key_C, Qt::ControlModifier);
}

void TestConversationView::findsTextAndBytes()
{
    append(300);
    m_source->append(m_connection, Direction::Sent, QByteArray("\x00\xff\x41", 3));
    m_view->setConnections({m_connection});
    waitFor(301);
    m_canvas->setFocus();
    QVERIFY(QMetaObject::invokeMethod(m_view.get(), "find"));
    auto* text = m_view->findChild<QLineEdit*>(QStringLiteral("findText"));
    const auto* result = m_view->findChild<QLabel*>(QStringLiteral("findResult"));
    QTRY_VERIFY(text->hasFocus());
    QSignalSpy activated(m_view.get(), &ConversationView::recordActivated);
    const auto found = [&activated] {
        return activated.isEmpty() ? RecordId() : activated.last().at(0).value<RecordId>();
    };
    text->setText(QStringLiteral("MESSAGE 12"));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(found(), RecordId(12));
    QVERIFY(!m_canvas->isFollowing());
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(found(), RecordId(120));
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(found(), RecordId(12));
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(found(), RecordId(129)); // round the end
    QTRY_COMPARE(result->text(), QStringLiteral("11 of 11, from the other end"));
    text->setText(QStringLiteral("0x00ff"));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(found(), RecordId(300));
    text->setText(QStringLiteral("nowhere"));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(result->text(), QStringLiteral("Not found"));
    QCOMPARE(found(), RecordId(300));
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QTRY_VERIFY(m_canvas->hasFocus());
}

void TestConversationView::visibleMessagesCanBeRead()
{
    const auto text = [this] {
        auto* interface = QAccessible::queryAccessibleInterface(m_canvas);
        auto* texts = interface ? interface->textInterface() : nullptr;
        return texts ? texts->text(0, texts->characterCount()) : QString();
    };
    m_view->setEmptyText(QStringLiteral("Nothing yet"));
    QCOMPARE(text(), QStringLiteral("Nothing yet"));
    append(100);
    m_view->setConnections({m_connection});
    waitFor(100);
    QVERIFY2(text().contains(QStringLiteral("\nmessage 99")), qPrintable(text()));
    QVERIFY(!text().contains(QStringLiteral("message 5\n"))); // is not on the screen
    QTest::keyClick(m_canvas, Qt::Key_Home);
    QVERIFY(text().contains(QStringLiteral("message 5\n")));
    QVERIFY(!text().contains(QStringLiteral("message 99")));
}

QTEST_MAIN(TestConversationView)
#include "tst_conversationview.moc"
