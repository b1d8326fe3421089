// SPDX-License-Identifier: MIT
#include "decode/linesdecoder.h"
#include "decode/unknowndecoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;

class TestLinesDecoder : public QObject
{
    Q_OBJECT
private slots:
    void lines_data();
    void lines();
    void places();
    void tooLong();
    void gap();
    void datagrams();
    void wishes();
    void sniff_data();
    void sniff();
    void torture();
    void unknown();
};

void TestLinesDecoder::lines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("expected");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList();
    QTest::newRow("LF") << QByteArray("a\n") << QByteArrayList{"a"};
    QTest::newRow("CR LF") << QByteArray("a\r\n") << QByteArrayList{"a"};
    QTest::newRow("two") << QByteArray("a\nbc\r\n") << QByteArrayList{"a", "bc"};
    QTest::newRow("empty lines") << QByteArray("\n\r\n\n") << QByteArrayList{"", "", ""};
    QTest::newRow("no end") << QByteArray("a\nb") << QByteArrayList{"a", "b"};
    QTest::newRow("lone CR stays") << QByteArray("a\rb\n") << QByteArrayList{"a\rb"};
    QTest::newRow("CR at the end") << QByteArray("a\r") << QByteArrayList{"a\r"};
    QTest::newRow("binary") << QByteArray("\xff\0\n", 3) << QByteArrayList{QByteArray("\xff\0", 2)};
}

void TestLinesDecoder::lines()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, expected);
    for (const qsizetype step : {1, 2, 1000}) {
        const Messages messages = decode<LinesDecoder>({}, everything(), {sent(bytes)}, step);
        QByteArrayList texts;
        qint64 end = 0;
        for (const DecodedMessage& message : messages) {
            texts.append(values(message, "line.text"));
            QCOMPARE(message.content, texts.last());
            QCOMPARE(message.range.offset, end);
            QVERIFY(!message.problem);
            end = message.range.end();
        }
        QCOMPARE(texts, expected);
        QCOMPARE(end, bytes.size());
    }
}

void TestLinesDecoder::places()
{
    const Messages messages = decode<LinesDecoder>({}, everything(), {sent("ab\r\ncd\n")});
    QCOMPARE(messages.at(1).range, (ByteRange{4, 3}));
    QCOMPARE(messages.at(1).fields.at(0).range, (ByteRange{4, 2}));
    QCOMPARE(messages.at(1).info, QStringLiteral("cd"));
    QCOMPARE(messages.at(1).protocol, Protocol::Lines);
}

void TestLinesDecoder::tooLong()
{
    const QByteArray bytes = QByteArray(limits::lineBytes + 5, 'x') + "\ny\n";
    for (const qsizetype step : {qsizetype{1}, qsizetype{1000}, bytes.size()}) {
        const Messages messages = decode<LinesDecoder>({}, everything(), {sent(bytes)}, step);
        QCOMPARE(messages.size(), 3U);
        QVERIFY(messages[0].problem);
        QCOMPARE(messages[0].range.length, qint64{limits::lineBytes});
        QCOMPARE(messages[1].content, QByteArray("xxxxx"));
        QVERIFY(!messages[1].problem);
        QCOMPARE(messages[2].content, QByteArray("y"));
    }
}

void TestLinesDecoder::gap()
{
    const Messages messages =
        decode<LinesDecoder>({}, everything(), {sent("abc"), {Direction::Sent, "f\n", 2}, received("r\n")});
    QCOMPARE(messages.size(), 3U);
    QCOMPARE(messages[0].content, QByteArray("abc"));
    QVERIFY(messages[0].problem && !messages[0].isContentWhole);
    QCOMPARE(messages[0].problem->offset, 3);
    QCOMPARE(messages[1].range, (ByteRange{5, 2}));
    QVERIFY(!messages[1].problem);
    QCOMPARE(messages[2].direction, Direction::Received);
}

void TestLinesDecoder::datagrams()
{
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    const Messages messages =
        decode<LinesDecoder>(facts, everything(), {sent("a\nb"), sent(""), sent("c\n")});
    QCOMPARE(messages.size(), 4U);
    QCOMPARE(messages[1].range, (ByteRange{2, 1}));
    QCOMPARE(messages[2].range, (ByteRange{0, 0}));
    QCOMPARE(messages[3].content, QByteArray("c"));
}

void TestLinesDecoder::wishes()
{
    const Messages bare = decode<LinesDecoder>({}, {}, {sent("abc\n")});
    QCOMPARE(bare.size(), 1U);
    QVERIFY(bare[0].fields.empty() && bare[0].info.isEmpty() && bare[0].content.isEmpty());
    DecodeWishes wishes;
    wishes.fields = {"line.text"};
    wishes.contentBytes = 2;
    const Messages one = decode<LinesDecoder>({}, wishes, {sent("abc\n")});
    QCOMPARE(values(one.at(0), "line.text"), QByteArray("abc"));
    QVERIFY(one[0].fields[0].label.isEmpty());
    QCOMPARE(one[0].content, QByteArray("ab"));
    QVERIFY(!one[0].isContentWhole);
}

void TestLinesDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Sniff>("expected");
    QTest::newRow("nothing") << QByteArray() << Sniff::NeedMore;
    QTest::newRow("a line") << QByteArray("hello\r\n\1") << Sniff::Yes;
    QTest::newRow("part") << QByteArray("hello") << Sniff::NeedMore;
    QTest::newRow("UTF-8") << QByteArray("\xc3\xa9\n") << Sniff::Yes;
    QTest::newRow("cut character") << QByteArray("\xc3") << Sniff::NeedMore;
    QTest::newRow("not UTF-8") << QByteArray("\xff\n") << Sniff::No;
    QTest::newRow("binary") << QByteArray("ab\1\n") << Sniff::No;
    QTest::newRow("no end") << QByteArray(limits::lineBytes, 'x') << Sniff::No;
}

void TestLinesDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Sniff, expected);
    QCOMPARE(LinesDecoder::sniff(bytes, Direction::Sent, {}), expected);
}

void TestLinesDecoder::torture()
{
    QCOMPARE(tortured<LinesDecoder>({}, {sent("one\r\ntwo\n"), received("three\nfour")}), QString());
}

void TestLinesDecoder::unknown()
{
    const Messages messages = decode<UnknownDecoder>(
        {}, everything(), {sent("ab"), received("c"), {Direction::Sent, "de", 10}, sent(""), sent("f")});
    QCOMPARE(messages.size(), 4U);
    QCOMPARE(messages[2].range, (ByteRange{12, 2}));
    QCOMPARE(messages[3].range, (ByteRange{14, 1}));
    QCOMPARE(messages[0].content, QByteArray("ab"));
    QVERIFY(messages[0].fields.empty() && !messages[0].problem);
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    const Messages datagrams = decode<UnknownDecoder>(facts, everything(), {sent("ab"), sent(""), sent("c")});
    QCOMPARE(datagrams.size(), 3U);
    QCOMPARE(datagrams[2].range, (ByteRange{0, 1}));
    QCOMPARE(UnknownDecoder::sniff({}, Direction::Sent, {}), Sniff::Yes);
}

QTEST_GUILESS_MAIN(TestLinesDecoder)
#include "tst_linesdecoder.moc"
