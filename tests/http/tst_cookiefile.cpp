// SPDX-License-Identifier: MIT
#include "base/filecommit.h"
#include "base/filewriter.h"
#include "http/cookiefile.h"
#include "http/cookiejars.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;

namespace {

constexpr qint64 now = 1'800'000'000'000;

QList<Cookie> someCookies()
{
    Cookie plain{"a", "b", "h.test", "/", true, false, false, Cookie::SameSite::Default, {}, now, now};
    Cookie whole{
        "c", "d=e", "example.com", "/x", false, true, true, Cookie::SameSite::Strict, now / 1000 + 60,
        now, now};
    return {plain, whole};
}

} // namespace

class TestCookieFile : public QObject
{
    Q_OBJECT
private slots:
    void netscape();
    void netscapeFromOthers_data();
    void netscapeFromOthers();
    void whatNetscapeCannotHold();
    void json();
    void badJson_data();
    void badJson();
    void jarsAreKept();
    void stillBeingRead();
    void changedWhileRead();
    void namesOfJars();
    void removedJarsStayAway();
    void damagedJarIsPutAside();
};

void TestCookieFile::netscape()
{
    const QByteArray text = writeCookiesTxt(someCookies());
    QVERIFY2(text.contains("\nh.test\tFALSE\t/\tFALSE\t0\ta\tb\n"), text.constData());
    QVERIFY2(text.contains("\n#HttpOnly_.example.com\tTRUE\t/x\tTRUE\t1800000060\tc\td=e\n"),
             text.constData());
    const CookieFileContent back = readCookiesTxt(text, now);
    QVERIFY(back.notes.isEmpty());
    QList<Cookie> expected = someCookies();
    expected[1].sameSite = Cookie::SameSite::Default; // no place for it
    QCOMPARE(back.cookies, expected);
}

void TestCookieFile::netscapeFromOthers_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isCookie");
    QTest::addColumn<int>("notes");
    QTest::newRow("comment") << QByteArray("# a\tb\tc\td\t0\te\tf") << false << 0;
    QTest::newRow("empty") << QByteArray("  ") << false << 0;
    QTest::newRow("CR LF") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\ta\tb\r") << true << 0;
    QTest::newRow("empty value") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\ta\t") << true << 0;
    QTest::newRow("lost value") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\ta") << true << 0;
    QTest::newRow("IP address") << QByteArray("127.0.0.1\tFALSE\t/\tFALSE\t0\ta\tb") << true << 0;
    QTest::newRow("capitals") << QByteArray("H.TEST\tfalse\t/\ttrue\t0\ta\tb") << true << 0;
    QTest::newRow("blanks instead of tabs") << QByteArray("h.test FALSE / FALSE 0 a b") << false << 1;
    QTest::newRow("too many") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\ta\tb\tc") << false << 1;
    QTest::newRow("time") << QByteArray("h.test\tFALSE\t/\tFALSE\tnever\ta\tb") << false << 1;
    QTest::newRow("domain") << QByteArray("h test\tFALSE\t/\tFALSE\t0\ta\tb") << false << 1;
    QTest::newRow("public suffix") << QByteArray(".co.uk\tTRUE\t/\tFALSE\t0\ta\tb") << false << 1;
    QTest::newRow("path") << QByteArray("h.test\tFALSE\tx\tFALSE\t0\ta\tb") << false << 1;
    QTest::newRow("control") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\ta\tb\x01") << false << 1;
    QTest::newRow("prefix") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\t__Host-a\tb") << false << 1;
    QTest::newRow("too long") << QByteArray("h.test\tFALSE\t/\tFALSE\t0\ta\t") + QByteArray(5000, 'x')
                              << false << 1;
}

void TestCookieFile::netscapeFromOthers()
{
    QFETCH(QByteArray, line);
    const CookieFileContent content = readCookiesTxt("# Netscape HTTP Cookie File\n" + line + "\n", now);
    QTEST(content.cookies.size() == 1, "isCookie");
    QTEST(int(content.notes.size()), "notes");
    for (const QString& note : content.notes)
        QVERIFY2(note.startsWith(QStringLiteral("line 2: ")), qUtf8Printable(note));
}

