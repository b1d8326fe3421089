// SPDX-License-Identifier: MIT
#include "http/cookiestore.h"
#include "http/httpclient.h"
#include "tests/support/scriptedpeer.h"
#include "tests/ui/shell/windowtest.h"
#include "ui/cookies/cookiespage.h"
#include "ui/panes/http/httppane.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panetabs.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QInputDialog>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>

using namespace wl;
using namespace wltest;

/// The history's dock and the cookies' tab in the real window.
class TestExchangeMemory : public WindowTest
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void sentAndOpenedAgain();
    void livesOn();
    void keptOnlyIfWanted();
    void cookiesTab();
    void jarsOfEnvironments();
    void damagedHistoryIsSaid();

private:
    void send(const QString& url)
    {
        HttpRequest request;
        request.url = url;
        Pane* pane = m_window->panes().openNew(request);
        pane->trigger(false);
        QTRY_VERIFY(!pane->isRunning());
    }
    /// Brings the dock to the front, which is behind the workspace's.
    void look() { m_window->findChild<QAction*>(QStringLiteral("searchHistory"))->trigger(); }
    [[nodiscard]] QTableView* list()
    {
        return m_window->findChild<QTableView*>(QStringLiteral("historyTable"));
    }
    [[nodiscard]] bool hasMessage(const QString& part)
    {
        for (const MessageBar* bar : m_window->findChildren<MessageBar*>()) {
            if (bar->text().contains(part))
                return true;
        }
        return false;
    }
};

void TestExchangeMemory::init()
{
    open();
    qputenv("XDG_CACHE_HOME", m_folder->filePath(QStringLiteral("cache")).toUtf8());
}

void TestExchangeMemory::cleanup()
{
    close();
}

void TestExchangeMemory::sentAndOpenedAgain()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello"), false));
    send(peer.url(QStringLiteral("/x")));
    look();
    QTRY_VERIFY(m_window->findChild<QLineEdit*>(QStringLiteral("historySearch"))->hasFocus());
    QTRY_COMPARE(list()->model()->rowCount(), 1);
    const int tabs = m_window->tabs().count();
    list()->selectRow(0);
    m_window->findChild<QAction*>(QStringLiteral("historyOpenResponse"))->trigger();
    QTRY_COMPARE(m_window->tabs().count(), tabs + 1);
    auto* pane = qobject_cast<HttpPane*>(m_window->panes().currentPane());
    QVERIFY(pane);
    QTRY_VERIFY(pane->state().word.contains(QStringLiteral("200")));
    QCOMPARE(peer.requests.size(), 1); // nothing was sent by it
    m_window->findChild<QAction*>(QStringLiteral("historyOpenRequest"))->trigger();
    QTRY_COMPARE(m_window->tabs().count(), tabs + 2);
    QCOMPARE(std::get<HttpRequest>(m_window->panes().currentPane()->content()).url,
             peer.url(QStringLiteral("/x")));
}

void TestExchangeMemory::livesOn()
{
    ScriptedPeer peer(
        ScriptedPeer::fixed(ScriptedPeer::ok("hello", "Set-Cookie: a=1; Max-Age=60\r\n"), false));
    send(peer.url());
    m_window.reset();
    makeWindow();
    look();
    QTRY_COMPARE(list()->model()->rowCount(), 1);
    send(peer.url());
    QVERIFY(peer.requests.last().contains("Cookie: a=1\r\n"));
    QTRY_COMPARE(list()->model()->rowCount(), 2);
}

void TestExchangeMemory::keptOnlyIfWanted()
{
    m_window.reset();
    QVERIFY(m_settings->store(QStringLiteral("history/keep"), QStringLiteral("false")));
    makeWindow();
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello"), false));
    send(peer.url());
    m_window.reset();
    makeWindow();
    look();
    QTRY_VERIFY(!list()->accessibleDescription().isEmpty());
    QCOMPARE(list()->model()->rowCount(), 0);
}

void TestExchangeMemory::cookiesTab()
{
    QAction* show = m_window->findChild<QAction*>(QStringLiteral("showCookies"));
    show->trigger();
    auto* page = qobject_cast<CookiesPage*>(m_window->tabs().currentWidget());
    QVERIFY(page);
    const int tabs = m_window->tabs().count();
    show->trigger();
    QCOMPARE(m_window->tabs().count(), tabs);
    emit m_window->tabs().tabCloseRequested(m_window->tabs().indexOf(page));
    QCOMPARE(m_window->tabs().count(), tabs - 1);
}

