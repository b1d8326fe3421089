// SPDX-License-Identifier: MIT
#include "support/conversation.h"

#include "base/limits.h"
#include "decode/jsondecoder.h"

#include <QtTest>

using namespace wl;
using namespace wl::test;

namespace {

ConversationFacts json()
{
    ConversationFacts facts;
    facts.decodeAs = Protocol::Json;
    return facts;
}

DecodeWishes contentOnly()
{
    DecodeWishes wishes;
    wishes.contentBytes = 1000;
    return wishes;
}

} // namespace

class TestJsonDecoder : public QObject
{
    Q_OBJECT
private slots:
    void messages_data();
    void messages();
    void sniff_data();
    void sniff();
    void tree();
    void treeIsBounded();
    void datagrams();
    void longTextIsKeptInPart();
    void deepTexts();
};

void TestJsonDecoder::messages_data()
{
    QTest::addColumn<Conversation>("conversation");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char* name, const QByteArray& bytes, const QByteArrayList& expected) {
        QTest::newRow(name) << Conversation{sent(bytes)} << expected;
    };
    row("nothing", "", {});
    row("blanks", " \n\r\t ", {});
    row("one line", "{\"a\":1}\n", {"> 0+7  {{\"a\":1}}"});
    row("lines", "{\"a\":1}\n[2]\r\n{}\n", {"> 0+7  {{\"a\":1}}", "> 8+3  {[2]}", "> 13+2  {{}}"});
    row("no line ends", "{\"a\":1}[2] {}", {"> 0+7  {{\"a\":1}}", "> 7+3  {[2]}", "> 11+2  {{}}"});
    row("several lines", "{\n \"a\": [1,\n 2]\n}\n[\n]",
        {"> 0+17  {{\n \"a\": [1,\n 2]\n}}", "> 18+3  {[\n]}"});
    row("scalars", "1\n\"a\\\"b\" true\nnull",
        {"> 0+1  {1}", "> 2+6  {\"a\\\"b\"}", "> 9+4  {true}", "> 14+4  {null}"});
    row("brackets in strings", R"({"a}]":"[{"})", {R"(> 0+12  {{"a}]":"[{"}})"});
    row("cut",
        "[1]\n{\"a\":", {"> 0+3  {[1]}", "> 4+5  {{\"a\":} ! line 1, column 6: the text ends too early @ 9"});
    row("cut in a string", "[\"a",
        {"> 0+3  {[\"a} ! line 1, column 2: this string has no closing quote @ 1"});
    row("wrong word", "nul1\n2",
        {"> 0+4  {nul1} ! line 1, column 1: only true, false and null are words of JSON @ 0", "> 5+1  {2}"});
    row("text between", "[1]\nhello, you\n[2]\n",
        {"> 0+3  {[1]}", "> 4+5  {hello} ! line 1, column 1: a value is expected @ 4",
         "> 9+5  {, you} ! line 1, column 1: a value is expected @ 9", "> 15+3  {[2]}"});
    row("wrong inside of a line", "{\"a\" 1}\n[2]\n",
        {"> 0+7  {{\"a\" 1}} ! line 1, column 6: a colon is expected @ 5", "> 8+3  {[2]}"});
    row("open line", "{\"a\":1\n{\"b\":2}\n[3]",
        {"> 0+6  {{\"a\":1} ! line 1, column 7: the text ends too early @ 6", "> 7+7  {{\"b\":2}}",
         "> 15+3  {[3]}"});
    row("open string", "{\"a\":\"x\n{\"b\":2}\n",
        {"> 0+7  {{\"a\":\"x} ! line 1, column 6: this string has no closing quote @ 5",
         "> 8+7  {{\"b\":2}}"});
    row("closed too often", "[1]]\n[2]",
        {"> 0+3  {[1]}", "> 3+1  {]} ! line 1, column 1: a value is expected @ 3", "> 5+3  {[2]}"});
    row("wrong bracket", "[1}\n[2]",
        {"> 0+3  {[1}} ! line 1, column 3: a comma or ] is expected @ 2", "> 4+3  {[2]}"});
    row("not UTF-8", "[\"\xff\"]\n1",
        {"> 0+5  {[\"\xff\"]} ! line 1, column 3: this is not UTF-8 @ 2", "> 6+1  {1}"});
    row("number", "[01]", {"> 0+4  {[01]} ! line 1, column 3: this is no number of JSON @ 2"});
    QTest::newRow("both directions") << Conversation{sent("[1"), received("{}"), sent(",2]"), received("3\n")}
                                     << QByteArrayList{"< 0+2  {{}}", "> 0+5  {[1,2]}", "< 2+1  {3}"};
    QTest::newRow("gap") << Conversation{sent("[1,"), {Direction::Sent, {}, 10}, sent("[2]")}
                         << QByteArrayList{"> 0+3  {[1,} ! 10 bytes are missing here @ 3", "> 13+3  {[2]}"};
}