void TestCookieFile::whatNetscapeCannotHold()
{
    Cookie tab = someCookies().first();
    tab.value = "a\tb";
    Cookie nameless = someCookies().first();
    nameless.name.clear();
    QStringList notes;
    QCOMPARE(readCookiesTxt(writeCookiesTxt({tab, nameless}, &notes), now).cookies.size(), 0);
    QCOMPARE(notes.size(), 2);
}

void TestCookieFile::json()
{
    QList<Cookie> cookies = someCookies();
    cookies[0].value = "\xff\xfe";
    const Result<CookieFileContent> back = readCookiesJson(writeCookiesJson(cookies));
    QVERIFY(back);
    QVERIFY(back->notes.isEmpty());
    QCOMPARE(back->cookies, cookies);
}

void TestCookieFile::badJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("notes"); // −1 = no such file
    QTest::newRow("empty") << QByteArray() << -1;
    QTest::newRow("cut short") << writeCookiesJson(someCookies()).chopped(5) << -1;
    QTest::newRow("object") << QByteArray("{}") << -1;
    QTest::newRow("numbers") << QByteArray("[1, null, \"x\"]") << 3;
    QTest::newRow("no domain") << QByteArray("[{\"name\": \"a\", \"value\": \"b\"}]") << 1;
    QTest::newRow("bad path") << QByteArray("[{\"name\":\"a\",\"domain\":\"h.test\",\"path\":\"x\"}]") << 1;
    QTest::newRow("wrong types") << QByteArray("[{\"name\":[],\"domain\":\"h.test\",\"path\":7}]") << 1;
}

void TestCookieFile::badJson()
{
    QFETCH(QByteArray, json);
    QFETCH(int, notes);
    const Result<CookieFileContent> content = readCookiesJson(json);
    QCOMPARE(content ? int(content->notes.size()) : -1, notes);
    if (content)
        QVERIFY(content->cookies.isEmpty());
}

void TestCookieFile::jarsAreKept()
{
    QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("cookies"));
    const QUrl url(QStringLiteral("http://h.test/"));
    const auto writer = std::make_shared<FileWriter>();
    {
        CookieJars jars(folder, writer);
        const auto jar = jars.jar(CookieJars::defaultName());
        QVERIFY(jar->take(url, {"kept=1; Max-Age=3600", "session=1"}).isEmpty());
        QCOMPARE(jars.jar(CookieJars::defaultName()), jar);
    }
    writer->flush();
    const QString path = folder + QStringLiteral("/Default.json");
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup),
             QFile::Permissions());
    CookieJars jars(folder, writer);
    QSignalSpy problems(&jars, &CookieJars::problemFound);
    const auto again = jars.jar(CookieJars::defaultName());
    QTRY_VERIFY(again->isLoaded());
    QCOMPARE(again->peek({url, {}, true}), QByteArray("kept=1"));
    QCoreApplication::processEvents();
    QCOMPARE(problems.count(), 0);
    QCOMPARE(jars.jar(QStringLiteral("Other"))->jar().size(), 0);
    // A change comes to the disk by itself.
    jars.jar(CookieJars::defaultName())->change([](CookieJar& jar) { jar.clear(); });
    QTRY_VERIFY(!readCookiesJson([&] {
                     QFile file(path);
                     return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
                 }())
                     .value_or(CookieFileContent{{Cookie()}, {}})
                     .cookies.size());
}

/// Views see an empty jar meanwhile and are told; an exchange on another thread waits for it.
void TestCookieFile::stillBeingRead()
{
    const QUrl url(QStringLiteral("http://h.test/"));
    CookieStore store({}, CookieStore::Beginning::Awaited);
    QSignalSpy loaded(&store, &CookieStore::loaded);
    QCOMPARE(store.peek({url, {}, true}), QByteArray());
    store.change(
        [&](CookieJar& jar) { (void)jar.take(url, "edited=1", QDateTime::currentMSecsSinceEpoch()); });
    QByteArray sent;
    std::jthread exchange([&] { sent = store.use({url, {}, true}); });
    CookieJar read;
    QCOMPARE(read.take(url, "kept=1", QDateTime::currentMSecsSinceEpoch()), CookieRefusal::None);
    store.setLoaded(read);
    exchange.join();
    QVERIFY(sent.contains("kept=1") && sent.contains("edited=1"));
    QCOMPARE(loaded.count(), 1);
    QVERIFY(store.isLoaded());
}

