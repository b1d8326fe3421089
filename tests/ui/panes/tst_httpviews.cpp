// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/bodytreemodel.h"
#include "ui/panes/http/comparetab.h"
#include "ui/panes/http/cookiepage.h"
#include "ui/panes/http/cookierows.h"
#include "ui/panes/http/fieldspage.h"
#include "ui/panes/http/hopfacts.h"
#include "ui/panes/http/imagejob.h"
#include "ui/panes/http/imagepage.h"
#include "ui/panes/http/imageview.h"
#include "ui/panes/http/jsonchangemodel.h"
#include "ui/panes/http/jsonoutline.h"
#include "ui/panes/http/queryline.h"
#include "ui/panes/http/streammodel.h"
#include "ui/panes/http/streampage.h"
#include "ui/panes/http/tableorder.h"
#include "ui/panes/http/tablepage.h"
#include "ui/panes/http/treepage.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QBuffer>
#include <QClipboard>
#include <QComboBox>
#include <QImageReader>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

using namespace wl;

/// The views of a response beside text and hex: tree, table of any array, picture, events, cookies, facts of
/// a hop, comparison; with bodies that are broken or lie about what they are.
class TestHttpViews : public QObject
{
    Q_OBJECT
private slots:
    void tree();
    void treeOfManyElements();
    void treeOfDeepJson();
    void treeOfBrokenJson();
    void treeOfXml();
    void treeShowsResults();
    void treeCopies();
    void queryLineSaysWhere();
    void prettyShowsResults();
    void prettyOfMarkupAndLines_data();
    void prettyOfMarkupAndLines();
    void tableOfAnyArray();
    void tableIsSortedAndFiltered();
    void tableAsCsv();
    void tableAsCsvHasAllRows();
    void pictures_data();
    void pictures();
    void animation();
    void hostilePictures();
    void svgKeepsInside();
    void eventsComeIn();
    void brokenEvents();
    void jsonLinesComeIn();
    void cookies();
    void manyFields();
    void hopFacts();
    void comparesJson();
    void choicesThatComeLateAreSeen();
    void comparesAnything();

private:
    [[nodiscard]] bodyjob::Source source(const QByteArray& bytes, const QByteArray& type) const;
    [[nodiscard]] HttpExchange exchange(const QByteArray& bytes, const QByteArray& type,
                                        int status = 200) const;

    QTemporaryDir m_folder;
    mutable int m_next = 0;
};

namespace {

QByteArray picture(const char* format, const QSize& size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

/// Two pictures of one pixel, made by hand from the GIF89a specification.
QByteArray gif()
{
    const QByteArray frame = QByteArray::fromHex("21f904000a000000" // 100 ms
                                                 "2c00000000010001000002024401"
                                                 "00");
    return QByteArray::fromHex("474946383961"
                               "01000100800000"
                               "ff0000"
                               "0000ff"
                               "21ff0b4e45545343415045322e300301000000") +
           frame + frame + ";";
}

QString shownRows(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(parent); ++row)
        rows << model.index(row, 0, parent).data().toString() + u'=' +
                    model.index(row, 1, parent).data().toString();
    return rows.join(u' ');
}

void open(QAbstractItemModel& model, const QModelIndex& index)
{
    if (model.canFetchMore(index))
        model.fetchMore(index);
}

} // namespace

bodyjob::Source TestHttpViews::source(const QByteArray& bytes, const QByteArray& type) const
{
    const QString path = m_folder.filePath(QString::number(++m_next));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return {std::make_shared<BodyFile>(path), type, std::make_shared<BodyIndex>()};
}

HttpExchange TestHttpViews::exchange(const QByteArray& bytes, const QByteArray& type, int status) const
{
    HttpHop hop;
    hop.method = "GET";
    hop.url = QStringLiteral("http://127.0.0.1/x");
    hop.status = status;
    hop.version = "HTTP/1.1";
    hop.reason = "OK";
    hop.fields = {{"Content-Type", type}};
    HttpExchange made;
    made.id = ExchangeId(quint64(m_next + 1));
    made.phase = HttpExchange::Phase::Done;
    made.hops = {hop};
    made.body = made.decoded = std::const_pointer_cast<BodyFile>(source(bytes, type).body);
    return made;
}

