// SPDX-License-Identifier: MIT
#include "base/filecommit.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace wl;

class TestFileCommit : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

private slots:
    void replacesAndKeepsPrivate()
    {
        const QString file = path("new/folder/a.txt");
        QVERIFY(commitFile(file, "one"));
        QVERIFY(commitFile(file, "two"));
        QCOMPARE(*readFile(file, 100), QByteArray("two"));
        struct stat info
        {
        };
        QCOMPARE(::stat(QFile::encodeName(file).constData(), &info), 0);
        QCOMPARE(int(info.st_mode & 0777), 0600);
        QCOMPARE(::stat(QFile::encodeName(path("new")).constData(), &info), 0);
        QCOMPARE(int(info.st_mode & 0777), 0700);
        QCOMPARE(QDir(path("new/folder")).entryList(QDir::Files).size(), 1);
    }

    // What the user let others read stays so; a file that only they may read does too.
    void keepsThePermissions()
    {
        const QString file = path("shared");
        QVERIFY(commitFile(file, "one"));
        for (const mode_t mode : {mode_t(0644), mode_t(0660), mode_t(0600)}) {
            QCOMPARE(::chmod(QFile::encodeName(file).constData(), mode), 0);
            QVERIFY(commitFile(file, "two"));
            struct stat info = {};
            QCOMPARE(::stat(QFile::encodeName(file).constData(), &info), 0);
            QCOMPARE(info.st_mode & 0777, mode);
        }
    }

    void writesInPieces()
    {
        const QString file = path("pieces");
        {
            auto begun = FileCommit::begin(file);
            QVERIFY(begun && begun->write("never seen"));
        }
        QVERIFY(!QFile::exists(file));
        auto begun = FileCommit::begin(file);
        QVERIFY(begun && begun->write("a") && begun->write("b"));
        QVERIFY(!QFile::exists(file));
        QVERIFY(begun->commit());
        QCOMPARE(*readFile(file, 100), QByteArray("ab"));
        QVERIFY(QDir(m_folder.path()).entryList({QStringLiteral("pieces*")}).size() == 1);
    }

    void keepsALinkALink()
    {
        QVERIFY(commitFile(path("target"), "old"));
        QVERIFY(QFile::link(path("target"), path("link")));
        QVERIFY(commitFile(path("link"), "new"));
        QVERIFY(QFileInfo(path("link")).isSymLink());
        QCOMPARE(*readFile(path("target"), 100), QByteArray("new"));
    }

    void theOldFileStaysWhenWritingFails()
    {
        const QString file = path("precious");
        QVERIFY(commitFile(file, "precious"));
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto oldHandler = ::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto written = commitFile(file, QByteArray(10'000, 'x'));
        ::setrlimit(RLIMIT_FSIZE, &before);
        ::signal(SIGXFSZ, oldHandler);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::DiskFull);
        QCOMPARE(*readFile(file, 100), QByteArray("precious"));
        QVERIFY(QDir(m_folder.path()).entryList({QStringLiteral("*.new-*")}, QDir::Files).isEmpty());
    }

    void refusesWhatIsNoFolder()
    {
        QVERIFY(commitFile(path("file"), "x"));
        const auto written = commitFile(path("file/below"), "y");
        QVERIFY(!written);
        QCOMPARE(*readFile(path("file"), 10), QByteArray("x"));
    }

    void readRefuses()
    {
        QCOMPARE(readFile(path("missing"), 10).error().code, ErrorCode::FileNotFound);
        QCOMPARE(readFile(m_folder.path(), 10).error().code, ErrorCode::FileNotReadable);
        QVERIFY(commitFile(path("large"), QByteArray(11, 'x')));
        QCOMPARE(readFile(path("large"), 10).error().code, ErrorCode::TooLarge);
        QCOMPARE(readFile(path("large"), 11)->size(), 11);
    }

    void namesFromOutsideBecomeBaseNames_data()
    {
        QTest::addColumn<QString>("untrusted");
        QTest::addColumn<QString>("safe");
        QTest::newRow("plain") << "report.pdf"
                               << "report.pdf";
        QTest::newRow("up") << "../../etc/passwd"
                            << "passwd";
        QTest::newRow("absolute") << "/etc/shadow"
                                  << "shadow";
        QTest::newRow("windows") << "C:\\Users\\x\\evil.exe"
                                 << "evil.exe";
        QTest::newRow("dots") << "..."
                              << "download";
        QTest::newRow("hidden") << ".bashrc"
                                << "bashrc";
        QTest::newRow("empty") << ""
                               << "download";
        QTest::newRow("slash") << "a/"
                               << "download";
        QTest::newRow("control") << QStringLiteral("a\nb\tc") << "a_b_c";
        QTest::newRow("nul") << QString(QLatin1String("a\0b", 3)) << "a_b";
        QTest::newRow("right to left") << QStringLiteral("gpj\u202eexe.png") << "gpj_exe.png";
        QTest::newRow("wildcards") << "a*b?c|d"
                                   << "a_b_c_d";
        QTest::newRow("unicode") << QString::fromUtf8("보고서 😀.txt") << QString::fromUtf8("보고서 😀.txt");
    }
    void namesFromOutsideBecomeBaseNames()
    {
        QFETCH(QString, untrusted);
        QTEST(safeFileName(untrusted), "safe");
    }

    void longNamesAreCutAtACharacter()
    {
        const QString name = safeFileName(QString::fromUtf8("😀").repeated(100));
        QCOMPARE(name.toUtf8().size(), 200);
        QCOMPARE(name, QString::fromUtf8("😀").repeated(50));
    }
};

QTEST_GUILESS_MAIN(TestFileCommit)
#include "tst_filecommit.moc"
