// SPDX-License-Identifier: MIT
#include "base/filecommit.h"
#include "history/historystore.h"
#include "tests/support/withoutrights.h"

#include <QDir>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace wl;

namespace {

const QString killedRole = QStringLiteral("WIRELOUPE_TEST_HISTORY_WRITER");
const QString fullRole = QStringLiteral("WIRELOUPE_TEST_HISTORY_FULL");

HttpRequest requestFor(const QString& url)
{
    HttpRequest request;
    request.url = url;
    return request;
}

HttpExchange answer(int status, const QByteArray& body, const std::shared_ptr<BodyStore>& bodies)
{
    HttpHop hop;
    hop.method = "GET";
    hop.url = QStringLiteral("http://h.test/");
    hop.status = status;
    hop.responseHead = "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nX-Mark: heading\r\n\r\n";
    hop.timings.started = {1'000'000};
    hop.timings.finished = {4'000'000};
    hop.wireBodyBytes = body.size();
    HttpExchange exchange;
    exchange.phase = HttpExchange::Phase::Done;
    exchange.hops = {hop};
    exchange.bodyBytes = exchange.decodedBytes = body.size();
    if (!body.isEmpty())
        exchange.body = exchange.decoded = std::make_shared<BodyFile>(body, bodies);
    return exchange;
}

QByteArray contentOf(const std::shared_ptr<BodyFile>& body)
{
    return body ? readFile(body->path(), 1 << 30).value_or("unreadable") : QByteArray();
}

} // namespace

class TestHistoryStore : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void keepsAndGivesBack();
    void bodiesOfEachSize_data();
    void bodiesOfEachSize();
    void codedBodies();
    void bodyOutlivesItsEntry();
    void failedAndInterrupted();
    void search_data();
    void search();
    void hostileSearches_data();
    void hostileSearches();
    void deleteAndTakeBack();
    void clearKeepsPinned();
    void capRemovesTheOldest();
    void hugeBodyIsNotKept();
    void damagedFile_data();
    void damagedFile();
    void laterVersion();
    void readOnlyFolder();
    void fileModes();
    void orphansGo();
    void missingBodyFile();
    void killedWriter();
    void fullDisk();
    void hundredThousand();

private:
    HistoryStore& store() { return *m_store; }
    void reopen(qint64 cap = 1LL << 30)
    {
        m_store.reset();
        m_store = std::make_unique<HistoryStore>(HistoryConfig{folder(), cap});
    }
    [[nodiscard]] QString folder() const { return m_dir->filePath(QStringLiteral("history")); }
    qint64 keep(const QString& url, int status = 200, const QByteArray& body = "x")
    {
        const HttpRequest request = requestFor(url);
        const Result<qint64> id = store().begin(request, 1'000'000 + ++m_clock);
        if (!id || !store().finish(*id, request, answer(status, body, m_bodies)))
            return -1;
        return *id;
    }
    QList<qint64> found(const char* text)
    {
        return store()
            .find(*HistoryQuery::parse(QString::fromUtf8(text), 1'000'000))
            .value_or(QList<qint64>{-1});
    }

    QTemporaryDir m_cache;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<HistoryStore> m_store;
    std::shared_ptr<BodyStore> m_bodies = std::make_shared<BodyStore>();
    qint64 m_clock = 0;
};

void TestHistoryStore::initTestCase()
{
    qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8());
}

void TestHistoryStore::init()
{
    m_store.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    reopen();
}

void TestHistoryStore::keepsAndGivesBack()
{
    HttpRequest request = requestFor(QStringLiteral("http://H.test/posts"));
    request.method = QStringLiteral("POST");
    request.headers = {{QStringLiteral("Authorization"), QStringLiteral("S3CRET"), true, false, {}}};
    const Result<qint64> id = store().begin(request, 1234);
    QVERIFY(id);
    QCOMPARE(store().entries({*id})->first().end, HistoryEntry::End::Running);
    QVERIFY(store().finish(*id, request, answer(201, "body", m_bodies)));
    reopen();
    const HistoryEntry entry = store().entries({*id})->first();
    QCOMPARE(entry.method, QStringLiteral("POST"));
    QCOMPARE(entry.url, QStringLiteral("http://h.test/posts"));
    QCOMPARE(entry.host, QStringLiteral("h.test"));
    QCOMPARE(entry.status, 201);
    QCOMPARE(entry.startedMs, 1234);
    QCOMPARE(entry.durationUs, 3000);
    QCOMPARE(entry.bodyBytes, 4);
    QCOMPARE(entry.end, HistoryEntry::End::Done);
    const Result<StoredExchange> stored = store().load(*id);
    QVERIFY(stored);
    QCOMPARE(stored->emptied, QStringList({QStringLiteral("Authorization")}));
    QCOMPARE(stored->request.method, QStringLiteral("POST"));
    QVERIFY(stored->exchange.isFinished());
    QCOMPARE(stored->exchange.hops.first().status, 201);
    QCOMPARE(contentOf(stored->exchange.body), QByteArray("body"));
    QCOMPARE(stored->exchange.decoded, stored->exchange.body);
    QCOMPARE(store().load(*id + 1).error().code, ErrorCode::FileNotFound);
}

