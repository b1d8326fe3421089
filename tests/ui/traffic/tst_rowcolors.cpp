// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/rowcolors.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace wl;
using namespace wl::test;

class TestRowColors : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void firstRuleThatMatchesCounts();
    void rulesOnMessagesLookAtAll();
    void marksColorAtOnce();
    void rulesThatAreOffOrBadDoNothing();
    void changesSourceWhileItAsks();
    void rulesComeBackFromJson();
    void refusesWhatIsNotOurs();

private:
    [[nodiscard]] QString color(quint64 record)
    {
        m_colors->refresh();
        return m_colors->colorOf(RecordId(record));
    }
    [[nodiscard]] static ColoringRule rule(const char* filter, const char* color, bool isOn = true)
    {
        return {QString::fromLatin1(filter), QString::fromLatin1(color), isOn};
    }

    std::shared_ptr<MemorySource> m_source;
    std::unique_ptr<RowColors> m_colors;
    ConnectionId m_web;
};

void TestRowColors::init()
{
    m_source = std::make_shared<MemorySource>();
    m_web = m_source->addConnection(QStringLiteral("Web"), 1);
    const ConnectionId meter = m_source->addConnection(QStringLiteral("Meter"), 2, Transport::Udp);
    m_source->append(m_web, Direction::Received, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    m_source->append(m_web, Direction::Sent, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    m_source->append(meter, Direction::Sent, "hello");
    m_colors = std::make_unique<RowColors>();
    m_colors->setSource(m_source);
}

void TestRowColors::firstRuleThatMatchesCounts()
{
    QVERIFY(m_colors->isEmpty());
    QCOMPARE(color(0), QString());
    QSignalSpy changed(m_colors.get(), &RowColors::changed);
    m_colors->setRules(
        {rule("text contains hello", "red"), rule("proto == udp", "blue"), rule("dir == in", "green")});
    QCOMPARE(changed.count(), 1);
    QTRY_COMPARE(color(2), QStringLiteral("red"));
    QTRY_COMPARE(color(0), QStringLiteral("green"));
    QCOMPARE(color(1), QString());
    QVERIFY(changed.count() >= 2);
    const RecordId fresh = m_source->append(m_web, Direction::Received, "x");
    QTRY_COMPARE(color(fresh.value()), QStringLiteral("green"));
}

void TestRowColors::rulesOnMessagesLookAtAll()
{
    m_colors->setRules({rule("dir == in", "green"), rule("http.status >= 400", "red")});
    QTRY_COMPARE(color(1), QStringLiteral("red"));
    QTRY_COMPARE(color(0), QStringLiteral("green"));
    m_colors->setRules({rule("http.status >= 400", "red"), rule("dir == out", "green")});
    QTRY_COMPARE(color(2), QStringLiteral("green"));
    QTRY_COMPARE(color(1), QStringLiteral("red"));
    const RecordId fresh =
        m_source->append(m_web, Direction::Sent, "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
    QTRY_COMPARE(color(fresh.value()), QStringLiteral("red"));
}

void TestRowColors::marksColorAtOnce()
{
    m_colors->setRules({rule("marked", "yellow")});
    QCOMPARE(color(1), QString());
    m_source->recordNotes()->set(RecordId(1), {{}, true});
    QTRY_COMPARE(color(1), QStringLiteral("yellow"));
    m_source->recordNotes()->clear();
    QTRY_COMPARE(color(1), QString());
}

void TestRowColors::rulesThatAreOffOrBadDoNothing()
{
    m_colors->setRules(
        {rule("dir == in", "red", false), rule("lenght > 3", "red"), rule("proto == tcp", "blue")});
    QTRY_COMPARE(color(0), QStringLiteral("blue"));
    QCOMPARE(color(99), QString()); // no such record: nothing is read
    QCOMPARE(m_colors->colorOf({}), QString());
}

void TestRowColors::changesSourceWhileItAsks()
{
    m_colors->setRules({rule("text contains hello", "red"), rule("http.status >= 400", "green")});
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(color(quint64(i % 3)));
        m_colors->refresh();
        m_colors->setSource(i % 2 ? m_source : nullptr);
    }
    QTRY_COMPARE(color(2), QStringLiteral("red"));
}

void TestRowColors::rulesComeBackFromJson()
{
    const QList<ColoringRule> rules{rule("dir == in", "red", false), rule("http.status >= 400", "blue")};
    QCOMPARE(coloringRulesFromJson(toJson(rules)), rules);
}

void TestRowColors::refusesWhatIsNotOurs()
{
    const QJsonArray array{3, QStringLiteral("x"), QJsonObject(),
                           QJsonObject{{QStringLiteral("filter"), QStringLiteral("conn ==")},
                                       {QStringLiteral("color"), QStringLiteral("red")}},
                           QJsonObject{{QStringLiteral("filter"), QStringLiteral("conn == 1")},
                                       {QStringLiteral("color"), QStringLiteral("#ffffff")}}};
    QVERIFY(coloringRulesFromJson(array).isEmpty());
    QJsonArray many;
    for (int i = 0; i < 200; ++i)
        many.append(QJsonObject{{QStringLiteral("filter"), QStringLiteral("conn == 1")},
                                {QStringLiteral("color"), QStringLiteral("red")}});
    QCOMPARE(coloringRulesFromJson(many).size(), ColoringRule::maxRules);
}

QTEST_GUILESS_MAIN(TestRowColors)
#include "tst_rowcolors.moc"
