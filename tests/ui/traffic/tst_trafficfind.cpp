// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/trafficfind.h"
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace wl;
using namespace wl::test;

class TestTrafficFind : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void goesFromRowToRow();
    void findsInTheOrderOfTheRows();
    void saysWhatItCannotFind();
    void findsMessages();
    void messageSearchesCancelEachOther();
    void newSearchCancelsTheOld();
    void sourceGoesMeanwhile();

private:
    [[nodiscard]] QLineEdit* field() const
    {
        return m_view->findChild<TrafficFind*>()->findChild<QLineEdit*>(QStringLiteral("findText"));
    }
    [[nodiscard]] QString result() const
    {
        return m_view->findChild<TrafficFind*>()->findChild<QLabel*>(QStringLiteral("findResult"))->text();
    }
    void look(const QString& text, Qt::KeyboardModifiers modifiers = {})
    {
        field()->setText(text);
        QTest::keyClick(field(), Qt::Key_Return, modifiers);
    }

    std::shared_ptr<MemorySource> m_source;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<TrafficView> m_view;
};

void TestTrafficFind::init()
{
    m_view.reset();
    m_source = std::make_shared<MemorySource>();
    const ConnectionId a = m_source->addConnection(QStringLiteral("A"), 1);
    m_pulse = std::make_unique<Pulse>();
    m_view = std::make_unique<TrafficView>(*m_pulse);
    m_view->setSource(m_source);
    m_view->resize(900, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    for (int i = 0; i < 1'000; ++i)
        m_source->append(a, Direction::Sent,
                         "row " + QByteArray::number(i) + (i % 100 == 7 ? " needle" : ""));
    QTRY_COMPARE(m_view->table()->model()->rowCount(), 1'000);
    m_view->find();
    QVERIFY(field()->isVisible());
}

void TestTrafficFind::goesFromRowToRow()
{
    for (const quint64 expected : {7U, 107U, 207U}) {
        look(QStringLiteral("needle"));
        QTRY_COMPARE(m_view->currentRecord(), RecordId(expected));
        QTRY_COMPARE(result(), QString());
    }
    look(QStringLiteral("needle"), Qt::ShiftModifier);
    QTRY_COMPARE(m_view->currentRecord(), RecordId(107));
    m_view->showRecord(RecordId(950));
    look(QStringLiteral("NEEDLE length > 5"));
    QTRY_COMPARE(m_view->currentRecord(), RecordId(7));
    QTRY_COMPARE(result(), QStringLiteral("From the other end"));
    look(QStringLiteral("number == 8"));
    QTRY_COMPARE(result(), QStringLiteral("From the other end")); // it is the row itself
    QCOMPARE(m_view->currentRecord(), RecordId(7));
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(!field()->isVisible());
    QVERIFY(m_view->table()->hasFocus());
}

void TestTrafficFind::findsInTheOrderOfTheRows()
{
    emit m_view->table()->header().sortChosen(TrafficSort{TrafficModel::Number, Qt::DescendingOrder});
    QTRY_COMPARE(m_view->table()->model()->index(0, 0).data().toString(), QStringLiteral("1,000"));
    look(QStringLiteral("needle"));
    QTRY_COMPARE(m_view->currentRecord(), RecordId(907));
    look(QStringLiteral("needle"), Qt::ShiftModifier);
    QTRY_COMPARE(m_view->currentRecord(), RecordId(7));
    m_view->setFilterText(QStringLiteral("number > 500"));
    QTRY_COMPARE(m_view->table()->model()->rowCount(), 500);
    look(QStringLiteral("number == 8"));
    QTRY_COMPARE(result(), QStringLiteral("Not found")); // not among the rows
}

void TestTrafficFind::saysWhatItCannotFind()
{
    look(QStringLiteral("nowhere"));
    QTRY_COMPARE(result(), QStringLiteral("Not found"));
    QVERIFY(!m_view->currentRecord().isValid());
    look(QStringLiteral("lenght > 5"));
    QVERIFY(result().contains(QStringLiteral("length")));
    look(QStringLiteral("http.status == 200"));
    QTRY_COMPARE(result(), QStringLiteral("Not found"));
    m_view->clear();
    look(QStringLiteral("needle"));
    QCOMPARE(result(), QStringLiteral("Not found"));
}

/// Those are known only after what came before them.
void TestTrafficFind::findsMessages()
{
    const ConnectionId web = m_source->addConnection(QStringLiteral("B"), 80);
    for (const char* status : {"200", "404", "404"}) {
        m_source->append(web, Direction::Sent, "GET / HTTP/1.1\r\n\r\n");
        m_source->append(web, Direction::Received, "HTTP/1.1 " + QByteArray(status) + " X\r\nContent-");
        m_source->append(web, Direction::Received, "Length: 2\r\n\r\nok");
    }
    QTRY_COMPARE(m_view->table()->model()->rowCount(), 1'009);
    for (const quint64 expected : {1'005U, 1'008U, 1'005U}) {
        look(QStringLiteral("http.status >= 400"));
        QTRY_COMPARE(m_view->currentRecord(), RecordId(expected));
    }
    m_source->append(web, Direction::Sent, "GET / HTTP/1.1\r\n\r\n");
    m_source->append(web, Direction::Received, "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n");
    QTRY_COMPARE(m_view->table()->model()->rowCount(), 1'011);
    look(QStringLiteral("http.status >= 400"), Qt::ShiftModifier);
    QTRY_COMPARE(m_view->currentRecord(), RecordId(1'010)); // one that came since
    m_view->setDecodeAs({{web, Protocol::Lines}});
    look(QStringLiteral("http.status >= 400"));
    QTRY_COMPARE(result(), QStringLiteral("Not found"));
}

/// While one is decoding.
void TestTrafficFind::messageSearchesCancelEachOther()
{
    for (int i = 0; i < 20; ++i) {
        look(QStringLiteral("http.status >= 400"));
        look(QStringLiteral("json[\"a\"] == 1"));
    }
    look(QStringLiteral("\"row 700\""));
    QTRY_COMPARE(m_view->currentRecord(), RecordId(700));
}

void TestTrafficFind::newSearchCancelsTheOld()
{
    for (int i = 0; i < 50; ++i)
        look(QStringLiteral("nowhere %1").arg(i));
    look(QStringLiteral("\"row 700\""));
    QTRY_COMPARE(m_view->currentRecord(), RecordId(700));
}

void TestTrafficFind::sourceGoesMeanwhile()
{
    look(QStringLiteral("nowhere"));
    m_view->setSource(nullptr);
    look(QStringLiteral("needle"));
    QCOMPARE(result(), QStringLiteral("Not found"));
    QVERIFY(!m_view->currentRecord().isValid());
}

QTEST_MAIN(TestTrafficFind)
#include "tst_trafficfind.moc"
