// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "session/captureviewer.h"
#include "support/patience.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace wl;

namespace {

bool growing()
{
    return true;
}

bool whole()
{
    return false;
}

} // namespace

class tst_captureviewer : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); }
    void init();
    void feedsWhatIsThereAndWhatComes();
    void endsWhenTheProgramGoes();
    void slowProgramHoldsUpNobody();
    void oneThatHasAllEnds();
    void programThatCannotBeStarted();
    void foundOnThePath();
    void tsharkReadsIt();

private:
    void say(const QByteArray& bytes) { m_store->data(m_connection, Direction::Sent, now(), bytes); }
    /// A script that stands for Wireshark.
    QString script(const QByteArray& body)
    {
        const QString path = m_folder->filePath(QStringLiteral("wireshark"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("#!/bin/sh\n" + body);
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    [[nodiscard]] std::shared_ptr<const RecordSource> source() const
    {
        return {std::shared_ptr<const void>(), m_store.get()};
    }
    /// Payloads of the capture that the script kept.
    [[nodiscard]] QByteArrayList kept() const
    {
        QByteArrayList all;
        const auto file = CaptureFile::open(m_folder->filePath(QStringLiteral("kept")));
        if (!file)
            return all;
        (void)(*file)->finish();
        for (quint64 i = 0; i < (*file)->recordCount(); ++i) {
            if ((*file)->record(RecordId(i)).kind == RecordKind::Data)
                all.append((*file)->payload(RecordId(i)).value_or("?"));
        }
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CaptureStore> m_store;
    ConnectionId m_connection;
};

void tst_captureviewer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    CaptureConfig config;
    config.path = m_folder->filePath(QStringLiteral("live.pcapng"));
    auto store = CaptureStore::create(config);
    QVERIFY(store);
    m_store = std::move(*store);
    ConnectionInfo info;
    info.local = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 1000);
    info.peer = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 2000);
    m_connection = m_store->addConnection(info);
    m_store->event(m_connection, RecordKind::Opened, Direction::Sent, now(), {});
}

void tst_captureviewer::feedsWhatIsThereAndWhatComes()
{
    say("before");
    const QString program = script("exec cat > \"$(dirname \"$0\")/kept\"\n");
    CaptureViewer viewer(source(), {}, {program, {QStringLiteral("-k")}}, growing);
    QTRY_COMPARE(kept(), QByteArrayList({"before"}));
    say("after");
    say("more");
    QTRY_COMPARE(kept(), QByteArrayList({"before", "after", "more"}));
    QVERIFY(!viewer.status().hasEnded);
    QCOMPARE(viewer.status().records, 4U);
}

void tst_captureviewer::endsWhenTheProgramGoes()
{
    say("one");
    const QString program = script("head -c 10 > /dev/null\n");
    CaptureViewer viewer(source(), {}, {program, {}}, growing);
    QTRY_VERIFY(viewer.status().hasEnded);
    QCOMPARE(viewer.status().error.code, ErrorCode::None);
    say("still recorded");
    QTRY_COMPARE(m_store->recordCount(), 3U);
}

void tst_captureviewer::slowProgramHoldsUpNobody()
{
    const QString program = script("exec sleep 3\n");
    const QByteArray large(1024 * 1024, 'x');
    auto viewer = std::make_unique<CaptureViewer>(source(), QueryContext(),
                                                  CaptureViewer::Command{program, {}}, growing);
    for (int i = 0; i < 8; ++i)
        say(large);
    QCOMPARE(m_store->recordCount(), 9U);
    QTRY_VERIFY(!m_store->isCongested());
    viewer.reset(); // does not wait for the program
    QCOMPARE(m_store->statistics().recordsLost, 0U);
}

void tst_captureviewer::oneThatHasAllEnds()
{
    say("one");
    say("two");
    const QString program = script("cat > \"$(dirname \"$0\")/part\"\n"
                                   "mv \"$(dirname \"$0\")/part\" \"$(dirname \"$0\")/kept\"\n");
    CaptureViewer viewer(source(), {}, {program, {}}, whole);
    QTRY_VERIFY(viewer.status().hasEnded);
    QTRY_COMPARE(kept(), QByteArrayList({"one", "two"})); // it saw the end of its input
}

void tst_captureviewer::programThatCannotBeStarted()
{
    CaptureViewer viewer(source(), {}, {m_folder->filePath(QStringLiteral("nothing")), {}}, growing);
    QTRY_VERIFY(viewer.status().hasEnded);
    QVERIFY(viewer.status().error.code != ErrorCode::None);
}

void tst_captureviewer::foundOnThePath()
{
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(m_folder->path()));
    QVERIFY(!CaptureViewer::wireshark());
    script("exit 0\n");
    const auto found = CaptureViewer::wireshark();
    qputenv("PATH", before);
    QVERIFY(found);
    QCOMPARE(found->arguments,
             QStringList({QStringLiteral("-k"), QStringLiteral("-i"), QStringLiteral("-")}));
}

void tst_captureviewer::tsharkReadsIt()
{
    const QString tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    if (tshark.isEmpty())
        QSKIP("tshark is not installed");
    say("hello wireshark");
    const QString program =
        script("exec tshark -r - -T fields -e tcp.len > \"$(dirname \"$0\")/lines\" 2>/dev/null\n");
    const CaptureViewer viewer(source(), {}, {program, {}}, whole);
    const auto lines = [&] {
        QFile file(m_folder->filePath(QStringLiteral("lines")));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QByteArrayList();
    };
    QTRY_VERIFY(lines().contains("15"));
}

QTEST_GUILESS_MAIN(tst_captureviewer)
#include "tst_captureviewer.moc"