/// A change before the file was read does not take the place of what is in it.
void TestCookieFile::changedWhileRead()
{
    QTemporaryDir dir;
    const QUrl url(QStringLiteral("http://h.test/"));
    const auto writer = std::make_shared<FileWriter>();
    const auto put = [&](const QByteArray& field) {
        return [&url, field](CookieJar& jar) {
            (void)jar.take(url, field, QDateTime::currentMSecsSinceEpoch());
        };
    };
    for (const char* field : {"one=1; Max-Age=60", "two=2; Max-Age=60"}) {
        writer->flush(); // of the one before
        CookieJars jars(dir.path(), writer);
        jars.jar(CookieJars::defaultName())->change(put(field));
    }
    writer->flush();
    const Result<CookieFileContent> content = readCookiesJson(
        readFile(dir.filePath(QStringLiteral("Default.json")), 1 << 20).value_or(QByteArray()));
    QCOMPARE(content.value_or(CookieFileContent()).cookies.size(), 2);
}

void TestCookieFile::namesOfJars()
{
    QTemporaryDir dir;
    const auto writer = std::make_shared<FileWriter>();
    const QStringList names{QStringLiteral("../up"), QStringLiteral("a/b"), QStringLiteral("."),
                            QStringLiteral("\u00e4 b")};
    {
        CookieJars jars(dir.path(), writer);
        for (const QString& name : names)
            QVERIFY(
                jars.jar(name)->take(QUrl(QStringLiteral("http://h.test/")), {"a=b; Max-Age=60"}).isEmpty());
    }
    writer->flush();
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), names.size());
    const QStringList found = CookieJars(dir.path(), writer).names();
    QCOMPARE(found.first(), CookieJars::defaultName());
    QCOMPARE(QSet<QString>(found.begin() + 1, found.end()), QSet<QString>(names.begin(), names.end()));
}

void TestCookieFile::removedJarsStayAway()
{
    QTemporaryDir dir;
    const QString name = QStringLiteral("staging");
    const QUrl url(QStringLiteral("http://h.test/"));
    const auto writer = std::make_shared<FileWriter>();
    CookieJars jars(dir.path(), writer);
    const auto before = jars.jar(name);
    QVERIFY(before->take(url, {"a=b; Max-Age=60"}).isEmpty());
    QTRY_VERIFY(QFile::exists(dir.filePath(QStringLiteral("staging.json"))));
    QVERIFY(before->take(url, {"late=1; Max-Age=60"}).isEmpty()); // waits to be written
    jars.remove(name);
    QCOMPARE(jars.names(), QStringList{CookieJars::defaultName()});
    QVERIFY(before->take(url, {"later=1; Max-Age=60"}).isEmpty()); // somebody still has it
    writer->flush();
    QVERIFY(!QFile::exists(dir.filePath(QStringLiteral("staging.json"))));
    QCOMPARE(jars.names(), QStringList{CookieJars::defaultName()});
    QVERIFY(jars.jar(name) != before);
    QCOMPARE(jars.jar(name)->use({url, {}, true}), QByteArray());
    jars.remove(CookieJars::defaultName()); // stays
    jars.remove(QStringLiteral("never there"));
    writer->flush();
    QVERIFY(jars.names().contains(CookieJars::defaultName()));
}

void TestCookieFile::damagedJarIsPutAside()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("Default.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[{\"na");
    file.close();
    CookieJars jars(dir.path(), std::make_shared<FileWriter>());
    QSignalSpy problems(&jars, &CookieJars::problemFound);
    const auto jar = jars.jar(CookieJars::defaultName());
    QTRY_COMPARE(problems.count(), 2);
    QCOMPARE(jar->jar().size(), 0);
    const QStringList files = QDir(dir.path()).entryList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QVERIFY(files.first().startsWith(QStringLiteral("Default.json.damaged-")));
}

QTEST_GUILESS_MAIN(TestCookieFile)
#include "tst_cookiefile.moc"
