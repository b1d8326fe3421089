// SPDX-License-Identifier: MIT
#include "ui/widgets/bulkrows.h"
#include "ui/widgets/keyvaluetable.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

using namespace wl;

class TestKeyValueTable : public QObject
{
    Q_OBJECT
private slots:
    void typingInTheLastRowAdds();
    void emptiedRowGoes();
    void checkBoxes();
    void fixedRows();
    void onlyAutomaticRowsAreGrey();
    void fixedRowsChangeInPlace();
    void removing();
    void moving();
    void movingSeveral_data();
    void movingSeveral();
    void givenRows();
    void filesThatAreMissing();
    void tenThousandRows();
    void files();
    void secrets();
    void edges();
    void keyboard();
    void parsedLines_data();
    void parsedLines();
    void pasting();

private:
    static KeyValueRow row(const char* name, const char* value = "")
    {
        KeyValueRow result;
        result.name = QString::fromUtf8(name);
        result.value = QString::fromUtf8(value);
        return result;
    }
    static QString names(const KeyValueModel& model)
    {
        QStringList all;
        for (const KeyValueRow& each : model.rows())
            all << each.name;
        return all.join(u',');
    }
};

void TestKeyValueTable::typingInTheLastRowAdds()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy edited(&model, &KeyValueModel::edited);
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(model.setData(model.index(0, KeyValueModel::Name), QStringLiteral("a"), Qt::EditRole));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.setData(model.index(0, KeyValueModel::Value), QStringLiteral("1"), Qt::EditRole));
    QVERIFY(
        model.setData(model.index(1, KeyValueModel::Value), QStringLiteral("only a value"), Qt::EditRole));
    QVERIFY(!model.setData(model.index(2, KeyValueModel::Name), QString(), Qt::EditRole));
    QVERIFY(!model.setData(model.index(0, KeyValueModel::Value), QStringLiteral("1"), Qt::EditRole));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(edited.count(), 3);
    QCOMPARE(model.rows().at(1).value, QStringLiteral("only a value"));
}

void TestKeyValueTable::emptiedRowGoes()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row("a", "1"), row("b")});
    model.setData(model.index(1, KeyValueModel::Name), QString(), Qt::EditRole);
    QCOMPARE(names(model), QStringLiteral("a"));
    model.setData(model.index(0, KeyValueModel::Name), QString(), Qt::EditRole);
    QCOMPARE(model.rows().size(), 1);
}

void TestKeyValueTable::checkBoxes()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFixedRows({row("f")});
    model.setRows({row("a")});
    QVERIFY(!model.index(0, KeyValueModel::Enabled).data(Qt::CheckStateRole).isValid());
    QVERIFY(!model.index(2, KeyValueModel::Enabled).data(Qt::CheckStateRole).isValid());
    QVERIFY(model.setData(model.index(1, KeyValueModel::Enabled), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(!model.rows().first().enabled);
    QVERIFY(!model.setData(model.index(0, KeyValueModel::Enabled), Qt::Unchecked, Qt::CheckStateRole));
}

void TestKeyValueTable::fixedRows()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFixedRows({row("Host", "h"), row("Accept", "*/*")});
    model.setRows({row("X")});
    QSignalSpy fixed(&model, &KeyValueModel::fixedEdited);
    QVERIFY(!model.index(0, KeyValueModel::Name).flags().testFlag(Qt::ItemIsEditable));
    QVERIFY(model.setData(model.index(1, KeyValueModel::Value), QStringLiteral("text/plain"), Qt::EditRole));
    QCOMPARE(fixed.count(), 1);
    QCOMPARE(fixed.first().at(0).toInt(), 1);
    QCOMPARE(model.fixedRows().at(1).value, QStringLiteral("*/*"));
    QCOMPARE(names(model), QStringLiteral("X"));
    model.setFixedTraits(QStringLiteral("<i>tip</i>"), true);
    QVERIFY(model.index(0, KeyValueModel::Name).flags().testFlag(Qt::ItemIsEditable));
    QVERIFY(!model.index(0, KeyValueModel::Name)
                 .data(Qt::ToolTipRole)
                 .toString()
                 .contains(QStringLiteral("<i>")));
}