void TestHttpViews::tree()
{
    const auto body =
        bodyjob::indexed(source(R"({"a":1.50,"b":[true,null],"a":"x\ny","c":{}})", "application/json"), {});
    QVERIFY(body);
    BodyTreeModel model;
    model.setBody(std::make_shared<JsonOutline>(body));
    // Not before: it fetches rows while a reset is under way.
    const QAbstractItemModelTester tester(&model);
    open(model, {});
    QCOMPARE(shownRows(model), QStringLiteral("$={ 4 members }"));
    const QModelIndex root = model.index(0, 0);
    open(model, root);
    QCOMPARE(shownRows(model, root), QStringLiteral("a=1.50 b=[ 2 elements ] a=\"x\\ny\" c={ 0 members }"));
    QVERIFY(!model.hasChildren(model.index(0, 0, root)));
    QVERIFY(!model.hasChildren(model.index(3, 0, root)));
    const QModelIndex array = model.index(1, 0, root);
    open(model, array);
    QCOMPARE(shownRows(model, array), QStringLiteral("[0]=true [1]=null"));
    QCOMPARE(model.pathAt(model.index(1, 0, array)), QStringLiteral("$['b'][1]"));
    QVERIFY(model.isArrayAt(array));
    model.setBody(nullptr);
    open(model, {});
    QCOMPARE(model.rowCount(), 0);
}

void TestHttpViews::treeOfManyElements()
{
    QByteArray text = "[0";
    for (int i = 1; i < 2500; ++i)
        text += ',' + QByteArray::number(i);
    const auto body = bodyjob::indexed(source(text + ']', "application/json"), {});
    BodyTreeModel model;
    model.setBody(std::make_shared<JsonOutline>(body));
    // Not before: it fetches rows while a reset is under way.
    const QAbstractItemModelTester tester(&model);
    open(model, {});
    const QModelIndex root = model.index(0, 0);
    open(model, root);
    QCOMPARE(model.rowCount(root), 3);
    const QModelIndex last = model.index(2, 0, root);
    QCOMPARE(last.data().toString(), QStringLiteral("2,000 \u2026 2,499"));
    open(model, last);
    QCOMPARE(model.rowCount(last), 500);
    QCOMPARE(model.index(499, 1, last).data().toString(), QStringLiteral("2499"));
    QCOMPARE(model.pathAt(model.index(499, 0, last)), QStringLiteral("$[2499]"));
    QVERIFY(!model.nodeAt(last).isValid());
}

void TestHttpViews::treeOfDeepJson()
{
    constexpr int depth = 100'000;
    const auto body =
        bodyjob::indexed(source(QByteArray(depth, '[') + QByteArray(depth, ']'), "application/json"), {});
    QVERIFY(body);
    BodyTreeModel model;
    model.setBody(std::make_shared<JsonOutline>(body));
    QModelIndex index;
    for (int level = 0; level < 200; ++level) {
        open(model, index);
        index = model.index(0, 0, index);
        QVERIFY(index.isValid());
    }
    QCOMPARE(model.pathAt(index).size(), 1 + 3 * 199);
}

