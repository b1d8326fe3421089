// SPDX-License-Identifier: MIT
#include "cli/answerserver.h"
#include "cli/cliprocess.h"
#include "support/bigserver.h"
#include "support/pseudoterminal.h"
#include "support/rawpeer.h"

#include <QTemporaryDir>
#include <QTimer>

#include <sys/stat.h>

using namespace wl::test;

namespace {

/// Sends the pieces of an answer one after another, each a moment after the one before.
class Dribbler : public QTcpServer
{
public:
    explicit Dribbler(QByteArrayList pieces)
        : m_pieces(std::move(pieces))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            auto* timer = new QTimer(socket);
            connect(timer, &QTimer::timeout, socket, [this, socket, timer] {
                socket->write(m_pieces.takeFirst());
                if (!m_pieces.isEmpty())
                    return;
                timer->stop();
                socket->disconnectFromHost();
            });
            timer->start(70); // longer than from one report of an exchange to the next
        });
    }
    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1/").arg(serverPort()); }

private:
    QByteArrayList m_pieces;
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
}

} // namespace

/// What `http` writes, and where.
class tst_httpoutput : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void neverTheCompressedBytes_data();
    void neverTheCompressedBytes();
    void emptyBodyWithACoding();
    void failureLeavesTheFileAlone_data();
    void failureLeavesTheFileAlone();
    void partOfABodyIsKept();
    void smallBodyNeedsNoCache();
    void controlBytesOnATerminal();
    void interruptedWithACapture();
    void oneGibibyte_data();
    void oneGibibyte();

private:
    QTemporaryDir m_folder;
    QString m_path;
};

void tst_httpoutput::initTestCase()
{
    VERIFY_PROGRAM();
    QVERIFY(m_folder.isValid());
    m_path = m_folder.filePath(QStringLiteral("out"));
}

void tst_httpoutput::neverTheCompressedBytes_data()
{
    QTest::addColumn<bool>("toFile");
    QTest::newRow("standard output") << false;
    QTest::newRow("file") << true;
}

void tst_httpoutput::neverTheCompressedBytes()
{
    QFETCH(bool, toFile);
    // What stands before the first decoded byte comes piece by piece.
    const QByteArray text = QByteArray("never the compressed bytes, ").repeated(400);
    const QByteArray zlib = qCompress(text).sliced(4);
    Dribbler server({"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n", zlib.first(1), zlib.sliced(1, 1),
                     zlib.sliced(2, 1), zlib.sliced(3)});
    CliProcess cli;
    QStringList words{QStringLiteral("http"), server.url()};
    if (toFile)
        words << QStringLiteral("-o") << m_path;
    QCOMPARE(cli.run(words), 0);
    QVERIFY((toFile ? contentOf(m_path) : cli.out()) == text);
}

void tst_httpoutput::emptyBodyWithACoding()
{
    AnswerServer server;
    server.answers["/"] =
        AnswerServer::ok(QByteArray::fromHex("789c030000000001"), "Content-Encoding: deflate\r\n");
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), server.url(QStringLiteral("/"))}), 0);
    QCOMPARE(cli.out(), QByteArray());
}

void tst_httpoutput::failureLeavesTheFileAlone_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no answer") << QByteArray();
    QTest::newRow("garbage") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("body without a byte")
        << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n");
    QTest::newRow("redirect to nowhere")
        << QByteArray("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 3\r\n\r\nhop");
}

void tst_httpoutput::failureLeavesTheFileAlone()
{
    QFETCH(QByteArray, answer);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("kept");
    file.close();
    AnswerServer server;
    server.answers["/"] = answer;
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), server.url(QStringLiteral("/")), QStringLiteral("-o"), m_path}),
             3);
    QCOMPARE(contentOf(m_path), QByteArray("kept"));
    QFile::remove(m_path);
    CliProcess refused;
    QCOMPARE(refused.run({QStringLiteral("http"), QStringLiteral("http://127.0.0.1:1/"), QStringLiteral("-o"),
                          m_path}),
             3);
    QVERIFY(!QFile::exists(m_path));
}

void tst_httpoutput::partOfABodyIsKept()
{
    AnswerServer server;
    server.answers["/"] = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\npart";
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), server.url(QStringLiteral("/")), QStringLiteral("-o"), m_path}),
             3);
    QCOMPARE(contentOf(m_path), QByteArray("part"));
}

void tst_httpoutput::smallBodyNeedsNoCache()
{
    QFile blocker(m_folder.filePath(QStringLiteral("wireloupe")));
    QVERIFY(blocker.open(QIODevice::WriteOnly)); // a file where the folder should be
    AnswerServer server;
    server.answers["/"] = AnswerServer::ok("small");
    for (const QStringList& to : {QStringList(), QStringList{QStringLiteral("-o"), m_path}}) {
        CliProcess cli;
        cli.withVariable(QStringLiteral("XDG_CACHE_HOME"), m_folder.path());
        QCOMPARE(cli.run(QStringList{QStringLiteral("http"), server.url(QStringLiteral("/"))} + to), 0);
        QCOMPARE(to.isEmpty() ? cli.out() : contentOf(m_path), QByteArray("small"));
    }
    QVERIFY(blocker.remove());
}

