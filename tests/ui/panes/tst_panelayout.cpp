// SPDX-License-Identifier: MIT
#include "tests/ui/panes/panelook.h"
#include "tests/ui/panes/panestage.h"
#include "ui/panes/tcpclient/tcpclientpane.h"
#include "ui/panes/tcpserver/tcpserverpane.h"
#include "ui/panes/udp/udppane.h"
#include "ui/widgets/messagebar.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDir>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QToolButton>

using namespace wl;

namespace {

constexpr QSize smallest(478, 336); // in a window of 1024 × 700 with its docks
constexpr QSize usual(1100, 600);

ServerItem server()
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, QStringLiteral("*"), 8080, {}};
    item.responder.kind = ResponderSpec::Kind::FixedReply;
    item.responder.reply.text = QStringLiteral("OK\\r\\n");
    item.greeting.text = QStringLiteral("220 hello\\r\\n");
    item.message.text = QStringLiteral("hello\\r\\n");
    return item;
}

ClientItem client()
{
    ClientItem item;
    item.client.address = {Scheme::Tls, QStringLiteral("localhost"), 8443, {}};
    item.message.text = QStringLiteral("GET / HTTP/1.1\\r\\n");
    return item;
}

UdpItem udp()
{
    UdpItem item;
    item.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    item.udp.target = {Scheme::Udp, QStringLiteral("127.0.0.1"), 9000, {}};
    item.udp.groups = {{QStringLiteral("239.0.0.1"), QString()}};
    return item;
}

std::unique_ptr<Pane> makePane(const QString& kind, const PaneContext& context)
{
    std::unique_ptr<Pane> pane;
    if (kind == QLatin1String("tcpserver"))
        pane = std::make_unique<TcpServerPane>(context);
    else if (kind == QLatin1String("tcpclient"))
        pane = std::make_unique<TcpClientPane>(context);
    else
        pane = std::make_unique<UdpPane>(context);
    for (const ItemContent& content : {ItemContent(server()), ItemContent(client()), ItemContent(udp())})
        pane->setContent(content);
    return pane;
}

/// Where a person wants to look at what was drawn.
void save(const QWidget& pane, const QString& name)
{
    const QString folder = qEnvironmentVariable("WIRELOUPE_PANE_SHOTS");
    if (!folder.isEmpty())
        const_cast<QWidget&>(pane).grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

} // namespace

class TestPaneLayout : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void nothingIsCut_data();
    void nothingIsCut();
    void messageTakesItsRoomFromTheLiveArea();
    void narrowPaneShowsOnePartAtATime_data();
    void narrowPaneShowsOnePartAtATime();
    void payloadIsOneLineInALowPane();
    void tabFollowsReading_data();
    void tabFollowsReading();
    void everyControlHasNames_data();
    void everyControlHasNames();
    void labelsArePlainTextWithBuddies_data();
    void labelsArePlainTextWithBuddies();
};

void TestPaneLayout::nothingIsCut_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("options");
    for (const char* kind : {"tcpserver", "tcpclient", "udp"}) {
        for (const QSize size : {smallest, usual}) {
            for (const bool dark : {false, true}) {
                for (const bool options : {false, true})
                    QTest::addRow("%s-%d-%s%s", kind, size.width(), dark ? "dark" : "light",
                                  options ? "-options" : "")
                        << QString::fromLatin1(kind) << size << dark << options;
            }
        }
    }
}

void TestPaneLayout::nothingIsCut()
{
    QFETCH(QString, kind);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    QFETCH(bool, options);
    applyLook(dark);
    PaneStage stage;
    const std::unique_ptr<Pane> pane = makePane(kind, stage.context());
    pane->resize(size);
    pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(pane.get()));
    child<QToolButton>(*pane, "more")->setChecked(options);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QCOMPARE(pane->size(), size); // it does not ask for more room
    save(*pane, QString::fromLatin1(QTest::currentDataTag()));
    const auto* scroll = child<QScrollArea>(*pane, "paneArea");
    QVERIFY2(!scroll->horizontalScrollBar()->isVisible(), "too wide");
    if (kind != QLatin1String("tcpserver"))
        QVERIFY2(!scroll->verticalScrollBar()->isVisible(), "too high");
    const QStringList cut = cutControls(*pane);
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

void TestPaneLayout::messageTakesItsRoomFromTheLiveArea()
{
    applyLook(false);
    PaneStage stage;
    TcpServerPane pane(stage.context());
    pane.resize(700, 480);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    auto* bar = pane.findChild<MessageBar*>();
    QVERIFY(bar != nullptr);
    bar->showMessage(MessageBar::Kind::Error, QStringLiteral("something went wrong, ").repeated(10));
    QTRY_VERIFY(bar->isVisible() && bar->height() > 40); // several lines
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QVERIFY(!child<QScrollArea>(pane, "paneArea")->verticalScrollBar()->isVisible());
    const auto* send = child<QPushButton>(pane, "sendButton");
    QVERIFY(send->mapTo(&pane, send->rect().bottomLeft()).y() <= pane.height());
    const QStringList cut = cutControls(pane);
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

void TestPaneLayout::narrowPaneShowsOnePartAtATime_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("table");
    QTest::newRow("tcpserver") << QStringLiteral("tcpserver") << QStringLiteral("clients");
    QTest::newRow("udp") << QStringLiteral("udp") << QStringLiteral("peers");
}

