// SPDX-License-Identifier: MIT
#include "http/httpexchange.h"
#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/bodykind.h"
#include "ui/panes/http/textfinder.h"
#include "ui/panes/http/textindex.h"
#include "ui/panes/http/textline.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QtTest>

using namespace wl;

/// What the body views decide: lines of large texts, what a line shows, what is made of a body.
class TestHttpText : public QObject
{
    Q_OBJECT
private slots:
    void lines_data();
    void lines();
    void growsByteByByte();
    void manyLines();
    void indexIsCanceled();
    void lineText_data();
    void lineText();
    void spans_data();
    void spans();
    void kinds_data();
    void kinds();
    void prettyAndRaw_data();
    void prettyAndRaw();
    void rawContinuesItsIndex();
    void canceledJobsGiveNothing();
    void missingFileIsSaid();
    void find_data();
    void find();
    void findPatterns_data();
    void findPatterns();
    void badPatternsAreSaid();
};

namespace {

std::shared_ptr<BodyFile> bodyOf(const QByteArray& bytes)
{
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/tst-body-XXXXXX"));
    file.setAutoRemove(false);
    if (!file.open() || file.write(bytes) != bytes.size())
        return nullptr;
    return std::make_shared<BodyFile>(file.fileName());
}

QString shown(const TextIndex& index, QByteArrayView text)
{
    QStringList parts;
    for (const auto& line : index.lines(text, 0, index.lineCount()))
        parts << QStringLiteral("%1%2:%3+%4")
                     .arg(line.isFirst ? u"" : u"~")
                     .arg(line.number)
                     .arg(line.offset)
                     .arg(line.size);
    return parts.join(u' ');
}

TextIndex indexOf(QByteArrayView text)
{
    TextIndex index;
    index.extend(text);
    return index;
}

} // namespace

void TestHttpText::lines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QByteArray& text, const char* expected) {
        QTest::newRow(name) << text << QString::fromLatin1(expected);
    };
    const QByteArray full(TextIndex::maxLineBytes, 'x');
    row("empty", "", "1:0+0");
    row("one", "abc", "1:0+3");
    row("line end at the end", "abc\n", "1:0+3");
    row("two", "a\nb", "1:0+1 2:2+1");
    row("empty lines", "\n\n", "1:0+0 2:1+0");
    row("crlf", "a\r\n\r\nb", "1:0+1 2:3+0 3:5+1");
    row("lone cr stays", "a\rb\n", "1:0+3");
    row("full", full, "1:0+512");
    row("full with end", full + "\nb", "1:0+512 2:513+1");
    row("one more", full + "y", "1:0+512 ~1:512+1");
    row("one more with end", full + "y\nz", "1:0+512 ~1:512+1 2:514+1");
    row("crlf at the limit", full + "\r\nz", "1:0+512 ~1:512+0 2:514+1");
    row("character at the limit",
        QByteArray(511, 'x') + "\xe2\x82\xac"
                               "y",
        "1:0+511 ~1:511+4");
    row("no UTF-8 at the limit", QByteArray(600, '\x80'), "1:0+512 ~1:512+88");
}

void TestHttpText::lines()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const TextIndex index = indexOf(text);
    QCOMPARE(shown(index, text), expected);
    // Each byte belongs to the line that starts last before it.
    const auto all = index.lines(text, 0, index.lineCount());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const qint64 line = index.lineAt(text, at);
        QVERIFY(all[size_t(line)].offset <= at);
        QVERIFY(line + 1 == index.lineCount() || all[size_t(line) + 1].offset > at);
    }
    QVERIFY(index.lines(text, index.lineCount(), 1).empty());
    QVERIFY(index.lines(text, -1, 1).empty());
}

void TestHttpText::growsByteByByte()
{
    const QByteArray text = QByteArray(1300, 'x') + "\r\nab\xe2\x82\xac\n" + QByteArray(511, 'y') +
                            "\xe2\x82\xac" + QByteArray(600, '\n') + "end";
    TextIndex index;
    for (qsizetype size = 0; size <= text.size(); ++size) {
        QVERIFY(index.extend(text.first(size)));
        if (size % 97 == 0 || size == text.size())
            QCOMPARE(shown(index, text.first(size)), shown(indexOf(text.first(size)), text.first(size)));
    }
}