void tst_httpoutput::controlBytesOnATerminal()
{
    AnswerServer server;
    server.answers["/"] = AnswerServer::ok("\x1b]0;title\x07 \xc2\x9b"
                                           "31m\r\n\u202e\xff \u00fc\n");
    PseudoTerminal terminal;
    CliProcess cli;
    terminal.attach(cli);
    QCOMPARE(cli.run({QStringLiteral("http"), server.url(QStringLiteral("/"))}), 0);
    QTRY_COMPARE(
        terminal.read(),
        QByteArray("\\x1b]0;title\\x07 \\u{9b}31m\r\n\\u{202e}\\xff \u00fc\r\n")); // the terminal's CR
}

void tst_httpoutput::interruptedWithACapture()
{
    RawListener listener;
    const QString capture = m_folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    cli.begin({QStringLiteral("http"), QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()),
               QStringLiteral("--capture"), capture});
    RawPeer peer = listener.waitForPeer();
    QTRY_VERIFY(peer.pump().received().endsWith("\r\n\r\n"));
    const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart";
    peer.send(answer);
    QTRY_COMPARE(cli.out(), QByteArray("part"));
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 130);
    QCOMPARE(cli.out(), QByteArray("part"));
    const QByteArray figures = "1 connection, " + QByteArray::number(answer.size()) + " B in, " +
                               QByteArray::number(peer.received().size()) + " B out; ";
    QVERIFY2(cli.words().contains(figures), cli.words().constData());
    QTRY_VERIFY(peer.pump().isFinished() || peer.error() != 0);

    for (const auto& [direction, bytes] :
         {std::pair{QStringLiteral("in"), answer}, std::pair{QStringLiteral("out"), peer.received()}}) {
        CliProcess follow;
        QCOMPARE(follow.run({QStringLiteral("capture"), QStringLiteral("follow"), capture,
                             QStringLiteral("--dir"), direction}),
                 0);
        QCOMPARE(follow.out(), bytes);
    }
    CliProcess list;
    QCOMPARE(list.run({QStringLiteral("capture"), QStringLiteral("list"), capture}), 0);
    QVERIFY2(list.out().trimmed().endsWith("We reset the connection (RST)"), list.out().constData());
}

void tst_httpoutput::oneGibibyte_data()
{
    QTest::addColumn<bool>("toFile");
    QTest::newRow("file") << true;
    QTest::newRow("slow reader") << false;
}

void tst_httpoutput::oneGibibyte()
{
    QFETCH(bool, toFile);
    BigServer server(false);
    CliProcess cli;
    cli.withVariable(QStringLiteral("XDG_CACHE_HOME"), m_folder.path());
    QStringList words{QStringLiteral("http"), QStringLiteral("http://127.0.0.1:%1/").arg(server.port())};
    QFile reader(m_folder.filePath(QStringLiteral("pipe")));
    QFile copy(m_folder.filePath(QStringLiteral("copy")));
    QVERIFY(copy.open(QIODevice::WriteOnly | QIODevice::Truncate));
    int pipe = -1;
    if (toFile) {
        words << QStringLiteral("-o") << copy.fileName();
    } else {
        QCOMPARE(::mkfifo(QFile::encodeName(reader.fileName()).constData(), 0600), 0);
        pipe = ::open(QFile::encodeName(reader.fileName()).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        cli.setStandardOutputFile(reader.fileName());
    }
    cli.begin(words);
    qint64 first = 0;
    qint64 peak = 0;
    QTimer sampler;
    connect(&sampler, &QTimer::timeout, this, [&] {
        const qint64 now = anonymousBytes(QString::number(cli.processId()));
        first = first == 0 && now > 0 ? now : first;
        peak = std::max(peak, now);
    });
    sampler.start(10);
    // A reader that takes 4 MiB now and then.
    QByteArray piece(4 * 1024 * 1024, '\0');
    QTimer taker;
    connect(&taker, &QTimer::timeout, this, [&] {
        for (qint64 left = piece.size(); pipe >= 0 && left > 0;) {
            const ssize_t got = ::read(pipe, piece.data(), size_t(left));
            if (got <= 0)
                return;
            copy.write(piece.constData(), got);
            left -= got;
        }
    });
    taker.start(5);
    QTRY_VERIFY_WITH_TIMEOUT(cli.state() == QProcess::NotRunning, 100'000);
    QCOMPARE(cli.exitCode(), 0);
    if (!toFile) {
        for (ssize_t got = 1; got > 0;) {
            got = ::read(pipe, piece.data(), size_t(piece.size()));
            copy.write(piece.constData(), std::max<ssize_t>(got, 0));
        }
        ::close(pipe);
    }
    copy.close();
    QVERIFY(isTheBody(copy.fileName()));
    QVERIFY2(peak - first < allowedGrowth, qPrintable(QString::number((peak - first) / 1024 / 1024)));
    qInfo("RssAnon grew by %lld MiB", (peak - first) / 1024 / 1024);
    copy.remove();
}

QTEST_GUILESS_MAIN(tst_httpoutput)
#include "tst_httpoutput.moc"