void TestKeyValueTable::onlyAutomaticRowsAreGrey()
{
    KeyValueModel model;
    model.setFixedRows({row("Accept", "*/*")});
    model.setFixedTraits(QStringLiteral("added by the engine"), false);
    QVERIFY(model.index(0, KeyValueModel::Name).data(Qt::ForegroundRole).isValid());
    model.setFixedTraits(QStringLiteral("stands in the URL"), true); // typed by the user, elsewhere
    QVERIFY(!model.index(0, KeyValueModel::Name).data(Qt::ForegroundRole).isValid());
}

void TestKeyValueTable::fixedRowsChangeInPlace()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row("X"), row("Y")});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex y(model.index(1, KeyValueModel::Name));
    model.setFixedRows({row("a"), row("b"), row("c")});
    QCOMPARE(y.row(), 4);
    model.setFixedRows({row("c")});
    QCOMPARE(y.row(), 2);
    QCOMPARE(y.data().toString(), QStringLiteral("Y"));
    QCOMPARE(reset.count(), 0);
}

void TestKeyValueTable::removing()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFixedRows({row("f")});
    model.setRows({row("a"), row("b"), row("c")});
    QSignalSpy edited(&model, &KeyValueModel::edited);
    model.removeTableRows({3, 0, 1, 3, 4, 99, -1});
    QCOMPARE(names(model), QStringLiteral("b"));
    QCOMPARE(edited.count(), 1);
    model.removeTableRows({0, 2});
    QCOMPARE(edited.count(), 1);
}

void TestKeyValueTable::moving()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFixedRows({row("f")});
    model.setRows({row("a"), row("b")});
    QVERIFY(model.moveTableRow(1, 1));
    QCOMPARE(names(model), QStringLiteral("b,a"));
    QVERIFY(model.moveTableRow(2, -1));
    QCOMPARE(names(model), QStringLiteral("a,b"));
    QVERIFY(!model.moveTableRow(1, -1));
    QVERIFY(!model.moveTableRow(2, 1));
    QVERIFY(!model.moveTableRow(3, -1));
    QVERIFY(!model.moveTableRow(0, 1));
}

void TestKeyValueTable::movingSeveral_data()
{
    QTest::addColumn<QList<int>>("rows");
    QTest::addColumn<int>("before");
    QTest::addColumn<QString>("expected");
    // Row 0 is fixed, the user's are a to e in 1 to 5, the new one is 6.
    QTest::newRow("down") << QList<int>{1} << 4 << QStringLiteral("b,c,a,d,e");
    QTest::newRow("up") << QList<int>{5} << 2 << QStringLiteral("a,e,b,c,d");
    QTest::newRow("from both sides") << QList<int>{5, 1} << 3 << QStringLiteral("b,a,e,c,d");
    QTest::newRow("several down") << QList<int>{1, 2} << 6 << QStringLiteral("c,d,e,a,b");
    QTest::newRow("several up") << QList<int>{3, 5} << 1 << QStringLiteral("c,e,a,b,d");
    QTest::newRow("to its place") << QList<int>{2} << 2 << QStringLiteral("a,b,c,d,e");
    QTest::newRow("behind itself") << QList<int>{2} << 3 << QStringLiteral("a,b,c,d,e");
    QTest::newRow("beyond the ends") << QList<int>{1, 0, 6, 99, -1} << 99 << QStringLiteral("b,c,d,e,a");
    QTest::newRow("before the fixed one") << QList<int>{5} << -5 << QStringLiteral("e,a,b,c,d");
    QTest::newRow("none") << QList<int>{} << 1 << QStringLiteral("a,b,c,d,e");
}

