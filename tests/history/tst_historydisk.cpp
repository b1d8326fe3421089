// SPDX-License-Identifier: MIT
#include "storekit.h"
#include "tests/support/withoutrights.h"

#include <QDir>
#include <QProcess>
#include <QSqlQuery>
#include <QtTest>

#include <unistd.h>

using namespace wl;
using namespace wl::kit;

namespace {

const QString killedRole = QStringLiteral("WIRELOUPE_TEST_HISTORY_WRITER");
const QString otherRole = QStringLiteral("WIRELOUPE_TEST_HISTORY_OTHER");
const QString fullRole = QStringLiteral("WIRELOUPE_TEST_HISTORY_FULL");

} // namespace

/// The store with files that are damaged, foreign, gone or not to be written, and processes that are killed.
class TestHistoryDisk : public QObject, private HistoryStoreKit
{
    Q_OBJECT
private slots:
    void init() { begin(); }
    void damagedFile_data();
    void damagedFile();
    void laterVersion();
    void readOnlyFolder();
    void fileModes();
    void orphansGo();
    void missingBodyFile();
    void killedWriter();
    void twoProgramsAtOnce();
    void deletionsOfOthers();
    void fullDisk();

private:
    /// Runs this program in that role over the store's folder; starts it.
    std::unique_ptr<QProcess> startRole(const QString& role)
    {
        auto child = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(role, folder());
        child->setProcessEnvironment(environment);
        child->start(QCoreApplication::applicationFilePath(), QStringList());
        return child;
    }
};

void TestHistoryDisk::damagedFile_data()
{
    QTest::addColumn<int>("damage");
    QTest::newRow("no database") << 0;
    QTest::newRow("first page overwritten") << 1;
    QTest::newRow("cut short") << 2;
    QTest::newRow("middle overwritten") << 3;
}

void TestHistoryDisk::damagedFile()
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

void TestHistoryDisk::laterVersion()
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

void TestHistoryDisk::readOnlyFolder()
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

void TestHistoryDisk::fileModes()
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

void TestHistoryDisk::orphansGo()
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

void TestHistoryDisk::missingBodyFile()
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
void TestHistoryDisk::killedWriter()
{
    for (int round = 0; round < 5; ++round) {
        const std::unique_ptr<QProcess> child = startRole(killedRole);
        QProcess& writer = *child;
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

/// Three programs write and read one history at the same time: each gets all of its own in, and sees whole
/// ones of the others.
void TestHistoryDisk::twoProgramsAtOnce()
{
    const auto one = startRole(otherRole);
    const auto two = startRole(otherRole);
    QList<qint64> own;
    for (int i = 0; i < 30; ++i) {
        own.append(keep(QStringLiteral("http://own.test/%1").arg(i), 200, QByteArray(70'000, 'b')));
        QVERIFY(own.last() > 0);
        for (const qint64 id : found("").last(1))
            QVERIFY(store().load(id));
    }
    for (QProcess* child : {one.get(), two.get()}) {
        QVERIFY(child->waitForFinished(wl::test::kPatienceMs));
        QCOMPARE(child->readAllStandardOutput(), QByteArray("30\n"));
    }
    QVERIFY(store().takePutAside().isEmpty());
    QCOMPARE(found("").size(), 90);
    QCOMPARE(found("host:own").size(), 30);
    const Result<QList<HistoryEntry>> entries = store().entries(found(""));
    QVERIFY(entries);
    for (const HistoryEntry& entry : *entries)
        QCOMPARE(entry.end, HistoryEntry::End::Done);
    QCOMPARE(QDir(folder() + QStringLiteral("/bodies")).entryList(QDir::Files).size(), 90);
}

/// What was deleted here can be taken back, though another program opened, filled and left the history; what
/// a program deleted that was killed then is gone.
void TestHistoryDisk::deletionsOfOthers()
{
    const qint64 id = keep(QStringLiteral("http://own.test/"), 200, QByteArray(70'000, 'b'));
    const Result<qint64> deletion = store().remove({id});
    QVERIFY(deletion);
    const auto other = startRole(otherRole);
    QVERIFY(other->waitForFinished(wl::test::kPatienceMs));
    QCOMPARE(other->readAllStandardOutput(), QByteArray("30\n"));
    QVERIFY(store().takeBack(*deletion));
    QCOMPARE(contentOf(store().load(id)->exchange.body).size(), 70'000);
    QVERIFY(store().remove({id}));
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("killed"));
    database.setDatabaseName(folder() + QStringLiteral("/history.db"));
    QVERIFY(database.open());
    QVERIFY(QSqlQuery(database).exec(QStringLiteral("UPDATE deletion SET process = 2147483647")));
    database.close();
    database = QSqlDatabase();
    QSqlDatabase::removeDatabase(QStringLiteral("killed"));
    const auto later = startRole(otherRole);
    QVERIFY(later->waitForFinished(wl::test::kPatienceMs));
    QVERIFY(!QFile::exists(folder() + QStringLiteral("/bodies/%1").arg(id)));
}

/// On a disk of 600 kB (a tmpfs that only the child sees): the error says what it is, what was kept stays,
/// and with room again it goes on.
void TestHistoryDisk::fullDisk()
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
    QCOMPARE(said, QByteArray("disk-full\nwithout its body\ndisk-full\nwhole\nrecovered\n"));
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

/// Another program that keeps 30 exchanges; how many it could keep.
int writeSome(const QString& folder)
{
    HistoryStore store({folder, 1LL << 30});
    const auto bodies = std::make_shared<BodyStore>();
    int kept = 0;
    for (int i = 0; i < 30; ++i) {
        const HttpRequest request = requestFor(QStringLiteral("http://other.test/%1").arg(i));
        const Result<qint64> id = store.begin(request, 1'000'000 + i);
        kept += id && store.finish(*id, request, answer(200, QByteArray(70'000, 'b'), bodies));
    }
    QTextStream(stdout) << kept << Qt::endl;
    return 0;
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
    QTextStream out(stdout);
    // A body that has no room: its head has.
    const HttpRequest large = requestFor(QStringLiteral("http://h.test/large"));
    const Result<qint64> largeId = store.begin(large, 1);
    const Result<void> finished =
        store.finish(*largeId, large, answer(201, QByteArray(700'000, 'b'), bodies));
    out << (finished ? QStringLiteral("never") : errorName(finished.error().code)) << Qt::endl;
    const Result<StoredExchange> headOnly = store.load(*largeId);
    const bool isHead = headOnly && headOnly->entry.end == HistoryEntry::End::Done &&
                        headOnly->entry.status == 201 && !headOnly->exchange.body &&
                        headOnly->notes.size() == 1;
    out << (isHead ? "without its body" : "lost") << Qt::endl;
    Result<void> done;
    for (int i = 0; i < 1000 && done; ++i)
        done = keep();
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
    if (const QString others = qEnvironmentVariable(otherRole.toUtf8().constData()); !others.isEmpty())
        return writeSome(others);
    if (const QString writes = qEnvironmentVariable(killedRole.toUtf8().constData()); !writes.isEmpty())
        return writeForever(writes);
    TestHistoryDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_historydisk.moc"
