// SPDX-License-Identifier: MIT
#include "query/jsondiff.h"

#include <QtTest>

using namespace wl;

class TestJsonDiff : public QObject
{
    Q_OBJECT
private slots:
    void changes_data();
    void changes();
    void deep();
    void manyChangesAreCut();
    void canceled();
};

namespace {

QString diffOf(const QByteArray& a, const QByteArray& b, bool isOrderIgnored)
{
    const auto left = JsonIndex::build(a);
    const auto right = JsonIndex::build(b);
    const JsonNodes leftNodes(a, *left);
    const JsonNodes rightNodes(b, *right);
    QStringList parts;
    for (const JsonChange& change : diffJson(leftNodes, rightNodes, isOrderIgnored).changes) {
        const bool inLeft = change.before.isValid();
        const QString path = inLeft ? leftNodes.normalizedPath(change.before.offset)
                                    : rightNodes.normalizedPath(change.after.offset);
        const auto text = [](const JsonNode& node, const QByteArray& all) {
            return QString::fromUtf8(node.value(all));
        };
        switch (change.kind) {
        case JsonChange::Kind::Added: parts << u'+' + path + u'=' + text(change.after, b); break;
        case JsonChange::Kind::Removed: parts << u'-' + path + u'=' + text(change.before, a); break;
        case JsonChange::Kind::Changed:
            parts << u'~' + path + u'=' + text(change.before, a) + u'>' + text(change.after, b);
            break;
        case JsonChange::Kind::Reordered: parts << u'#' + path; break;
        }
    }
    return parts.join(u' ');
}

} // namespace

void TestJsonDiff::changes_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("isOrderIgnored");
    QTest::addColumn<QString>("expected");
    int number = 0;
    const auto row = [&](const char* a, const char* b, const char* expected, bool isOrderIgnored = true) {
        QTest::addRow("%d %s %s", ++number, a, b)
            << QByteArray(a) << QByteArray(b) << isOrderIgnored << QString::fromUtf8(expected);
    };
    row("{}", "{}", "");
    row("{\"a\":1}", "{ \"a\" : 1 }", "");
    row("{\"a\":1}", "{\"a\":1.0}", "~$['a']=1>1.0");
    row("{\"a\":1}", "{\"a\":\"1\"}", "~$['a']=1>\"1\"");
    row("[\"\\u0061\"]", "[\"a\"]", "");
    row("{\"\\u0061\":1}", "{\"a\":1}", "");
    row("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "");
    row("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "#$", false);
    row("{\"a\":1,\"b\":2}", "{\"b\":2,\"c\":1}", "-$['a']=1 +$['c']=1");
    row("{\"a\":{\"b\":[1,2]}}", "{\"a\":{\"b\":[1,3]}}", "~$['a']['b'][1]=2>3");
    row("[1,2,3]", "[1,3]", "-$[1]=2");
    row("[1,3]", "[0,1,2,3]", "+$[0]=0 +$[2]=2");
    row("[{\"a\":1},{\"a\":2}]", "[{\"x\":0},{\"a\":1},{\"a\":2}]", "+$[0]={\"x\":0}");
    row("[{\"a\":1,\"b\":2}]", "[{\"b\":2,\"a\":1}]", "");
    row("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":3}", "~$['a']=2>3");
    row("{\"a\":1}", "{\"a\":1,\"a\":1}", "+$['a']=1");
    row("[]", "{}", "~$=[]>{}");
    row("", "1", "+$=1");
    row("1", "", "-$=1");
    row("[1,2", "[1,2]", "");
    row("[1,2,x", "[1,2,3]", "+$[2]=3");
}

void TestJsonDiff::changes()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, isOrderIgnored);
    QFETCH(QString, expected);
    QCOMPARE(diffOf(a, b, isOrderIgnored), expected);
}

void TestJsonDiff::deep()
{
    constexpr int depth = 5'000;
    const QByteArray a = QByteArray(depth, '[') + "1" + QByteArray(depth, ']');
    const QByteArray b = QByteArray(depth, '[') + "2" + QByteArray(depth, ']');
    QVERIFY(diffOf(a, b, true).endsWith(QStringLiteral("=1>2")));
}

void TestJsonDiff::manyChangesAreCut()
{
    QByteArray a = "{";
    QByteArray b = "{";
    for (int i = 0; i < 120'000; ++i) {
        const QByteArray name = (i == 0 ? "\"" : ",\"") + QByteArray::number(i) + "\":";
        a += name + "1";
        b += name + "2";
    }
    a += "}";
    b += "}";
    const auto left = JsonIndex::build(a);
    const auto right = JsonIndex::build(b);
    const JsonDiff diff = diffJson({a, *left}, {b, *right}, true);
    QVERIFY(diff.isCut);
    QCOMPARE(diff.changes.size(), JsonDiff::maxChanges);
}

void TestJsonDiff::canceled()
{
    const QByteArray a = "[" + QByteArray("1,").repeated(50'000) + "1]";
    const QByteArray b = "[" + QByteArray("2,").repeated(50'000) + "2]";
    const auto left = JsonIndex::build(a);
    const auto right = JsonIndex::build(b);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(diffJson({a, *left}, {b, *right}, true, stop.get_token()).isCanceled);
}

QTEST_GUILESS_MAIN(TestJsonDiff)
#include "tst_jsondiff.moc"
