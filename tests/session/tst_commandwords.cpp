// SPDX-License-Identifier: MIT
#include "session/commandwords.h"

#include <QTest>

class tst_commandwords : public QObject
{
    Q_OBJECT
private slots:
    void splits_data();
    void splits();
    void refusesOpenQuotes_data();
    void refusesOpenQuotes();
};

void tst_commandwords::splits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("empty") << QString() << QStringList();
    QTest::newRow("blanks") << QStringLiteral(" \t\n ") << QStringList();
    QTest::newRow("words") << QStringLiteral("listen  tcp://:1\t--echo")
                           << QStringList{QStringLiteral("listen"), QStringLiteral("tcp://:1"),
                                          QStringLiteral("--echo")};
    QTest::newRow("single") << QStringLiteral("'a b' 'c\\n' ''")
                            << QStringList{QStringLiteral("a b"), QStringLiteral("c\\n"), QString()};
    QTest::newRow("double") << QStringLiteral("\"a \\\"b\\\" \\n \\\\ \\$\"")
                            << QStringList{QStringLiteral("a \"b\" \\n \\ $")};
    QTest::newRow("joined") << QStringLiteral("a'b'\"c\"\\ d") << QStringList{QStringLiteral("abc d")};
    QTest::newRow("quote in quotes") << QStringLiteral("'it'\\''s'") << QStringList{QStringLiteral("it's")};
    QTest::newRow("continued line") << QStringLiteral("curl \\\n  -X PUT \"a\\\nb\"")
                                    << QStringList{QStringLiteral("curl"), QStringLiteral("-X"),
                                                   QStringLiteral("PUT"), QStringLiteral("ab")};
    QTest::newRow("ansi") << QStringLiteral("$'a\\tb\\x41\\u00e9\\101\\'\\q'")
                          << QStringList{QStringLiteral("a\tbA\u00e9A'\\q")};
    QTest::newRow("ansi astral") << QStringLiteral("$'\\U0001f600'")
                                 << QStringList{QString::fromUcs4(U"\U0001f600")};
    QTest::newRow("ansi code too large")
        << QStringLiteral("$'\\U00110000'") << QStringList{QStringLiteral("\\U")};
    QTest::newRow("dollar alone") << QStringLiteral("$a $ 'x'")
                                  << QStringList{QStringLiteral("$a"), QStringLiteral("$"),
                                                 QStringLiteral("x")};
    QTest::newRow("last backslash") << QStringLiteral("a\\") << QStringList{QStringLiteral("a\\")};
    QTest::newRow("nothing expanded") << QStringLiteral("$HOME *.c `x` a&b")
                                      << QStringList{QStringLiteral("$HOME"), QStringLiteral("*.c"),
                                                     QStringLiteral("`x`"), QStringLiteral("a&b")};
}

void tst_commandwords::splits()
{
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    const auto split = wl::splitCommandWords(text);
    QVERIFY(split);
    QCOMPARE(*split, words);
}

void tst_commandwords::refusesOpenQuotes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kind");
    QTest::newRow("single") << QStringLiteral("a 'b") << QStringLiteral("single");
    QTest::newRow("double") << QStringLiteral("a \"b\\\"") << QStringLiteral("double");
    QTest::newRow("double at its backslash") << QStringLiteral("\"\\") << QStringLiteral("double");
    QTest::newRow("ansi") << QStringLiteral("$'a\\'") << QStringLiteral("$'");
}

void tst_commandwords::refusesOpenQuotes()
{
    QFETCH(QString, text);
    QFETCH(QString, kind);
    const auto split = wl::splitCommandWords(text);
    QVERIFY(!split);
    QCOMPARE(split.error().code, wl::ErrorCode::BadSyntax);
    QVERIFY2(split.error().detail.contains(kind), qPrintable(split.error().detail));
}

QTEST_GUILESS_MAIN(tst_commandwords)
#include "tst_commandwords.moc"
