// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "workspace/yamlwriter.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace wl;

namespace {

YamlDocument listOf(const QStringList& texts)
{
    YamlNode list = YamlNode::sequence();
    YamlNode flow = YamlNode::sequence();
    flow.setFlow(true);
    for (const QString& text : texts) {
        YamlNode map = YamlNode::map();
        map.set(QStringLiteral("text"), YamlNode::text(text));
        map.set(text, YamlNode::number(1));
        list.append(map);
        flow.append(YamlNode::text(text));
    }
    YamlNode root = YamlNode::map();
    root.set(QStringLiteral("block"), list);
    root.set(QStringLiteral("flow"), flow);
    return {root, {}};
}

QStringList naughtyStrings()
{
    QFile file(qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/naughty-strings.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList texts;
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).array())
        texts.append(value.toString());
    return texts;
}

/// Texts made of what YAML cares about.
QStringList randomTexts(int count)
{
    static const QStringList pieces{
        QStringLiteral("\n"),     QStringLiteral(" "),      QStringLiteral("\t"),     QStringLiteral("#"),
        QStringLiteral(":"),      QStringLiteral("-"),      QStringLiteral("'"),      QStringLiteral("\""),
        QStringLiteral("\\"),     QStringLiteral("{"),      QStringLiteral("]"),      QStringLiteral(","),
        QStringLiteral("|"),      QStringLiteral(">"),      QStringLiteral("a"),      QStringLiteral("B7"),
        QStringLiteral("\r"),     QStringLiteral("é"),      QStringLiteral("한"),     QStringLiteral("😀"),
        QStringLiteral("\u0085"), QStringLiteral("\u2028"), QStringLiteral("\ufeff"), QStringLiteral("\x01"),
        QStringLiteral("---"),    QStringLiteral("..."),    QStringLiteral("&"),      QStringLiteral("*"),
        QStringLiteral("!"),      QStringLiteral("%"),      QStringLiteral("@"),      QStringLiteral("?"),
        QStringLiteral("1"),      QStringLiteral(".5"),     QStringLiteral("yes"),    QStringLiteral("null")};
    std::mt19937 random(20'240'607);
    QStringList texts;
    for (int i = 0; i < count; ++i) {
        QString text;
        for (auto n = random() % 9; n > 0; --n)
            text += pieces.at(qsizetype(random() % size_t(pieces.size())));
        if (!texts.contains(text))
            texts.append(text);
    }
    return texts;
}

} // namespace

class TestYaml : public QObject
{
    Q_OBJECT
private slots:
    void readsWhatItWrote_data();
    void readsWhatItWrote();
    void isReadBackByAnotherReader();
    void keepsALayout_data();
    void keepsALayout();
    void readsValues();
    void refuses_data();
    void refuses();
    void refusesBombs();
    void editsInPlace();
};

void TestYaml::readsWhatItWrote_data()
{
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("none") << QStringList{};
    QTest::newRow("words") << QStringList{
        QStringLiteral("plain"),    QStringLiteral("true"),       QStringLiteral("No"),
        QStringLiteral("12"),       QStringLiteral("1e3"),        QStringLiteral("~"),
        QStringLiteral("null"),     QStringLiteral("2001-01-01"), QString(),
        QStringLiteral("12:30:45"), QStringLiteral("0x1F"),       QStringLiteral("=")};
    QTest::newRow("long key") << QStringList{QString(5000, u'k')};
    QTest::newRow("random") << randomTexts(3000);
    QTest::newRow("naughty") << naughtyStrings();
}

void TestYaml::readsWhatItWrote()
{
    QFETCH(const QStringList, texts);
    const YamlDocument document = listOf(texts);
    const QByteArray written = writeYaml(document);
    const auto read = readYaml(written);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const YamlNode row = read->root.get(QStringLiteral("block")).items().value(i);
        QCOMPARE(row.get(QStringLiteral("text")).value(), texts.at(i));
        QVERIFY(texts.at(i) == QLatin1String("text") || row.contains(texts.at(i)));
        QCOMPARE(read->root.get(QStringLiteral("flow")).items().value(i).value(), texts.at(i));
    }
    QCOMPARE(writeYaml(*read), written);
}