void TestHttpViews::treeOfBrokenJson()
{
    TreePage page;
    QSignalSpy shown(&page, &TreePage::shown);
    page.setSource(source(R"({"a":[1,2,}} )", "application/json"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    auto* view = page.findChild<QTreeView*>(QStringLiteral("httpTree"));
    QVERIFY(view->isVisible());
    QVERIFY(page.findChild<QLabel*>(QStringLiteral("hintText"))
                ->text()
                .contains(QLatin1String("Not valid JSON")));
    // It says that it is JSON.
    for (const QByteArray& lie :
         {QByteArray("<html>"), QByteArray(), QByteArray("\xFF\xFE\x00", 3), QByteArray("nul")}) {
        page.setSource(source(lie, "application/json"));
        QTRY_VERIFY(!view->isVisible());
        QVERIFY(!page.findChild<QLabel*>(QStringLiteral("httpTreeEmpty"))->text().isEmpty());
    }
}

void TestHttpViews::treeOfXml()
{
    TreePage page;
    QSignalSpy shown(&page, &TreePage::shown);
    page.setSource(
        source("<?xml version='1.0'?>\n<a x='1'>\n <b>one</b><!-- c --><b>t<i/></b><e/>\n</a>", "text/xml"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    auto* model = page.findChild<QTreeView*>(QStringLiteral("httpTree"))->model();
    auto tester = std::make_unique<QAbstractItemModelTester>(model);
    QCOMPARE(shownRows(*model), QStringLiteral("(instruction)=<?xml version='1.0'?> a=x='1'"));
    const QModelIndex root = model->index(1, 0);
    open(*model, root);
    QCOMPARE(shownRows(*model, root), QStringLiteral("b=one (comment)=<!-- c --> b= e="));
    open(*model, model->index(2, 0, root));
    QCOMPARE(shownRows(*model, model->index(2, 0, root)), QStringLiteral("(text)=t i="));
    QCOMPARE(static_cast<BodyTreeModel*>(model)->pathAt(model->index(1, 0, model->index(2, 0, root))),
             QStringLiteral("/a[1]/b[2]/i[1]"));
    tester.reset();
    page.setSource(source("plain <a><b></a>", "text/xml"));
    QTRY_COMPARE(shown.count(), 2);
    QCOMPARE(shownRows(*model), QStringLiteral("(text)=plain a="));
    QVERIFY(page.findChild<QLabel*>(QStringLiteral("hintText"))
                ->text()
                .contains(QLatin1String("Not well-formed")));
}

void TestHttpViews::treeShowsResults()
{
    TreePage page;
    page.setQuery(*JsonQuery::parse(u"$.a[?@>1]"));
    QSignalSpy shown(&page, &TreePage::shown);
    page.setSource(source(R"({"a":[1,2,3]})", "application/json"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    auto* view = page.findChild<QTreeView*>(QStringLiteral("httpTree"));
    QCOMPARE(shownRows(*view->model()), QStringLiteral("$['a'][1]=2 $['a'][2]=3"));
    page.setQuery(std::nullopt);
    QTRY_COMPARE(shownRows(*view->model()), QStringLiteral("$={ 1 member }"));
}

void TestHttpViews::treeCopies()
{
    TreePage page;
    QSignalSpy shown(&page, &TreePage::shown);
    QSignalSpy table(&page, &TreePage::tableRequested);
    page.setSource(source(R"({"a":{"b" : 1.0}})", "application/json"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    auto* view = page.findChild<QTreeView*>(QStringLiteral("httpTree"));
    view->setCurrentIndex(view->model()->index(0, 0, view->model()->index(0, 0)));
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    view->setFocus();
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("{\"b\" : 1.0}"));
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("$['a']"));
    QTest::keyClick(view, Qt::Key_Asterisk);
    QVERIFY(!view->isExpanded(view->currentIndex()));
}

void TestHttpViews::queryLineSaysWhere()
{
    QueryLine line;
    line.show();
    QSignalSpy changed(&line, &QueryLine::queryChanged);
    auto* field = line.findChild<QLineEdit*>(QStringLiteral("httpQuery"));
    auto* problem = line.findChild<QLabel*>(QStringLiteral("httpQueryProblem"));
    QTest::keyClicks(field, QStringLiteral("$.a[?@"));
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QLatin1String("7")));
    QCOMPARE(changed.count(), 0);
    QTest::keyClicks(field, QStringLiteral(".b]"));
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(line.query());
    QVERIFY(!problem->isVisible());
    field->clear();
    QTRY_COMPARE(changed.count(), 2);
    QVERIFY(!line.query());
}

void TestHttpViews::prettyShowsResults()
{
    const auto body = source(R"({"a":[{"x":1.0},{"x":2}]})", "application/json");
    const auto made = bodyjob::pretty(body, *JsonQuery::parse(u"$.a[*]"), {});
    QVERIFY(made.document);
    QCOMPARE(made.document->text().toByteArray(), "[\n  {\n    \"x\": 1.0\n  },\n  {\n    \"x\": 2\n  }\n]");
    QCOMPARE(made.note, QStringLiteral("2 results"));
    QCOMPARE(bodyjob::pretty(body, *JsonQuery::parse(u"$.b"), {}).document->text().toByteArray(), "[]");
}

void TestHttpViews::prettyOfMarkupAndLines_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<bool>("hasNote");
    const auto row = [](const char* name, const char* type, const char* text, const char* expected,
                        bool hasNote) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(text) << QByteArray(expected) << hasNote;
    };
    row("xml", "application/xml", "<a><b>1</b></a>", "<a>\n  <b>1</b>\n</a>\n", false);
    row("broken xml", "text/xml", "<a><b></a>", "<a>\n  <b>\n</a>\n", true);
    row("html", "text/html", "<ul><li>x</li></ul>", "<ul>\n  <li>x</li>\n</ul>\n", false);
    row("lines", "application/x-ndjson", "{\"a\":1}\n\n[2]\n", "{\n  \"a\": 1\n}\n[\n  2\n]\n", false);
    row("broken lines", "application/x-ndjson", "[1]\n[x]\n[3]", "[\n  1\n]\n[\nx]\n[3]", true);
    row("not UTF-8", "application/xml", "<a>\xFF</a>", "<a>\xFF</a>\n", true);
    row("JSON that is HTML", "application/json", "<html>", "<html>", true);
    row("HTML that is JSON", "text/html", "{\"a\":1}", "{\"a\":1}\n", false);
}

void TestHttpViews::prettyOfMarkupAndLines()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QFETCH(bool, hasNote);
    const auto made = bodyjob::pretty(source(text, type), std::nullopt, {});
    QVERIFY(made.document);
    QCOMPARE(made.document->text().toByteArray(), expected);
    QCOMPARE(!made.note.isEmpty(), hasNote);
}

void TestHttpViews::tableOfAnyArray()
{
    TablePage page;
    QSignalSpy shown(&page, &TablePage::shown);
    page.setSource(
        source(R"({"n":[3,"x",[1]],"deep":{"list":[{"a":1},{"a":2,"b":3}]}})", "application/json"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    auto* table = page.findChild<QTableView*>(QStringLiteral("httpTable"));
    auto* path = page.findChild<QComboBox*>(QStringLiteral("httpTablePath"));
    QVERIFY(!table->isVisible());
    QCOMPARE(path->itemText(0), QStringLiteral("$['deep']['list']"));
    page.showArray(path->itemText(0));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->columnCount(), 2);
    page.showArray(QStringLiteral("$.n"));
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QCOMPARE(table->model()->index(2, 0).data().toString(), QStringLiteral("[1]"));
    for (const auto& [wrong, words] : {std::pair("$.none", "no array"), std::pair("$.n[", "Character 5")}) {
        page.showArray(QLatin1String(wrong));
        auto* empty = page.findChild<QLabel*>(QStringLiteral("httpTableEmpty"));
        QTRY_VERIFY(empty->isVisible() && empty->text().contains(QLatin1String(words)));
    }
}

void TestHttpViews::tableIsSortedAndFiltered()
{
    const auto table = bodyjob::table(
        source(R"([{"a":10,"b":"x"},{"a":9},{"a":"9"},{"b":"X"},{"a":null},{"a":-1.5e1},{"a":"10"}])",
               "application/json"),
        -1, {});
    QVERIFY(table.table);
    const auto order = [&](const RowChoice& view) {
        QStringList rows;
        const auto found = tableOrder(table, view, 1000, {});
        for (const quint32 row : found.value_or(std::vector<quint32>()))
            rows << QString::number(row);
        return rows.join(u' ');
    };
    QCOMPARE(order({0, false, {}}), QStringLiteral("5 1 0 6 2 3 4"));
    QCOMPARE(order({0, true, {}}), QStringLiteral("2 6 0 1 5 3 4"));
    QCOMPARE(order({-1, false, QStringLiteral("x")}), QStringLiteral("0 3"));
    QCOMPARE(order({0, false, QStringLiteral("10")}), QStringLiteral("0 6"));
    QCOMPARE(order({-1, false, QStringLiteral("none")}), QString());
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!tableOrder(table, {0, false, {}}, 1000, stop.get_token()));
}

void TestHttpViews::tableAsCsv()
{
    TablePage page;
    QSignalSpy shown(&page, &TablePage::shown);
    page.setSource(source(R"([{"a":"x,\"y\"","b":1},{"b":"l1\nl2","c":null}])", "application/json"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    page.findChild<QToolButton*>(QStringLiteral("httpTableCsv"))->click();
    QTRY_COMPARE(QGuiApplication::clipboard()->text().remove(u'\r'),
                 QStringLiteral("a,b,c\n\"x,\"\"y\"\"\",1,\n,\"l1\nl2\",null\n"));
    auto* table = page.findChild<QTableView*>(QStringLiteral("httpTable"));
    table->selectionModel()->select(table->model()->index(1, 1), QItemSelectionModel::Select);
    table->selectionModel()->select(table->model()->index(0, 2), QItemSelectionModel::Select);
    page.findChild<QToolButton*>(QStringLiteral("httpTableCsv"))->click();
    QTRY_COMPARE(QGuiApplication::clipboard()->text().remove(u'\r'), QStringLiteral("b,c\n,\n\"l1\nl2\",\n"));
}

