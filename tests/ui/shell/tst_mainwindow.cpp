// SPDX-License-Identifier: MIT
#include "ui/panes/http/httppane.h"
#include "ui/shell/capturetasks.h"
#include "ui/shell/conversationpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panetabs.h"
#include "ui/shell/theme.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"
#include "ui/workspace/workspacetree.h"
#include "windowtest.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QCompleter>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace wl;

class TestMainWindow : public WindowTest
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::install(); }
    void init() { open(); }
    void cleanup() { close(); }
    void firstStartOpensThePlaygroundAndNothingListens();
    void oneClickStartsAServerThatAnswers();
    void closingWithLiveServersLosesNothing();
    void panesComeBack();
    void repetitionAndHistoryComeBack();
    void argumentsOpenPanes();
    void badArgumentsAreSaid();
    void everyBadArgumentIsSaid();
    void capturesAsArguments();
    void addressesTakeTheSettings();
    void secretsAreNotAmongTheRecentAddresses();
    void undoInAnUnsavedPaneIsItsOwn();
    void keysOfTheWindow();
    void pastedCommandsKeepTheirTerms();
    void paletteGoesToAPaneWithItsKeys();
    void malformedWorkspaceIsLeftAlone();
    void startsBesideAMalformedWorkspace();
    void startsBesideAMalformedPlayground();
    void unreadableSettingsAreSaid();
    void savingSaysWhatWasLeftOut();
    void conversationOpensInATab();
    void openedCaptureAndBackToLive();
    void everyControlHasANameAndAShortcutOrAPlace();
    void serverWithoutATabIsSaidAndStopped();
    void paneThatHasAPortIsNamed();
    void fitsASmallScreen();
    void f6GoesRound();
    void ctrlFFindsWhereTheFocusIs();
    void marksAndCommentsAreSaved();
    void clearedTrafficComesBack();
    void undoBringsBackWhatWasDeleted();
    void saysWhatIsNotOnDiskAndTriesAgain();
    void changingTheWorkspaceLosesNothing();
    void saysThatAnotherProgramWroteTheWorkspace();

