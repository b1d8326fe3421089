// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/inspect/comparepage.h"
#include "ui/inspect/diffview.h"

#include <QComboBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace wl;

class tst_comparepage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void textRows();
    void insideALine();
    void endsOfLines();
    void hexRowsAreAligned();
    void stepsThroughDifferences();
    void sameSaysSo();
    void directionsOfConversations();
    void messagesOfConversations();
    void signsAreReadOut();
    void hostileBytes();
    void closingWhileComparing();

private:
    [[nodiscard]] std::shared_ptr<const Comparison> comparison(const QByteArray& a, const QByteArray& b)
    {
        const RecordId first = m_source->append(m_connection, Direction::Sent, a);
        const RecordId second = m_source->append(m_connection, Direction::Sent, b);
        return std::make_shared<const Comparison>(compareRecords({m_source, {first}}, {m_source, {second}}));
    }
    std::unique_ptr<ComparePage> open(const QByteArray& a, const QByteArray& b)
    {
        const RecordId first = m_source->append(m_connection, Direction::Sent, a);
        const RecordId second = m_source->append(m_connection, Direction::Sent, b);
        auto page =
            std::make_unique<ComparePage>(ComparePage::Side{{m_source, {first}}, QStringLiteral("left")},
                                          ComparePage::Side{{m_source, {second}}, QStringLiteral("right")});
        page->resize(1200, 500);
        page->show();
        return page;
    }

    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_connection;
};

void tst_comparepage::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_connection = m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:2"));
}

void tst_comparepage::textRows()
{
    const TextDiffRows rows(comparison("one\ntwo\nthree\n", "one\nthree\nfour\n"));
    QCOMPARE(rows.count(), 4);
    QCOMPARE(rows.line(0).kind, DiffLine::Kind::Same);
    QCOMPARE(rows.line(1).kind, DiffLine::Kind::OnlyLeft);
    QCOMPARE(rows.line(1).left.text, QStringLiteral("two"));
    QVERIFY(rows.line(1).right.label.isEmpty());
    QCOMPARE(rows.line(2).right.label, QStringLiteral("2"));
    QCOMPARE(rows.line(3).kind, DiffLine::Kind::OnlyRight);
    QCOMPARE(rows.differenceCount(), 2);
    QCOMPARE(rows.differenceRow(1), 3);
}

void tst_comparepage::insideALine()
{
    const TextDiffRows rows(comparison("Host: a.example\n", "Host: bb.example\n"));
    const DiffLine line = rows.line(0);
    QCOMPARE(line.kind, DiffLine::Kind::Changed);
    QCOMPARE(line.left.marks, (QList<DiffLine::Mark>{{6, 1}}));
    QCOMPARE(line.right.marks, (QList<DiffLine::Mark>{{6, 2}}));
}

void tst_comparepage::endsOfLines()
{
    const TextDiffRows same(comparison("a\r\nb\r\n", "a\r\nc\r\n"));
    QCOMPARE(same.line(1).left.text, QStringLiteral("b"));
    const TextDiffRows rows(comparison("a\r\n", "a\n"));
    QCOMPARE(rows.line(0).left.text, QStringLiteral("a\\r\\n"));
    QCOMPARE(rows.line(0).right.text, QStringLiteral("a\\n"));
    QVERIFY(!rows.line(0).left.marks.isEmpty());
}

void tst_comparepage::hexRowsAreAligned()
{
    const HexDiffRows rows(comparison("abcdefgh12345678", "abXcdefgh12345678"), 8);
    QCOMPARE(rows.count(), 3);
    const DiffLine first = rows.line(0);
    QCOMPARE(first.kind, DiffLine::Kind::Changed);
    QCOMPARE(first.left.text.left(11), QStringLiteral("61 62    63"));
    QCOMPARE(first.right.text.left(11), QStringLiteral("61 62 58 63"));
    QCOMPARE(first.right.marks.constFirst(), (DiffLine::Mark{6, 2}));
    QVERIFY(first.left.marks.isEmpty());
    QCOMPARE(rows.line(1).kind, DiffLine::Kind::Same);
    QCOMPARE(rows.line(1).left.label, QStringLiteral("00000007"));
    QCOMPARE(rows.line(1).right.label, QStringLiteral("00000008"));
}