void TestHttpViews::tableAsCsvHasAllRows()
{
    constexpr int rows = 150'000;
    QByteArray json = "[";
    for (int row = 0; row < rows; ++row)
        json += (row > 0 ? ",{\"a\":" : "{\"a\":") + QByteArray::number(row) + ",\"b\":true}";
    TablePage page;
    QSignalSpy shown(&page, &TablePage::shown);
    page.setSource(source(json + ']', "application/json"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    page.findChild<QToolButton*>(QStringLiteral("httpTableCsv"))->click();
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(u'\n'), rows + 1);
    QVERIFY(QGuiApplication::clipboard()->text().endsWith(QStringLiteral("\r\n%1,true\r\n").arg(rows - 1)));
    // By the keyboard, as lines with tabs.
    auto* table = page.findChild<QTableView*>(QStringLiteral("httpTable"));
    table->selectAll();
    page.activateWindow();
    table->setFocus();
    QTRY_VERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(QGuiApplication::clipboard()->text().endsWith(QStringLiteral("\n%1\ttrue").arg(rows - 1)));
}

void TestHttpViews::pictures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("format");
    QTest::newRow("png") << picture("PNG", {12, 8}) << QStringLiteral("PNG");
    QTest::newRow("jpeg") << picture("JPG", {12, 8}) << QStringLiteral("JPEG");
    if (QImageReader::supportedImageFormats().contains("webp")) // a plugin of its own
        QTest::newRow("webp") << picture("WEBP", {12, 8}) << QStringLiteral("WEBP");
    QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='12' height='8'>"
                                       "<rect width='12' height='8' fill='red'/></svg>")
                         << QStringLiteral("SVG");
}

