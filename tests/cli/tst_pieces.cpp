// SPDX-License-Identifier: MIT
#include "duration.h"
#include "eventprinter.h"
#include "eventqueue.h"
#include "exitcode.h"
#include "expectation.h"
#include "figures.h"
#include "hexdump.h"
#include "optionparser.h"
#include "outlet.h"
#include "query/jsonline.h"
#include "reportsink.h"
#include "support/pseudoterminal.h"
#include "terminaltext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace wl;
using namespace wl::cli;
using wl::test::PseudoTerminal;
using namespace std::chrono_literals;

class tst_pieces : public QObject
{
    Q_OBJECT
private slots:
    void terminalText_data();
    void terminalText();
    void terminalTextByteByByte_data() { terminalText_data(); }
    void terminalTextByteByByte();
    void harmless();
    void expectBytes_data();
    void expectBytes();
    void expectBytesByteByByte_data() { expectBytes_data(); }
    void expectBytesByteByByte();
    void expectRegex_data();
    void expectRegex();
    void regexGivesUp();
    void regexThatIsNone();
    void regexWindowIsBounded();
    void durations_data();
    void durations();
    void durationsRefused_data();
    void durationsRefused();
    void durationTexts();
    void figures();
    void hexDumps_data();
    void hexDumps();
    void jsonLines();
    void jsonOfAnyBytes();
    void options();
    void optionsRefused_data();
    void optionsRefused();
    void queueKeepsOrderAndWaitsForRelease();
    void queueIsBounded();
    void queueIsBoundedForTurningPoints();
    void printerForgetsWhatHasEnded_data();
    void printerForgetsWhatHasEnded();
    void sinkTellsOnlyWhatIsNeeded();
    void outletTellsAFullDisk();
    void outletTellsAGoneReader();
    void exitCodes();
};

void tst_pieces::terminalText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("plain") << QByteArray("hello\n\tworld") << QByteArray("hello\n\tworld");
    QTest::newRow("crlf") << QByteArray("a\r\nb\r\n") << QByteArray("a\nb\n");
    QTest::newRow("lone cr") << QByteArray("a\rb") << QByteArray("a\\rb");
    QTest::newRow("two cr") << QByteArray("\r\r\n") << QByteArray("\\r\n");
    QTest::newRow("last cr") << QByteArray("a\r") << QByteArray("a\\r");
    QTest::newRow("escape sequence") << QByteArray("\x1b[2J\x1b]0;x\x07")
                                     << QByteArray("\\x1b[2J\\x1b]0;x\\x07");
    QTest::newRow("nul") << QByteArray("a\0b", 3) << QByteArray("a\\0b");
    QTest::newRow("delete") << QByteArray("\x7f") << QByteArray("\\x7f");
    QTest::newRow("utf-8") << QByteArray("\u00e9\u20ac\U0001f600") << QByteArray("\u00e9\u20ac\U0001f600");
    QTest::newRow("c1") << QByteArray("\xc2\x9b"
                                      "31m")
                        << QByteArray("\\u{9b}31m");
    QTest::newRow("bidi override") << QByteArray("\u202e"
                                                 "abc")
                                   << QByteArray("\\u{202e}abc");
    QTest::newRow("line separator") << QByteArray("\u2028") << QByteArray("\\u{2028}");
    QTest::newRow("not utf-8") << QByteArray("\xff\xfe"
                                             "a")
                               << QByteArray("\\xff\\xfea");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf\xe0\x80\xaf")
                              << QByteArray("\\xc0\\xaf\\xe0\\x80\\xaf");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\\xed\\xa0\\x80");
    QTest::newRow("too large") << QByteArray("\xf4\x90\x80\x80") << QByteArray("\\xf4\\x90\\x80\\x80");
    QTest::newRow("five bytes") << QByteArray("\xf8\x88\x80\x80\x80")
                                << QByteArray("\\xf8\\x88\\x80\\x80\\x80");
    QTest::newRow("cut") << QByteArray("a\xe2\x82") << QByteArray("a\\xe2\\x82");
    QTest::newRow("cut, then text") << QByteArray("\xe2\x82"
                                                  "a\xac")
                                    << QByteArray("\\xe2\\x82a\\xac");
}

