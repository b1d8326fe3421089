// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"

#include <QTemporaryDir>

using namespace wl::test;

/// The terminal's way to query and compare JSON.
class tst_json : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void query_data();
    void query();
    void diff_data();
    void diff();
    void wrongUsage();
    void filesThatAreNone();

private:
    [[nodiscard]] QString file(const QByteArray& content)
    {
        const QString path = m_folder.filePath(QString::number(++m_next));
        QFile made(path);
        if (!made.open(QIODevice::WriteOnly) || made.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    QTemporaryDir m_folder;
    int m_next = 0;
};

void tst_json::query_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("code");
    const auto words = [](const char* text) { return QString::fromUtf8(text).split(u'|'); };
    QTest::newRow("found") << QByteArray("{\"a\": [1.50, {\"b\" :\n \"\\u0061\"}]}") << words("$.a[*]")
                           << QByteArray("1.50\n{\"b\":\"\\u0061\"}\n") << 0;
    QTest::newRow("paths") << QByteArray("{\"a\":[1,2]}") << words("--paths|$..[1]")
                           << QByteArray("$['a'][1]\t2\n") << 0;
    QTest::newRow("none") << QByteArray("{}") << words("$.a") << QByteArray() << 1;
    QTest::newRow("broken") << QByteArray("[1,2,}") << words("$[*]") << QByteArray("1\n2\n") << 4;
    QTest::newRow("empty") << QByteArray() << words("$") << QByteArray() << 4;
}

void tst_json::query()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, words);
    QFETCH(QByteArray, out);
    QFETCH(int, code);
    const QStringList start{QStringLiteral("json"), QStringLiteral("query")};
    CliProcess byFile;
    QCOMPARE(byFile.run(start + words + QStringList{file(text)}), code);
    QCOMPARE(byFile.out(), out);
    CliProcess byInput;
    QCOMPARE(byInput.run(start + words, text), code);
    QCOMPARE(byInput.out(), out);
}

void tst_json::diff_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("isOrdered");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("code");
    const QByteArray a = "{\"a\":1,\"b\":[1,2]}";
    const QByteArray b = "{\"b\":[1,2,3],\"a\":1.0}";
    QTest::newRow("same") << a << a + "\n" << true << QByteArray() << 0;
    QTest::newRow("changed") << a << b << false << QByteArray("~ $['a']\t1\t1.0\n+ $['b'][2]\t3\n") << 1;
    QTest::newRow("ordered") << a << b << true << QByteArray("# $\n~ $['a']\t1\t1.0\n+ $['b'][2]\t3\n") << 1;
    QTest::newRow("removed") << a << QByteArray("{\"a\":1}") << false << QByteArray("- $['b']\t[1,2]\n") << 1;
    QTest::newRow("broken") << a << QByteArray("{\"a\":1,") << false << QByteArray("- $['b']\t[1,2]\n") << 4;
}

void tst_json::diff()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, isOrdered);
    QFETCH(QByteArray, out);
    QFETCH(int, code);
    QStringList words{QStringLiteral("json"), QStringLiteral("diff"), file(a), file(b)};
    if (isOrdered)
        words << QStringLiteral("--ordered");
    CliProcess process;
    QCOMPARE(process.run(words), code);
    QCOMPARE(process.out(), out);
}

void tst_json::wrongUsage()
{
    for (const char* line :
         {"json", "json query", "json query $[", "json diff a", "json nothing x", "json query $ a b"}) {
        CliProcess process;
        QCOMPARE(process.run(QString::fromLatin1(line).split(u' ')), 2);
        QVERIFY(process.out().isEmpty());
    }
}

void tst_json::filesThatAreNone()
{
    CliProcess process;
    QCOMPARE(process.run({QStringLiteral("json"), QStringLiteral("query"), QStringLiteral("$"),
                          QStringLiteral("/nonexistent/x.json")}),
             4);
    CliProcess folder;
    QCOMPARE(
        folder.run({QStringLiteral("json"), QStringLiteral("query"), QStringLiteral("$"), m_folder.path()}),
        4);
}

QTEST_GUILESS_MAIN(tst_json)
#include "tst_json.moc"