void TestKeyValueTable::movingSeveral()
{
    QFETCH(QList<int>, rows);
    QFETCH(int, before);
    QFETCH(QString, expected);
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFixedRows({row("fixed")});
    model.setRows({row("a"), row("b"), row("c"), row("d"), row("e")});
    QSignalSpy edited(&model, &KeyValueModel::edited);
    model.moveTableRows(rows, before);
    QCOMPARE(names(model), expected);
    QCOMPARE(edited.size(), expected == QStringLiteral("a,b,c,d,e") ? 0 : 1);
}

void TestKeyValueTable::givenRows()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row("id"), row("old", "1")});
    model.setGiven(1, QStringLiteral("not in the URL"));
    QCOMPARE(model.rowCount(), 2); // none to be added
    QVERIFY(!model.index(0, KeyValueModel::Name).flags().testFlag(Qt::ItemIsEditable));
    QVERIFY(model.index(0, KeyValueModel::Value).flags().testFlag(Qt::ItemIsEditable));
    QVERIFY(model.setData(model.index(0, KeyValueModel::Value), QStringLiteral("7"), Qt::EditRole));
    QVERIFY(model.setData(model.index(0, KeyValueModel::Enabled), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(!model.rows().first().enabled);
    // Emptied, it stays.
    QVERIFY(model.setData(model.index(0, KeyValueModel::Value), QString(), Qt::EditRole));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.index(1, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("not in the URL")));
    QVERIFY(model.index(1, KeyValueModel::Name).data(Qt::ForegroundRole).isValid());
    QVERIFY(!model.moveTableRow(0, 1));
    model.append({row("x")});
    QCOMPARE(model.rowCount(), 2);
    model.removeTableRows({1});
    QCOMPARE(names(model), QStringLiteral("id"));
}

void TestKeyValueTable::filesThatAreMissing()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    KeyValueRow part = row("f");
    part.files = {QStringLiteral("/tmp/a.txt"), QStringLiteral("/gone/b")};
    model.setRows({part});
    const QModelIndex value = model.index(0, KeyValueModel::Value);
    QCOMPARE(value.data().toString(), QStringLiteral("a.txt, b"));
    model.setFileSizes({{QStringLiteral("/tmp/a.txt"), 12}, {QStringLiteral("/gone/b"), -1}});
    QCOMPARE(value.data().toString(), QStringLiteral("a.txt (12 B), b (not found)"));
    QVERIFY(value.data(Qt::ForegroundRole).isValid());
    model.setFileSizes({{QStringLiteral("/tmp/a.txt"), 12}, {QStringLiteral("/gone/b"), 0}});
    QVERIFY(!value.data(Qt::ForegroundRole).isValid());
}

