// SPDX-License-Identifier: MIT
#include "session/shellcommand.h"

#include <QTest>

using namespace wl;

/// The quoting of three shells, as browsers and people write it.
class tst_shellcommand : public QObject
{
    Q_OBJECT
private slots:
    void dialects_data();
    void dialects();
    void words_data();
    void words();
    void redirections();
    void oddTexts_data();
    void oddTexts();
};

void tst_shellcommand::dialects_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("dialect");
    const auto row = [](const char* text, ShellDialect dialect) {
        QTest::newRow(text) << QString::fromUtf8(text) << int(dialect);
    };
    row("curl 'http://h/' -H 'a: b'", ShellDialect::Posix);
    row("curl http://h/ \\\n -d \"\"", ShellDialect::Posix);
    row("curl \"http://h/\" -d \"a^b\" -H \"X;\"", ShellDialect::Posix);
    row("curl ^\"http://h/^\" ^\r\n  -H ^\"a: b^\"", ShellDialect::Cmd);
    row("curl \"http://h/\" ^\n  -H \"a: b\"", ShellDialect::Cmd);
    row("curl -d \"{\"\"a\"\":1}\" http://h/", ShellDialect::Cmd);
    row("curl.exe -d \"{\\\"a\\\":1}\" http://h/", ShellDialect::Cmd);
    row("curl.exe -d '{\"a\":1}' http://h/", ShellDialect::PowerShell);
    row("curl 'http://h/' `\n -H 'a: b'", ShellDialect::PowerShell);
}

void tst_shellcommand::dialects()
{
    QFETCH(QString, text);
    QFETCH(int, dialect);
    QCOMPARE(int(shellDialectOf(text)), dialect);
}

void tst_shellcommand::words_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected"); // behind "curl"
    const auto row = [](const char* name, const char* text, const QStringList& words) {
        QTest::newRow(name) << QString::fromUtf8(text) << words;
    };
    const auto list = [](std::initializer_list<const char*> words) {
        QStringList texts;
        for (const char* word : words)
            texts.append(QString::fromUtf8(word));
        return texts;
    };
    row("bash of Chrome",
        "curl 'https://h/a?b=c' \\\n  -H 'accept: */*' \\\n  --data-raw $'{\"a\":\"it\\'s\\u0021\"}' \\\n  "
        "--compressed",
        list({"https://h/a?b=c", "-H", "accept: */*", "--data-raw", "{\"a\":\"it's!\"}", "--compressed"}));
    row("cmd of Chrome",
        "curl ^\"https://h/a?b=c^&d=^%^20^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  --data-raw "
        "^\"^{^\\^\"a^\\^\":^\\^\"x^\\^\\y^\\^\"^}^\" ^\r\n  --insecure",
        list({"https://h/a?b=c&d=%20", "-H", "accept: */*", "--data-raw", "{\"a\":\"x\\\\y\"}",
              "--insecure"}));
    row("cmd of Chrome, line end", "curl ^\"http://h/^\" --data-raw ^\"a^\n\nb^\"",
        list({"http://h/", "--data-raw", "a\nb"}));
    row("cmd, older", "curl \"http://h/?a=1&b=2\" ^\n  -H \"x: ^y\" -d \"{\\\"a\\\":\\\"b\\\"}\"",
        list({"http://h/?a=1&b=2", "-H", "x: ^y", "-d", "{\"a\":\"b\"}"}));
    row("cmd, doubled", "curl -d \"{\"\"a\"\":1}\" ^\n http://h/", list({"-d", "{\"a\":1}", "http://h/"}));
    row("cmd, backslashes", "curl.exe \"C:\\\\a\\b\\\\\" c\\d", list({"C:\\\\a\\b\\", "c\\d"}));
    row("cmd, escaped operators", "curl a^&b^|c ^\n d", list({"a&b|c", "d"}));
    row("PowerShell", "curl.exe -d '{\"a\":\"it''s\"}' `\n  -H \"x: `\"y`\" `$z\" http://h/",
        list({"-d", "{\"a\":\"it's\"}", "-H", "x: \"y\" $z", "http://h/"}));
    row("PowerShell 5", "curl.exe -d '{\\\"a\\\": 1}' http://h/", list({"-d", "{\"a\": 1}", "http://h/"}));
    row("PowerShell, here-string", "curl.exe http://h/ -d @'\n{\n 'x'\n}\n'@ -k",
        list({"http://h/", "-d", "{\n 'x'\n}", "-k"}));
    row("PowerShell, call", "& 'curl.exe' http://h/ # end", list({"http://h/"}));
}

