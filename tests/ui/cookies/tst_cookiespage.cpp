// SPDX-License-Identifier: MIT
#include "ui/cookies/cookiedialog.h"
#include "ui/cookies/cookiemodel.h"
#include "ui/cookies/cookiespage.h"
#include "ui/widgets/emptytable.h"
#include "ui/widgets/messagebar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace wl;

class TestCookiesPage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void listsAndFilters();
    void followsTheJar();
    void selectionStays();
    void narrowShowsIcons();
    void adds();
    void edits();
    void invalidInputIsSaid_data();
    void invalidInputIsSaid();
    void bytesThatAreNoTextStay();
    void deletesWithUndo();
    void clearsADomain();
    void exportsAndImports_data();
    void exportsAndImports();
    void badFile();

private:
    [[nodiscard]] EmptyTable* table()
    {
        return m_page->findChild<EmptyTable*>(QStringLiteral("cookiesTable"));
    }
    [[nodiscard]] QAction* action(const char* name)
    {
        return m_page->findChild<QAction*>(QLatin1String(name));
    }
    [[nodiscard]] CookieDialog* dialog() { return m_page->findChild<CookieDialog*>(); }
    template <typename Widget>
    [[nodiscard]] Widget* field(const char* name)
    {
        return dialog()->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] QPushButton* ok()
    {
        return dialog()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    }
    [[nodiscard]] QString bar() { return m_page->findChild<MessageBar*>()->text(); }
    [[nodiscard]] Cookie bytesCookie() const
    {
        for (const Cookie& cookie : m_store->jar().all()) {
            if (cookie.name == "c")
                return cookie;
        }
        return {};
    }
    void chooseFile(const QString& path)
    {
        auto* files = m_page->findChild<QFileDialog*>();
        QVERIFY(files);
        emit files->fileSelected(path);
        delete files;
    }

    std::shared_ptr<CookieStore> m_store;
    std::unique_ptr<CookiesPage> m_page;
    std::function<void()> m_undo;
};

void TestCookiesPage::init()
{
    m_store = std::make_shared<CookieStore>();
    QVERIFY(m_store
                ->take(QUrl(QStringLiteral("https://www.example.com/")),
                       {"a=1; Max-Age=3600", "b=2; Domain=example.com; Secure; HttpOnly; SameSite=Strict"})
                .isEmpty());
    QVERIFY(m_store->take(QUrl(QStringLiteral("http://other.test/x/y")), {"c=\xff\xfe"}).isEmpty());
    m_page = std::make_unique<CookiesPage>(m_store);
    m_undo = nullptr;
    connect(m_page.get(), &CookiesPage::undoOffered, this,
            [this](const QString&, const std::function<void()>& undo) { m_undo = undo; });
    m_page->resize(1000, 500);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestCookiesPage::cleanup()
{
    m_page.reset();
}

void TestCookiesPage::listsAndFilters()
{
    QAbstractItemModelTester tester(table()->model());
    QCOMPARE(table()->model()->rowCount(), 3);
    QCOMPARE(table()->model()->index(0, CookieModel::Domain).data().toString(),
             QStringLiteral("example.com"));
    QCOMPARE(table()->model()->index(0, CookieModel::SameSite).data().toString(), QStringLiteral("Strict"));
    QCOMPARE(table()->model()->index(0, CookieModel::Expires).data().toString(), QStringLiteral("session"));
    m_page->setFilter(QStringLiteral("OTHER"));
    QCOMPARE(table()->model()->rowCount(), 1);
    m_page->setFilter(QStringLiteral("(["));
    QCOMPARE(table()->model()->rowCount(), 0);
    QVERIFY(!action("cookieExportTxt")->isEnabled());
    m_page->setFilter({});
    QCOMPARE(m_page->findChild<QLabel*>(QStringLiteral("cookiesCount"))->text(), QStringLiteral("3 cookies"));
}

void TestCookiesPage::followsTheJar()
{
    table()->selectRow(2);
    QVERIFY(m_store->take(QUrl(QStringLiteral("http://new.test/")), {"d=4"}).isEmpty());
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
    m_store->change([](CookieJar& jar) { jar.clear(); });
    QTRY_COMPARE(table()->model()->rowCount(), 0);
    QVERIFY(table()->accessibleDescription().contains(QStringLiteral("No cookies")));
}

void TestCookiesPage::selectionStays()
{
    table()->selectAll();
    const auto before = table()->selectionModel()->selectedRows().size();
    QCOMPARE(before, 3);
    QVERIFY(m_store->take(QUrl(QStringLiteral("http://aaa.test/")), {"d=4"}).isEmpty());
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QCOMPARE(table()->selectionModel()->selectedRows().size(), before);
}

void TestCookiesPage::narrowShowsIcons()
{
    for (const int width : {400, 900}) {
        m_page->resize(width, 300);
        const auto style = width == 400 ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
        int buttons = 0;
        for (const QToolButton* button :
             m_page->findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly))
            buttons += int(button->defaultAction() && button->toolButtonStyle() == style);
        QCOMPARE(buttons, 3);
        QTRY_VERIFY(m_page->findChild<QLineEdit*>(QStringLiteral("cookiesFilter"))->width() > 80);
    }
}