void TestHttpViews::pictures()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, format);
    const auto made = imagejob::read(bytes, {});
    QCOMPARE(made.problem, QString());
    QCOMPARE(made.format, format);
    QCOMPARE(made.frames.size(), size_t(1));
    QCOMPARE(made.size, QSize(12, 8));
    QVERIFY(qRed(made.frames[0].image.pixel(5, 5)) > 240);
    ImagePage page;
    QSignalSpy shown(&page, &ImagePage::shown);
    page.resize(300, 200);
    page.setSource(source(bytes, "image/x"));
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    QVERIFY(
        page.findChild<QLabel*>(QStringLiteral("httpImageFacts"))->text().contains(QStringLiteral("12 × 8")));
    const QImage seen = page.view()->viewport()->grab().toImage();
    QVERIFY(qRed(seen.pixel(seen.width() / 2, seen.height() / 2)) > 240);
    page.view()->setZoom(4);
    QCOMPARE(page.view()->zoom(), 4.0);
}

void TestHttpViews::animation()
{
    const auto made = imagejob::read(gif(), {});
    QCOMPARE(made.problem, QString());
    QCOMPARE(made.frames.size(), size_t(2));
    QCOMPARE(made.frames[0].delayMs, 100);
}

void TestHttpViews::hostilePictures()
{
    const QByteArray png = picture("PNG", {40, 40});
    QList<QByteArray> broken{"",      "GIF8",       "\x89PNG",    "\xFF\xD8\xFF",          "<svg",
                             "<svg>", "no picture", png.left(20), QByteArray(1000, '\xFF')};
    // Claims to be 100,000 × 100,000 pixels.
    QByteArray huge = png;
    huge.replace(16, 8, QByteArray::fromHex("000186a0000186a0"));
    broken << huge;
    for (const QByteArray& bytes : broken) {
        const auto made = imagejob::read(bytes, {});
        QVERIFY2(!made.problem.isEmpty(), bytes.toHex().left(60).constData());
    }
    for (qsizetype size = 0; size < png.size(); ++size)
        (void)imagejob::read(png.first(size), {});
    const auto wide =
        imagejob::read("<svg xmlns='http://www.w3.org/2000/svg' width='1000000' height='1000000'/>", {});
    QVERIFY(!wide.problem.isEmpty());
    ImagePage page;
    page.setSource(source("no picture", "image/png"));
    page.show();
    auto* empty = page.findChild<QLabel*>(QStringLiteral("httpImageEmpty"));
    QTRY_VERIFY(empty->isVisible() && empty->text().contains(QLatin1String("no picture")));
}