void tst_pieces::terminalText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    TerminalText escaper;
    QByteArray escaped = escaper.escape(bytes);
    escaped += escaper.end();
    QCOMPARE(escaped, text);
}

void tst_pieces::terminalTextByteByByte()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    TerminalText escaper;
    QByteArray escaped;
    for (const char byte : bytes)
        escaped += escaper.escape(QByteArrayView(&byte, 1));
    escaped += escaper.end();
    QCOMPARE(escaped, text);
}

void tst_pieces::harmless()
{
    QCOMPARE(harmlessLine(QStringLiteral("a\nb\x1b[1m\u202e\u00e9")),
             QStringLiteral("a\\nb\\x1b[1m\\u{202e}\u00e9"));
}

void tst_pieces::expectBytes_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("isMet");
    QTest::newRow("there") << QByteArray("PONG") << QByteArray("xxPONGxx") << true;
    QTest::newRow("whole") << QByteArray("PONG") << QByteArray("PONG") << true;
    QTest::newRow("not there") << QByteArray("PONG") << QByteArray("PING PON") << false;
    QTest::newRow("nothing came") << QByteArray("PONG") << QByteArray() << false;
    QTest::newRow("one byte") << QByteArray("\0", 1) << QByteArray("ab\0", 3) << true;
    QTest::newRow("overlapping beginnings") << QByteArray("aab") << QByteArray("aaab") << true;
    QTest::newRow("not text") << QByteArray("\xff\x00\xfe", 3) << QByteArray("\x00\xff\x00\xfe\x01", 5)
                              << true;
}

void tst_pieces::expectBytes()
{
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, stream);
    QFETCH(bool, isMet);
    Expectation expectation = Expectation::forBytes(expected);
    expectation.feed(stream);
    QCOMPARE(expectation.verdict() == Expectation::Verdict::Met, isMet);
}

void tst_pieces::expectBytesByteByByte()
{
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, stream);
    QFETCH(bool, isMet);
    Expectation expectation = Expectation::forBytes(expected);
    for (const char byte : stream)
        expectation.feed(QByteArrayView(&byte, 1));
    QCOMPARE(expectation.verdict() == Expectation::Verdict::Met, isMet);
}

void tst_pieces::expectRegex_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("isMet");
    QTest::newRow("there") << QStringLiteral("P.NG \\d+") << QByteArray("PONG 42") << true;
    QTest::newRow("not there") << QStringLiteral("^PONG") << QByteArray("a PONG") << false;
    QTest::newRow("lines") << QStringLiteral("(?m)^two$") << QByteArray("one\ntwo\n") << true;
    QTest::newRow("utf-8") << QStringLiteral("\u00e9") << QByteArray("caf\u00e9") << true;
    QTest::newRow("options of the user") << QStringLiteral("(?i)pong") << QByteArray("PONG") << true;
}

void tst_pieces::expectRegex()
{
    QFETCH(QString, pattern);
    QFETCH(QByteArray, stream);
    QFETCH(bool, isMet);
    auto expectation = Expectation::forRegex(pattern);
    QVERIFY(expectation);
    for (const char byte : stream)
        expectation->feed(QByteArrayView(&byte, 1));
    QCOMPARE(expectation->verdict() == Expectation::Verdict::Met, isMet);
}

void tst_pieces::regexGivesUp()
{
    auto expectation = Expectation::forRegex(QStringLiteral("(a+)+$"));
    QVERIFY(expectation);
    expectation->feed(QByteArray(40, 'a') + 'b');
    QCOMPARE(expectation->verdict(), Expectation::Verdict::GaveUp);
}

void tst_pieces::regexThatIsNone()
{
    const auto expectation = Expectation::forRegex(QStringLiteral("ab(c"));
    QVERIFY(!expectation);
    QCOMPARE(expectation.error().code, ErrorCode::BadOption);
    QVERIFY2(expectation.error().detail.contains(QLatin1String("character 5")),
             qPrintable(expectation.error().detail));
}

void tst_pieces::regexWindowIsBounded()
{
    auto expectation = Expectation::forRegex(QStringLiteral("needle"));
    QVERIFY(expectation);
    const QByteArray hay(Expectation::windowBytes, 'h');
    for (int i = 0; i < 8; ++i) {
        expectation->feed(hay);
        QCOMPARE(expectation->verdict(), Expectation::Verdict::Open);
    }
    expectation->feed("nee");
    QCOMPARE(expectation->verdict(), Expectation::Verdict::Open);
    expectation->feed("dle");
    QCOMPARE(expectation->verdict(), Expectation::Verdict::Met);
}