void TestHttpText::manyLines()
{
    QByteArray text;
    for (int i = 0; i < 10'000; ++i)
        text += "line " + QByteArray::number(i) + "\n";
    const TextIndex index = indexOf(text);
    QCOMPARE(index.lineCount(), 10'000);
    for (const int i : {0, 1, 63, 64, 65, 127, 128, 9'983, 9'984, 9'999}) {
        const auto line = index.lines(text, i, 1);
        QCOMPARE(line.size(), size_t(1));
        QCOMPARE(text.sliced(line[0].offset, line[0].size), "line " + QByteArray::number(i));
        QCOMPARE(line[0].number, i + 1);
        QCOMPARE(index.lineAt(text, line[0].offset), i);
        QCOMPARE(index.lineAt(text, line[0].offset + line[0].size), i);
    }
    QCOMPARE(index.lines(text, 9'990, 100).size(), size_t(10));
}

void TestHttpText::indexIsCanceled()
{
    std::stop_source source;
    source.request_stop();
    TextIndex index;
    QVERIFY(!index.extend(QByteArray(100'000, '\n'), source.get_token()));
}

void TestHttpText::lineText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("ascii") << QByteArray("ab\tc") << QStringLiteral("ab\tc");
    QTest::newRow("control") << QByteArray("a\0\x1b\x7f", 4) << QStringLiteral("a\u2400\u241B\u2421");
    QTest::newRow("euro") << QByteArray("x\xe2\x82\xacy") << QStringLiteral("x\u20ACy");
    QTest::newRow("smile") << QByteArray("\xf0\x9f\x99\x82!") << QStringLiteral("\U0001F642!");
    QTest::newRow("bad") << QByteArray("a\xff\xc3") << QStringLiteral("a\uFFFD\uFFFD");
    QTest::newRow("cut euro") << QByteArray("\xe2\x82") << QStringLiteral("\uFFFD\uFFFD");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QStringLiteral("\uFFFD\uFFFD\uFFFD");
    QTest::newRow("itself") << QByteArray("\xef\xbf\xbd.") << QStringLiteral("\uFFFD.");
    QTest::newRow("nothing") << QByteArray() << QString();
}

void TestHttpText::lineText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const TextLine line = TextLine::decode(bytes);
    QCOMPARE(line.text, text);
    QCOMPARE(line.byteAt.size(), size_t(text.size()) + 1);
    QCOMPARE(line.byteAt.back(), int(bytes.size()));
    QVERIFY(std::is_sorted(line.byteAt.begin(), line.byteAt.end()));
    QCOMPARE(line.unitAt(bytes.size()), int(text.size()));
}

void TestHttpText::spans_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    QTest::newRow("member") << QStringLiteral("  \"a\": \"b\",") << QStringLiteral("N2+3 S7+3");
    QTest::newRow("number") << QStringLiteral("\"a\": -1.5e+3,") << QStringLiteral("N0+3 #5+7");
    QTest::newRow("words") << QStringLiteral("true, null") << QStringLiteral("W0+4 W6+4");
    QTest::newRow("escaped quote") << QStringLiteral("\"a\\\"b\": 1") << QStringLiteral("N0+6 #8+1");
    QTest::newRow("open string") << QStringLiteral("\"abc") << QStringLiteral("S0+4");
    QTest::newRow("backslash at the end") << QStringLiteral("\"abc\\") << QStringLiteral("S0+5");
    QTest::newRow("brackets") << QStringLiteral("}, [") << QString();
}

void TestHttpText::spans()
{
    QFETCH(QString, line);
    QFETCH(QString, expected);
    QStringList parts;
    for (const TextSpan& span : jsonSpans(line))
        parts << QStringLiteral("%1%2+%3")
                     .arg(QStringView(u"NS#W").at(int(span.role)))
                     .arg(span.start)
                     .arg(span.size);
    QCOMPARE(parts.join(u' '), expected);
}

void TestHttpText::kinds_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("charset");
    const auto row = [](const char* type, const QByteArray& start, BodyKind::Kind kind,
                        const char* charset = "UTF-8") {
        QTest::addRow("%s|%s", type, start.constData())
            << QByteArray(type) << start << int(kind) << QString::fromLatin1(charset);
    };
    using Kind = BodyKind::Kind;
    row("application/json", "1", Kind::Json);
    row("Application/JSON; charset=UTF-8", "", Kind::Json);
    row("application/problem+json", "{}", Kind::Json);
    row("text/plain", " {\"a\"", Kind::Json);
    row("", "[1]", Kind::Json);
    row("", "\xEF\xBB\xBF[1]", Kind::Json);
    row("text/html", "{", Kind::Html);
    row("application/x-ndjson", "{}", Kind::JsonLines);
    row("", "{\"a\":1}\n{\"a\":2}\n", Kind::JsonLines);
    row("application/atom+xml", "<a/>", Kind::Xml);
    row("", " <?xml version='1.0'?>", Kind::Xml);
    row("text/plain", "<!DOCTYPE HTML><p>", Kind::Html);
    row("text/plain; charset=\"euc-kr\"", "x", Kind::Text, "euc-kr");
    row("text/plain",
        "\xFF\xFE"
        "a",
        Kind::Text, "UTF-16LE");
    row("image/png", "abc", Kind::Binary);
    row("image/svg+xml", "<svg", Kind::Xml);
    row("text/plain", QByteArray("a\0b", 3), Kind::Binary);
    row("text/plain; charset=utf-16", QByteArray("a\0b\0", 4), Kind::Text, "utf-16");
    row("application/octet-stream", "plain", Kind::Text);
}

void TestHttpText::kinds()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, start);
    QFETCH(int, kind);
    QFETCH(QString, charset);
    const BodyKind found = BodyKind::of(type, start);
    QCOMPARE(int(found.kind), kind);
    if (found.kind != BodyKind::Kind::Binary)
        QCOMPARE(found.charset, charset);
}

void TestHttpText::prettyAndRaw_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("pretty");
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QString>("note");
    const auto row = [](const char* name, const QByteArray& type, const QByteArray& body,
                        const QByteArray& pretty, const QByteArray& raw, const char* note = "") {
        QTest::newRow(name) << type << body << pretty << raw << QString::fromLatin1(note);
    };
    row("json", "application/json", "{\"a\":[1.0]}", "{\n  \"a\": [\n    1.0\n  ]\n}", "{\"a\":[1.0]}");
    row("bad json", "application/json", "[1,,]", "[\n  1,\n,]", "[1,,]", "line 1, column 4");
    row("empty", "application/json", "", "", "", "ends too early");
    row("text", "text/plain", "a\r\nb", "a\r\nb", "a\r\nb");
    row("latin", "text/plain; charset=latin1", "\xe9", "\xc3\xa9", "\xc3\xa9", "latin1");
    row("unknown charset", "text/plain; charset=x-martian", "abc", "abc", "abc", "x-martian");
    row("not UTF-8", "text/plain", "caf\xe9 x", "caf\xe9 x", "caf\xe9 x", "first near byte 4");
    row("cut short", "text/plain", "caf\xe9", "caf\xe9", "caf\xe9", "near byte 4");
    row("not UTF-8 in JSON", "application/json", "[\"\xe9\"]", "[\n  \"\xe9\"\n]", "[\"\xe9\"]", "byte 3");
    row("utf-16 json", "application/json; charset=utf-16le", QByteArray("[\0001\000]\000", 6), "[\n  1\n]",
        "[1]");
}

void TestHttpText::prettyAndRaw()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, pretty);
    QFETCH(QByteArray, raw);
    QFETCH(QString, note);
    const bodyjob::Source source{bodyOf(body), type};
    const auto made = bodyjob::pretty(source, std::nullopt, {});
    QVERIFY(made.document);
    QCOMPARE(made.document->text().toByteArray(), pretty);
    QVERIFY2(note.isEmpty() ? made.note.isEmpty() : made.note.contains(note), qPrintable(made.note));
    const auto plain = bodyjob::raw(source, nullptr, {});
    QVERIFY(plain.document);
    QCOMPARE(plain.document->text().toByteArray(), raw);
}