void TestCookiesPage::adds()
{
    action("cookieAdd")->trigger();
    QVERIFY(!ok()->isEnabled());
    field<QLineEdit>("cookieName")->setText(QStringLiteral("n"));
    field<QLineEdit>("cookieDomain")->setText(QStringLiteral("B\u00fccher.de"));
    QVERIFY(ok()->isEnabled());
    ok()->click();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QCOMPARE(m_store->peek({QUrl(QStringLiteral("http://xn--bcher-kva.de/")), {}, true}), QByteArray("n="));
}

void TestCookiesPage::edits()
{
    table()->selectRow(0);
    action("cookieEdit")->trigger();
    QCOMPARE(field<QLineEdit>("cookieValue")->text(), QStringLiteral("2"));
    QCOMPARE(field<QComboBox>("cookieSameSite")->currentText(), QStringLiteral("Strict"));
    field<QLineEdit>("cookieValue")->setText(QStringLiteral("changed"));
    field<QLineEdit>("cookiePath")->setText(QStringLiteral("/p"));
    ok()->click();
    QTRY_COMPARE(m_store->peek({QUrl(QStringLiteral("https://x.example.com/p")), {}, true}),
                 QByteArray("b=changed"));
    QCOMPARE(m_store->jar().size(), 3);
}

void TestCookiesPage::invalidInputIsSaid_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("text");
    QTest::newRow("name with equals") << QByteArray("cookieName") << QStringLiteral("a=b");
    QTest::newRow("value with semicolon") << QByteArray("cookieValue") << QStringLiteral("a;b");
    QTest::newRow("value too long") << QByteArray("cookieValue") << QString(5000, u'x');
    QTest::newRow("domain empty") << QByteArray("cookieDomain") << QString();
    QTest::newRow("domain with blank") << QByteArray("cookieDomain") << QStringLiteral("a b");
    QTest::newRow("public suffix") << QByteArray("cookieDomain") << QStringLiteral("co.uk");
    QTest::newRow("path") << QByteArray("cookiePath") << QStringLiteral("x");
    QTest::newRow("prefix") << QByteArray("cookieName") << QStringLiteral("__Host-a");
}

void TestCookiesPage::invalidInputIsSaid()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, text);
    table()->selectRow(0);
    action("cookieEdit")->trigger();
    QVERIFY(ok()->isEnabled());
    const QString before = field<QLineEdit>(name.constData())->text();
    field<QLineEdit>(name.constData())->setText(text);
    QVERIFY(!ok()->isEnabled());
    QVERIFY(!ok()->toolTip().isEmpty());
    field<QLineEdit>(name.constData())->setText(before);
    QVERIFY(ok()->isEnabled());
}

void TestCookiesPage::bytesThatAreNoTextStay()
{
    table()->selectRow(1);
    action("cookieEdit")->trigger();
    field<QCheckBox>("cookieHttpOnly")->setChecked(true);
    ok()->click();
    QTRY_COMPARE(bytesCookie().isHttpOnly, true);
    QCOMPARE(bytesCookie().value, QByteArray("\xff\xfe"));
}

void TestCookiesPage::deletesWithUndo()
{
    const CookieJar before = m_store->jar();
    table()->selectAll();
    action("cookieRemove")->trigger();
    QCOMPARE(m_store->jar().size(), 0);
    QVERIFY(m_undo);
    m_undo();
    QCOMPARE(m_store->jar(), before);
}

void TestCookiesPage::clearsADomain()
{
    table()->selectRow(0);
    action("cookieClearDomain")->trigger();
    QCOMPARE(m_store->jar().size(), 2);
    m_undo();
    QCOMPARE(m_store->jar().size(), 3);
}

void TestCookiesPage::exportsAndImports_data()
{
    QTest::addColumn<bool>("isJson");
    QTest::newRow("cookies.txt") << false;
    QTest::newRow("JSON") << true;
}

void TestCookiesPage::exportsAndImports()
{
    QFETCH(bool, isJson);
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("cookies"));
    action(isJson ? "cookieExportJson" : "cookieExportTxt")->trigger();
    chooseFile(path);
    QTRY_VERIFY(bar().contains(path));
    QVERIFY(QFile::exists(path));
    m_store->change([](CookieJar& jar) { jar.clear(); });
    action("cookieImport")->trigger();
    chooseFile(path);
    QTRY_COMPARE(m_store->jar().size(), 3);
    QCOMPARE(bytesCookie().value, QByteArray("\xff\xfe"));
    QVERIFY(m_undo);
    m_undo();
    QCOMPARE(m_store->jar().size(), 0);
}

void TestCookiesPage::badFile()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("cookies"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) &&
            file.write("nonsense\nh.test\tFALSE\t/\tFALSE\t0\tx\ty\n") > 0);
    file.close();
    action("cookieImport")->trigger();
    chooseFile(path);
    QTRY_VERIFY(bar().contains(QStringLiteral("line 1")));
    QCOMPARE(m_store->jar().size(), 4);
    action("cookieImport")->trigger();
    chooseFile(dir.filePath(QStringLiteral("missing")));
    QTRY_VERIFY(bar().contains(QStringLiteral("missing")));
    action("cookieExportTxt")->trigger();
    chooseFile(path + QStringLiteral("/below-a-file"));
    QTRY_VERIFY(bar().contains(QStringLiteral("below-a-file")));
}

QTEST_MAIN(TestCookiesPage)
#include "tst_cookiespage.moc"
