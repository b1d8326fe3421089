// SPDX-License-Identifier: MIT
#include "payload/framer.h"

#include <QtTest>

using namespace wl;
using namespace std::chrono_literals;

class TestFramer : public QObject
{
    Q_OBJECT
private slots:
    void frames_data();
    void frames();
    void noneKeepsPieces();
    void idleGap();
    void idleGapTooLarge();
    void resetForgets();
    void badRules_data();
    void badRules();
    void longStreamOfSmallPieces();
};

namespace {

FrameRule delimited(const char* delimiter, bool keep = false, qint64 max = 10)
{
    FrameRule rule{.kind = FrameRule::Kind::Delimiter};
    rule.delimiter = delimiter;
    rule.keepDelimiter = keep;
    rule.maxMessageBytes = max;
    return rule;
}

FrameRule prefixed(int bytes, bool big, bool itself = false, bool keep = false, qint64 max = 300)
{
    FrameRule rule{.kind = FrameRule::Kind::LengthPrefix};
    rule.prefixBytes = bytes;
    rule.bigEndian = big;
    rule.includesItself = itself;
    rule.keepPrefix = keep;
    rule.maxMessageBytes = max;
    return rule;
}

FrameRule fixed(int length)
{
    FrameRule rule{.kind = FrameRule::Kind::FixedLength};
    rule.length = length;
    return rule;
}

} // namespace

void TestFramer::frames_data()
{
    QTest::addColumn<FrameRule>("rule");
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QList<QByteArray>>("messages");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<int>("error"); // ErrorCode

    using List = QList<QByteArray>;
    const auto row = [](const char* name, const FrameRule& rule, const QByteArray& stream,
                        const List& messages, const QByteArray& rest = {},
                        ErrorCode error = ErrorCode::None) {
        QTest::newRow(name) << rule << stream << messages << rest << int(error);
    };
    row("nothing", delimited("\n"), "", {});
    row("lines", delimited("\n"), "a\nbc\n", {"a", "bc"});
    row("empty lines", delimited("\n"), "\n\n", {"", ""});
    row("rest", delimited("\n"), "a\nbc", {"a"}, "bc");
    row("kept", delimited("\r\n", true), "a\r\n\r\n", {"a\r\n", "\r\n"});
    row("half delimiter", delimited("\r\n"), "a\rb\r\nc\r", {"a\rb"}, "c\r");
    row("overlapping delimiter", delimited("aab"), "aaab", {"a"});
    row("line at the limit", delimited("\n"), "0123456789\nx", {"0123456789"}, "x");
    row("limit, long delimiter", delimited("\r\n"), "0123456789\r\nx", {"0123456789"}, "x");
    row("line over the limit", delimited("\n"), "ok\n0123456789x\n", {"ok"}, {}, ErrorCode::TooLarge);
    row("endless line", delimited("\r\n"), QByteArray(100, 'x'), {}, {}, ErrorCode::TooLarge);

    row("fixed", fixed(3), "abcdefgh", {"abc", "def"}, "gh");
    row("fixed 1", fixed(1), "abc", {"a", "b", "c"});

    row("u8", prefixed(1, true),
        QByteArray("\x01"
                   "a\x00\x02"
                   "bc",
                   6),
        {"a", "", "bc"});
    row("u16 be", prefixed(2, true), QByteArray("\x00\x02hi\x00", 5), {"hi"}, QByteArray(1, '\0'));
    row("u16 le", prefixed(2, false), QByteArray("\x02\x00hi", 4), {"hi"});
    row("u32 be", prefixed(4, true), QByteArray("\0\0\0\x02hi\0\0\0\x05hel", 13), {"hi"},
        QByteArray("\0\0\0\x05hel", 7));
    row("u32 le", prefixed(4, false), QByteArray("\x02\0\0\0hi", 6), {"hi"});
    row("itself", prefixed(2, true, true), QByteArray("\x00\x04hi\x00\x02", 6), {"hi", ""});
    row("kept prefix", prefixed(2, true, true, true), QByteArray("\x00\x04hi", 4),
        {QByteArray("\x00\x04hi", 4)});
    row("smaller than itself", prefixed(2, true, true), QByteArray("\x00\x04hi\x00\x01zz", 8), {"hi"}, {},
        ErrorCode::BadFraming);
    row("at the limit", prefixed(2, true), QByteArray("\x01\x2c") + QByteArray(300, 'x'),
        {QByteArray(300, 'x')});
    row("over the limit", prefixed(2, true), QByteArray("\x01\x2d") + QByteArray(300, 'x'), {}, {},
        ErrorCode::TooLarge);
    row("4 GiB", prefixed(4, true), QByteArray("\xff\xff\xff\xff"), {}, {}, ErrorCode::TooLarge);
}