void tst_pieces::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("microseconds");
    QTest::newRow("us") << QStringLiteral("250us") << qint64(250);
    QTest::newRow("ms") << QStringLiteral("500ms") << qint64(500'000);
    QTest::newRow("s") << QStringLiteral("2s") << qint64(2'000'000);
    QTest::newRow("fraction") << QStringLiteral("1.5s") << qint64(1'500'000);
    QTest::newRow("m") << QStringLiteral("1m") << qint64(60'000'000);
    QTest::newRow("h") << QStringLiteral("2h") << qint64(7'200'000'000);
    QTest::newRow("0") << QStringLiteral("0") << qint64(0);
}

void tst_pieces::durations()
{
    QFETCH(QString, text);
    QFETCH(qint64, microseconds);
    const auto parsed = parseDuration(text);
    QVERIFY(parsed);
    QCOMPARE(parsed->count(), microseconds);
}

void tst_pieces::durationsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "5", "s", "ms", "-1s", "1e3s", "1,5s", "inf s", "nans", "1 s", "2x", "1001h", "0x5s"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_pieces::durationsRefused()
{
    QFETCH(QString, text);
    const auto parsed = parseDuration(text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::BadOption);
}

void tst_pieces::durationTexts()
{
    QCOMPARE(durationText(350us), QStringLiteral("350 µs"));
    QCOMPARE(durationText(1234us), QStringLiteral("1.23 ms"));
    QCOMPARE(durationText(12345us), QStringLiteral("12.3 ms"));
    QCOMPARE(durationText(2500ms), QStringLiteral("2.50 s"));
}

void tst_pieces::figures()
{
    QCOMPARE(grouped(1'234'567), QStringLiteral("1,234,567"));
    QCOMPARE(counted(1, QStringLiteral("record")), QStringLiteral("1 record"));
    QCOMPARE(counted(0, QStringLiteral("record")), QStringLiteral("0 records"));
}

void tst_pieces::hexDumps_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<QByteArray>("dump");
    QTest::newRow("empty") << QByteArray() << quint64(0) << QByteArray();
    QTest::newRow("short") << QByteArray("hi\n") << quint64(0)
                           << QByteArray(
                                  "00000000  68 69 0a                                          |hi.|\n");
    QTest::newRow("line and one")
        << QByteArray("0123456789abcdef\xff") << quint64(16)
        << QByteArray("00000010  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
                      "00000020  ff                                                |.|\n");
    QTest::newRow("far") << QByteArray("a") << quint64(0x123456789a)
                         << QByteArray(
                                "00123456789a  61                                                |a|\n");
}

void tst_pieces::hexDumps()
{
    QFETCH(QByteArray, bytes);
    QFETCH(quint64, offset);
    QFETCH(QByteArray, dump);
    QCOMPARE(hexDump(bytes, offset), dump);
}

void tst_pieces::jsonLines()
{
    JsonLine line;
    line.add("b", qint64(-5))
        .add("a", QStringLiteral("x\"\\\n\x1b\u00e9"))
        .add("t", true)
        .addHex("h", "\x01\xff");
    line.addRaw("r", "[1]").add("d", 0.5);
    QCOMPARE(line.line(), QByteArray("{\"b\":-5,\"a\":\"x\\\"\\\\\\n\\u001b\u00e9\",\"t\":true,\"h\":"
                                     "\"01ff\",\"r\":[1],\"d\":0.5}\n"));
    QCOMPARE(JsonLine().line(), QByteArray("{}\n"));
}