void TestYaml::isReadBackByAnotherReader()
{
    const QStringList texts = naughtyStrings() + randomTexts(1500);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a.yml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writeYaml(listOf(texts)));
    file.close();
    QFile script(folder.filePath(QStringLiteral("a.py")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("import json, sys\n"
                 "try: import yaml\n"
                 "except ImportError: sys.exit(77)\n"
                 "print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8'))))\n");
    script.close();
    QProcess python;
    python.start(QStringLiteral("python3"), {script.fileName(), file.fileName()});
    if (!python.waitForFinished() || python.exitCode() == 77)
        QSKIP("python3 with python3-yaml is not installed");
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    const QJsonValue root = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QCOMPARE(root[u"block"][i][u"text"].toString(), texts.at(i));
        QCOMPARE(root[u"flow"][i].toString(), texts.at(i));
    }
}

void TestYaml::keepsALayout_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("comments") << QByteArray("# License: MIT\n"
                                            "# second line\n"
                                            "\n"
                                            "first: 1 # one\n"
                                            "# before a list\n"
                                            "list: # of two\n"
                                            "  # the first\n"
                                            "  - a # behind a\n"
                                            "\n"
                                            "  - b: c#d\n"
                                            "    # inside\n"
                                            "    e: 'it''s # no comment' # but this\n"
                                            "# the end\n");
    QTest::newRow("blocks") << QByteArray("text: |\n"
                                          "  # not a comment\n"
                                          "  line: 2\n"
                                          "\n"
                                          "  last\n"
                                          "# a comment\n"
                                          "strip: |-\n"
                                          "  one\n"
                                          "  two\n"
                                          "\n"
                                          "quoted: \"a \\\"# b\" # c\n");
    QTest::newRow("behind a block's header") << QByteArray("text: | # what is sent\n"
                                                           "  a # not a comment\n"
                                                           "list:\n"
                                                           "  - |- # first\n"
                                                           "    b\n"
                                                           "    c\n"
                                                           "last: 1\n");
    QTest::newRow("flow") << QByteArray("tags: [a, 'b c', {d: 1, e: [null, ~]}] # tags\n"
                                        "empty: []\n"
                                        "map: {}\n"
                                        "# after\n"
                                        "nothing:\n"
                                        "tilde: ~\n"
                                        "word: null\n");
    QTest::newRow("tags") << QByteArray("binary: !<tag:yaml.org,2002:binary> aGk=\n"
                                        "own: !<!thing>\n"
                                        "  a: 1\n");
    QTest::newRow("only a comment") << QByteArray("# nothing yet\n");
    QTest::newRow("keys") << QByteArray("on: 1\n"
                                        "12: 1\n"
                                        "'13': 1\n"
                                        "\"14\": {true: 1, 'false': 2}\n"
                                        "~: 1\n"
                                        "<<: 1\n"
                                        "'': 1\n")
                                 .replace("\"14\"", "'14'");
    QTest::newRow("nested lists") << QByteArray("a:\n"
                                                "  -\n"
                                                "    - 1\n"
                                                "    - 2\n"
                                                "  - b:\n"
                                                "      - c\n");
}

void TestYaml::keepsALayout()
{
    QFETCH(const QByteArray, text);
    const auto read = readYaml(text);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    QCOMPARE(writeYaml(*read), text);
}

void TestYaml::readsValues()
{
    const auto read = readYaml("\xEF\xBB\xBF"
                               "plain: two\r\n  lines\r\n"
                               "folded: >-\r\n  a\r\n  b\r\n"
                               "base: &x {k: v}\n"
                               "copy: *x\n"
                               "copies: [*x, *x]\n");
    QVERIFY(read);
    QCOMPARE(read->root.get(QStringLiteral("plain")).value(), QStringLiteral("two lines"));
    QCOMPARE(read->root.get(QStringLiteral("folded")).value(), QStringLiteral("a b"));
    QCOMPARE(read->root.get(QStringLiteral("copy")).get(QStringLiteral("k")).value(), QStringLiteral("v"));
    QCOMPARE(read->root.get(QStringLiteral("copies")).items().size(), 2);
    QCOMPARE(read->root.get(QStringLiteral("base")).line(), 6);
    QCOMPARE(read->root.get(QStringLiteral("base")).column(), 7);
}

