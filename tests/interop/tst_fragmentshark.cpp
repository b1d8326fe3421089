// SPDX-License-Identifier: MIT
// IP packets in fragments as tshark puts them together.
#include "capture/capturefile.h"
#include "capture/follow.h"
#include "query/queryrun.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

namespace {

QByteArray run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(60'000) ? process.readAllStandardOutput() : QByteArray();
}

} // namespace

class TestFragmentShark : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void datagramsAreTsharks_data();
    void datagramsAreTsharks();
    void streamsAreTsharks();

private:
    [[nodiscard]] QString made(int seed, const char* kind) const
    {
        const QString path = m_folder.filePath(QStringLiteral("f.pcap"));
        const QString script =
            qEnvironmentVariable("WIRELOUPE_SOURCE") + QStringLiteral("/tests/interop/fragments.py");
        run(QStringLiteral("python3"), {script, QString::number(seed), QString::fromLatin1(kind), path});
        return path;
    }

    QTemporaryDir m_folder;
};

void TestFragmentShark::initTestCase()
{
    for (const char* program : {"tshark", "python3"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            QSKIP("tshark and python3 are not here");
    }
}

void TestFragmentShark::datagramsAreTsharks_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char* kind :
         {"ordered", "reordered", "repeated", "overlapping", "missing", "cut", "tails", "mixed"})
        QTest::newRow(kind) << QByteArray(kind);
}

// The payloads of all datagrams, by the time of the fragment that completed them.
void TestFragmentShark::datagramsAreTsharks()
{
    QFETCH(QByteArray, kind);
    for (int seed = 1; seed <= 3; ++seed) {
        const QString path = made(seed, kind.constData());
        const auto file = CaptureFile::open(path);
        QVERIFY(file && !(*file)->finish().error);
        QByteArrayList ours;
        for (const quint32 id :
             recordsMatching(*Query::parse(u"proto == udp and length > 0 and kind == data"), **file)) {
            const auto payload = (*file)->payload(RecordId(id));
            QVERIFY(payload);
            const qint64 microseconds = (*file)->record(RecordId(id)).timeNs / 1000 % 1'000'000;
            ours += QByteArray::number(microseconds + 1) + '\t' + payload->toHex();
        }
        QByteArrayList theirs =
            run(QStringLiteral("tshark"),
                {QStringLiteral("-r"), path, QStringLiteral("-Y"),
                 QStringLiteral("udp.payload and not (ip.flags.mf == 1 and not ip.fragments)"),
                 QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-e"),
                 QStringLiteral("frame.number"), QStringLiteral("-e"), QStringLiteral("udp.payload")})
                .split('\n');
        theirs.removeAll(QByteArray());
        for (qsizetype i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
            const QByteArray both = ours[i].left(100) + " and " + theirs[i].left(100);
            QVERIFY2(ours[i] == theirs[i], ("seed " + QByteArray::number(seed) + ": " + both).constData());
        }
        QCOMPARE(ours.size(), theirs.size());
        QVERIFY(ours.size() > 5);
    }
}

void TestFragmentShark::streamsAreTsharks()
{
    const QString path = made(7, "mixed");
    const auto file = CaptureFile::open(path);
    QVERIFY(file && !(*file)->finish().error);
    quint32 streams = 0;
    for (quint32 i = 0; i < (*file)->connectionCount(); ++i) {
        if ((*file)->connection(ConnectionId(i)).info.transport != Transport::Tcp)
            continue;
        QByteArray ours;
        FollowStream stream(**file, ConnectionId(i), Direction::Sent);
        for (auto part = stream.next(1'000'000); part && !part->isEmpty(); part = stream.next(1'000'000))
            ours += *part;
        QByteArray theirs;
        const QString follow = QStringLiteral("follow,tcp,raw,%1").arg(streams++);
        for (const QByteArray& line :
             run(QStringLiteral("tshark"),
                 {QStringLiteral("-r"), path, QStringLiteral("-q"), QStringLiteral("-z"), follow})
                 .split('\n')) {
            if (line == QByteArray::fromHex(line).toHex())
                theirs += QByteArray::fromHex(line);
        }
        QVERIFY(ours == theirs);
        QVERIFY(!ours.isEmpty());
    }
    QVERIFY(streams > 0);
}

QTEST_GUILESS_MAIN(TestFragmentShark)
#include "tst_fragmentshark.moc"