void tst_shellcommand::words()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    const auto commands = splitShellCommands(text);
    QVERIFY2(commands, commands ? "" : qPrintable(commands.error().detail));
    QCOMPARE(commands->size(), 1);
    QCOMPARE(commands->constFirst().words.mid(1), expected);
}

void tst_shellcommand::redirections()
{
    const auto posix = splitPosixCommands(u"a b <in >out 2>&1 >>more c <<<'x y'; (d) || e &>z f #g\nh");
    QVERIFY(posix);
    QCOMPARE(posix->size(), 4);
    QCOMPARE(posix->at(0).words.join(u' '), QStringLiteral("a b c"));
    QCOMPARE(posix->at(0).inputFile, QStringLiteral("in"));
    QCOMPARE(posix->at(0).inputText.value_or(QString()), QStringLiteral("x y\n"));
    QCOMPARE(posix->at(1).words.join(u' '), QStringLiteral("d"));
    QCOMPARE(posix->at(2).words.join(u' '), QStringLiteral("e f"));
    QCOMPARE(posix->at(3).words.join(u' '), QStringLiteral("h"));

    const auto cmd = splitCmdCommands(u"a < \"in put\" > out & b\nc | d");
    QVERIFY(cmd);
    QCOMPARE(cmd->size(), 4);
    QCOMPARE(cmd->at(0).words.join(u' '), QStringLiteral("a"));
    QCOMPARE(cmd->at(0).inputFile, QStringLiteral("in put"));

    const auto powerShell = splitPowerShellCommands(u"'{}' | curl.exe -d '@-' h > out; b");
    QVERIFY(powerShell);
    QCOMPARE(powerShell->size(), 3);
    QCOMPARE(powerShell->at(1).words.join(u' '), QStringLiteral("curl.exe -d @- h"));
    QCOMPARE(powerShell->at(1).inputText.value_or(QString()), QStringLiteral("{}\n"));
}

void tst_shellcommand::oddTexts_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"",     "^",      "^\n",     "`",   "`\n", "\\", "$",    "${",     "${a",   "<",   "<<",
          "<<<",  "<<EOF",  "<<EOF\n", ">",   "|",   "||", "&",    ";;;",    "\"",    "'",   "$'",
          "$'\\", "$'\\x",  "$(",      "$((", "`a",  "@'", "@'\n", "\"\"\"", "a\\\"", "^\"", "^^^",
          "2>",   "curl <", "(",       ")",   "\"^", "#",  "a#b",  "\r",     "\r\n"})
        QTest::newRow(text) << QString::fromUtf8(text);
    QTest::newRow("surrogate") << QString(QChar(0xd83d));
    QTest::newRow("surrogate in ANSI") << QStringLiteral("$'%1").arg(QChar(0xd83d));
    QTest::newRow("long") << QString(100'000, u'"');
}

/// Cut anywhere, a text gives words or an error that says where.
void tst_shellcommand::oddTexts()
{
    QFETCH(QString, text);
    const QString around = QStringLiteral("curl ") + text + QStringLiteral(" x");
    for (const QString& whole : {text, around}) {
        for (const auto split : {splitPosixCommands, splitCmdCommands, splitPowerShellCommands}) {
            const auto commands = split(whole);
            if (!commands)
                QVERIFY2(commands.error().detail.contains(QStringLiteral("line ")),
                         qPrintable(commands.error().detail));
        }
    }
}

QTEST_GUILESS_MAIN(tst_shellcommand)
#include "tst_shellcommand.moc"