void TestYaml::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("not closed") << QByteArray("a: 1\nb: [1, 2\n") << QStringLiteral("line 3, column 1: ");
    QTest::newRow("indentation") << QByteArray("a:\n  b: 1\n c: 2\n") << QStringLiteral("line 3, column ");
    QTest::newRow("tab") << QByteArray("a:\n\t- b\n") << QStringLiteral("line 2, column ");
    QTest::newRow("duplicate") << QByteArray("a: 1\nb: 2\na: 3\n") << QStringLiteral("line 3, column 1: ");
    QTest::newRow("two documents") << QByteArray("a: 1\n---\nb: 2\n") << QStringLiteral("line ");
    QTest::newRow("map as key") << QByteArray("{a: 1}: 2\n") << QStringLiteral("line 1, column 1: ");
    QTest::newRow("list as key") << QByteArray("? [a]\n: 2\n") << QStringLiteral("line 1, column 3: ");
    QTest::newRow("no such anchor") << QByteArray("a: *b\n") << QStringLiteral("line 1, column ");
    QTest::newRow("own anchor") << QByteArray("a: &b [*b]\n") << QStringLiteral("line 1, column ");
    QTest::newRow("NUL") << QByteArray("a: b\nc: \0", 9) << QStringLiteral("line 2, column 4: ");
    QTest::newRow("EOT") << QByteArray("a: 1\n\x04 b: 2\n") << QStringLiteral("line 2, column 1: ");
    QTest::newRow("Latin-1") << QByteArray("a: 1\nb: \xe9\n")
                             << QStringLiteral("line 2, column 1: not UTF-8");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe:\0", 4) << QStringLiteral("line 1, column ");
    QTest::newRow("garbage") << QByteArray("%PDF-1.4\n\"@`") << QStringLiteral("line ");
}

void TestYaml::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, place);
    const auto read = readYaml(text);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::FileMalformed);
    QVERIFY2(read.error().detail.startsWith(place), qPrintable(read.error().detail));
}

void TestYaml::refusesBombs()
{
    QByteArray aliases = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1);
        aliases += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" +
                   (before + ", ").repeated(9) + before + "]\n";
    }
    QByteArray bigText = "a: &a " + QByteArray(1'000'000, 'x') + "\nb:\n";
    bigText += QByteArray("  - *a\n").repeated(100);
    const QList<QByteArray> bombs{aliases,
                                  bigText,
                                  QByteArray(100'000, '['),
                                  QByteArray("{a: ").repeated(100'000),
                                  QByteArray("- ").repeated(100'000),
                                  QByteArray("? ").repeated(10'000),
                                  QByteArray("[").repeated(300) + QByteArray("]").repeated(300)};
    for (const QByteArray& bomb : bombs) {
        const auto read = readYaml(bomb);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileMalformed);
    }
    const auto large = readYaml(QByteArray(limits::workspaceFileBytes + 1, ' '));
    QCOMPARE(large.error().code, ErrorCode::TooLarge);
}

void TestYaml::editsInPlace()
{
    auto read = readYaml("# top\nb: 'x' # note\nz: 1\n");
    QVERIFY(read);
    const QStringList order{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"),
                            QStringLiteral("z")};
    read->root.set(QStringLiteral("b"), YamlNode::text(QStringLiteral("two words")));
    read->root.set(QStringLiteral("c"), YamlNode::boolean(true), order);
    read->root.set(QStringLiteral("unknown"), YamlNode::text(QStringLiteral("1")));
    read->root.setOrRemove(QStringLiteral("z"), YamlNode::sequence());
    QCOMPARE(writeYaml(*read), QByteArray("# top\nb: two words # note\nc: true\nunknown: '1'\n"));
}

QTEST_GUILESS_MAIN(TestYaml)
#include "tst_yaml.moc"