void TestFramer::frames()
{
    QFETCH(FrameRule, rule);
    QFETCH(QByteArray, stream);
    QFETCH(QList<QByteArray>, messages);
    QFETCH(QByteArray, rest);
    QFETCH(int, error);

    for (const qsizetype step : {stream.size(), qsizetype(1), qsizetype(2), qsizetype(3)}) {
        auto framer = Framer::make(rule);
        QVERIFY(framer);
        QList<QByteArray> got;
        for (qsizetype i = 0; i < stream.size(); i += std::max<qsizetype>(1, step))
            got += framer->push(stream.mid(i, step));
        QCOMPARE(got, messages);
        QCOMPARE(int(framer->error() ? framer->error()->code : ErrorCode::None), error);
        if (error == 0) {
            QCOMPARE(framer->pendingBytes(), rest.size());
            QCOMPARE(framer->flush().value_or(QByteArray()), rest);
        }
        QCOMPARE(framer->push(error == 0 ? "" : "more\n").size(), 0);
    }
}

void TestFramer::noneKeepsPieces()
{
    auto framer = Framer::make({});
    QVERIFY(framer);
    QCOMPARE(framer->push("ab"), QList<QByteArray>{"ab"});
    QCOMPARE(framer->push("c"), QList<QByteArray>{"c"});
    QVERIFY(framer->push("").isEmpty());
    QVERIFY(!framer->flush());
}

void TestFramer::idleGap()
{
    FrameRule rule{.kind = FrameRule::Kind::IdleGap};
    rule.idleGap = 50ms;
    auto framer = Framer::make(rule);
    QVERIFY(framer);
    const auto at = [](qint64 ms) { return Timestamp{1'000'000'000 + ms * 1'000'000}; };
    QVERIFY(framer->push("a", at(0)).isEmpty());
    QVERIFY(framer->push("b", at(49)).isEmpty());
    QVERIFY(framer->push("c", at(98)).isEmpty());
    QCOMPARE(framer->push("d", at(148)), QList<QByteArray>{"abc"});
    QCOMPARE(framer->flush().value_or(QByteArray()), "d");
    QVERIFY(framer->push("e", at(500)).isEmpty());
    QCOMPARE(framer->flush().value_or(QByteArray()), "e");
    QVERIFY(!framer->flush());
}

void TestFramer::idleGapTooLarge()
{
    FrameRule rule{.kind = FrameRule::Kind::IdleGap};
    rule.maxMessageBytes = 4;
    auto framer = Framer::make(rule);
    QVERIFY(framer->push("abcd", Timestamp{1}).isEmpty());
    QVERIFY(!framer->error());
    QVERIFY(framer->push("e", Timestamp{2}).isEmpty());
    QVERIFY(framer->error());
    QCOMPARE(framer->error()->code, ErrorCode::TooLarge);
}

void TestFramer::resetForgets()
{
    auto framer = Framer::make(delimited("\n"));
    QVERIFY(framer->push(QByteArray(20, 'x')).isEmpty());
    QVERIFY(framer->error());
    framer->reset();
    QVERIFY(!framer->error());
    QCOMPARE(framer->push("y\n"), QList<QByteArray>{"y"});
}

void TestFramer::badRules_data()
{
    QTest::addColumn<FrameRule>("rule");
    QTest::newRow("empty delimiter") << delimited("");
    QTest::newRow("fixed 0") << fixed(0);
    QTest::newRow("fixed -1") << fixed(-1);
    QTest::newRow("prefix 3") << prefixed(3, true);
    QTest::newRow("prefix 0") << prefixed(0, true);
    QTest::newRow("limit 0") << delimited("\n", false, 0);
    QTest::newRow("no gap") << FrameRule{.kind = FrameRule::Kind::IdleGap, .idleGap = 0ms};
}

void TestFramer::badRules()
{
    QFETCH(FrameRule, rule);
    const auto framer = Framer::make(rule);
    QVERIFY(!framer);
    QCOMPARE(framer.error().code, ErrorCode::BadOption);
    QVERIFY(!framer.error().detail.isEmpty());
}

void TestFramer::longStreamOfSmallPieces()
{
    // One byte at a time over a megabyte without a delimiter: what was searched is not searched again.
    auto framer = Framer::make(delimited("\r\n", false, 1 << 20));
    QVERIFY(framer);
    for (int i = 0; i < 1 << 20; ++i)
        QVERIFY(framer->push("x").isEmpty());
    QCOMPARE(framer->push("\r\n").value(0).size(), 1 << 20);
}

QTEST_GUILESS_MAIN(TestFramer)
#include "tst_framer.moc"