/// A jar for each environment: what a server sets goes into the chosen one, and only that is sent.
void TestExchangeMemory::jarsOfEnvironments()
{
    ScriptedPeer peer(ScriptedPeer::fixed(
        "HTTP/1.1 200 OK\r\nSet-Cookie: who=first; Max-Age=1000\r\nContent-Length: 0\r\n\r\n", false));
    const auto jar = [this] { return m_sessions->http().cookies(); };
    const auto chooser = [this] { return m_window->findChild<QComboBox*>(QStringLiteral("cookieJar")); };
    send(peer.url(QStringLiteral("/")));
    QCOMPARE(jar()->jar().all().size(), 1);

    QAction* show = m_window->findChild<QAction*>(QStringLiteral("showCookies"));
    show->trigger();
    QCOMPARE(chooser()->currentText(), QStringLiteral("Default"));
    auto* remove = m_window->findChild<QToolButton*>(QStringLiteral("cookieJarRemove"));
    QVERIFY(!remove->isEnabled());
    m_window->findChild<QToolButton*>(QStringLiteral("cookieJarNew"))->click();
    auto* dialog = m_window->findChild<QInputDialog*>(QStringLiteral("cookieJarDialog"));
    dialog->setTextValue(QStringLiteral("  staging & co "));
    dialog->accept();
    QCOMPARE(jar()->name(), QStringLiteral("staging & co"));
    QCOMPARE(chooser()->currentText(), QStringLiteral("staging & co"));
    QTRY_VERIFY(jar()->isLoaded());
    QCOMPARE(jar()->jar().all().size(), 0);

    const qsizetype before = peer.received.size();
    send(peer.url(QStringLiteral("/")));
    QVERIFY(!peer.received.mid(before).contains("who=first"));
    QCOMPARE(jar()->jar().all().size(), 1);
    auto* button = m_window->panes().currentPane()->findChild<QToolButton*>(QStringLiteral("httpCookies"));
    QVERIFY(button->toolTip().contains(QStringLiteral("staging & co")));

    m_window->close(); // the choice and the jar are there at the next start
    m_window.reset();
    makeWindow();
    QCOMPARE(jar()->name(), QStringLiteral("staging & co"));
    QTRY_COMPARE(jar()->jar().all().size(), 1);

    m_window->findChild<QAction*>(QStringLiteral("showCookies"))->trigger();
    m_window->findChild<QToolButton*>(QStringLiteral("cookieJarRemove"))->click();
    QCOMPARE(jar()->name(), QStringLiteral("Default"));
    QCOMPARE(chooser()->count(), 1);
    QTRY_VERIFY(hasMessage(QStringLiteral("Deleted the cookie jar staging & co.")));
    for (MessageBar* bar : m_window->findChildren<MessageBar*>()) {
        if (bar->text().contains(QStringLiteral("staging & co")))
            emit bar->actionTriggered(); // Undo
    }
    QCOMPARE(jar()->name(), QStringLiteral("staging & co"));
    QTRY_COMPARE(jar()->jar().all().size(), 1);
}

void TestExchangeMemory::damagedHistoryIsSaid()
{
    m_window.reset();
    QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("history"))));
    QFile file(m_folder->filePath(QStringLiteral("history/history.db")));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
            file.write("garbage, garbage, garbage") > 0);
    file.close();
    QFile jar(m_folder->filePath(QStringLiteral("cookies/Default.json")));
    QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("cookies"))));
    QVERIFY(jar.open(QIODevice::WriteOnly) && jar.write("garbage") > 0);
    jar.close();
    makeWindow();
    look();
    QTRY_VERIFY(hasMessage(QStringLiteral("cookies")) || hasMessage(QStringLiteral("history was damaged")));
    QTRY_VERIFY(!QDir(m_folder->filePath(QStringLiteral("history")))
                     .entryList({QStringLiteral("damaged-*")}, QDir::Dirs)
                     .isEmpty());
}

QTEST_MAIN(TestExchangeMemory)
#include "tst_exchangememory.moc"