void tst_pieces::jsonOfAnyBytes()
{
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += char(byte);
    JsonLine line;
    const QByteArray text = line.addText("text", all).addHex("hex", all).line();
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(text, &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(QByteArray::fromHex(object.value(QLatin1String("hex")).toString().toLatin1()), all);
    QCOMPARE(object.value(QLatin1String("text")).toString(), QString::fromUtf8(all));
    for (const char byte : text)
        QVERIFY(byte == '\n' || quint8(byte) >= 0x20);
}

namespace {

OptionParser makeParser()
{
    OptionParser parser(QStringLiteral("test"), QStringLiteral("X"), QStringLiteral("Tests."));
    parser.add(QStringLiteral("-o, --output"), QStringLiteral("FILE"), QStringLiteral("where"));
    parser.add(QStringLiteral("-q, --quiet"), {}, QStringLiteral("less"));
    return parser;
}

} // namespace

void tst_pieces::options()
{
    OptionParser parser = makeParser();
    QVERIFY(parser.parse({QStringLiteral("a"), QStringLiteral("-ofile"), QStringLiteral("--output=b=c"),
                          QStringLiteral("-o"), QStringLiteral("--quiet"), QStringLiteral("-"),
                          QStringLiteral("-q"), QStringLiteral("--"), QStringLiteral("-x")}));
    QCOMPARE(parser.values(QStringLiteral("--output")),
             (QStringList{QStringLiteral("file"), QStringLiteral("b=c"), QStringLiteral("--quiet")}));
    QCOMPARE(parser.value(QStringLiteral("-o")), QStringLiteral("--quiet"));
    QVERIFY(parser.isSet(QStringLiteral("--quiet")));
    QCOMPARE(parser.positionals(),
             (QStringList{QStringLiteral("a"), QStringLiteral("-"), QStringLiteral("-x")}));
}

void tst_pieces::optionsRefused_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown") << QStringList{QStringLiteral("--what")};
    QTest::newRow("unknown short") << QStringList{QStringLiteral("-x")};
    QTest::newRow("joined switches") << QStringList{QStringLiteral("-qq")};
    QTest::newRow("no value") << QStringList{QStringLiteral("--output")};
    QTest::newRow("a value too many") << QStringList{QStringLiteral("--quiet=yes")};
}

void tst_pieces::optionsRefused()
{
    QFETCH(QStringList, words);
    OptionParser parser = makeParser();
    const auto parsed = parser.parse(words);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::BadOption);
    QVERIFY(parsed.error().detail.contains(words.constFirst().section(u'=', 0, 0)));
}

void tst_pieces::queueKeepsOrderAndWaitsForRelease()
{
    EventQueue queue;
    TrafficEvent event;
    event.bytes = "second";
    queue.push(event);
    QByteArrayList taken;
    std::thread taker([&] {
        for (auto events = queue.take(); !events.empty(); events = queue.take()) {
            for (const TrafficEvent& one : events)
                taken.append(one.bytes);
        }
    });
    event.bytes = "first";
    queue.release({event});
    event.bytes = "third";
    queue.push(event);
    queue.close();
    taker.join();
    QCOMPARE(taken, (QByteArrayList{"first", "second", "third"}));
}

void tst_pieces::queueIsBounded()
{
    EventQueue queue;
    TrafficEvent event;
    event.kind = TrafficEvent::Kind::Data;
    event.bytes = QByteArray(1024 * 1024, 'x');
    QVERIFY(!queue.isCongested());
    for (int i = 0; i < 100; ++i)
        queue.push(event);
    QVERIFY(queue.isCongested());
    QVERIFY(queue.droppedCount() > 0);
    // Words, and the end of what was told, are never dropped.
    event.kind = TrafficEvent::Kind::Closed;
    const auto before = queue.droppedCount();
    queue.push(event);
    event.kind = TrafficEvent::Kind::Words;
    queue.push(event);
    QCOMPARE(queue.droppedCount(), before);
    queue.close();
    QCOMPARE(quint64(queue.take().size()) + before, 102U);
    QVERIFY(!queue.isCongested());
}

void tst_pieces::queueIsBoundedForTurningPoints()
{
    // Clients that come and go while nobody reads: what the printer knows ends, the rest is only counted.
    EventQueue queue;
    ReportSink sink(nullptr, queue, ReportNeeds{false, true, true});
    const ConnectionId known = sink.addConnection({});
    constexpr quint64 clients = 300'000;
    for (quint64 i = 0; i < clients; ++i) {
        const ConnectionId id = sink.addConnection({});
        sink.event(id, RecordKind::Opened, Direction::Received, now(), {});
        sink.event(id, RecordKind::Closed, Direction::Received, now(), {});
    }
    sink.event(known, RecordKind::Closed, Direction::Received, now(), {});
    QVERIFY(queue.droppedCount() > clients);
    queue.close();
    const auto events = queue.take();
    QVERIFY(qint64(events.size() * sizeof(TrafficEvent)) <= EventQueue::fullBytes);
    QCOMPARE(events.back().conn, known);
    QCOMPARE(events.back().kind, TrafficEvent::Kind::Closed);
}