void TestHttpText::rawContinuesItsIndex()
{
    const auto body = bodyOf("one\ntwo");
    const bodyjob::Source source{body, "text/plain"};
    const auto first = bodyjob::raw(source, nullptr, {});
    QCOMPARE(first.document->index.lineCount(), 2);
    QFile file(body->path());
    QVERIFY(file.open(QIODevice::Append));
    file.write("more\nthree");
    file.close();
    const auto second = bodyjob::raw(source, first.document, {});
    QCOMPARE(second.document->index.lineCount(), 3);
    QCOMPARE(second.document->text().toByteArray(), "one\ntwomore\nthree");
    QCOMPARE(first.document->text().toByteArray(), "one\ntwo");
}

void TestHttpText::canceledJobsGiveNothing()
{
    std::stop_source stop;
    stop.request_stop();
    const bodyjob::Source source{bodyOf("[{\"a\":1}]"), "application/json"};
    QVERIFY(!bodyjob::pretty(source, std::nullopt, stop.get_token()).document);
    QVERIFY(!bodyjob::table(source, -1, stop.get_token()).table);
    QVERIFY(bodyjob::table(source, -1, {}).table);
}

void TestHttpText::missingFileIsSaid()
{
    const bodyjob::Source source{std::make_shared<BodyFile>(QStringLiteral("/nowhere/at/all")), "text/plain"};
    QVERIFY(!bodyjob::raw(source, nullptr, {}).note.isEmpty());
    QVERIFY(!bodyjob::pretty(source, std::nullopt, {}).document);
    QVERIFY(!bodyjob::table(source, -1, {}).table);
}