void TestHttpViews::svgKeepsInside()
{
    int leftOut = 0;
    const QByteArray safe = imagejob::safeSvg(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
        "<image xlink:href='file:///etc/passwd'/><image href='http://127.0.0.1/x.png'/>"
        "<image href='data:image/svg+xml;base64,PHN2Zz4='/><script>x</script>"
        "<rect id='a' fill='url(#g)' style='fill:url(http://x/)'/><use xlink:href='#a'/></svg>",
        &leftOut);
    QVERIFY(!safe.isEmpty());
    for (const char* gone : {"passwd", "127.0.0.1", "svg+xml", "script", "http://x/"})
        QVERIFY2(!safe.contains(gone), gone);
    QVERIFY(safe.contains("#a") && safe.contains("url(#g)"));
    QCOMPARE(leftOut, 5);
    // Each part uses the one before twice.
    QByteArray bomb = "<svg xmlns='http://www.w3.org/2000/svg'><g id='p0'><rect/></g>";
    for (int i = 1; i < 40; ++i) {
        const QByteArray use = "<use href='#p" + QByteArray::number(i - 1) + "'/>";
        bomb += "<g id='p" + QByteArray::number(i) + "'>" + use + use + "</g>";
    }
    QVERIFY(imagejob::safeSvg(bomb + "</svg>", &leftOut).isEmpty());
    QVERIFY(imagejob::safeSvg("<svg><g id='a'><use href='#a'/></g></svg>", &leftOut).isEmpty());
    QVERIFY(imagejob::safeSvg(QByteArray("<g>").repeated(10'000), &leftOut).isEmpty());
    QVERIFY(imagejob::safeSvg(
                "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><svg>&c;</svg>", &leftOut)
                .isEmpty());
}

void TestHttpViews::eventsComeIn()
{
    const auto body = source("id: 1\nevent: add\ndata: {\"a\":1}\n\ndata: par", "text/event-stream");
    StreamPage page;
    page.resize(500, 400);
    page.show();
    page.setSource(body, false);
    auto* table = page.findChild<QTableView*>(QStringLiteral("httpEvents"));
    auto* count = page.findChild<QLabel*>(QStringLiteral("httpEventCount"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, StreamModel::Type).data().toString(), QStringLiteral("add"));
    QCOMPARE(table->model()->index(0, StreamModel::Id).data().toString(), QStringLiteral("1"));
    QVERIFY(count->text().contains(QLatin1String("live")));
    QFile more(body.body->path());
    QVERIFY(more.open(QIODevice::Append) && more.write("tial\nretry: 50\n\n: bye\n") > 0);
    more.close();
    page.setSource(body, true);
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->index(1, StreamModel::Data).data().toString(), QStringLiteral("partial"));
    QTRY_VERIFY(count->text().contains(QLatin1String("50 ms")));
    QVERIFY(!count->text().contains(QLatin1String("live")));
    table->setCurrentIndex(table->model()->index(0, 0));
    QTRY_COMPARE(page.findChild<QPlainTextEdit*>(QStringLiteral("httpEventData"))->toPlainText(),
                 QStringLiteral("{\n  \"a\": 1\n}"));
}

void TestHttpViews::brokenEvents()
{
    StreamPage page;
    page.show();
    QSignalSpy shown(&page, &StreamPage::shown);
    page.setSource(source("<html>\n\n\xFF\xFF\n\n" + QByteArray(3'000'000, 'x'), "text/event-stream"), true);
    QTRY_COMPARE(shown.count(), 1);
    QCOMPARE(page.findChild<QTableView*>(QStringLiteral("httpEvents"))->model()->rowCount(), 0);
    page.setSource(
        {std::make_shared<BodyFile>(m_folder.filePath(QStringLiteral("gone"))), "text/event-stream", nullptr},
        true);
    QTRY_COMPARE(shown.count(), 2);
}

void TestHttpViews::jsonLinesComeIn()
{
    const auto body = source("{\"a\":1}\r\n\nnot json\n{\"b\":", "application/x-ndjson");
    StreamReader reader(StreamReader::Kind::Lines);
    auto rows = reader.read(body.body->path(), {});
    QCOMPARE(rows.size(), size_t(2));
    QCOMPARE(StreamReader::data(StreamReader::Kind::Lines, body.body->path(), rows[0]),
             QByteArray("{\"a\":1}"));
    QCOMPARE(rows[1].excerpt, QByteArray("not json"));
    QFile more(body.body->path());
    QVERIFY(more.open(QIODevice::Append) && more.write("2}\n") > 0);
    more.close();
    rows = reader.read(body.body->path(), {});
    QCOMPARE(rows.size(), size_t(1));
    QCOMPARE(StreamReader::data(StreamReader::Kind::Lines, body.body->path(), rows[0]),
             QByteArray("{\"b\":2}"));
}

void TestHttpViews::cookies()
{
    HttpHop first;
    first.url = QStringLiteral("http://a.example/x");
    first.fields = {{"set-cookie", "a=1; Path=/x; Secure; HttpOnly; SameSite=Lax; Max-Age=60"},
                    {"Other", "x"},
                    {"Set-Cookie", "b=\xFF; Domain=.example.com; Expires=Wed, 09 Jun 2021 10:18:14 GMT"}};
    HttpHop second;
    second.url = QStringLiteral("http://b.example/");
    second.fields = {{"Set-Cookie", ""}, {"SET-COOKIE", "c"}};
    const auto rows = CookieRows::of({first, second});
    QCOMPARE(rows.size(), 4);
    QCOMPARE(rows[0].name + u'=' + rows[0].value, QStringLiteral("a=1"));
    QCOMPARE(rows[0].flags, QStringLiteral("Secure, HttpOnly, SameSite=Lax"));
    QCOMPARE(rows[0].expires, QStringLiteral("after 60 s"));
    QCOMPARE(rows[0].path, QStringLiteral("/x"));
    QCOMPARE(rows[1].domain, QStringLiteral("example.com"));
    QVERIFY2(rows[0].note.contains(QStringLiteral("only taken over https")), qPrintable(rows[0].note));
    QVERIFY2(rows[1].note.contains(QStringLiteral("example.com is not the server's")),
             qPrintable(rows[1].note));
    QCOMPARE(rows[3].note, QString());
    QVERIFY(rows[1].expires.startsWith(QLatin1String("2021-06-09")));
    QCOMPARE(rows[2].host, QStringLiteral("b.example"));
    QVERIFY(!rows[2].note.isEmpty());
    QCOMPARE(rows[3].expires, QStringLiteral("with the session"));
}

void TestHttpViews::manyFields()
{
    HttpHop hop;
    hop.status = 200;
    for (int i = 0; i < 10'000; ++i)
        hop.fields.append({"Set-Cookie", "c" + QByteArray::number(i) + "=" + QByteArray(200, 'x')});
    FieldsPage fields;
    fields.setHops({hop});
    fields.show();
    QCOMPARE(fields.findChild<QTableView*>(QStringLiteral("httpResponseFields"))->model()->rowCount(),
             10'000);
    CookiePage cookies;
    QVERIFY(cookies.setHops({hop}));
    cookies.show();
    auto* model = cookies.findChild<QTableView*>(QStringLiteral("httpCookies"))->model();
    QCOMPARE(model->rowCount(), 10'000);
    QCOMPARE(model->index(9999, CookieRowModel::Name).data().toString(), QStringLiteral("c9999"));
    const QAbstractItemModelTester tester(model);
    QVERIFY(!cookies.setHops({}));
}

void TestHttpViews::hopFacts()
{
    HttpHop first;
    first.method = "POST";
    first.url = QStringLiteral("http://a.example/x");
    first.requestHead = "POST /x HTTP/1.1\r\nHost: a.example\r\nAuthorization: Basic eA==\r\n\r\n";
    first.requestBodyBytes = 12;
    first.status = 302;
    first.version = "HTTP/1.1";
    first.reason = "Found";
    first.fields = {{"Location", "https://b.example/y"}};
    first.responseHead = "HTTP/1.1 302 Found\r\nLocation: https://b.example/y\r\n\r\n";
    HttpHop second;
    second.method = "GET";
    second.url = QStringLiteral("https://b.example/y");
    second.requestHead = "GET /y HTTP/1.1\r\nHost: b.example\r\n\r\n";
    second.timings.reused = true;
    const QString text = HopFacts::text({first, second}, 0);
    for (const char* part : {"POST /x HTTP/1.1", "302 Found", "12 bytes of body", "POST became GET",
                             "the scheme changed", "another server", "Authorization was not sent on"})
        QVERIFY2(text.contains(QLatin1String(part)), part);
    QVERIFY(!text.contains(QLatin1String("eA==")));
    QVERIFY(HopFacts::text({first, second}, 1).contains(QLatin1String("none came")));
    QCOMPARE(HopFacts::text({}, 0), QString());
    QCOMPARE(HopFacts::text({first}, 5), QString());
}

void TestHttpViews::comparesJson()
{
    CompareTab tab;
    const HttpExchange before = exchange(R"({"a":1,"b":[1,2],"c":{}})", "application/json");
    tab.setChoices([&] { return QList<NamedResponse>{{QStringLiteral("before"), before, {}}}; });
    QSignalSpy compared(&tab, &CompareTab::compared);
    tab.resize(700, 400);
    tab.setResponse(exchange(R"({"b":[1,3],"a":1.0,"d":null,"c":{}})", "application/json", 201));
    tab.show();
    QTRY_COMPARE(compared.count(), 1);
    auto* changes = tab.findChild<QTableView*>(QStringLiteral("httpChanges"));
    for (const int width : {420, 700}) {
        tab.resize(width, 400);
        QTRY_VERIFY(changes->columnViewportPosition(JsonChangeModel::After) + 60 <=
                    changes->viewport()->width());
    }
    auto* model = tab.findChild<QTableView*>(QStringLiteral("httpChanges"))->model();
    QStringList rows;
    for (int row = 0; row < model->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model->columnCount(); ++column)
            cells << model->index(row, column).data().toString();
        rows << cells.join(u'|');
    }
    QCOMPARE(rows.join(u' '),
             QStringLiteral("≠ changed|$['a']|1|1.0 ≠ changed|$['b'][1]|2|3 + added|$['d']||null"));
    QVERIFY(tab.summary().contains(QLatin1String("The heads differ")));
    QVERIFY(tab.summary().contains(QLatin1String("3 differences")));
    const QAbstractItemModelTester tester(model);
    tab.findChild<QAbstractButton*>(QStringLiteral("httpCompareOrder"))->click();
    QTRY_COMPARE(model->rowCount(), 4);
    // One that has to be fetched first.
    tab.setMoreChoices([&](QObject*, const CompareTab::Taker& take) {
        take({{QStringLiteral("kept"), {}, [&](QObject*, const NamedResponse::Taker& give) {
                   give(exchange("[]", "application/json"));
               }}});
    });
    tab.hide();
    tab.show();
    auto* other = tab.findChild<QComboBox*>(QStringLiteral("httpCompareWith"));
    QCOMPARE(other->itemText(1), QStringLiteral("kept"));
    other->setCurrentIndex(1);
    emit other->activated(1);
    QTRY_COMPARE(model->rowCount(), 1);
}

void TestHttpViews::choicesThatComeLateAreSeen()
{
    CompareTab tab;
    CompareTab::Taker late;
    tab.setMoreChoices([&](QObject*, const CompareTab::Taker& take) { late = take; });
    const HttpExchange before = exchange("[0]", "application/json");
    tab.setChoices([&] { return QList<NamedResponse>{{QStringLiteral("before"), before, {}}}; });
    tab.resize(700, 400);
    tab.setResponse(exchange("[1]", "application/json"));
    tab.show();
    auto* list = tab.findChild<QComboBox*>(QStringLiteral("httpCompareWith"));
    QTest::mousePress(list, Qt::LeftButton);
    QTRY_VERIFY(list->view()->isVisible());
    const int lower = list->view()->window()->height();
    QList<NamedResponse> kept;
    for (const char* name : {"one", "two", "three"})
        kept << NamedResponse{QLatin1String(name), before, {}};
    late(kept);
    QCOMPARE(list->count(), 4);
    QVERIFY(list->view()->isVisible());
    QTRY_VERIFY(list->view()->window()->height() > lower);
    list->hidePopup();
    QTest::mousePress(list, Qt::LeftButton); // they are there at once now
    QCOMPARE(list->count(), 4);
    list->hidePopup();
}

void TestHttpViews::comparesAnything()
{
    CompareTab tab;
    QSignalSpy compared(&tab, &CompareTab::compared);
    tab.resize(700, 400);
    tab.show();
    QVERIFY(!tab.summary().isEmpty());
    const QList<std::pair<QByteArray, QByteArray>> pairs{{"plain\ntext", "plain\ntexts"},
                                                         {"", "x"},
                                                         {QByteArray(1000, '\0'), QByteArray(1000, '\xFF')},
                                                         {"{\"a\":", "{\"a\":1}"},
                                                         {"<a/>", "[1]"}};
    int count = 0;
    for (const auto& [left, right] : pairs) {
        tab.setResponse(exchange(right, "application/x-unknown"));
        tab.compareWith({QStringLiteral("left"), exchange(left, "application/x-unknown"), {}});
        ++count;
        QTRY_COMPARE(compared.count(), count);
        QVERIFY(!tab.summary().isEmpty());
        for (const char* form : {"httpCompareHead", "httpCompareText", "httpCompareHex"}) {
            tab.findChild<QAbstractButton*>(QLatin1String(form))->click();
            tab.grab();
        }
    }
    // A response without a body.
    HttpExchange none = exchange("", "text/plain");
    none.body = none.decoded = nullptr;
    none.phase = HttpExchange::Phase::Failed;
    tab.setResponse(none);
    tab.compareWith({QStringLiteral("left"), exchange("x", "text/plain"), {}});
    QTRY_COMPARE(compared.count(), count + 1);
}

QTEST_MAIN(TestHttpViews)
#include "tst_httpviews.moc"