private:
    template <typename T>
    [[nodiscard]] T* child(const char* name) const
    {
        // The window's own bar is above its panes; views in docks have bars too.
        const bool isOfTheBar = qstrncmp(name, "message", 7) == 0;
        const QWidget* where = isOfTheBar ? m_window->centralWidget() : static_cast<QWidget*>(m_window.get());
        return where->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QString message() const { return child<QLabel>("messageText")->text(); }
    [[nodiscard]] QAction* action(const char* name) const
    {
        return m_window->findChild<QAction*>(QLatin1String(name));
    }
    [[nodiscard]] EndpointState currentState() const
    {
        return m_sessions->state(m_window->panes().currentPane()->endpoint());
    }
    /// Starts an echo server on a free port through the address bar; its port.
    [[nodiscard]] quint16 startEcho()
    {
        m_window->openArguments({QStringLiteral("listen tcp://127.0.0.1:0 --echo")});
        const auto isListening = [this] { return currentState().phase == EndpointState::Phase::Listening; };
        if (!QTest::qWaitFor(isListening, 10'000))
            return 0;
        return currentState().local.at(0).port;
    }
    /// The name of the last item of a workspace on disk.
    [[nodiscard]] static QString lastNameIn(const QString& path)
    {
        const auto stored = Workspace::load(path);
        return stored ? (*stored)->node((*stored)->topLevel().last())->name : stored.error().detail;
    }
    /// One message there and back.
    [[nodiscard]] QByteArray exchange(quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }, 10'000))
            return {};
        socket.write("hello");
        static_cast<void>(QTest::qWaitFor([&] { return socket.bytesAvailable() >= 5; }, 10'000));
        return socket.readAll();
    }
};

void TestMainWindow::firstStartOpensThePlaygroundAndNothingListens()
{
    QVERIFY(QFile::exists(m_folder->filePath(QStringLiteral("playground.yml"))));
    QCOMPARE(m_window->tabs().count(), 0);
    QVERIFY(child<QWidget>("startPage")->isVisible());
    QVERIFY(m_sessions->running().isEmpty());
    QVERIFY(message().isEmpty());
    QVERIFY(!m_window->findChild<QDialog*>());
}

void TestMainWindow::oneClickStartsAServerThatAnswers()
{
    const quint16 port = startEcho();
    QVERIFY(port != 0);
    QCOMPARE(exchange(port), QByteArray("hello"));
    QTRY_VERIFY(m_window->traffic().table()->model()->rowCount() >= 3);
    QTRY_VERIFY(child<QLabel>("statusActivity")->text().startsWith(QStringLiteral("1 listening")));
    QVERIFY(m_window->tabs().tabText(0).contains(QStringLiteral("Listening")));
}

void TestMainWindow::closingWithLiveServersLosesNothing()
{
    const quint16 port = startEcho();
    QCOMPARE(exchange(port), QByteArray("hello"));
    QSignalSpy dialogs(qApp, &QGuiApplication::focusWindowChanged);
    QVERIFY(m_window->close());
    QVERIFY(!m_window->isVisible());
    m_window.reset();
    m_sessions.reset();
    QTRY_VERIFY(m_capture->statistics().records >= 3);
    const quint64 records = m_capture->statistics().records;
    QCOMPARE(m_capture->statistics().recordsLost, 0);
    m_capture.reset();
    const QList<CaptureFolder> captures = findCaptures(m_folder->filePath(QStringLiteral("captures")));
    QCOMPARE(captures.size(), 1);
    QCOMPARE(captures.at(0).state, CaptureFolderState::Ended);
    const auto file = openCapture(captures.at(0));
    QVERIFY(file);
    static_cast<void>((*file)->finish());
    QCOMPARE((*file)->recordCount(), records);
}

void TestMainWindow::panesComeBack()
{
    action("newServer")->trigger();
    action("newUdp")->trigger();
    QCOMPARE(m_window->tabs().count(), 2);
    const QString title = m_window->tabs().tabText(0);
    m_window->tabs().setCurrentIndex(0);
    child<QDockWidget>("inspectorDock")->hide();
    QVERIFY(m_window->close());
    m_window.reset();
    makeWindow();
    QCOMPARE(m_window->tabs().count(), 2);
    QCOMPARE(m_window->tabs().tabText(0), title);
    QCOMPARE(m_window->tabs().currentIndex(), 0);
    QVERIFY(child<QDockWidget>("inspectorDock")->isHidden());
    QVERIFY(m_sessions->running().isEmpty());
}

void TestMainWindow::repetitionAndHistoryComeBack()
{
    const quint16 port = startEcho();
    m_window->openArguments({QStringLiteral("tcp://127.0.0.1:%1").arg(port)});
    QTRY_COMPARE(currentState().phase, EndpointState::Phase::Open);
    const auto inPane = [this]<typename T>(T*, const char* name) {
        return m_window->panes().currentPane()->findChild<T*>(QLatin1String(name));
    };
    const auto text = [&] { return inPane(static_cast<QPlainTextEdit*>(nullptr), "payloadText"); };
    for (const char* words : {"first", "second"}) {
        text()->setPlainText(QLatin1String(words));
        QTest::mouseClick(inPane(static_cast<QPushButton*>(nullptr), "sendButton"), Qt::LeftButton);
    }
    text()->setPlainText(QStringLiteral("draft"));
    inPane(static_cast<QCheckBox*>(nullptr), "repeat")->setChecked(true);
    inPane(static_cast<QSpinBox*>(nullptr), "repeatInterval")->setValue(25);
    inPane(static_cast<QSpinBox*>(nullptr), "repeatTimes")->setValue(0);
    QVERIFY(m_window->close());
    m_window.reset();
    makeWindow();
    QVERIFY(inPane(static_cast<QCheckBox*>(nullptr), "repeat")->isChecked());
    QCOMPARE(inPane(static_cast<QSpinBox*>(nullptr), "repeatInterval")->value(), 25);
    QCOMPARE(inPane(static_cast<QSpinBox*>(nullptr), "repeatTimes")->value(), 0);
    QCOMPARE(text()->toPlainText(), QStringLiteral("draft"));
    QTest::keyClick(text(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(text()->toPlainText(), QStringLiteral("second"));
    QTest::keyClick(text(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(text()->toPlainText(), QStringLiteral("first"));
    QVERIFY(m_sessions->running().isEmpty()); // nothing runs by itself
}

void TestMainWindow::argumentsOpenPanes()
{
    const quint16 port = startEcho();
    m_window->openArguments({QStringLiteral("tcp://127.0.0.1:%1").arg(port)});
    QCOMPARE(m_window->tabs().count(), 2);
    QTRY_COMPARE(currentState().phase, EndpointState::Phase::Open);
}

void TestMainWindow::badArgumentsAreSaid()
{
    m_window->openArguments({QStringLiteral("gopher://x:70")});
    QVERIFY(message().contains(QStringLiteral("gopher")));
    QFile file(m_folder->filePath(QStringLiteral("garbage.pcapng")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1'000, 'x'));
    file.close();
    m_window->openArguments({file.fileName()});
    QTRY_VERIFY(message().contains(QStringLiteral("garbage.pcapng")));
    QCOMPARE(m_window->tabs().count(), 0);
}

void TestMainWindow::everyBadArgumentIsSaid()
{
    m_window->openArguments({QStringLiteral("gopher://x:70"), QStringLiteral("finger://y:79")});
    QVERIFY(message().contains(QStringLiteral("finger")));
    QTest::mouseClick(child<QToolButton>("messageClose"), Qt::LeftButton);
    QVERIFY(message().contains(QStringLiteral("gopher")));
}

void TestMainWindow::capturesAsArguments()
{
    QCOMPARE(exchange(startEcho()), QByteArray("hello"));
    QTRY_VERIFY(m_capture->recordCount() >= 3);
    QStringList paths;
    for (const char* name : {"one.pcapng", "two.pcapng"}) {
        paths += m_folder->filePath(QString::fromLatin1(name));
        QVERIFY(saveCapture(*m_capture, paths.last()));
    }
    const auto live = m_window->traffic().source();
    m_window->openArguments(paths);
    QTRY_VERIFY(m_window->traffic().source() != live);
    QVERIFY(child<QLabel>("openedText")->accessibleName().contains(QStringLiteral("one.pcapng")));
    QVERIFY(message().contains(QStringLiteral("two.pcapng"))); // is offered
    QTest::mouseClick(child<QToolButton>("messageAction"), Qt::LeftButton);
    QTRY_VERIFY(child<QLabel>("openedText")->accessibleName().contains(QStringLiteral("two.pcapng")));
    // A folder of segments is a capture too, and no workspace.
    child<QPushButton>("backToLive")->click();
    m_window->openArguments({m_folder->filePath(QStringLiteral("captures/this-run"))});
    QTRY_VERIFY(m_window->traffic().source() != live);
    QVERIFY2(message().isEmpty(), qPrintable(message()));
}

void TestMainWindow::addressesTakeTheSettings()
{
    QVERIFY(m_settings->store(QStringLiteral("network/connect_timeout_ms"), QStringLiteral("1234")));
    QVERIFY(m_settings->store(QStringLiteral("network/max_clients"), QStringLiteral("77")));
    QVERIFY(m_settings->store(QStringLiteral("http/follow_redirects"), QStringLiteral("false")));
    m_window->openArguments({QStringLiteral("listen tcp://127.0.0.1:0"), QStringLiteral("tcp://127.0.0.1:1"),
                             QStringLiteral("http://127.0.0.1:1/")});
    const auto content = [this](int tab) {
        return static_cast<Pane*>(m_window->tabs().widget(tab))->content();
    };
    QCOMPARE(std::get<ServerItem>(content(0)).server.maxClients, 77);
    QCOMPARE(std::get<ClientItem>(content(1)).client.connectTimeout.count(), 1234);
    QCOMPARE(std::get<HttpRequest>(content(2)).settings.connectTimeout.count(), 1234);
    QVERIFY(!std::get<HttpRequest>(content(2)).settings.followRedirects);
}

void TestMainWindow::secretsAreNotAmongTheRecentAddresses()
{
    auto* field = child<QLineEdit>("addressField");
    const QString plain = QStringLiteral("http://127.0.0.1:1/a b");
    for (const QString& text : {plain, QStringLiteral("http://me:secret@127.0.0.1:1/"),
                                QStringLiteral("curl http://127.0.0.1:1/ -H 'Authorization: secret'")}) {
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QCOMPARE(m_window->tabs().count(), 3);
    const QAbstractItemModel* recent = field->completer()->model();
    QCOMPARE(recent->rowCount(), 1);
    QCOMPARE(recent->index(0, 0).data().toString(), plain);
}

void TestMainWindow::undoInAnUnsavedPaneIsItsOwn()
{
    QVERIFY(startEcho() != 0);
    action("savePane")->trigger(); // a step of the workspace
    QVERIFY(action("undo")->isEnabled());
    action("newRequest")->trigger();
    auto* url = m_window->panes().currentPane()->findChild<QLineEdit*>(QStringLiteral("httpUrl"));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    url->setFocus();
    QTRY_VERIFY(url->hasFocus());
    const QString before = url->text();
    action("undo")->trigger(); // nothing was typed here
    QVERIFY(action("undo")->isEnabled());
    QVERIFY(!m_window->panes().isScratch(static_cast<Pane*>(m_window->tabs().widget(0)))); // still saved
    QTest::keyClicks(url, QStringLiteral("x"));
    action("undo")->trigger();
    QCOMPARE(url->text(), before);
}

void TestMainWindow::keysOfTheWindow()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    auto* field = child<QLineEdit>("addressField");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_K, Qt::ControlModifier);
    auto* palette = child<QWidget>("commandPalette");
    QTRY_VERIFY(palette->isVisible());
    auto* search = child<QLineEdit>("paletteField");
    QTest::keyClicks(search, QStringLiteral("keyboard shortcuts"));
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    const auto* dialog = m_window->findChild<QDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    const auto* list = dialog->findChild<QTableView*>();
    QVERIFY(list && list->model()->rowCount() > 20);
    QStringList keys;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        keys += list->model()->index(row, 0).data().toString();
    for (const char* key : {"Ctrl+K", "Ctrl+L", "F6", "Ctrl+F"})
        QVERIFY2(keys.join(u' ').contains(QLatin1String(key)), key);
}

void TestMainWindow::pastedCommandsKeepTheirTerms()
{
    auto* field = child<QLineEdit>("addressField");
    const auto open = [&](const QString& text) {
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
        return qobject_cast<HttpPane*>(m_window->panes().currentPane());
    };
    const auto recent = [&] {
        QStringList found;
        const QAbstractItemModel* model = field->completer()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            found << model->index(row, 0).data().toString();
        return found.join(u'\n');
    };
    // With an option that is noted nothing is sent.
    HttpPane* pane = open(QStringLiteral("curl -k https://127.0.0.1:9/x --retry 1"));
    QVERIFY(pane);
    auto* mark = pane->findChild<QWidget*>(QStringLiteral("httpUnverifiedMark"));
    QVERIFY(mark && !mark->isHidden());
    QVERIFY(recent().contains(QStringLiteral("curl -k")));
    // The same request without it is verified.
    QCOMPARE(open(QStringLiteral("curl https://127.0.0.1:9/x --retry 1")), pane);
    QVERIFY(mark->isHidden());
    // What has a secret is not among what is stored.
    for (const char* secret : {"curl -u me:s3cret http://127.0.0.1:9/y --retry 1",
                               "curl -H 'Authorization: s3cret' http://127.0.0.1:9/z --retry 1",
                               "curl http://me:s3cret@127.0.0.1:9/w --retry 1"})
        QVERIFY(open(QLatin1String(secret)) != pane);
    QVERIFY2(!recent().contains(QStringLiteral("s3cret")), qPrintable(recent()));
}

void TestMainWindow::paletteGoesToAPaneWithItsKeys()
{
    action("newServer")->trigger();
    Pane* server = m_window->panes().currentPane();
    action("newUdp")->trigger();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    child<QWidget>("addressField")->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto* search = child<QLineEdit>("paletteField");
    QTRY_VERIFY(search->isVisible());
    QTest::keyClicks(search, QStringLiteral("Go to ") + server->title());
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(m_window->panes().currentPane(), server);
    QTRY_VERIFY(server->isAncestorOf(QApplication::focusWidget()));
}

void TestMainWindow::malformedWorkspaceIsLeftAlone()
{
    const QString path = m_folder->filePath(QStringLiteral("bad.yml"));
    const QByteArray bad("opencollection: [1, {\n  not yaml: at all");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bad);
    file.close();
    m_window->openArguments({path});
    QVERIFY(message().contains(QStringLiteral("bad.yml")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bad);
    QVERIFY(m_window->windowTitle().contains(QStringLiteral("Playground"))); // the old one stays
}

void TestMainWindow::startsBesideAMalformedWorkspace()
{
    const QString path = m_folder->filePath(QStringLiteral("mine.yml"));
    const QByteArray text = "opencollection: 1.0.0\ninfo:\n  name: [x\n";
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    m_window.reset();
    QVERIFY(m_settings->override(QStringLiteral("workspace/path"), path));
    makeWindow();
    QVERIFY2(message().contains(path) && message().contains(QStringLiteral("line 4")) &&
                 message().contains(QStringLiteral("Correct it")),
             qPrintable(message()));
    QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Playground")));
    QVERIFY(startEcho() != 0);
    m_window.reset();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), text);
    QCOMPARE(m_settings->value(QStringLiteral("workspace/path")), path);
}

void TestMainWindow::startsBesideAMalformedPlayground()
{
    m_window.reset();
    const QString path = m_folder->filePath(QStringLiteral("playground.yml"));
    for (int start = 0; start < 2; ++start) {
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("- not a workspace\n");
        }
        makeWindow();
        QVERIFY2(message().contains(path) && message().contains(QStringLiteral("line 1")),
                 qPrintable(message()));
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("My workspace")));
        m_window.reset();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("- not a workspace\n"));
    }
}

void TestMainWindow::unreadableSettingsAreSaid()
{
    m_window->reportSettings();
    QVERIFY(message().isEmpty()); // none is no error
    m_window.reset();
    const QString path = m_folder->filePath(QStringLiteral("odd.ini"));
    QVERIFY(QDir().mkpath(path)); // a folder where the file should be
    *m_settings = Settings::load(path);
    makeWindow();
    m_window->reportSettings();
    QVERIFY2(message().contains(path), qPrintable(message()));
    QVERIFY(message().startsWith(QStringLiteral("Cannot read the settings")));
    QVERIFY(child<QWidget>("startPage")->isVisible()); // it works with the defaults
    m_window.reset();
    QVERIFY(QDir().rmdir(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[no such group]\nx=1\n");
    file.close();
    *m_settings = Settings::load(path);
    makeWindow();
    m_window->reportSettings();
    QVERIFY2(message().contains(QStringLiteral("odd.ini")), qPrintable(message()));
}

void TestMainWindow::savingSaysWhatWasLeftOut()
{
    auto* tasks = m_window->findChild<CaptureTasks*>();
    QVERIFY(tasks);
    emit tasks->saved(QStringLiteral("/tmp/a.pcapng"), SaveResult{10, 0, 2000});
    QVERIFY2(!message().contains(QStringLiteral("Left out")), qPrintable(message()));
    emit tasks->saved(QStringLiteral("/tmp/a.pcapng"), SaveResult{10, 3, 2000});
    QVERIFY2(message().contains(QStringLiteral("/tmp/a.pcapng")) &&
                 message().contains(QStringLiteral("Left out: 3 records")),
             qPrintable(message()));
}

void TestMainWindow::conversationOpensInATab()
{
    QCOMPARE(exchange(startEcho()), QByteArray("hello"));
    TrafficTable* table = m_window->traffic().table();
    QTRY_VERIFY(table->model()->rowCount() >= 3);
    m_window->traffic().showRecord(RecordId(1));
    action("showConversation")->trigger();
    QCOMPARE(m_window->tabs().count(), 2);
    QVERIFY(qobject_cast<ConversationPage*>(m_window->tabs().currentWidget()));
    action("showConversation")->trigger();
    QCOMPARE(m_window->tabs().count(), 2);
    action("closePane")->trigger();
    QCOMPARE(m_window->tabs().count(), 1);
}

void TestMainWindow::openedCaptureAndBackToLive()
{
    QCOMPARE(exchange(startEcho()), QByteArray("hello"));
    const QString path = m_folder->filePath(QStringLiteral("saved.pcapng"));
    QTRY_VERIFY(m_capture->recordCount() >= 3);
    QVERIFY(saveCapture(*m_capture, path));
    const auto live = m_window->traffic().source();
    m_window->openArguments({path});
    QTRY_VERIFY(m_window->traffic().source() != live);
    QTRY_VERIFY(m_window->traffic().table()->model()->rowCount() >= 3);
    QVERIFY(child<QPushButton>("backToLive")->isVisible());
    m_window->traffic().showRecord(RecordId(1));
    action("showConversation")->trigger();
    child<QPushButton>("backToLive")->click();
    QCOMPARE(m_window->traffic().source(), live);
    QVERIFY(!child<QWidget>("captureBar")->isVisible());
    QCOMPARE(m_window->tabs().count(), 1); // the opened capture's conversation went with it
}

void TestMainWindow::everyControlHasANameAndAShortcutOrAPlace()
{
    action("newServer")->trigger();
    const QList<QAbstractButton*> buttons = m_window->findChildren<QAbstractButton*>();
    for (const QAbstractButton* button : buttons) {
        const bool isQtOwn = button->objectName().startsWith(QLatin1String("qt_")) ||
                             button->inherits("QLineEditIconButton") || button->inherits("CloseButton") ||
                             button->objectName().startsWith(QLatin1String("Scroll"));
        const bool isNamed = !button->accessibleName().isEmpty() || !button->text().isEmpty();
        if (button->isVisible() && !isQtOwn)
            QVERIFY2(isNamed, qPrintable(QLatin1String(button->metaObject()->className()) + u' ' +
                                         button->objectName()));
    }
    const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
    for (const QLabel* label : labels)
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty() ||
                     !label->text().contains(u'<'),
                 qPrintable(label->objectName()));
    QSet<QKeySequence> keys;
    const QList<QAction*> actions = m_window->findChildren<QAction*>();
    for (const QAction* one : actions) {
        const QList<QKeySequence> shortcuts = one->shortcuts();
        for (const QKeySequence& key : shortcuts) {
            if (one->shortcutContext() != Qt::WindowShortcut)
                continue;
            QVERIFY2(!keys.contains(key), qPrintable(key.toString()));
            keys.insert(key);
        }
    }
}

void TestMainWindow::serverWithoutATabIsSaidAndStopped()
{
    QVERIFY(startEcho() != 0);
    action("savePane")->trigger();
    const QPointer<Pane> pane = m_window->panes().currentPane();
    action("closePane")->trigger();
    QVERIFY2(message().endsWith(QStringLiteral("still listens.")), qPrintable(message()));
    QCOMPARE(m_sessions->running().size(), 1);
    QTest::mouseClick(child<QToolButton>("messageAction"), Qt::LeftButton);
    QTRY_VERIFY(m_sessions->running().isEmpty());
    QTRY_VERIFY(pane.isNull());
    QVERIFY(message().isEmpty());
}

void TestMainWindow::paneThatHasAPortIsNamed()
{
    const quint16 port = startEcho();
    const QString title = m_window->panes().currentPane()->title();
    for (const char* address : {"listen tcp://127.0.0.1:%1", "listen tcp://*:%1"}) {
        m_window->openArguments({QString::fromLatin1(address).arg(port)});
        QTRY_COMPARE(currentState().phase, EndpointState::Phase::Failed);
        const QString said = m_window->panes().currentPane()->findChild<MessageBar*>()->text();
        QVERIFY2(said.contains(QStringLiteral("\"%1\" of this window").arg(title)), qPrintable(said));
    }
    QTcpServer foreign;
    QVERIFY(foreign.listen(QHostAddress::LocalHost));
    m_window->openArguments({QStringLiteral("listen tcp://127.0.0.1:%1").arg(foreign.serverPort())});
    QTRY_COMPARE(currentState().phase, EndpointState::Phase::Failed);
    QVERIFY(m_window->panes().currentPane()->findChild<MessageBar*>()->text().contains(
        QStringLiteral("Another program")));
}

void TestMainWindow::fitsASmallScreen()
{
    for (const char* name : {"newServer", "newClient", "newUdp", "newRequest"})
        action(name)->trigger();
    m_window->resize(1024, 700);
    QVERIFY(QTest::qWaitFor([this] { return m_window->size() == QSize(1024, 700); }, 5'000));
    const QSize least = m_window->minimumSizeHint();
    QVERIFY2(least.width() <= 1024 && least.height() <= 700,
             qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
    QTRY_VERIFY(child<QDockWidget>("trafficDock")->height() <= 155);
    m_window->resize(1600, 1000);
    QTRY_COMPARE(child<QDockWidget>("workspaceDock")->width(), 270);
    QVERIFY(child<QDockWidget>("trafficDock")->height() > 200);
    QVERIFY(m_window->close()); // a layout that nobody changed does not come back on a smaller screen
    m_window.reset();
    makeWindow();
    m_window->resize(1024, 700);
    QTRY_VERIFY(child<QDockWidget>("trafficDock")->height() <= 155);
}

void TestMainWindow::f6GoesRound()
{
    action("newServer")->trigger();
    m_window->activateWindow();
    QSet<QWidget*> parts;
    for (int i = 0; i < 4; ++i) {
        action("nextPart")->trigger();
        QWidget* widget = QApplication::focusWidget();
        QVERIFY(widget);
        while (!qobject_cast<QDockWidget*>(widget) && widget->parentWidget() != m_window.get())
            widget = widget->parentWidget();
        parts.insert(widget);
    }
    QCOMPARE(parts.size(), 4);
}

void TestMainWindow::ctrlFFindsWhereTheFocusIs()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const quint16 port = startEcho();
    QVERIFY(port > 0);
    QCOMPARE(exchange(port), QByteArray("hello"));
    auto* pane = m_window->panes().currentPane();
    auto* messages = pane->findChild<QWidget*>(QStringLiteral("conversationMessages"));
    QVERIFY(messages);
    auto* conversation = pane->findChild<QWidget*>(QStringLiteral("conversationView"));
    auto* field = conversation->findChild<QLineEdit*>(QStringLiteral("findText"));
    messages->setFocus();
    QTest::keyClick(messages, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Escape);
    QTRY_VERIFY(messages->hasFocus());
    // A pane with nothing to find in keeps the focus.
    m_window->openArguments({QStringLiteral("http://127.0.0.1:9/")});
    pane = m_window->panes().currentPane();
    auto* url = pane->findChild<QLineEdit*>(QStringLiteral("httpUrl"));
    QVERIFY(url);
    url->setFocus();
    QTest::keyClick(url, Qt::Key_F, Qt::ControlModifier);
    QVERIFY(pane->isAncestorOf(QApplication::focusWidget()));
}

void TestMainWindow::marksAndCommentsAreSaved()
{
    action("nextMarked")->trigger();
    QVERIFY(message().contains(QStringLiteral("marked")));
    QCOMPARE(exchange(startEcho()), QByteArray("hello"));
    QTRY_VERIFY(m_window->traffic().table()->model()->rowCount() >= 3);
    m_window->traffic().showRecord(RecordId(1));
    action("markRecords")->trigger();
    action("editComment")->trigger();
    child<QPlainTextEdit>("commentText")->setPlainText(QStringLiteral("the first"));
    child<QPushButton>("commentSave")->click();
    QCOMPARE(message(), QStringLiteral("Record 2 has a comment."));
    m_window->traffic().showRecord(RecordId(0));
    action("nextMarked")->trigger();
    QCOMPARE(m_window->traffic().currentRecord(), RecordId(1));

    CaptureTasks tasks(m_window->pulse());
    QSignalSpy saved(&tasks, &CaptureTasks::saved);
    const QString path = m_folder->filePath(QStringLiteral("noted.pcapng"));
    tasks.save(m_window->traffic().source(), path);
    QTRY_COMPARE(saved.count(), 1);
    const auto file = CaptureFile::open(path);
    QVERIFY(file);
    QVERIFY((*file)->finish().isFinished);
    QCOMPARE((*file)->notes().note(RecordId(1)), (RecordNote{QStringLiteral("the first"), true}));
    child<QToolButton>("messageAction")->click(); // Undo
    QCOMPARE(m_capture->recordNotes()->note(RecordId(1)), (RecordNote{{}, true}));
}

void TestMainWindow::clearedTrafficComesBack()
{
    QCOMPARE(exchange(startEcho()), QByteArray("hello"));
    const auto rows = [this] { return m_window->traffic().table()->model()->rowCount(); };
    QTRY_VERIFY(rows() >= 3);
    const int before = rows();
    action("clearTraffic")->trigger();
    QVERIFY(rows() < before); // the end of the connection may still come
    QVERIFY(message().contains(QStringLiteral("cleared")));
    child<QToolButton>("messageAction")->click();
    QTRY_VERIFY(rows() >= before);
}

void TestMainWindow::undoBringsBackWhatWasDeleted()
{
    action("newServer")->trigger();
    action("savePane")->trigger();
    QVERIFY(!action("savePane")->isEnabled());
    QVERIFY(action("undo")->isEnabled());
    QVERIFY(action("undo")->text().contains(QStringLiteral("Server")));
    action("undo")->trigger();
    QCOMPARE(m_window->tabs().count(), 0); // its pane went with the item
    action("redo")->trigger();
    QVERIFY(action("undo")->isEnabled());
}

void TestMainWindow::saysWhatIsNotOnDiskAndTriesAgain()
{
    const QString path = m_folder->filePath(QStringLiteral("playground.yml"));
    const QString away = path + QStringLiteral(".away");
    QVERIFY(QFile::rename(path, away) && QDir().mkdir(path));
    action("newServer")->trigger();
    action("savePane")->trigger();
    QTRY_VERIFY(message().contains(path));
    QVERIFY(message().contains(QStringLiteral("Your changes are kept")));
    QVERIFY(child<QWidget>("messageBar")->isVisible());
    QVERIFY(QDir().rmdir(path) && QFile::rename(away, path));
    child<QToolButton>("messageAction")->click();
    QTRY_COMPARE(lastNameIn(path), QStringLiteral("Server :8080"));
    QVERIFY(!child<QWidget>("messageBar")->isVisible());
    // The next change that can be saved takes the message away, too.
    QVERIFY(QFile::rename(path, away) && QDir().mkdir(path));
    action("undo")->trigger();
    QTRY_VERIFY(child<QWidget>("messageBar")->isVisible());
    QVERIFY(QDir().rmdir(path) && QFile::rename(away, path));
    action("redo")->trigger();
    QTRY_VERIFY(!child<QWidget>("messageBar")->isVisible());
    QCOMPARE(lastNameIn(path), QStringLiteral("Server :8080"));
}

void TestMainWindow::changingTheWorkspaceLosesNothing()
{
    const QString path = m_folder->filePath(QStringLiteral("playground.yml"));
    const QString other = m_folder->filePath(QStringLiteral("other.yml"));
    QVERIFY(Workspace::create(other, QStringLiteral("Other")));
    action("newServer")->trigger();
    action("savePane")->trigger();
    m_window->openArguments({other, path}); // away and back, without a turn of the event loop
    QVERIFY(m_window->windowTitle().contains(QStringLiteral("Playground")));
    m_window->openArguments({other});
    m_window.reset();
    QCOMPARE(lastNameIn(path), QStringLiteral("Server :8080"));
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("*.other*")}).size(), 0);
}

void TestMainWindow::saysThatAnotherProgramWroteTheWorkspace()
{
    const QString path = m_folder->filePath(QStringLiteral("playground.yml"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write("# theirs\n");
    file.close();
    action("newServer")->trigger();
    action("savePane")->trigger();
    QTRY_VERIFY(message().contains(path + QStringLiteral(".other")));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
