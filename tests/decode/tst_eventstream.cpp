// SPDX-License-Identifier: MIT
#include "decode/eventstream.h"

#include <QtTest>

using namespace wl;

/// Server-sent events by the rules of the HTML standard, in any split.
class TestEventStream : public QObject
{
    Q_OBJECT
private slots:
    void events_data();
    void events();
    void oneByteAtATime_data() { events_data(); }
    void oneByteAtATime();
    void retryAndId();
    void placesAreTheStreams();
    void limits();
};

namespace {

QByteArray shown(const std::vector<StreamEvent>& events)
{
    QByteArrayList parts;
    for (const StreamEvent& event : events)
        parts << event.type + '|' + event.data + '|' + event.id;
    return parts.join(" ; ");
}

} // namespace

void TestEventStream::events_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const QByteArray& stream, const char* expected) {
        QTest::newRow(name) << stream << QByteArray(expected);
    };
    row("nothing", "", "");
    row("one", "data: a\n\n", "message|a|");
    row("no blank", "data:a\n\n", "message|a|");
    row("one blank only", "data:  a\n\n", "message| a|");
    row("lines", "data: YHOO\ndata: +2\ndata: 10\n\n", "message|YHOO\n+2\n10|");
    row("standard's second",
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        "message|first event|1 ; message|second event| ; message| third event|");
    row("standard's third", "data\n\ndata\ndata\n\ndata:", "message|| ; message|\n|");
    row("standard's fourth", "data:test\n\ndata: test\n\n", "message|test| ; message|test|");
    row("type", "event: add\ndata: 1\n\ndata: 2\n\n", "add|1| ; message|2|");
    row("type without data", "event: add\n\ndata: 2\n\n", "message|2|");
    row("returns", "data: a\r\rdata: b\r\r", "message|a| ; message|b|");
    row("both", "data: a\r\n\r\ndata: b\r\n\r\n", "message|a| ; message|b|");
    row("mixed", "data: a\rdata: b\ndata: c\r\n\n", "message|a\nb\nc|");
    row("mark",
        "\xEF\xBB\xBF"
        "data: a\n\n",
        "message|a|");
    row("mark twice",
        "\xEF\xBB\xBF\xEF\xBB\xBF"
        "data: a\n\n",
        "");
    row("id with null", QByteArray("id: a\0b\ndata: x\n\n", 17), "message|x|");
    row("id stays", "id: 7\ndata: a\n\ndata: b\n\n", "message|a|7 ; message|b|7");
    row("unknown field", "color: red\nDATA: x\ndata: a\n\n", "message|a|");
    row("colons", "data: a: b:c\n\n", "message|a: b:c|");
    row("not ended", "data: a\n", "");
    row("not UTF-8", "data: \xFF\n\n", "message|\xFF|");
    row("no stream at all", "<html>\n\n<body>\n\n", "");
}

void TestEventStream::events()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, expected);
    EventStreamParser parser;
    QCOMPARE(shown(parser.feed(stream)), expected);
    QCOMPARE(parser.position(), stream.size());
}

void TestEventStream::oneByteAtATime()
{
    QFETCH(QByteArray, stream);
    EventStreamParser whole;
    const auto expected = whole.feed(stream);
    for (const qsizetype size : {1, 2, 3}) {
        EventStreamParser parser;
        std::vector<StreamEvent> events;
        for (qsizetype at = 0; at < stream.size(); at += size) {
            for (StreamEvent& event :
                 parser.feed(QByteArrayView(stream).sliced(at, std::min(size, stream.size() - at))))
                events.push_back(std::move(event));
        }
        QCOMPARE(events, expected);
    }
}

void TestEventStream::retryAndId()
{
    EventStreamParser parser;
    (void)parser.feed("retry: 10000\nid: 5\n\n: comment\n");
    QCOMPARE(parser.retryMs(), std::optional<qint64>(10'000));
    QCOMPARE(parser.lastId(), QByteArray("5"));
    QCOMPARE(parser.commentCount(), 1);
    (void)parser.feed("retry: 1x\nretry:\nretry: 99999999999999999999\n\n");
    QCOMPARE(parser.retryMs(), std::optional<qint64>(10'000));
    QVERIFY(!parser.hasUnfinished());
    (void)parser.feed("data");
    QVERIFY(parser.hasUnfinished());
}

void TestEventStream::placesAreTheStreams()
{
    const QByteArray stream = "data: a\r\n\r\n: x\ndata: b\n\n";
    EventStreamParser parser;
    const auto events = parser.feed(stream);
    QCOMPARE(events.size(), size_t(2));
    QCOMPARE(stream.mid(events[1].offset, events[1].size), QByteArray(": x\ndata: b\n\n"));
}

void TestEventStream::limits()
{
    EventStreamParser parser;
    const QByteArray large(EventStreamParser::maxLineBytes, 'x');
    QByteArray stream = "data: ";
    for (int i = 0; i < 5; ++i)
        stream += large;
    stream += "\n\ndata: y\n\n";
    const auto events = parser.feed(stream);
    QCOMPARE(events.size(), size_t(2));
    QVERIFY(events[0].isDataCut);
    QVERIFY(events[0].data.size() <= EventStreamParser::maxDataBytes);
    QCOMPARE(events[1].data, QByteArray("y"));
    QVERIFY(!events[1].isDataCut);
}

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_eventstream.moc"