void TestHistoryStore::bodiesOfEachSize_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("files");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("one byte") << 1 << 0;
    QTest::newRow("64 KiB") << 65536 << 0;
    QTest::newRow("one more") << 65537 << 1;
    QTest::newRow("5 MB") << 5'000'000 << 1;
}

void TestHistoryStore::bodiesOfEachSize()
{
    QFETCH(int, size);
    const QByteArray body(size, 'b');
    const qint64 id = keep(QStringLiteral("http://h.test/"), 200, body);
    const QDir files(folder() + QStringLiteral("/bodies"));
    QTEST(int(files.entryList(QDir::Files).size()), "files");
    const Result<StoredExchange> stored = store().load(id);
    QVERIFY(stored);
    QCOMPARE(stored->exchange.body == nullptr, size == 0);
    QCOMPARE(contentOf(stored->exchange.body), body);
    QCOMPARE(stored->exchange.bodyBytes, size);
    QVERIFY(store().remove({id}));
    reopen();
    QVERIFY(store().find({})->isEmpty());
    QCOMPARE(files.entryList(QDir::Files).size(), 0);
}

void TestHistoryStore::codedBodies()
{
    HttpExchange exchange = answer(200, "packed", m_bodies);
    exchange.decoded = std::make_shared<BodyFile>(QByteArray(70'000, 'd'), m_bodies);
    exchange.decodedBytes = 70'000;
    const HttpRequest request = requestFor(QStringLiteral("http://h.test/"));
    const qint64 id = *store().begin(request, 1);
    QVERIFY(store().finish(id, request, exchange));
    const Result<StoredExchange> stored = store().load(id);
    QCOMPARE(contentOf(stored->exchange.body), QByteArray("packed"));
    QCOMPARE(contentOf(stored->exchange.decoded), QByteArray(70'000, 'd'));
    QCOMPARE(stored->exchange.decodedBytes, 70'000);
    // One that could not be decoded at all.
    exchange.decoded = nullptr;
    exchange.decodeError = Error{ErrorCode::DecodeFailed, QStringLiteral("why"), 0};
    const qint64 bad = *store().begin(request, 2);
    QVERIFY(store().finish(bad, request, exchange));
    const Result<StoredExchange> broken = store().load(bad);
    QCOMPARE(broken->exchange.decodeError->code, ErrorCode::DecodeFailed);
    QVERIFY(!broken->exchange.decoded);
    QCOMPARE(contentOf(broken->exchange.body), QByteArray("packed"));
}

void TestHistoryStore::bodyOutlivesItsEntry()
{
    const qint64 id = keep(QStringLiteral("http://h.test/"), 200, QByteArray(100'000, 'b'));
    const Result<StoredExchange> stored = store().load(id);
    QVERIFY(store().remove({id}));
    reopen();
    QCOMPARE(contentOf(stored->exchange.body).size(), 100'000);
}

void TestHistoryStore::failedAndInterrupted()
{
    const HttpRequest request = requestFor(QStringLiteral("http://h.test/"));
    HttpExchange exchange;
    exchange.phase = HttpExchange::Phase::Failed;
    exchange.error = {ErrorCode::ConnectionRefused, QStringLiteral("h.test:80"), 111};
    const qint64 failed = *store().begin(request, 1);
    QVERIFY(store().finish(failed, request, exchange));
    QCOMPARE(store().load(failed)->exchange.error.code, ErrorCode::ConnectionRefused);
    QCOMPARE(store().load(failed)->exchange.error.detail, QStringLiteral("h.test:80"));
    exchange.phase = HttpExchange::Phase::Canceled;
    const qint64 canceled = *store().begin(request, 1);
    QVERIFY(store().finish(canceled, request, exchange));
    QCOMPARE(store().entries({canceled})->first().end, HistoryEntry::End::Canceled);
    QVERIFY(!store().finish(999, request, exchange));
}

void TestHistoryStore::search_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<int>>("numbers");
    const auto row = [](const char* text, QList<int> numbers) {
        QTest::newRow(text) << QByteArray(text) << numbers;
    };
    row("", {1, 2, 3});
    row("status:404", {2});
    row("status:2xx", {1, 3});
    row("host:alpha", {1});
    row("host:ALPHA.example", {1});
    row("host:%", {});
    row("url:_", {});
    row("url:deep", {3});
    row("posts", {1, 3});
    row("pos", {1, 3});
    row("osts", {});
    row("needle", {2});
    row("n\u00e9\u00e9dle", {2});
    row("\"two words\"", {3});
    row("\"words two\"", {});
    row("words two", {3});
    row("heading", {1, 2, 3});
    row("posts status:404", {});
    row("/", {1, 2, 3});
    row("posts/7", {3});
    row("method:get", {1, 2, 3});
    row("method:put", {});
    row("since:1s", {1, 2, 3});
    row("before:1s", {});
    row("is:failed", {});
    row("is:pinned", {});
}

void TestHistoryStore::search()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<int>, numbers);
    const QList<qint64> ids{
        keep(QStringLiteral("http://alpha.example/posts"), 200, "one"),
        keep(QStringLiteral("http://beta.example/users"), 404, "{\"a\": \"needle\"}"),
        keep(QStringLiteral("http://beta.example/deep/posts/7"), 200, "two words\nthree"),
    };
    QList<qint64> expected;
    for (const int number : numbers)
        expected.append(ids.at(number - 1));
    QCOMPARE(found(text.constData()), expected);
}

void TestHistoryStore::hostileSearches_data()
{
    QTest::addColumn<QString>("word");
    QTest::newRow("quote") << QStringLiteral("a\"b");
    QTest::newRow("operators") << QStringLiteral("a* OR NEAR(b) -c {d}:");
    QTest::newRow("column") << QStringLiteral("url : x");
    QTest::newRow("sql") << QStringLiteral("'; DROP TABLE exchange; --");
    QTest::newRow("NUL") << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    QTest::newRow("half a surrogate") << QString(QChar(0xd800));
    QTest::newRow("symbols") << QStringLiteral("\u2022\u2022");
    QTest::newRow("long") << QString(100'000, u'x');
}

void TestHistoryStore::hostileSearches()
{
    QFETCH(QString, word);
    keep(QStringLiteral("http://h.test/"));
    HistoryQuery query;
    query.words = query.hosts = {word};
    const auto result = store().find(query);
    QVERIFY2(result, qUtf8Printable(result ? QString() : result.error().detail));
    QVERIFY(result->isEmpty());
    QCOMPARE(found("").size(), 1);
}

void TestHistoryStore::deleteAndTakeBack()
{
    const qint64 one = keep(QStringLiteral("http://h.test/1"));
    const qint64 two = keep(QStringLiteral("http://h.test/2"));
    const qint64 three = keep(QStringLiteral("http://h.test/3"));
    const Result<qint64> first = store().remove({one});
    const Result<qint64> second = store().remove({two, one});
    QVERIFY(first && second);
    QCOMPARE(found(""), QList<qint64>({three}));
    QVERIFY(!store().load(one));
    QVERIFY(store().takeBack(*second));
    QCOMPARE(found(""), QList<qint64>({two, three}));
    QVERIFY(store().takeBack(*first));
    QCOMPARE(found(""), QList<qint64>({one, two, three}));
    QVERIFY(store().remove({two}));
    reopen();
    QCOMPARE(found(""), QList<qint64>({one, three}));
    // An id is never given twice.
    QVERIFY(store().remove({three}));
    reopen();
    QVERIFY(keep(QStringLiteral("http://h.test/4")) > three);
}

void TestHistoryStore::clearKeepsPinned()
{
    const qint64 one = keep(QStringLiteral("http://h.test/1"));
    keep(QStringLiteral("http://h.test/2"));
    QVERIFY(store().setPinned({one}, true));
    QCOMPARE(found("is:pinned"), QList<qint64>({one}));
    const Result<qint64> cleared = store().clear();
    QCOMPARE(found(""), QList<qint64>({one}));
    QVERIFY(store().takeBack(*cleared));
    QCOMPARE(found("").size(), 2);
}

void TestHistoryStore::capRemovesTheOldest()
{
    reopen(1'000'000);
    const qint64 pinned = keep(QStringLiteral("http://h.test/pinned"), 200, QByteArray(100'000, 'p'));
    QVERIFY(store().setPinned({pinned}, true));
    QList<qint64> ids;
    for (int i = 0; i < 30; ++i)
        ids.append(keep(QStringLiteral("http://h.test/%1").arg(i), 200, QByteArray(100'000, 'b')));
    const QList<qint64> left = found("");
    QVERIFY(left.size() >= 3 && left.size() <= 6);
    QCOMPARE(left.first(), pinned);
    QCOMPARE(left.last(), ids.last());
    QCOMPARE(left.sliced(1), ids.last(left.size() - 1));
    QCOMPARE(store().takeTrimmed(), 31 - left.size());
    QCOMPARE(QDir(folder() + QStringLiteral("/bodies")).entryList(QDir::Files).size(), left.size());
}

void TestHistoryStore::hugeBodyIsNotKept()
{
    reopen(1'000'000);
    const qint64 small = keep(QStringLiteral("http://h.test/1"));
    const qint64 id = keep(QStringLiteral("http://h.test/2"), 200, QByteArray(600'000, 'b'));
    QCOMPARE(found(""), QList<qint64>({small, id}));
    const Result<StoredExchange> stored = store().load(id);
    QVERIFY(!stored->exchange.body);
    QCOMPARE(stored->notes.size(), 1);
    QCOMPARE(stored->entry.bodyBytes, 600'000);
}

void TestHistoryStore::damagedFile_data()
{
    QTest::addColumn<int>("damage");
    QTest::newRow("no database") << 0;
    QTest::newRow("first page overwritten") << 1;
    QTest::newRow("cut short") << 2;
    QTest::newRow("middle overwritten") << 3;
}

void TestHistoryStore::damagedFile()
{
    QFETCH(int, damage);
    for (int i = 0; i < 50; ++i)
        keep(QStringLiteral("http://h.test/%1").arg(i), 200, QByteArray(20'000, 'b'));
    keep(QStringLiteral("http://h.test/file"), 200, QByteArray(70'000, 'b'));
    m_store.reset();
    QFile file(folder() + QStringLiteral("/history.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 size = file.size();
    if (damage == 0)
        QVERIFY(file.resize(0) && file.write("this is not SQLite, is it? ") > 0);
    else if (damage == 1)
        QVERIFY(file.seek(20) && file.write(QByteArray(2000, '\xee')) > 0);
    else if (damage == 2)
        QVERIFY(file.resize(size / 2));
    else
        QVERIFY(file.seek(4096 * 2) && file.write(QByteArray(int(size - 4096 * 4), '\xee')) > 0);
    file.close();
    reopen();
    // However much of it can still be read: it goes on, and what cannot be read is put aside.
    (void)found("posts");
    QVERIFY(keep(QStringLiteral("http://h.test/new")) > 0);
    QVERIFY(found("").size() >= 1);
    const QString aside = store().takePutAside();
    QVERIFY(!aside.isEmpty());
    QVERIFY(QFile::exists(aside + QStringLiteral("/history.db")));
    QCOMPARE(QDir(aside + QStringLiteral("/bodies")).entryList(QDir::Files).size(), 1);
    reopen();
    QVERIFY(found("new").size() == 1);
    QVERIFY(store().takePutAside().isEmpty());
}

void TestHistoryStore::laterVersion()
{
    keep(QStringLiteral("http://h.test/1"));
    m_store.reset();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("later"));
        database.setDatabaseName(folder() + QStringLiteral("/history.db"));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("later"));
    reopen();
    QVERIFY(keep(QStringLiteral("http://h.test/2")) > 0);
    QVERIFY(QFile::exists(store().takePutAside() + QStringLiteral("/history.db")));
}

void TestHistoryStore::readOnlyFolder()
{
    const QFile::Permissions all = QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther;
    QVERIFY(QDir().mkpath(folder()));
    QVERIFY(QFile::setPermissions(folder(), all));
    QVERIFY(QFile::setPermissions(m_dir->path(), all | QFile::WriteOwner));
    Result<qint64> id = 0;
    const bool isDone = wl::test::withoutRights([&] {
        HistoryStore other({folder(), 1 << 30});
        id = other.begin(requestFor(QStringLiteral("http://h.test/")), 1);
    });
    if (!isDone)
        QSKIP("the system does not let this process give up its rights");
    QVERIFY(!id);
    QCOMPARE(id.error().code, ErrorCode::PermissionDenied);
    QVERIFY(QFile::setPermissions(folder(), all | QFile::WriteOwner));
    QVERIFY(keep(QStringLiteral("http://h.test/")) > 0);
}

void TestHistoryStore::fileModes()
{
    keep(QStringLiteral("http://h.test/"), 200, QByteArray(100'000, 'b'));
    const auto isOwners = [](const QString& path) {
        return !(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup));
    };
    const QDir dir(folder());
    for (const QString& name : dir.entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot))
        QVERIFY2(isOwners(dir.filePath(name)), qUtf8Printable(name));
    const QDir bodies(dir.filePath(QStringLiteral("bodies")));
    for (const QString& name : bodies.entryList(QDir::Files))
        QVERIFY2(isOwners(bodies.filePath(name)), qUtf8Printable(name));
}

void TestHistoryStore::orphansGo()
{
    const qint64 id = keep(QStringLiteral("http://h.test/"), 200, QByteArray(100'000, 'b'));
    m_store.reset();
    const QString bodies = folder() + QStringLiteral("/bodies/");
    for (const char* name : {"777", "778.decoded", "notes.txt"})
        QVERIFY(commitFile(bodies + QLatin1String(name), "left"));
    reopen();
    QVERIFY(store().load(id));
    QCOMPARE(QDir(bodies).entryList(QDir::Files),
             QStringList({QString::number(id), QStringLiteral("notes.txt")}));
}

void TestHistoryStore::missingBodyFile()
{
    const qint64 id = keep(QStringLiteral("http://h.test/"), 200, QByteArray(100'000, 'b'));
    QVERIFY(QFile::remove(folder() + QStringLiteral("/bodies/%1").arg(id)));
    const Result<StoredExchange> stored = store().load(id);
    QVERIFY(stored);
    QVERIFY(!stored->exchange.body);
    QCOMPARE(stored->notes.size(), 1);
}

/// A process that keeps one exchange after another is killed at any moment: each that it told of is there and
/// whole, and the one it was at is not, or is there as interrupted.
void TestHistoryStore::killedWriter()
{
    for (int round = 0; round < 5; ++round) {
        QProcess writer;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(killedRole, folder());
        writer.setProcessEnvironment(environment);
        writer.start(QCoreApplication::applicationFilePath(), QStringList());
        QByteArray told;
        while (told.count('\n') < 20 + round * 7) {
            QVERIFY2(writer.waitForReadyRead(wl::test::kPatienceMs), "the writer says nothing");
            told += writer.readAllStandardOutput();
        }
        writer.kill();
        QVERIFY(writer.waitForFinished(wl::test::kPatienceMs));
        told += writer.readAllStandardOutput();
        reopen();
        for (const QByteArray& line : told.first(told.lastIndexOf('\n')).split('\n')) {
            const Result<StoredExchange> stored = store().load(line.toLongLong());
            QVERIFY2(stored, line.constData());
            QCOMPARE(stored->entry.end, HistoryEntry::End::Done);
            QCOMPARE(contentOf(stored->exchange.body).size(), stored->entry.bodyBytes);
        }
        QVERIFY(store().takePutAside().isEmpty());
        const QList<qint64> ids = found("");
        const Result<QList<HistoryEntry>> entries = store().entries(ids);
        QVERIFY(entries);
        for (const HistoryEntry& entry : *entries)
            QVERIFY(entry.end == HistoryEntry::End::Done || entry.end == HistoryEntry::End::Interrupted);
        m_store.reset();
    }
}

/// On a disk of 600 kB (a tmpfs that only the child sees): the error says what it is, what was kept stays,
/// and with room again it goes on.
void TestHistoryStore::fullDisk()
{
    QVERIFY(QDir().mkpath(folder()));
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(fullRole, folder());
    child.setProcessEnvironment(environment);
    const QString script = QStringLiteral("mount -t tmpfs -o size=600k none \"$1\" && exec \"$2\"");
    child.start(QStringLiteral("unshare"),
                {QStringLiteral("-m"), QStringLiteral("sh"), QStringLiteral("-c"), script,
                 QStringLiteral("_"), folder(), QCoreApplication::applicationFilePath()});
    QVERIFY(child.waitForFinished(wl::test::kPatienceMs));
    const QByteArray said = child.readAllStandardOutput();
    if (said.isEmpty())
        QSKIP("no disk of our own can be mounted here");
    QCOMPARE(said, QByteArray("disk-full\nwhole\nrecovered\n"));
}

void TestHistoryStore::hundredThousand()
{
    keep(QStringLiteral("http://h.test/first"), 404, "needle");
    m_store.reset();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("many"));
        database.setDatabaseName(folder() + QStringLiteral("/history.db"));
        QVERIFY(database.open() && database.transaction());
        const QString numbers =
            QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n "
                           "WHERE i < 100099) ");
        QSqlQuery query(database);
        QVERIFY(query.exec(
            QStringLiteral("INSERT INTO exchange (id, started_ms, method, url, host, status, ended, "
                           "duration_us, wire_bytes, body_bytes, stored_bytes) ") +
            numbers +
            QStringLiteral("SELECT i, i, 'GET', 'http://many.test/' || i, 'many.test', 200, 'done', 1, "
                           "1, 1, 1024 FROM n")));
        QVERIFY(query.exec(QStringLiteral("INSERT INTO content (id, request, emptied) ") + numbers +
                           QStringLiteral("SELECT i, 'request:', '' FROM n")));
        QVERIFY(query.exec(
            QStringLiteral("INSERT INTO words (rowid, url, heads, body) ") + numbers +
            QStringLiteral("SELECT i, 'http://many.test/' || i, 'Content-Type: text/plain', 'body ' || "
                           "i FROM n")));
        QVERIFY(database.commit());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("many"));
    reopen();
    QCOMPARE(found("").size(), 100'001);
    QCOMPARE(found("needle").size(), 1);
    QCOMPARE(found("body host:many status:2xx").size(), 100'000);
    QCOMPARE(found("100042").size(), 1);
    QCOMPARE(store().entries(found("").last(200))->size(), 200);
}

/// The process that killedWriter() kills.
int writeForever(const QString& folder)
{
    HistoryStore store({folder, 1LL << 30});
    const auto bodies = std::make_shared<BodyStore>();
    for (int i = 0;; ++i) {
        const HttpRequest request = requestFor(QStringLiteral("http://h.test/%1").arg(i));
        const Result<qint64> id = store.begin(request, i);
        const HttpExchange exchange = answer(200, QByteArray(i % 2 ? 10'000 : 100'000, 'b'), bodies);
        if (!id || !store.finish(*id, request, exchange))
            return 1;
        const QByteArray line = QByteArray::number(*id) + '\n';
        if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) < 0)
            return 2;
    }
}

/// The process that fullDisk() runs.
int fillDisk(const QString& folder)
{
    const QString filler = folder + QStringLiteral("/filler");
    if (!commitFile(filler, QByteArray(200'000, 'f')))
        return 1;
    HistoryStore store({folder, 1LL << 30});
    const auto bodies = std::make_shared<BodyStore>();
    QList<qint64> kept;
    const auto keep = [&]() -> Result<void> {
        const HttpRequest request = requestFor(QStringLiteral("http://h.test/"));
        const Result<qint64> id = store.begin(request, 1);
        Result<void> done = id ? store.finish(*id, request, answer(200, QByteArray(20'000, 'b'), bodies))
                               : tl::make_unexpected(id.error());
        if (done)
            kept.append(*id);
        return done;
    };
    Result<void> done;
    for (int i = 0; i < 1000 && done; ++i)
        done = keep();
    QTextStream out(stdout);
    out << (done ? QStringLiteral("never") : errorName(done.error().code)) << Qt::endl;
    const bool isWhole = std::all_of(kept.begin(), kept.end(), [&](qint64 id) {
        const Result<StoredExchange> stored = store.load(id);
        return stored && stored->exchange.bodyBytes == 20'000;
    });
    out << (isWhole && !kept.isEmpty() ? "whole" : "not whole") << Qt::endl;
    QFile::remove(filler);
    out << (keep() ? "recovered" : "still full") << Qt::endl;
    return 0;
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (const QString fills = qEnvironmentVariable(fullRole.toUtf8().constData()); !fills.isEmpty())
        return fillDisk(fills);
    if (const QString writes = qEnvironmentVariable(killedRole.toUtf8().constData()); !writes.isEmpty())
        return writeForever(writes);
    TestHistoryStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_historystore.moc"
