// SPDX-License-Identifier: MIT
#include "ui/panes/http/cellranges.h"
#include "ui/panes/http/jsontablemodel.h"
#include "ui/panes/http/timingmodel.h"
#include "ui/panes/http/wirefieldsmodel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QTemporaryFile>
#include <QtTest>

using namespace wl;

/// The models of the HTTP pane's response, under the model tester.
class TestHttpModels : public QObject
{
    Q_OBJECT
private slots:
    void jsonTable();
    void cellsOfASelection();
    void wireFields();
    void wireFieldsOfAllAnswers();
    void timings();
    void outside();
};

namespace {

bodyjob::Table tableOf(const QByteArray& text)
{
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/tst-body-XXXXXX"));
    file.setAutoRemove(false);
    if (!file.open() || file.write(text) != text.size())
        return {};
    file.close();
    return bodyjob::table({std::make_shared<BodyFile>(file.fileName()), "application/json"}, -1, {});
}

HttpHop hopWith(const QList<WireField>& fields)
{
    HttpHop hop;
    hop.fields = fields;
    return hop;
}

} // namespace

void TestHttpModels::jsonTable()
{
    JsonTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    QByteArray text = "[";
    for (int i = 0; i < 1000; ++i)
        text += "{\"id\":" + QByteArray::number(i) + ",\"t\":\"a\\nb\",\"n\":null},";
    text += "7]";
    model.setTable(tableOf(text));
    QCOMPARE(model.rowCount(), 1001);
    QCOMPARE(model.columnCount(), 4);
    QCOMPARE(model.index(999, 0).data().toString(), QStringLiteral("999"));
    QCOMPARE(model.index(5, 1).data().toString(), QStringLiteral("a \u23CE b"));
    QCOMPARE(model.fullText(5, 1), QStringLiteral("a\nb"));
    QCOMPARE(model.index(1000, 3).data().toString(), QStringLiteral("7"));
    QCOMPARE(model.index(1000, 0).data().toString(), QString());
    QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("t"));
    QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toInt(), 1);
    QVERIFY(model.index(0, 0).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    model.setTable({});
    QCOMPARE(model.rowCount(), 0);
    const QByteArray big = "[{\"a\":\"" + QByteArray(100'000, 'x') + "\"}]";
    model.setTable(tableOf(big));
    QVERIFY(model.index(0, 0).data().toString().size() < 1000);
    QCOMPARE(model.fullText(0, 0).size(), 100'000);
}

void TestHttpModels::cellsOfASelection()
{
    JsonTableModel model;
    QByteArray text = "[";
    for (int i = 0; i < 9; ++i)
        text += "{\"a\":1,\"b\":2,\"c\":3},";
    model.setTable(tableOf(text + "{}]"));
    const auto walked = [](const QItemSelection& selection) {
        QString result;
        for (cellranges::Walk walk(selection); walk.hasNext();) {
            const auto [cell, startsRow] = walk.next();
            result += QStringLiteral("%1%2%3").arg(startsRow ? u"/" : u" ").arg(cell.row).arg(cell.column);
        }
        return result;
    };
    QCOMPARE(walked({}), QString());
    QCOMPARE(walked(QItemSelection(model.index(1, 0), model.index(2, 1))), QStringLiteral("/10 11/20 21"));
    QItemSelection several(model.index(7, 2), model.index(8, 2));
    several.append(QItemSelectionRange(model.index(0, 1), model.index(0, 1)));
    several.append(QItemSelectionRange(model.index(8, 0), model.index(9, 0)));
    QCOMPARE(walked(several), QStringLiteral("/01/72/80 82/90"));
}

void TestHttpModels::wireFields()
{
    WireFieldsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHop(hopWith({{"A", "1"}, {"a", "caf\xe9"}, {"", "caf\xc3\xa9"}}));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("caf\u00E9"));
    QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("caf\u00E9"));
    model.setHop(hopWith({{"X", "<b>not markup</b>"}}));
    QVERIFY(!model.index(0, 1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>not")));
}

void TestHttpModels::wireFieldsOfAllAnswers()
{
    WireFieldsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    HttpHop hop = hopWith({{"A", "1"}});
    hop.status = 200;
    hop.version = "HTTP/1.1";
    hop.reason = "OK";
    hop.interim = {{103, "HTTP/1.1", "Early <b>Hints", {{"Link", "</a>"}}, {}, 0}};
    hop.trailers = {{"X-Sum", "9"}};
    hop.further = {{201, "HTTP/1.1", "Created", {{"B", "2"}}, "bo", 2'000'000}};
    model.setHop(hop);
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row)
        lines << (model.isHeading(row) ? QStringLiteral("# ") : QString()) +
                     model.index(row, 0).data().toString() + u'|' + model.index(row, 1).data().toString();
    QCOMPARE(lines.join(u'\n'), QStringLiteral("# Before the answer: HTTP/1.1 103 Early <b>Hints|\n"
                                               "Link|</a>\n"
                                               "# The answer: HTTP/1.1 200 OK|\n"
                                               "A|1\n"
                                               "# Trailer fields, behind the body|\n"
                                               "X-Sum|9\n"
                                               "# Further answer: HTTP/1.1 201 Created|\n"
                                               "B|2\n"
                                               "# Its body, the first 2 bytes of 2,000,000 bytes|\n"
                                               "|bo"));
    model.setHop(hopWith({}));
    QCOMPARE(model.rowCount(), 0);
}

void TestHttpModels::timings()
{
    TimingModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    HttpHop hop;
    hop.method = "GET";
    hop.url = QStringLiteral("http://h/");
    hop.timings = {{100}, {}, {}, {}, {}, {131}, {200}, {250}, true};
    model.setHops({hop});
    QCOMPARE(model.rowCount(), 4);
    QVERIFY(model.index(0, 0).data().toString().contains(QStringLiteral("connection reused")));
    QVERIFY(model.index(0, 0).data().toString().contains(QStringLiteral("no answer")));
    QCOMPARE(model.index(1, 2).data().toString(), QStringLiteral("31 ns"));
    QVERIFY(!model.index(1, 1).data(Qt::AccessibleTextRole).toString().isEmpty());
}

void TestHttpModels::outside()
{
    JsonTableModel table;
    table.setTable(tableOf("[{\"a\":1}]"));
    WireFieldsModel fields;
    fields.setHop(hopWith({{"A", "1"}}));
    TimingModel timings;
    timings.setHops({HttpHop()});
    for (QAbstractItemModel* model : std::initializer_list<QAbstractItemModel*>{&table, &fields, &timings}) {
        QVERIFY(!model->index(model->rowCount(), 0).isValid());
        QVERIFY(!model->index(0, model->columnCount()).isValid());
        QVERIFY(!model->headerData(model->columnCount(), Qt::Horizontal).isValid());
        QVERIFY(!model->headerData(-1, Qt::Horizontal).isValid());
        QVERIFY(!model->data({}, Qt::DisplayRole).isValid());
    }
}

QTEST_MAIN(TestHttpModels)
#include "tst_httpmodels.moc"
