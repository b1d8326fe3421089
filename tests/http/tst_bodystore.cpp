// SPDX-License-Identifier: MIT
#include "http/bodydevice.h"
#include "http/bodywriter.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace wl;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

/// Where bodies wait on the disk, how they get there, and how a request's body is read from it.
class TestBodyStore : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void filesArePrivate();
    void folderGoesWithItsLastBody();
    void leftoversAreRemoved();
    void smallBodyBecomesAFile();
    void cannotMakeItsFolder();
    void writesRawAndDecoded();
    void decodeProblemKeepsTheRest();
    void deviceReadsSegments_data();
    void deviceReadsSegments();
    void deviceMissesItsFile();

private:
    [[nodiscard]] QDir home() const { return QDir(m_dir->filePath(QStringLiteral("wireloupe"))); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestBodyStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    qputenv("XDG_CACHE_HOME", m_dir->path().toUtf8());
}

void TestBodyStore::filesArePrivate()
{
    const mode_t before = ::umask(0);
    auto store = std::make_shared<BodyStore>();
    const Result<BodyStore::File> file = store->create();
    ::umask(before);
    QVERIFY(file.has_value());
    const QString path = file->owner->path();
    QCOMPARE(QFile::permissions(path) & ~QFile::Permissions(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                      QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(QFileInfo(path).path()) & others));
}

void TestBodyStore::folderGoesWithItsLastBody()
{
    std::shared_ptr<BodyFile> body;
    {
        auto store = std::make_shared<BodyStore>();
        QVERIFY(home().entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty()); // nothing before the first
        body = store->create()->owner;
        (void)store->create();
    }
    QVERIFY(QFile::exists(body->path()));
    const QString folder = QFileInfo(body->path()).path();
    body.reset();
    QVERIFY(!QDir(folder).exists());
}

void TestBodyStore::leftoversAreRemoved()
{
    // A process number that is not taken: beyond what Linux gives out.
    const QString dead = QStringLiteral("bodies-2147480000-abc");
    const QString ours = QStringLiteral("bodies-%1-abc").arg(QCoreApplication::applicationPid());
    const QString other = QStringLiteral("bodies-x-abc");
    for (const QString& name : {dead, ours, other}) {
        QVERIFY(home().mkpath(home().filePath(name)));
        QFile file(home().filePath(name) + QStringLiteral("/0"));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    auto store = std::make_shared<BodyStore>();
    const Result<BodyStore::File> file = store->create();
    QVERIFY(!home().exists(dead));
    QVERIFY(home().exists(ours) && home().exists(other));
}

void TestBodyStore::smallBodyBecomesAFile()
{
    auto store = std::make_shared<BodyStore>();
    auto body = std::make_shared<BodyFile>(QByteArray("small"), store);
    QCOMPARE(body->bytes(), QByteArray("small"));
    QVERIFY(!home().exists());
    const QString path = body->path();
    QCOMPARE(contentOf(path), QByteArray("small"));
    QCOMPARE(body->path(), path);
    body.reset();
    QVERIFY(!QFile::exists(path));
}

void TestBodyStore::cannotMakeItsFolder()
{
    QFile blocker(m_dir->filePath(QStringLiteral("wireloupe")));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    auto store = std::make_shared<BodyStore>();
    QVERIFY(!store->create().has_value());
    QVERIFY(!store->create().error().detail.isEmpty());
    BodyFile body(QByteArray("x"), store);
    QCOMPARE(body.path(), QString());
    blocker.remove();
    QVERIFY(QFile::exists(body.path()));
}

void TestBodyStore::writesRawAndDecoded()
{
    const QByteArray text = QByteArray("some text ").repeated(50'000);
    const QByteArray encoded = qCompress(text).sliced(4);
    auto store = std::make_shared<BodyStore>();
    BodyWriter writer(store, {"deflate"});
    QVERIFY(!writer.progress().body && !writer.progress().decoded);
    for (qsizetype at = 0; at < encoded.size(); at += 100)
        QVERIFY(
            writer.write(QByteArrayView(encoded).sliced(at, std::min<qsizetype>(100, encoded.size() - at))));
    writer.finish(true);
    const BodyProgress progress = writer.progress();
    QCOMPARE(contentOf(progress.body->path()), encoded);
    QCOMPARE(contentOf(progress.decoded->path()), text);
    QCOMPARE(progress.bodyBytes, encoded.size());
    QCOMPARE(progress.decodedBytes, text.size());
    QVERIFY(!progress.decodeError);
}

void TestBodyStore::decodeProblemKeepsTheRest()
{
    const QByteArray encoded = qCompress(QByteArray(100'000, 'x')).sliced(4);
    auto store = std::make_shared<BodyStore>();
    BodyWriter cut(store, {"deflate"});
    QVERIFY(cut.write(encoded.chopped(4)));
    cut.finish(true);
    QVERIFY(cut.progress().decodeError);
    QCOMPARE(cut.progress().decodedBytes, 100'000);
    QCOMPARE(contentOf(cut.progress().body->path()), encoded.chopped(4));

    // A body that was cut short is no fault of its coding.
    BodyWriter gone(store, {"deflate"});
    QVERIFY(gone.write(encoded.chopped(4)));
    gone.finish(false);
    QVERIFY(!gone.progress().decodeError);

    BodyWriter unknown(store, {"rot13"});
    QVERIFY(unknown.write("uryyb"));
    unknown.finish(true);
    QCOMPARE(unknown.progress().decodeError->code, ErrorCode::DecodeFailed);
    QCOMPARE(unknown.progress().decoded, unknown.progress().body);
}

void TestBodyStore::deviceReadsSegments_data()
{
    QTest::addColumn<int>("step");
    for (const int step : {1, 3, 7, 1000})
        QTest::addRow("%d", step) << step;
}

void TestBodyStore::deviceReadsSegments()
{
    QFETCH(int, step);
    QFile file(m_dir->filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("content");
    file.close();
    BodyPlan plan;
    plan.segments = {
        {"head ", {}, 5}, {{}, file.fileName(), 7}, {" mid ", {}, 5}, {{}, file.fileName(), 7}, {"!", {}, 1}};
    plan.exists = true;
    BodyDevice device(plan);
    QCOMPARE(device.size(), 25);
    QSignalSpy failed(&device, &BodyDevice::failed);
    for (int round = 0; round < 2; ++round) {
        QByteArray all;
        while (!device.atEnd())
            all += device.read(step);
        QCOMPARE(all, QByteArray("head content mid content!"));
        QVERIFY(device.seek(0));
    }
    QVERIFY(device.seek(8));
    QCOMPARE(device.readAll(), QByteArray("tent mid content!"));
    QCOMPARE(device.write("x"), -1);
    QCOMPARE(failed.count(), 0);
}

void TestBodyStore::deviceMissesItsFile()
{
    BodyPlan plan;
    plan.segments = {{"head", {}, 4}, {{}, m_dir->filePath(QStringLiteral("missing")), 7}};
    BodyDevice device(plan);
    QSignalSpy failed(&device, &BodyDevice::failed);
    char buffer[100];
    QCOMPARE(device.read(buffer, 4), 4);
    QCOMPARE(device.read(buffer, 100), -1);
    QCOMPARE(device.read(buffer, 100), -1);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::FileNotReadable);
}

QTEST_GUILESS_MAIN(TestBodyStore)
#include "tst_bodystore.moc"
