// SPDX-License-Identifier: MIT
// The views of a large response: bench_ui_json MEGABYTES makes a body of JSON of that size, gives it to the
// area that shows responses, looks at one page after the other and writes, as JSON on stdout, how long each
// took from the last byte (raw) or the first look (the others) to its first paint, and how late the UI thread
// was meanwhile.
#include "base/processsetup.h"
#include "ui/panes/http/bodytextpage.h"
#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/queryline.h"
#include "ui/panes/http/responsearea.h"
#include "ui/panes/http/tablepage.h"
#include "ui/panes/http/treepage.h"
#include "ui/shell/theme.h"
#include "ui/shell/uistatistics.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTreeView>

#include <cstdio>
#include <functional>

using namespace wl;

namespace {

bool makeBody(const QString& path, qint64 bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write("{\"count\":1,\"items\":[");
    for (qint64 i = 0; file.pos() < bytes; ++i) {
        const QByteArray number = QByteArray::number(i);
        file.write((i == 0 ? "" : ",") +
                   ("{\"id\":" + number + ",\"name\":\"item " + number +
                    "\",\"price\":" + QByteArray::number(i * 7919 % 100'000) +
                    ".50,\"tags\":[\"a\",\"b\",\"\\u00e9\"],\"size\":{\"w\":1,\"h\":2.5e3,\"unit\":\"mm\"},"
                    "\"ok\":true,\"note\":null}"));
    }
    return file.write("]}") > 0;
}

/// Goes from one step to the next when a page says that it shows what was asked for and has painted it.
class Course : public QObject
{
public:
    Course(ResponseArea& area, HttpExchange exchange)
        : m_area(area)
        , m_exchange(std::move(exchange))
        , m_tabs(area.findChild<QTabWidget*>(QStringLiteral("httpResponseTabs")))
    {
    }

    void run()
    {
        auto* raw = page<BodyTextPage>("httpRaw");
        auto* pretty = page<BodyTextPage>("httpPretty");
        auto* tree = page<TreePage>("httpTree");
        auto* table = page<TablePage>("httpTable");
        look(raw);
        measure("raw_ms", raw, &BodyTextPage::shown, [this] { m_area.showExchange(m_exchange); });
        measure("pretty_ms", pretty, &BodyTextPage::shown, [=, this] { look(pretty); });
        measureFind("find_ms", pretty);
        measure("tree_ms", tree, &TreePage::shown, [=, this] { look(tree); });
        measure("query_ms", tree, &TreePage::shown, [this] {
            m_area.findChild<QueryLine*>()->setText(QStringLiteral("$.items[?@.price > 99990].name"));
        });
        measure("table_ms", table, &TablePage::shown, [=, this] { look(table); });
        measure("sort_ms", table, &TablePage::shown, [this] {
            m_area.findChild<QTableView*>(QStringLiteral("httpTable"))->sortByColumn(2, Qt::DescendingOrder);
        });
        next();
    }

    QJsonObject figures;

private:
    template <typename Page>
    Page* page(const char* view)
    {
        for (QWidget* widget = m_area.findChild<QWidget*>(QLatin1String(view)); widget != nullptr;
             widget = widget->parentWidget()) {
            if (auto* found = dynamic_cast<Page*>(widget))
                return found;
        }
        qFatal("no page has %s", view);
    }

    void look(QWidget* page) { m_tabs->setCurrentWidget(page); }

    /// Looks for what is only at the end.
    static void find(BodyTextPage* page)
    {
        QKeyEvent open(QEvent::KeyPress, Qt::Key_F, Qt::ControlModifier);
        QCoreApplication::sendEvent(page->view(), &open);
        auto* text = page->findChild<QLineEdit*>(QStringLiteral("findText"));
        text->setText(QStringLiteral("\"unit\": \"mm\""));
        QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
        QCoreApplication::sendEvent(text, &enter);
    }

    template <typename Page, typename Owner>
    void measure(const char* name, Page* page, void (Owner::*signal)(), std::function<void()> start)
    {
        m_steps.push_back([=, this] {
            m_clock.start();
            m_waits = connect(page, signal, this, [=, this] { ended(name); });
            start();
        });
    }
    void measureFind(const char* name, BodyTextPage* page)
    {
        m_steps.push_back([=, this] {
            m_clock.start();
            find(page);
            // The count of the matches comes last.
            auto* poll = new QTimer(this);
            connect(poll, &QTimer::timeout, this, [=, this] {
                for (const QLabel* label : m_area.findChildren<QLabel*>(QStringLiteral("findResult"))) {
                    if (label->text().contains(QLatin1String(" of "))) {
                        poll->deleteLater();
                        ended(name);
                        return;
                    }
                }
            });
            poll->start(5);
        });
    }

    void ended(const char* name)
    {
        disconnect(m_waits);
        // Painted: what was asked to paint before this is done.
        m_area.window()->repaint();
        figures.insert(QLatin1String(name), double(m_clock.nsecsElapsed()) / 1e6);
        QTimer::singleShot(50, this, [this] { next(); });
    }

    void next()
    {
        if (m_at == m_steps.size()) {
            QCoreApplication::quit();
            return;
        }
        m_steps[m_at++]();
    }

    ResponseArea& m_area;
    HttpExchange m_exchange;
    QTabWidget* m_tabs;
    std::vector<std::function<void()>> m_steps;
    size_t m_at = 0;
    QElapsedTimer m_clock;
    QMetaObject::Connection m_waits;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_ui_json MEGABYTES\n");
        return 2;
    }
    setUpProcess(false);
    const QApplication application(argc, argv);
    theme::install();
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("body.json"));
    const qint64 bytes = qint64(std::atoi(argv[1])) * 1'000'000;
    if (!makeBody(path, bytes)) {
        std::fprintf(stderr, "cannot write the body\n");
        return 4;
    }
    HttpHop hop;
    hop.method = "GET";
    hop.url = QStringLiteral("http://127.0.0.1/items");
    hop.status = 200;
    hop.version = "HTTP/1.1";
    hop.fields = {{"Content-Type", "application/json"}};
    HttpExchange exchange;
    exchange.id = ExchangeId(1);
    exchange.phase = HttpExchange::Phase::Done;
    exchange.hops = {hop};
    exchange.body = exchange.decoded = std::make_shared<BodyFile>(path);
    exchange.bodyBytes = exchange.decodedBytes = bytes;
    ResponseArea area;
    UiStatistics statistics(area, UiStatistics::processStartNs());
    Course course(area, exchange);
    QObject::connect(&statistics, &UiStatistics::firstFrame, &course, [&course] { course.run(); });
    area.resize(900, 700);
    area.show();
    QApplication::exec();
    course.figures.insert(QStringLiteral("late_max_ms"), statistics.figures().lateMaxMs);
    course.figures.insert(QStringLiteral("late_p999_ms"), statistics.figures().lateP999Ms);
    std::printf("%s\n", QJsonDocument(course.figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}
