// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/trafficmodel.h"

#include <QContextMenuEvent>
#include <QJsonArray>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace wl;

class TestTrafficHeader : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void choosesColumns();
    void choosesTimeForms();
    void resets();
    void comesBackByNames();
    void refusesWhatIsNotOurs_data();
    void refusesWhatIsNotOurs();
    void thirdClickEndsSorting();

private:
    void choose(const char* name)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, {5, 5}, {5, 5});
        QApplication::sendEvent(m_header->viewport(), &event);
        auto* menu = m_header->findChild<QMenu*>(QStringLiteral("trafficColumns"));
        QVERIFY(menu);
        auto* action = menu->findChild<QAction*>(QLatin1String(name));
        QVERIFY(action);
        action->trigger();
        delete menu;
    }

    TrafficModel m_model;
    std::unique_ptr<QTableView> m_table;
    TrafficHeader* m_header = nullptr;
};

void TestTrafficHeader::init()
{
    m_table = std::make_unique<QTableView>();
    m_header = new TrafficHeader(m_table.get());
    m_table->setHorizontalHeader(m_header);
    m_table->setModel(&m_model);
    m_header->resetColumns();
    m_table->resize(1'200, 100);
    m_table->show();
}

void TestTrafficHeader::choosesColumns()
{
    QSignalSpy changed(m_header, &TrafficHeader::columnsChanged);
    QVERIFY(m_header->isSectionHidden(TrafficModel::Source));
    choose("column-source");
    QVERIFY(!m_header->isSectionHidden(TrafficModel::Source));
    QVERIFY(m_header->sectionSize(TrafficModel::Source) > 100);
    choose("column-peer");
    QVERIFY(m_header->isSectionHidden(TrafficModel::Peer));
    QVERIFY(changed.count() >= 2);
}

void TestTrafficHeader::choosesTimeForms()
{
    QSignalSpy chosen(m_header, &TrafficHeader::timeFormsChosen);
    choose("deltaConnection");
    const TimeForms forms{TimeForms::Time::WallClock, TimeForms::Delta::SinceConnection};
    QCOMPARE(chosen.at(0).at(0).value<TimeForms>(), forms);
    m_header->setTimeForms(forms);
    choose("timeSinceStart");
    QCOMPARE(chosen.at(1).at(0).value<TimeForms>(),
             (TimeForms{TimeForms::Time::SinceStart, TimeForms::Delta::SinceConnection}));
}

void TestTrafficHeader::resets()
{
    const QJsonObject before = m_header->columns();
    m_header->moveSection(0, 4);
    choose("column-comment");
    QVERIFY(m_header->columns() != before);
    choose("resetColumns");
    QCOMPARE(m_header->columns(), before);
}

void TestTrafficHeader::comesBackByNames()
{
    m_header->moveSection(m_header->visualIndex(TrafficModel::Info), 1);
    m_header->resizeSection(TrafficModel::Info, 333);
    m_header->hideSection(TrafficModel::Time);
    const QJsonObject columns = m_header->columns();
    m_header->resetColumns();
    m_header->setColumns(columns);
    QCOMPARE(m_header->columns(), columns);
    QCOMPARE(m_header->logicalIndex(1), int(TrafficModel::Info));
}

void TestTrafficHeader::refusesWhatIsNotOurs_data()
{
    QTest::addColumn<QJsonObject>("columns");
    const QJsonArray mixed{1, QStringLiteral("peer"), QStringLiteral("peer"), QStringLiteral("nobody"),
                           QJsonValue()};
    QJsonArray all;
    for (const char* name : {"number", "time", "delta", "connection", "pane", "direction", "source",
                             "destination", "peer", "protocol", "length", "comment", "info"})
        all.append(QLatin1String(name));
    QTest::newRow("nothing") << QJsonObject();
    QTest::newRow("types") << QJsonObject{{QStringLiteral("order"), 3}, {QStringLiteral("widths"), mixed}};
    QTest::newRow("twice and unknown") << QJsonObject{{QStringLiteral("order"), mixed}};
    QTest::newRow("all hidden") << QJsonObject{{QStringLiteral("hidden"), all}};
    QTest::newRow("widths") << QJsonObject{
        {QStringLiteral("widths"),
         QJsonObject{{QStringLiteral("peer"), 2'000'000'000}, {QStringLiteral("time"), -5}}}};
}

void TestTrafficHeader::refusesWhatIsNotOurs()
{
    QFETCH(const QJsonObject, columns);
    m_header->setColumns(columns);
    QVERIFY(m_header->hiddenSectionCount() < m_header->count());
    QCOMPARE(m_header->count(), int(TrafficModel::ColumnCount));
    for (int column = 0; column < m_header->count(); ++column)
        QVERIFY(m_header->sectionSize(column) <= 4'000);
}

void TestTrafficHeader::thirdClickEndsSorting()
{
    QSignalSpy chosen(m_header, &TrafficHeader::sortChosen);
    const auto last = [&] { return chosen.constLast().at(0).value<std::optional<TrafficSort>>(); };
    for (const int column : {TrafficModel::Length, TrafficModel::Peer}) {
        emit m_header->sectionClicked(column);
        QCOMPARE(last(), std::optional(TrafficSort{column, Qt::AscendingOrder}));
        m_table->grab();
        emit m_header->sectionClicked(column);
        QCOMPARE(last(), std::optional(TrafficSort{column, Qt::DescendingOrder}));
    }
    emit m_header->sectionClicked(TrafficModel::Peer);
    QCOMPARE(last(), std::optional<TrafficSort>());
}

QTEST_MAIN(TestTrafficHeader)
#include "tst_trafficheader.moc"
