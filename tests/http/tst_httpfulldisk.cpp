// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/deflated.h"
#include "tests/support/scriptedpeer.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

namespace {

const QByteArray role = "WIRELOUPE_TEST_FULL_DISK";

} // namespace

/// Bodies on a disk of 3 MB, a tmpfs that only a child process sees.
class TestHttpFullDisk : public QObject
{
    Q_OBJECT
private slots:
    void download();
};

/// The error says what it is, what came is kept, and the next exchange goes well, also where only the decoded
/// body has no room.
void TestHttpFullDisk::download()
{
    QTemporaryDir dir;
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(role), dir.path());
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), dir.path());
    child.setProcessEnvironment(environment);
    const QString script = QStringLiteral("mount -t tmpfs -o size=3m none \"$1\" && exec \"$2\"");
    child.start(QStringLiteral("unshare"),
                {QStringLiteral("-m"), QStringLiteral("sh"), QStringLiteral("-c"), script,
                 QStringLiteral("_"), dir.path(), QCoreApplication::applicationFilePath()});
    QVERIFY(child.waitForFinished(wl::test::kPatienceMs));
    const QByteArray said = child.readAllStandardOutput();
    if (said.isEmpty())
        QSKIP("no disk of our own can be mounted here");
    QCOMPARE(said, QByteArray("large: disk-full, status 200, kept a part\n"
                              "small: none, status 200, kept all\n"
                              "bomb: disk-full, status 200, kept all\n"
                              "small: none, status 200, kept all\n"));
}

/// The process that download() runs.
int downloadAll()
{
    const QByteArray packed = wl::test::gzipped(QByteArray(8'000'000, 'x'));
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
        if (got.contains(" /large "))
            socket.write(ScriptedPeer::ok(QByteArray(8'000'000, 'x')));
        else if (got.contains(" /bomb "))
            socket.write(ScriptedPeer::ok(packed, "Content-Encoding: gzip\r\n"));
        else
            socket.write(ScriptedPeer::ok(QByteArray(200'000, 'x')));
    });
    HttpFixture http(false);
    QTextStream out(stdout);
    for (const char* name : {"large", "small", "bomb", "small"}) {
        const qint64 all = qstrcmp(name, "large") == 0  ? 8'000'000
                           : qstrcmp(name, "bomb") == 0 ? packed.size()
                                                        : 200'000;
        const HttpExchange exchange = http.run(request(peer.url(u'/' + QLatin1String(name))));
        const qint64 kept = contentOf(exchange.body).size();
        out << name << ": " << errorName(exchange.error.code) << ", status " << exchange.hops.value(0).status
            << ", kept "
            << (kept == all ? "all"
                : kept > 0  ? "a part"
                            : "nothing")
            << Qt::endl;
        http.last.clear(); // and its files
    }
    return 0;
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(role.constData()))
        return downloadAll();
    TestHttpFullDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_httpfulldisk.moc"
