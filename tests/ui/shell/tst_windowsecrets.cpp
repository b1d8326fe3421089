// SPDX-License-Identifier: MIT
#include "tests/support/memorysecrets.h"
#include "tests/ui/shell/windowtest.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panetabs.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>

using namespace wl;

/// What is secret in panes comes back from the key ring, and the window says where it is.
class TestWindowSecrets : public WindowTest
{
    Q_OBJECT
private slots:
    void init()
    {
        m_store = std::make_unique<MemorySecrets>();
        m_secrets = m_store.get();
        open();
        m_store->answer();
    }
    void cleanup()
    {
        close();
        m_store.reset();
    }

    void unsavedPane()
    {
        openRequest();
        type(QStringLiteral("open sesame"));
        restart();
        QCOMPARE(shown()->text(), QString());
        m_store->answer();
        QCOMPARE(shown()->text(), QStringLiteral("open sesame"));
        QVERIFY(!textOfFiles().contains("sesame"));
    }

    void paneOfTheWorkspace()
    {
        openRequest();
        type(QStringLiteral("open sesame"));
        QVERIFY(m_window->panes().saveToWorkspace(pane()));
        m_store->answer();
        restart();
        QVERIFY(pane());
        m_store->answer();
        QCOMPARE(shown()->text(), QStringLiteral("open sesame"));
        QVERIFY(!textOfFiles().contains("sesame"));
    }

    /// What was typed into the pane before the key ring answered is not taken away.
    void typedBeforeTheAnswer()
    {
        openRequest();
        type(QStringLiteral("old"));
        restart();
        type(QStringLiteral("new"));
        m_store->answer();
        QCOMPARE(shown()->text(), QStringLiteral("new"));
        restart();
        m_store->answer();
        QCOMPARE(shown()->text(), QStringLiteral("new"));
    }

    void saysWhereTheyAre()
    {
        openRequest();
        QVERIFY(keeping().contains(QStringLiteral("this computer's key ring")));
        m_store->isBroken = true;
        type(QStringLiteral("one"));
        m_window->panes().saveEdits();
        m_store->answer();
        QVERIFY(keeping().contains(QStringLiteral("it is locked")));
        m_store->isBroken = false;
        type(QStringLiteral("two"));
        m_window->panes().saveEdits();
        m_store->answer();
        QVERIFY(keeping().contains(QStringLiteral("this computer's key ring")));
    }

private:
    void openRequest()
    {
        HttpRequest request;
        request.url = QStringLiteral("http://127.0.0.1:9/");
        request.auth.kind = HttpAuth::Kind::Basic;
        request.auth.user = QStringLiteral("me");
        m_window->panes().openNew(request);
    }
    void restart()
    {
        m_window->close(); // remembers which panes are open
        m_window.reset();
        m_store->answer();
        makeWindow();
    }
    [[nodiscard]] Pane* pane() { return m_window->panes().currentPane(); }
    [[nodiscard]] QLineEdit* shown()
    {
        return pane()->findChild<QLineEdit*>(QStringLiteral("httpBasicPassword"));
    }
    [[nodiscard]] QString keeping()
    {
        return pane()->findChild<QLabel*>(QStringLiteral("httpAuthKeeping"))->text();
    }
    void type(const QString& password)
    {
        shown()->setText(password);
        emit shown()->textEdited(password);
    }
    /// Of all files that the window wrote.
    [[nodiscard]] QByteArray textOfFiles()
    {
        QByteArray all;
        for (const QFileInfo& info : QDir(m_folder->path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

    std::unique_ptr<MemorySecrets> m_store;
};

QTEST_MAIN(TestWindowSecrets)
#include "tst_windowsecrets.moc"