void tst_pieces::printerForgetsWhatHasEnded_data()
{
    QTest::addColumn<RecordKind>("end");
    QTest::newRow("closed") << RecordKind::Closed;
    QTest::newRow("reset") << RecordKind::Reset;
    QTest::newRow("failed") << RecordKind::Failed;
}

void tst_pieces::printerForgetsWhatHasEnded()
{
    // Quiet, and on a terminal: what is held back of a character comes when its connection ends.
    QFETCH(RecordKind, end);
    PseudoTerminal terminal;
    Outlet out(terminal.openOtherEnd());
    Outlet words(-1);
    EventPrinter printer(PrintFormat::Text, true, out, words);
    EventQueue queue;
    ReportSink sink(nullptr, queue, ReportNeeds{false, true, false});
    const ConnectionId id = sink.addConnection({});
    sink.data(id, Direction::Received, now(), "a\xe2");
    sink.event(id, end, Direction::Received, now(), {});
    queue.close();
    for (const TrafficEvent& event : queue.take())
        printer.print(event);
    out.flush();
    QTRY_COMPARE(terminal.read(), QByteArray("a\\xe2"));
}

void tst_pieces::sinkTellsOnlyWhatIsNeeded()
{
    EventQueue queue;
    ReportSink sink(nullptr, queue, ReportNeeds{});
    const ConnectionId first = sink.addConnection({});
    const ConnectionId second = sink.addConnection({});
    QVERIFY(first != second);
    sink.data(first, Direction::Received, now(), "abc");
    sink.data(second, Direction::Sent, now(), "de");
    sink.event(first, RecordKind::Closed, Direction::Sent, now(), {});
    sink.kernelDropped(EndpointId(0), 5);
    QCOMPARE(sink.totals().bytesIn.load(), 3U);
    QCOMPARE(sink.totals().bytesOut.load(), 2U);
    QCOMPARE(sink.totals().datagramsDropped.load(), 5U);
    queue.close();
    QVERIFY(queue.take().empty());

    EventQueue full;
    ReportSink teller(nullptr, full, ReportNeeds{false, true, false});
    const ConnectionId id = teller.addConnection({});
    teller.data(id, Direction::Received, now(), "abc");
    teller.data(id, Direction::Sent, now(), "de");
    teller.event(id, RecordKind::Closed, Direction::Sent, now(), {});
    full.close();
    const auto events = full.take();
    QCOMPARE(events.size(), size_t(3)); // the connection's facts, what was received, and its end
    QCOMPARE(events.at(1).bytes, QByteArray("abc"));
}

void tst_pieces::outletTellsAFullDisk()
{
    const int fd = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(fd >= 0);
    Outlet outlet(fd);
    outlet.write("abc");
    QVERIFY(!outlet.isBroken());
    outlet.flush();
    QVERIFY(outlet.isBroken());
    QVERIFY(!outlet.isReaderGone());
    QCOMPARE(outlet.errorNumber(), ENOSPC);
    ::close(fd);
}

void tst_pieces::outletTellsAGoneReader()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    ::close(ends[0]);
    ::signal(SIGPIPE, SIG_IGN);
    Outlet outlet(ends[1]);
    outlet.write(QByteArray(100'000, 'x'));
    QVERIFY(outlet.isReaderGone());
    ::close(ends[1]);
}

void tst_pieces::exitCodes()
{
    QCOMPARE(exitCodeOf({ErrorCode::BadOption, {}, 0}), WrongUsage);
    QCOMPARE(exitCodeOf({ErrorCode::ConnectionRefused, {}, 0}), NetworkFailed);
    QCOMPARE(exitCodeOf({ErrorCode::CertificateExpired, {}, 0}), NetworkFailed);
    QCOMPARE(exitCodeOf({ErrorCode::DiskFull, {}, 0}), FileFailed);
    QCOMPARE(exitCodeOf({}), Done);
}

QTEST_GUILESS_MAIN(tst_pieces)
#include "tst_pieces.moc"