void TestJsonDecoder::messages()
{
    QFETCH(Conversation, conversation);
    QFETCH(QByteArrayList, expected);
    QCOMPARE(shown(decoded(json(), contentOnly(), conversation)), expected);
    for (const qsizetype step : {1, 2, 3})
        QCOMPARE(shown(decoded(json(), contentOnly(), conversation, step)), expected);
}

void TestJsonDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("sniffed");
    const auto row = [](const char* bytes, Sniff sniffed) {
        QTest::newRow(bytes) << QByteArray(bytes) << int(sniffed);
    };
    row("", Sniff::NeedMore);
    row(" \n", Sniff::NeedMore);
    row("{", Sniff::NeedMore);
    row("{\"na", Sniff::NeedMore);
    row("{\"name\"", Sniff::NeedMore);
    row("{\"name\":", Sniff::Yes);
    row("{}", Sniff::Yes);
    row("[1", Sniff::NeedMore);
    row("[1,", Sniff::Yes);
    row("[[\"a\"]]", Sniff::Yes);
    row("[info] started", Sniff::No);
    row("[2024-01-01] started", Sniff::No);
    row("{x}", Sniff::No);
    row("12", Sniff::No);
    row("\"a\"", Sniff::No);
    row("HELO", Sniff::No);
}

void TestJsonDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QTEST(int(JsonDecoder::sniff(bytes, Direction::Sent, {})), "sniffed");
}

void TestJsonDecoder::tree()
{
    const auto all = decoded(json(), everything(), {sent("  {\"a\": [1, \"x\"], \"b\": {\"c\": null}}")});
    QCOMPARE(treeOf(all.at(0)), QByteArrayList({
                                    "{…} @ 2+33",
                                    "  a: […] @ 3+13",
                                    "    [0]: 1 @ 9+1",
                                    "    [1]: x @ 12+3",
                                    "  b: {…} @ 18+16",
                                    "    c: null @ 24+9",
                                }));
    QCOMPARE(std::get<qint64>(all[0].fields[2].value), 1);
    QCOMPARE(std::get<QByteArray>(all[0].fields[3].value), QByteArray("x"));
}

void TestJsonDecoder::treeIsBounded()
{
    const qsizetype depth = 100'000;
    const QByteArray deep = QByteArray("[").repeated(depth) + QByteArray("]").repeated(depth) + '\n';
    const QByteArray wide = '[' + QByteArray("1,").repeated(5000) + "1]\n";
    const QByteArray longKey = "{\"" + QByteArray(100'000, 'k') + "\":1}\n";
    const auto all = decoded(json(), everything(), {sent(deep + wide + longKey)});
    QCOMPARE(all.size(), size_t(3));
    QCOMPARE(all[0].fields.size(), size_t(limits::treeDepth + 1));
    QCOMPARE(all[0].fields.back().range.length, 2 * (depth - limits::treeDepth));
    QCOMPARE(all[1].fields.size(), size_t(limits::treeFields));
    QVERIFY(all[2].fields.back().label.size() < limits::labelBytes + 10);
    for (const DecodedMessage& message : all)
        QVERIFY(!message.problem);
}

void TestJsonDecoder::datagrams()
{
    ConversationFacts facts = json();
    facts.transport = Transport::Udp;
    QCOMPARE(shown(decoded(facts, contentOnly(), {sent("[1]"), sent("[2"), sent("{} 3")})),
             QByteArrayList({"> 0+3  {[1]}", "> 0+2  {[2} ! line 1, column 3: the text ends too early @ 2",
                             "> 0+2  {{}}", "> 3+1  {3}"}));
}

void TestJsonDecoder::longTextIsKeptInPart()
{
    const QByteArray text = "[\"" + QByteArray(limits::jsonMessageBytes, 'x') + "\"]";
    const auto all = decoded(json(), contentOnly(), {sent(text + "[2]")});
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[0].range.length, text.size());
    QCOMPARE(all[0].content.size(), 1000);
    QVERIFY(!all[0].isContentWhole);
    QCOMPARE(all[0].problem->offset, limits::jsonMessageBytes);
    QCOMPARE(shown(all[1]), "> " + QByteArray::number(text.size()) + "+3  {[2]}");
}

void TestJsonDecoder::deepTexts()
{
    const qsizetype depth = 100'000;
    const QByteArray open = QByteArray("{\"a\":[").repeated(depth / 2);
    const QByteArray close = QByteArray("]}").repeated(depth / 2);
    auto all = decoded(json(), contentOnly(), {sent(open + close + "[2]")});
    QCOMPARE(all.size(), size_t(2));
    QVERIFY(!all[0].problem);
    all = decoded(json(), contentOnly(), {sent(open)});
    QCOMPARE(all.size(), size_t(1));
    QCOMPARE(all[0].problem->offset, open.size());
}

QTEST_GUILESS_MAIN(TestJsonDecoder)
#include "tst_jsondecoder.moc"