void TestKeyValueTable::tenThousandRows()
{
    QList<KeyValueRow> rows;
    for (int i = 0; i < 10'000; ++i)
        rows << row("name", "value");
    KeyValueTable table;
    table.resize(500, 300);
    table.show();
    table.rows().setRows(rows);
    QCOMPARE(table.rows().rowCount(), 10'001);
    table.selectAll();
    table.removeSelected();
    QCOMPARE(table.rows().rowCount(), 1);
}

void TestKeyValueTable::files()
{
    KeyValueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFiles(0, {QStringLiteral("/x/a.txt"), QStringLiteral("/y/b.txt")});
    QCOMPARE(model.rows().size(), 1);
    const QModelIndex value = model.index(0, KeyValueModel::Value);
    QCOMPARE(value.data().toString(), QStringLiteral("a.txt, b.txt"));
    QVERIFY(!model.setData(value, QString(), Qt::EditRole));
    QCOMPARE(model.rows().first().files.size(), 2);
    QVERIFY(model.setData(value, QStringLiteral("text"), Qt::EditRole));
    QVERIFY(model.rows().first().files.isEmpty());
    QCOMPARE(model.rows().first().value, QStringLiteral("text"));
}

void TestKeyValueTable::secrets()
{
    KeyValueModel model;
    model.setRows({row("Authorization", "x")});
    QSignalSpy edited(&model, &KeyValueModel::edited);
    model.setSecret(0, true);
    model.setSecret(0, true);
    model.setSecret(1, true);
    QVERIFY(model.rows().first().secret);
    QCOMPARE(edited.count(), 1);
    const QModelIndex name = model.index(0, KeyValueModel::Name);
    QVERIFY(!name.data(Qt::DecorationRole).value<QIcon>().isNull());
    QCOMPARE(name.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Authorization (secret)"));
    model.setSecret(0, false);
    QVERIFY(!name.data(Qt::DecorationRole).isValid());
    QCOMPARE(name.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Authorization"));
}

void TestKeyValueTable::edges()
{
    KeyValueModel model;
    QVERIFY(!model.index(model.rowCount(), 0).isValid());
    QVERIFY(!model.index(0, KeyValueModel::ColumnCount).isValid());
    QVERIFY(!model.headerData(KeyValueModel::ColumnCount, Qt::Horizontal, Qt::DisplayRole).isValid());
    QVERIFY(!model.headerData(-1, Qt::Horizontal, Qt::DisplayRole).isValid());
}

void TestKeyValueTable::keyboard()
{
    KeyValueTable table;
    table.resize(600, 200);
    table.show();
    table.setFocus();
    table.setCurrentIndex(table.rows().index(0, KeyValueModel::Name));
    const auto editor = [&] {
        // The one before lives on until the event loop deletes it.
        const auto all = table.findChildren<QLineEdit*>(QStringLiteral("keyValueEditor"));
        return all.isEmpty() ? nullptr : all.last();
    };
    // A key opens the editor, Tab goes to the value and at last to the next row.
    QTest::keyClick(&table, Qt::Key_N);
    QTRY_VERIFY(editor());
    QTest::keyClicks(editor(), QStringLiteral("ame"));
    QTest::keyClick(editor(), Qt::Key_Tab);
    QTRY_COMPARE(table.currentIndex().column(), int(KeyValueModel::Value));
    QCOMPARE(names(table.rows()), QStringLiteral("name"));
    QTRY_VERIFY(editor());
    QTest::keyClicks(editor(), QStringLiteral("value"));
    QTest::keyClick(editor(), Qt::Key_Tab);
    QCOMPARE(table.rows().rows().first().value, QStringLiteral("value"));
    QTRY_VERIFY(editor());
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE(table.findChildren<QLineEdit*>().size(), 0);
    table.setCurrentIndex(table.rows().index(0, KeyValueModel::Value));
    QTest::keyClick(&table, Qt::Key_Space);
    QVERIFY(!table.rows().rows().first().enabled);
    QTest::keyClick(&table, Qt::Key_Delete);
    QVERIFY(table.rows().rows().isEmpty());
}

void TestKeyValueTable::parsedLines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("headers") << QStringLiteral("A: 1\r\nB:2\n\n") << QStringLiteral("A=1;B=2");
    QTest::newRow("colon in the value") << QStringLiteral("Host: h:1=2") << QStringLiteral("Host=h:1=2");
    QTest::newRow("pairs") << QStringLiteral("a=1&b=x y&c") << QStringLiteral("a=1;b=x y;c=");
    QTest::newRow("lines of pairs") << QStringLiteral("a=1:2\nb=") << QStringLiteral("a=1:2;b=");
    QTest::newRow("words") << QStringLiteral("just words") << QStringLiteral("just words=");
    QTest::newRow("nothing") << QStringLiteral(" \n") << QString();
    QTest::newRow("leading colon") << QStringLiteral(":authority") << QStringLiteral(":authority=");
}

void TestKeyValueTable::parsedLines()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QStringList parts;
    for (const KeyValueRow& each : bulkrows::pastedRows(text))
        parts << each.name + u'=' + each.value;
    QCOMPARE(parts.join(u';'), expected);
}

void TestKeyValueTable::pasting()
{
    KeyValueTable table;
    table.show();
    QGuiApplication::clipboard()->setText(QStringLiteral("A: 1\nB: 2"));
    QTest::keyClick(&table, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(names(table.rows()), QStringLiteral("A,B"));
    table.selectAll();
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("A: 1\nB: 2"));
}

QTEST_MAIN(TestKeyValueTable)
#include "tst_keyvaluetable.moc"
