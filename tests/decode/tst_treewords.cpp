// SPDX-License-Identifier: MIT
#include "decode/messagebuilder.h"
#include "decode/treewords.h"

#include <QtTest>

Q_DECLARE_METATYPE(wl::FieldValue)

using namespace wl;

class tst_treewords : public QObject
{
    Q_OBJECT
private slots:
    void values_data();
    void values();
    void labelThatSaysAll();
    void builderNamesValues();
};

void tst_treewords::values_data()
{
    QTest::addColumn<FieldValue>("value");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const FieldValue& value, const QString& words) {
        QTest::newRow(name) << value << words;
    };
    row("nothing", {}, QStringLiteral("F"));
    row("truth", true, QStringLiteral("F: yes"));
    row("no truth", false, QStringLiteral("F: no"));
    row("whole", qint64{-5}, QStringLiteral("F: -5"));
    row("fraction", 0.5, QStringLiteral("F: 0.5"));
    row("text", QByteArray("m\xc3\xbcll"), QStringLiteral("F: müll"));
    row("no bytes", QByteArray(""), QStringLiteral("F: "));
    row("binary", QByteArray("\x00\x7f\xff", 3), QStringLiteral("F: 00 7f ff"));
    row("broken UTF-8", QByteArray("a\xc3"), QStringLiteral("F: 61 c3"));
    row("escape", QByteArray("\x1b[2J"), QStringLiteral("F: 1b 5b 32 4a"));
    row("long text", QByteArray(121, 'a'), QStringLiteral("F: ") + QString(120, u'a') + u'…');
    row("a character at the end", QByteArray(119, 'a') + "\xc3\xbc" + 'b',
        QStringLiteral("F: ") + QString(119, u'a') + u'…');
    row("long binary", QByteArray(33, '\1'),
        QStringLiteral("F: ") + QStringLiteral("01 ").repeated(31) + QStringLiteral("01…"));
}

void tst_treewords::values()
{
    QFETCH(FieldValue, value);
    QFETCH(QString, words);
    DecodedField field;
    field.label = QStringLiteral("F");
    field.value = value;
    field.isNamedOnly = true;
    QCOMPARE(treeWords(field), words);
}

void tst_treewords::labelThatSaysAll()
{
    DecodedField field;
    field.label = QStringLiteral("Host: h");
    field.value = QByteArray("h");
    QCOMPARE(treeWords(field), QStringLiteral("Host: h"));
}

/// What goes through the builder is named; a group stays its name.
void tst_treewords::builderNamesValues()
{
    DecodeWishes wishes;
    wishes.tree = true;
    MessageBuilder builder(wishes, Protocol::Dns, Direction::Sent, {0, 2});
    const int group = builder.addGroup("Flags", {0, 2});
    builder.add("dns.id", "ID", qint64{7}, {0, 2}, group);
    const DecodedMessage message = builder.take();
    QCOMPARE(treeWords(message.fields[0]), QStringLiteral("Flags"));
    QCOMPARE(treeWords(message.fields[1]), QStringLiteral("ID: 7"));
}

QTEST_GUILESS_MAIN(tst_treewords)
#include "tst_treewords.moc"
