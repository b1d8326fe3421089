// SPDX-License-Identifier: MIT
#include "storekit.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlQuery>
#include <QtTest>

using namespace wl;
using namespace wl::kit;

class TestHistoryStore : public QObject, private HistoryStoreKit
{
    Q_OBJECT
private slots:
    void init() { begin(); }
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
    void onlyTheLastDeletion();
    void deletedDoesNotCount();
    void clearKeepsPinned();
    void clearTakesInterrupted();
    void spaceIsGivenBack();
    void olderVersion();
    void capRemovesTheOldest();
    void hugeBodyIsNotKept();
    void hundredThousand();

private:
    /// Changes the file, which is not open.
    void change(const QString& sql)
    {
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("change"));
            database.setDatabaseName(folder() + QStringLiteral("/history.db"));
            QSqlQuery query(database.open() ? database : QSqlDatabase());
            QVERIFY2(query.exec(sql), qPrintable(sql));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("change"));
    }
};

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

/// What is removed for good is said; the last deletion can be taken back whatever happens meanwhile.
void TestHistoryStore::onlyTheLastDeletion()
{
    reopen(1'000'000);
    const qint64 one = keep(QStringLiteral("http://h.test/1"), 200, QByteArray(100'000, 'b'));
    const qint64 two = keep(QStringLiteral("http://h.test/2"), 200, QByteArray(100'000, 'b'));
    const Result<qint64> first = store().remove({one});
    const Result<qint64> second = store().remove({two});
    QVERIFY(first && second);
    for (int i = 0; i < 30; ++i)
        keep(QStringLiteral("http://h.test/more/%1").arg(i), 200, QByteArray(100'000, 'b'));
    QVERIFY(store().takeTrimmed() > 0);
    while (store().tidy()) {
    }
    const Result<void> gone = store().takeBack(*first);
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, ErrorCode::FileNotFound);
    QVERIFY(store().takeBack(*second));
    QCOMPARE(contentOf(store().load(two)->exchange.body).size(), 100'000);
    QVERIFY(!store().load(one));
    QVERIFY(!store().takeBack(*second));
}

/// Deleting makes room: what is kept does not go for the sake of what can be taken back.
void TestHistoryStore::deletedDoesNotCount()
{
    reopen(1'000'000);
    QList<qint64> ids;
    for (int i = 0; i < 8; ++i)
        ids.append(keep(QStringLiteral("http://h.test/%1").arg(i), 200, QByteArray(30'000, 'b')));
    QVERIFY(store().remove(ids.first(6)));
    for (int i = 0; i < 6; ++i)
        ids.append(keep(QStringLiteral("http://h.test/%1").arg(i), 200, QByteArray(30'000, 'b')));
    QCOMPARE(found(""), ids.sliced(6));
    QCOMPARE(store().takeTrimmed(), 0);
}

void TestHistoryStore::clearTakesInterrupted()
{
    const qint64 id = *store().begin(requestFor(QStringLiteral("http://h.test/")), 1'000'000);
    QVERIFY(store().clear());
    QCOMPARE(found(""), QList<qint64>({id})); // it is under way
    m_store.reset();
    change(QStringLiteral("UPDATE exchange SET process = 2147483647"));
    reopen();
    QCOMPARE(store().entries({id})->first().end, HistoryEntry::End::Interrupted);
    QVERIFY(store().clear());
    QVERIFY(found("").isEmpty());
}

/// The file gets smaller, and nothing of what was deleted can be read in it.
void TestHistoryStore::spaceIsGivenBack()
{
    QList<qint64> ids;
    for (int i = 0; i < 60; ++i)
        ids.append(
            keep(QStringLiteral("http://h.test/%1").arg(i), 200, QByteArray("private").repeated(8000)));
    m_store.reset();
    const QString path = folder() + QStringLiteral("/history.db");
    const qint64 full = QFileInfo(path).size();
    QVERIFY(full > 60 * 50'000);
    reopen();
    QVERIFY(store().remove(ids));
    m_store.reset();
    QVERIFY2(QFileInfo(path).size() < full / 10, qPrintable(QString::number(QFileInfo(path).size())));
    QVERIFY(!readFile(path, full).value_or("private").contains("privateprivate"));
}

/// A file of the first version is brought to this one; what was deleted there goes.
void TestHistoryStore::olderVersion()
{
    const qint64 one = keep(QStringLiteral("http://h.test/1"));
    const qint64 two = keep(QStringLiteral("http://h.test/2"));
    m_store.reset();
    for (const char* sql : {"DROP TABLE deletion", "DELETE FROM sqlite_sequence WHERE name = 'deletion'",
                            "UPDATE exchange SET deletion = 7 WHERE id = 1", "PRAGMA user_version = 1"})
        change(QString::fromLatin1(sql));
    reopen();
    QCOMPARE(found(""), QList<qint64>({two}));
    QVERIFY(store().takePutAside().isEmpty());
    QVERIFY(!store().takeBack(7));
    QVERIFY(!store().load(one));
    const Result<qint64> deletion = store().remove({two});
    QVERIFY(deletion && *deletion > 7);
    QVERIFY(store().takeBack(*deletion));
    QCOMPARE(found(""), QList<qint64>({two}));
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
    // To remove them all takes longer than the end of a program may: the rest goes later.
    QVERIFY(store().clear());
    reopen();
    QVERIFY(found("").isEmpty());
    QVERIFY(keep(QStringLiteral("http://h.test/next")) > 100'000);
    for (int i = 0; i < 20 && store().tidy(); ++i) {
    }
    QCOMPARE(found("").size(), 1);
}

QTEST_GUILESS_MAIN(TestHistoryStore)
#include "tst_historystore.moc"