void TestHttpText::find_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("needle");
    QTest::addColumn<qsizetype>("from");
    QTest::addColumn<bool>("backward");
    QTest::addColumn<bool>("matchCase");
    QTest::addColumn<qsizetype>("at");
    const QByteArray border = QByteArray((1 << 20) - 2, '.') + "Needle" + QByteArray(100, '.');
    const auto row = [](const char* name, const QByteArray& text, const char* needle, qsizetype from,
                        bool backward, bool matchCase, qsizetype at) {
        QTest::newRow(name) << text << QByteArray(needle) << from << backward << matchCase << at;
    };
    row("first", "abcabc", "bc", 0, false, true, 1);
    row("next", "abcabc", "bc", 2, false, true, 4);
    row("none", "abc", "x", 0, false, true, -1);
    row("empty", "abc", "", 0, false, true, -1);
    row("case", "aBc", "ab", 0, false, true, -1);
    row("no case", "aBc", "Ab", 0, false, false, 0);
    row("back", "abcabc", "bc", 4, true, true, 1);
    row("back from the end", "abcabc", "bc", 6, true, true, 4);
    row("back, none", "abcabc", "bc", 1, true, true, -1);
    row("over a piece's border", border, "needle", 0, false, false, (1 << 20) - 2);
    row("back over a piece's border", border, "Needle", border.size(), true, true, (1 << 20) - 2);
    row("behind the end", "abc", "a", 10, false, true, -1);
}

void TestHttpText::find()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, needle);
    QFETCH(qsizetype, from);
    QFETCH(bool, backward);
    QFETCH(bool, matchCase);
    QFETCH(qsizetype, at);
    const auto finder = TextFinder::create({needle, false, matchCase, false, false});
    QVERIFY(finder);
    const auto place = backward ? finder->previous(text, from, {}) : finder->next(text, from, {});
    QCOMPARE(place ? place->offset : qsizetype(-1), at);
}

void TestHttpText::findPatterns_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<bool>("wholeWords");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QByteArray& text, const char* pattern, const char* expected,
                        bool wholeWords = false) {
        QTest::newRow(name) << text << QByteArray(pattern) << wholeWords << QString::fromLatin1(expected);
    };
    row("digits", "a1b22c", "[0-9]+", "1+1 3+2");
    row("lines", "ab\nab\nxab", "^ab$", "0+2 3+2");
    row("never empty", "aab", "a*", "0+2");
    row("only empty", "abc", "x*", "");
    row("words", "cat concat cat", "cat", "0+3 11+3", true);
    row("characters",
        "a\xC3\xA9"
        "b a\xC3\xA8"
        "b",
        "a.b", "0+4 5+4");
    row("any case", "\xC3\x89 \xC3\xA9", "\xC3\xA9", "0+2 3+2");
    row("over a border", QByteArray((1 << 20) - 2, '.') + "N12N", "N[0-9]+N", "1048574+4");
    row("bad UTF-8",
        "\xFF\xFE"
        "a1",
        "a[0-9]", "2+2");
}

void TestHttpText::findPatterns()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pattern);
    QFETCH(bool, wholeWords);
    QFETCH(QString, expected);
    const auto finder = TextFinder::create({pattern, true, false, wholeWords, false});
    QVERIFY(finder);
    QStringList forward;
    for (auto place = finder->next(text, 0, {}); place;
         place = finder->next(text, place->offset + place->size, {}))
        forward << QStringLiteral("%1+%2").arg(place->offset).arg(place->size);
    QCOMPARE(forward.join(u' '), expected);
    QCOMPARE(finder->all(text, {}).size(), size_t(forward.size()));
    const auto last = finder->previous(text, text.size(), {});
    QCOMPARE(last ? QStringLiteral("%1+%2").arg(last->offset).arg(last->size) : QString(),
             forward.isEmpty() ? QString() : forward.last());
}

void TestHttpText::badPatternsAreSaid()
{
    for (const char* pattern : {"(", "[", "a{5000}", "(?=x)", "\\1", "*"}) {
        const auto finder = TextFinder::create({pattern, true, true, false, false});
        QVERIFY2(!finder, pattern);
        QVERIFY(!finder.error().text.isEmpty());
    }
    // Slow elsewhere, linear here.
    const QByteArray text(2'000'000, 'a');
    const auto finder = TextFinder::create({"(a+)+(a+)+b", true, true, false, false});
    QVERIFY(finder);
    QVERIFY(!finder->next(text, 0, {}));
}

QTEST_MAIN(TestHttpText)
#include "tst_httptext.moc"
