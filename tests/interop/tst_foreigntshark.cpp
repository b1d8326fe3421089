// SPDX-License-Identifier: MIT
// Captures of others as tshark reads them: the bytes of each direction, the comments.
#include "capture/capturefile.h"
#include "capture/follow.h"
#include "capture/savecapture.h"
#include "tests/capture/tcptalk.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

Q_DECLARE_METATYPE(wl::kit::TalkFaults)

namespace {

QByteArray tshark(const QString& file, const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("tshark"), QStringList{QStringLiteral("-r"), file} + arguments);
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
    }
    return process.readAllStandardOutput();
}

// What tshark writes into the stream where it finds a gap.
QByteArray withoutGapWords(const QByteArray& bytes)
{
    static const QRegularExpression words(QStringLiteral("\\[\\d+ bytes missing in capture file\\]\\x00"));
    return QString::fromLatin1(bytes).remove(words).toLatin1();
}

} // namespace

class TestForeignTshark : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty()) {
            QSKIP("tshark is not installed");
        }
    }

    void followIsTsharks_data()
    {
        QTest::addColumn<TalkFaults>("faults");
        QTest::addColumn<bool>("handshake");
        QTest::newRow("good network") << TalkFaults{} << true;
        QTest::newRow("reordered") << TalkFaults{25, 0, 0, 0, 0, 0} << true;
        QTest::newRow("repeated") << TalkFaults{0, 25, 10, 0, 0, 10} << true;
        QTest::newRow("loss") << TalkFaults{0, 0, 0, 0, 15, 0} << true;
        QTest::newRow("overlaps with other bytes") << TalkFaults{10, 0, 10, 20, 0, 0} << true;
        QTest::newRow("everything") << TalkFaults{10, 10, 10, 10, 10, 10} << true;
        QTest::newRow("everything, begun in the middle") << TalkFaults{10, 10, 10, 10, 10, 10} << false;
    }
    void followIsTsharks()
    {
        QFETCH(TalkFaults, faults);
        QFETCH(bool, handshake);
        for (quint32 seed = 1; seed <= 5; ++seed) {
            const TcpTalk talk(seed, faults, handshake);
            QVERIFY(writeFile(m_path(), pcapOf(talk.packets())));
            const auto opened = CaptureFile::open(m_path());
            QVERIFY(opened && !(*opened)->finish().error);
            const CaptureFile& file = **opened;
            QCOMPARE(file.connectionCount(), 1U);
            const auto [first, second] = followedByTshark();
            const bool isFirstClient = talk.packets().first().fromClient;
            // Whose packet came first is taken for us.
            QCOMPARE(file.connection(ConnectionId(0)).info.local.port, isFirstClient ? 40'001 : 7407);
            const QByteArray sent = followed(file, Direction::Sent);
            const QByteArray received = followed(file, Direction::Received);
            QVERIFY2(sent == withoutGapWords(first), qPrintable(QStringLiteral("seed %1: %2 and %3 bytes")
                                                                    .arg(seed)
                                                                    .arg(sent.size())
                                                                    .arg(withoutGapWords(first).size())));
            QVERIFY2(received == withoutGapWords(second), qPrintable(QStringLiteral("seed %1").arg(seed)));
            QVERIFY(sent.size() > 1'000 && received.size() > 1'000);
            const bool hasGaps = first.contains("bytes missing") || second.contains("bytes missing");
            QCOMPARE(hasGaps, faults.missing > 0);
        }
    }

private:
    [[nodiscard]] QString m_path() const { return m_scratch.filePath(QStringLiteral("talk.pcap")); }

    // What the node that sent the first packet sent, and the other one.
    [[nodiscard]] std::pair<QByteArray, QByteArray> followedByTshark() const
    {
        std::pair<QByteArray, QByteArray> streams;
        const QByteArray output = tshark(
            m_path(), {QStringLiteral("-q"), QStringLiteral("-z"), QStringLiteral("follow,tcp,raw,0")});
        for (const QByteArray& line : output.split('\n')) {
            const QByteArray digits = line.trimmed();
            if (!digits.isEmpty() && digits == QByteArray::fromHex(digits).toHex()) {
                (line.startsWith('\t') ? streams.second : streams.first) += QByteArray::fromHex(digits);
            }
        }
        return streams;
    }

    static QByteArray followed(const CaptureFile& file, Direction direction)
    {
        FollowStream stream(file, ConnectionId(0), direction);
        QByteArray all;
        for (auto part = stream.next(1'000'000); part && !part->isEmpty(); part = stream.next(1'000'000)) {
            all += *part;
        }
        return all;
    }

    QTemporaryDir m_scratch;
};

QTEST_GUILESS_MAIN(TestForeignTshark)
#include "tst_foreigntshark.moc"