void TestPaneLayout::narrowPaneShowsOnePartAtATime()
{
    QFETCH(QString, kind);
    QFETCH(QString, table);
    PaneStage stage;
    const std::unique_ptr<Pane> pane = makePane(kind, stage.context());
    auto* views = child<QTabBar>(*pane, "liveViews");
    const auto* conversation = child<QWidget>(*pane, "conversationView");
    const auto* connections = child<QAbstractItemView>(*pane, qPrintable(table));
    pane->resize(usual);
    pane->show();
    QVERIFY(!views->isVisible() && conversation->isVisible() && connections->isVisible());
    pane->resize(smallest);
    QTRY_VERIFY(views->isVisible() && conversation->isVisible() && !connections->isVisible());
    views->setCurrentIndex(0);
    QVERIFY(!conversation->isVisible() && connections->isVisible());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QTRY_VERIFY(!connections->horizontalScrollBar()->isVisible()); // what matters fits
    pane->resize(usual);
    QTRY_VERIFY(!views->isVisible() && conversation->isVisible() && connections->isVisible());
}

void TestPaneLayout::payloadIsOneLineInALowPane()
{
    applyLook(false);
    PaneStage stage;
    const std::unique_ptr<Pane> pane = makePane(QStringLiteral("tcpclient"), stage.context());
    pane->resize(smallest);
    pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(pane.get()));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const auto* payload = child<QWidget>(*pane, "payloadText");
    const auto* conversation = child<QWidget>(*pane, "conversationView");
    QVERIFY2(payload->height() < 48, qPrintable(QString::number(payload->height())));
    QVERIFY2(conversation->height() > 120, qPrintable(QString::number(conversation->height())));
}

void TestPaneLayout::tabFollowsReading_data()
{
    everyControlHasNames_data();
}

void TestPaneLayout::tabFollowsReading()
{
    QFETCH(QString, kind);
    PaneStage stage;
    const std::unique_ptr<Pane> pane = makePane(kind, stage.context());
    pane->resize(usual.width(), 900); // nothing of the form has to scroll
    pane->show();
    child<QToolButton>(*pane, "more")->setChecked(true);
    QVERIFY(QTest::qWaitForWindowExposed(pane.get()));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    // The form: everything above the state line that the Tab key stops at.
    const QWidget* form = child<QToolButton>(*pane, "more")->parentWidget();
    QList<const QWidget*> stops;
    const QWidget* first = child<QLineEdit>(*pane, "address");
    for (const QWidget* at = first; stops.isEmpty() || at != first; at = at->nextInFocusChain()) {
        if (form->isAncestorOf(at) && at->isVisible() && (at->focusPolicy() & Qt::TabFocus) != 0 &&
            !at->focusProxy())
            stops.append(at);
    }
    QVERIFY(stops.size() > 8);
    for (qsizetype i = 1; i < stops.size(); ++i) {
        const QPoint before = stops[i - 1]->mapTo(pane.get(), stops[i - 1]->rect().center());
        const QPoint here = stops[i]->mapTo(pane.get(), stops[i]->rect().center());
        const bool isSameRow = std::abs(before.y() - here.y()) < 12;
        QVERIFY2(isSameRow ? here.x() > before.x() : here.y() > before.y(),
                 qPrintable(stops[i - 1]->objectName() + QStringLiteral(" → ") + stops[i]->objectName()));
    }
}

void TestPaneLayout::everyControlHasNames_data()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"tcpserver", "tcpclient", "udp"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestPaneLayout::everyControlHasNames()
{
    QFETCH(QString, kind);
    PaneStage stage;
    const std::unique_ptr<Pane> pane = makePane(kind, stage.context());
    QStringList nameless;
    for (const QWidget* widget : pane->findChildren<QWidget*>()) {
        const QString name = widget->objectName();
        const bool isControl = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                               qobject_cast<const QLineEdit*>(widget) != nullptr ||
                               qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
                               qobject_cast<const QComboBox*>(widget) != nullptr ||
                               qobject_cast<const QAbstractItemView*>(widget) != nullptr;
        // Qt's own parts of compound controls begin with "qt_".
        const bool isInner = name.startsWith(QLatin1String("qt_")) ||
                             qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                             qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr ||
                             qobject_cast<const QLineEdit*>(widget->parentWidget()) != nullptr ||
                             qobject_cast<const QAbstractItemView*>(widget->parentWidget()) != nullptr ||
                             widget->parentWidget()->inherits("QTabBar") ||
                             widget->parentWidget()->inherits("QComboBoxPrivateContainer") ||
                             widget->inherits("QHeaderView");
        // The message bar names its action when it has one.
        if (isControl && !isInner && name != QLatin1String("messageAction") &&
            (name.isEmpty() || widget->accessibleName().isEmpty()))
            nameless.append(QStringLiteral("%1 '%2' in %3")
                                .arg(QString::fromLatin1(widget->metaObject()->className()), name,
                                     widget->parentWidget()->objectName()));
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

void TestPaneLayout::labelsArePlainTextWithBuddies_data()
{
    everyControlHasNames_data();
}

void TestPaneLayout::labelsArePlainTextWithBuddies()
{
    QFETCH(QString, kind);
    PaneStage stage;
    const std::unique_ptr<Pane> pane = makePane(kind, stage.context());
    for (const QLabel* label : pane->findChildren<QLabel*>()) {
        if (label->objectName().endsWith(QLatin1String("Label")))
            QVERIFY2(label->buddy() != nullptr, qPrintable(label->objectName()));
        if (!label->text().isEmpty())
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->objectName() + label->text()));
    }
}

QTEST_MAIN(TestPaneLayout)
#include "tst_panelayout.moc"
