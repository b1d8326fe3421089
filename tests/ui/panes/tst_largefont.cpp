// SPDX-License-Identifier: MIT
#include "tests/ui/panes/panestage.h"
#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/httppane.h"
#include "ui/panes/tcpclient/tcpclientpane.h"
#include "ui/panes/tcpserver/tcpserverpane.h"
#include "ui/panes/udp/udppane.h"
#include "ui/widgets/fixedfont.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QTableView>

using namespace wl;

/// The size of the fonts that a person chose counts in every pane.
class TestLargeFont : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void initTestCase();
    void bytesAndAddresses_data();
    void bytesAndAddresses();
    void rowsAreHighEnough_data() { bytesAndAddresses_data(); }
    void rowsAreHighEnough();

private:
    static constexpr int points = 26;
    [[nodiscard]] static std::unique_ptr<Pane> make(const QString& kind, const PaneContext& context)
    {
        if (kind == QLatin1String("http"))
            return std::make_unique<HttpPane>(context);
        if (kind == QLatin1String("tcpserver"))
            return std::make_unique<TcpServerPane>(context);
        if (kind == QLatin1String("tcpclient"))
            return std::make_unique<TcpClientPane>(context);
        return std::make_unique<UdpPane>(context);
    }
};

void TestLargeFont::initTestCase()
{
    QFont font = QApplication::font();
    font.setPointSize(points);
    QApplication::setFont(font);
    setFixedFontPoints(points);
}

void TestLargeFont::bytesAndAddresses_data()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"http", "tcpserver", "tcpclient", "udp"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestLargeFont::bytesAndAddresses()
{
    QFETCH(QString, kind);
    PaneStage stage;
    const auto pane = make(kind, stage.context());
    int looked = 0;
    for (const QWidget* widget : pane->findChildren<QWidget*>()) {
        const bool isText = qobject_cast<const QLineEdit*>(widget) ||
                            qobject_cast<const QPlainTextEdit*>(widget) ||
                            qobject_cast<const BodyTextView*>(widget);
        if (!isText)
            continue;
        QVERIFY2(widget->font().pointSize() == points, qPrintable(widget->objectName()));
        ++looked;
    }
    QVERIFY(looked > 2);
}

void TestLargeFont::rowsAreHighEnough()
{
    QFETCH(QString, kind);
    PaneStage stage;
    const auto pane = make(kind, stage.context());
    for (const QTableView* table : pane->findChildren<QTableView*>())
        QVERIFY2(table->verticalHeader()->defaultSectionSize() > table->fontMetrics().height(),
                 qPrintable(table->objectName()));
}

QTEST_MAIN(TestLargeFont)
#include "tst_largefont.moc"
