// SPDX-License-Identifier: MIT
#include "decode/markupformat.h"
#include "decode/markuptokenizer.h"

#include <QtTest>

using namespace wl;

/// XML and HTML are indented without a change of their text, whatever stands there.
class TestMarkupFormat : public QObject
{
    Q_OBJECT
private slots:
    void formatted_data();
    void formatted();
    void nothingIsLost_data();
    void nothingIsLost();
    void balance();
    void deep();
    void canceled();
};

namespace {

QByteArray formattedMarkup(QByteArrayView text, bool isHtml, MarkupFormatOutcome* outcome = nullptr)
{
    QByteArray out;
    const auto result = formatMarkup(text, isHtml, [&](QByteArrayView piece) {
        out.append(piece);
        return true;
    });
    if (outcome != nullptr)
        *outcome = result;
    return out;
}

QByteArray withoutBlanks(QByteArray text)
{
    for (const char blank : {' ', '\t', '\r', '\n'})
        text.replace(blank, QByteArray());
    return text;
}

} // namespace

void TestMarkupFormat::formatted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isHtml");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, bool isHtml, const char* text, const char* expected) {
        QTest::newRow(name) << QByteArray(text) << isHtml << QByteArray(expected);
    };
    row("empty", false, "", "");
    row("elements", false, "<a><b/><c x='1'/></a>", "<a>\n  <b/>\n  <c x='1'/>\n</a>\n");
    row("text stays", false, "<a><b> one </b><c>two</c></a>", "<a>\n  <b> one </b>\n  <c>two</c>\n</a>\n");
    row("mixed stays", false, "<p>one <b>two</b>\n <i/></p>", "<p>one <b>two</b>\n <i/></p>\n");
    row("late text", false, "<p><b>two</b> <i/>one</p>", "<p><b>two</b> <i/>one</p>\n");
    row("blank alone stays", false, "<a><s> </s></a>", "<a>\n  <s> </s>\n</a>\n");
    row("empty pair", false, "<a><b></b></a>", "<a>\n  <b></b>\n</a>\n");
    row("prolog", false, "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c>\">]><a/>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"c>\">]>\n<a/>\n");
    row("quotes", false, "<a b='>' c=\"<\"><d/></a>", "<a b='>' c=\"<\">\n  <d/>\n</a>\n");
    row("comment", false, "<a><!-- <b> --><c/></a>", "<a>\n  <!-- <b> -->\n  <c/>\n</a>\n");
    row("data", false, "<a><b><![CDATA[<x>]]></b></a>", "<a>\n  <b><![CDATA[<x>]]></b>\n</a>\n");
    row("open at the end", false, "<a><b>", "<a>\n  <b>\n");
    row("closed twice", false, "</a><b/>", "</a>\n<b/>\n");
    row("no markup", false, "1 < 2", "1\n< 2\n");
    row("cut tag", false, "<a><b x=\"1", "<a>\n  <b x=\"1\n");
    row("html void", true, "<ul><li>a<li>b<hr></ul>", "<ul>\n  <li>a<li>b<hr></ul>\n");
    row("html script", true, "<div><script>if (a<b) { '</x>' }</script></div>",
        "<div>\n  <script>if (a<b) { '</x>' }</script>\n</div>\n");
    row("html inline", true, "<div><p><b>a</b><i>c</i></p></div>",
        "<div>\n  <p><b>a</b><i>c</i></p>\n</div>\n");
    row("html case", true, "<DIV><p></P></div>", "<DIV>\n  <p></P>\n</div>\n");
}

void TestMarkupFormat::formatted()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isHtml);
    QFETCH(QByteArray, expected);
    QCOMPARE(formattedMarkup(text, isHtml), expected);
}

void TestMarkupFormat::nothingIsLost_data()
{
    QTest::addColumn<QByteArray>("text");
    int number = 0;
    for (const char* text : {"<",
                             "<<<<",
                             "</",
                             "<!",
                             "<!-",
                             "<!--",
                             "<![CDATA[",
                             "<?",
                             "<a",
                             "<a b",
                             "<a b='",
                             "</a",
                             "</>",
                             "<a/",
                             "<\xFF\xFE>",
                             "\xFF<\xC3\x28/>",
                             "<a><b></a></b>",
                             "<script>",
                             "<script><style></script>",
                             "<title></tit</title>",
                             "<a>&#x0;&bad</a>",
                             "]]>",
                             "-->",
                             "<a =/>",
                             "<a'b'>x</a>"})
        QTest::addRow("%d %s", ++number, text) << QByteArray(text);
}

void TestMarkupFormat::nothingIsLost()
{
    QFETCH(QByteArray, text);
    for (const bool isHtml : {false, true}) {
        QCOMPARE(withoutBlanks(formattedMarkup(text, isHtml)), withoutBlanks(text));
        for (qsizetype size = 0; size < text.size(); ++size)
            QCOMPARE(withoutBlanks(formattedMarkup(QByteArrayView(text).first(size), isHtml)),
                     withoutBlanks(text.first(size)));
    }
}

void TestMarkupFormat::balance()
{
    MarkupFormatOutcome outcome;
    (void)formattedMarkup("<a><b></b><c/></a>", false, &outcome);
    QVERIFY(outcome.isBalanced);
    for (const char* text : {"<a>", "<a><b></a>", "</a>", "<a></A>"}) {
        (void)formattedMarkup(text, false, &outcome);
        QVERIFY2(!outcome.isBalanced, text);
    }
}

void TestMarkupFormat::deep()
{
    constexpr int depth = 100'000;
    const QByteArray text = QByteArray("<a>").repeated(depth) + QByteArray("</a>").repeated(depth);
    const QByteArray out = formattedMarkup(text, false);
    QCOMPARE(withoutBlanks(out), text);
    QVERIFY(out.size() < text.size() * 64);
}

void TestMarkupFormat::canceled()
{
    std::stop_source stop;
    stop.request_stop();
    const QByteArray text = QByteArray("<a/>").repeated(100'000);
    QVERIFY(formatMarkup(
                text, false, [](QByteArrayView) { return true; }, stop.get_token())
                .isCanceled);
    QVERIFY(formatMarkup(text, false, [](QByteArrayView) { return false; }).isStopped);
}

QTEST_GUILESS_MAIN(TestMarkupFormat)
#include "tst_markupformat.moc"
