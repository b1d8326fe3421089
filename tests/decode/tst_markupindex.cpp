// SPDX-License-Identifier: MIT
#include "decode/markupindex.h"

#include <QtTest>

using namespace wl;

/// Elements and what is in them, found by their places; with the index and without it.
class TestMarkupIndex : public QObject
{
    Q_OBJECT
private slots:
    void walks_data();
    void walks();
    void manyElements();
    void deep();
    void canceled();
};

namespace {

QByteArray walked(const MarkupNodes& nodes, const ValueNode& container, int depth = 0)
{
    QByteArrayList parts;
    qint64 count = 0;
    for (ValueNode node = nodes.firstChild(container); node.isValid() && depth < 50;
         node = nodes.next(container, node)) {
        if (nodes.child(container, count) != node)
            parts << "child() differs";
        ++count;
        parts << (nodes.isElement(node)
                      ? node.key(nodes.text()).toByteArray() + '(' + walked(nodes, node, depth + 1) + ')'
                      : node.value(nodes.text()).trimmed().toByteArray());
    }
    if (nodes.childCount(container) != count)
        parts << "childCount() differs";
    return parts.join(' ');
}

} // namespace

void TestMarkupIndex::walks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<bool>("isBalanced");
    const auto row = [](const char* text, const char* expected, bool isBalanced = true) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(expected) << isBalanced;
    };
    row("", "");
    row("  ", "");
    row("x", "x");
    row("<a/>", "a()");
    row("<a>x</a>", "a(x)");
    row("<a><b/> <c>t</c><!-- d --></a><e/>", "a(b() c(t) <!-- d -->) e()");
    row("<a><a><a/></a></a>", "a(a(a()))");
    row("<a><b></a>", "a(b())", false);
    row("<a><b></a><c/>", "a(b()) c()", false);
    row("<a></b><c/></a>", "a(c())", false);
    row("</a><b/>", "b()", false);
    row("<a><b", "a(b())", false);
    row("<a", "a()", false);
}

void TestMarkupIndex::walks()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QFETCH(bool, isBalanced);
    const auto index = MarkupIndex::build(text);
    QVERIFY(index);
    const MarkupNodes nodes(text, *index);
    QCOMPARE(walked(nodes, nodes.root()), expected);
    QCOMPARE(index->isBalanced(), isBalanced);
    // The same with entries for everything: blanks make the elements large.
    QByteArray large = text;
    large.replace(">", ">" + QByteArray(300, ' '));
    const auto largeIndex = MarkupIndex::build(large);
    const MarkupNodes largeNodes(large, *largeIndex);
    QCOMPARE(walked(largeNodes, largeNodes.root()), expected);
}

void TestMarkupIndex::manyElements()
{
    QByteArray text = "<all>";
    for (int i = 0; i < 3500; ++i)
        text += "<n i='" + QByteArray::number(i) + "'/>\n";
    text += "</all>";
    const auto index = MarkupIndex::build(text);
    const MarkupNodes nodes(text, *index);
    const ValueNode all = nodes.firstChild(nodes.root());
    QCOMPARE(nodes.childCount(all), 3500);
    for (const int i : {0, 999, 1000, 2001, 3499})
        QCOMPARE(nodes.attributes(nodes.child(all, i)).toByteArray(), "i='" + QByteArray::number(i) + "'");
    QVERIFY(!nodes.child(all, 3500).isValid());
    QCOMPARE(nodes.path(nodes.child(all, 1500).offset), QStringLiteral("/all[1]/n[1501]"));
}

void TestMarkupIndex::deep()
{
    constexpr int depth = 100'000;
    const QByteArray text = QByteArray("<a>").repeated(depth) + QByteArray("</a>").repeated(depth);
    const auto index = MarkupIndex::build(text);
    const MarkupNodes nodes(text, *index);
    ValueNode node = nodes.root();
    for (int level = 0; level < 1000; ++level)
        node = nodes.firstChild(node);
    QCOMPARE(node.offset, 999 * 3);
    QCOMPARE(node.end, text.size() - 999 * 4);
}

void TestMarkupIndex::canceled()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!MarkupIndex::build(QByteArray("<a/>").repeated(10'000), stop.get_token()));
}

QTEST_GUILESS_MAIN(TestMarkupIndex)
#include "tst_markupindex.moc"