void tst_comparepage::stepsThroughDifferences()
{
    const auto page = open("1\nsame\n2\n", "x\nsame\ny\n");
    QTRY_COMPARE(page->view().currentDifference(), 0);
    QVERIFY(page->summary().contains(QStringLiteral("1 of 2 differences")));
    auto* next = page->findChild<QAction*>(QStringLiteral("nextDifference"));
    auto* previous = page->findChild<QAction*>(QStringLiteral("previousDifference"));
    QVERIFY(!previous->isEnabled());
    QTest::keyClick(&page->view(), Qt::Key_F7);
    QTRY_COMPARE(page->view().currentDifference(), 1);
    QVERIFY(!next->isEnabled());
    QTest::keyClick(&page->view(), Qt::Key_F7, Qt::ShiftModifier);
    QTRY_COMPARE(page->view().currentDifference(), 0);
    page->findChild<QToolButton*>(QStringLiteral("compareHex"))->click();
    QVERIFY(page->view().rows()->line(0).left.text.startsWith(QStringLiteral("31")));
}

void tst_comparepage::sameSaysSo()
{
    const auto page = open("same", "same");
    QTRY_VERIFY(page->summary().startsWith(QStringLiteral("The same.")));
    QVERIFY(!page->findChild<QPushButton*>(QStringLiteral("cancelComparing"))->isVisible());
}

void tst_comparepage::directionsOfConversations()
{
    const ConnectionId other =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:3"));
    m_source->append(m_connection, Direction::Sent, "hello\n");
    m_source->append(other, Direction::Sent, "hello\n");
    m_source->append(m_connection, Direction::Received, "one\n");
    m_source->append(other, Direction::Received, "two\n");
    ComparePage page({{m_source, {}, m_connection}, {}}, {{m_source, {}, other}, {}});
    page.resize(900, 400);
    page.show();
    QTRY_VERIFY(page.summary().startsWith(QStringLiteral("1 difference.")));
    auto* directions = page.findChild<QComboBox*>(QStringLiteral("compareDirections"));
    QVERIFY(directions->isVisible());
    directions->setCurrentIndex(1);
    emit directions->activated(1);
    QTRY_VERIFY(page.summary().startsWith(QStringLiteral("The same.")));
}

void tst_comparepage::messagesOfConversations()
{
    const ConnectionId other =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:80"), QStringLiteral("127.0.0.1:3"));
    m_source->append(m_connection, Direction::Sent, "GET /a HTTP/1.1\r\n\r\n");
    m_source->append(other, Direction::Sent, "GET /b HTTP/1.1\n\n");
    ComparePage page({{m_source, {}, m_connection}, {}}, {{m_source, {}, other}, {}});
    page.resize(900, 400);
    page.show();
    auto* messages = page.findChild<QToolButton*>(QStringLiteral("compareMessages"));
    QTRY_VERIFY(page.summary().contains(QStringLiteral("1 difference"))); // the ends of the lines too
    QVERIFY(messages->isEnabled());
    messages->click();
    QCOMPARE(page.view().rows()->count(), 1);
    QCOMPARE(page.view().rows()->line(0).left.text, QStringLiteral("→ GET /a HTTP/1.1"));
    auto* directions = page.findChild<QComboBox*>(QStringLiteral("compareDirections"));
    directions->setCurrentIndex(2); // nothing was received
    emit directions->activated(2);
    QTRY_VERIFY(!messages->isEnabled());
    QVERIFY(!messages->isChecked());
    const auto records = open("a", "b");
    QVERIFY(!records->findChild<QToolButton*>(QStringLiteral("compareMessages"))->isVisible());
}

void tst_comparepage::signsAreReadOut()
{
    const auto page = open("a\nb\n", "a\nc\n");
    QTRY_VERIFY(page->view().rows());
    const auto lines = page->view().linesShown();
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(1).text.contains(QChar(0x2260)));
    QVERIFY(!page->view().grab().isNull());
}

void tst_comparepage::hostileBytes()
{
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(char(i));
    const QByteArray longLine(100'000, 'x');
    const TextDiffRows rows(comparison(all + longLine, longLine + all));
    for (qsizetype row = 0; row < rows.count(); ++row) {
        const DiffLine line = rows.line(row);
        QVERIFY(line.left.text.size() <= 4 * TextDiffRows::mostShown);
        QVERIFY(!line.left.text.contains(QChar(0x202E)));
    }
    const auto page = open(all, longLine);
    QTRY_VERIFY(page->view().rows());
    QVERIFY(!page->view().grab().isNull());
}

void tst_comparepage::closingWhileComparing()
{
    QByteArray a(8 * 1024 * 1024, 'a');
    QByteArray b(8 * 1024 * 1024, 'b');
    for (qsizetype i = 0; i < a.size(); i += 3)
        a[i] = b[i] = '\n';
    for (int i = 0; i < 5; ++i)
        open(a, b).reset();
}

QTEST_MAIN(tst_comparepage)
#include "tst_comparepage.moc"
