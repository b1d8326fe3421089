// SPDX-License-Identifier: MIT
#include "base/clock.h"
#include "base/error.h"
#include "base/errortext.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <cerrno>

using namespace wl;

class TestError : public QObject
{
    Q_OBJECT
private slots:
    void everyCodeHasANameAndWords()
    {
        QSet<QString> names;
        for (int code = 0; code <= int(ErrorCode::FileFailed); ++code) {
            const Error error{ErrorCode(code), {}, 0};
            const QString name = errorName(error.code);
            QVERIFY2(!names.contains(name), qPrintable(name));
            names.insert(name);
            QVERIFY(name != QLatin1String("unknown"));
            QVERIFY(ErrorText::reason(error) != QLatin1String("unknown error"));
            QCOMPARE(errorCodeOf(name), std::optional(error.code));
        }
    }

    void whatIsNoNameHasNoCode()
    {
        for (const char* text : {"", "unknown", "Connection-Refused", "connection-refused ", "refused"})
            QVERIFY2(!errorCodeOf(QString::fromLatin1(text)), text);
    }

    void eventsSpeakWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("name") << "connection-refused"
                              << "connection refused";
        QTest::newRow("with a detail") << "name-not-found (host.invalid)"
                                       << "the name was not found (host.invalid)";
        QTest::newRow("with what was not sent") << "host-unreachable, 3 queued bytes were not sent"
                                                << "the host is unreachable, 3 queued bytes were not sent";
        QTest::newRow("ICMP") << "ICMP: connection-refused"
                              << "ICMP: connection refused";
        QTest::newRow("words") << "refused: 2 clients are connected"
                               << "refused: 2 clients are connected";
        QTest::newRow("not at the start") << "it was tls-failed"
                                          << "it was tls-failed";
        QTest::newRow("longer than a name") << "tls-failed-twice"
                                            << "tls-failed-twice";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("only ICMP") << "ICMP: "
                                   << "ICMP: ";
    }
    void eventsSpeakWords()
    {
        QFETCH(QString, text);
        QTEST(ErrorText::ofEvent(text), "words");
    }

    void saysWhatWhyAndWhatToDo()
    {
        const Error denied{ErrorCode::PermissionDenied, QStringLiteral("127.0.0.1:80"), EACCES};
        QCOMPARE(
            ErrorText::sentence(QStringLiteral("Cannot listen on 127.0.0.1:80"), denied),
            QStringLiteral("Cannot listen on 127.0.0.1:80: permission denied. Ports below 1024 need elevated "
                           "rights; try a port above, such as 8080."));
        const Error syntax{ErrorCode::BadPayload, QStringLiteral("character 3: no such escape"), 0};
        QCOMPARE(ErrorText::sentence(QStringLiteral("Cannot send"), syntax),
                 QStringLiteral("Cannot send: character 3: no such escape."));
    }

    void wordsFitWhereTheErrorComesFrom()
    {
        // An established connection that dies is not about connecting, a refused client not about ports.
        const QString peer = QStringLiteral("10.0.0.1:80");
        const QString lost = ErrorText::sentence(QStringLiteral("The connection to tcp://10.0.0.1:80 broke"),
                                                 {socketErrorCode(ETIMEDOUT), peer, ETIMEDOUT});
        QVERIFY2(lost.contains(QStringLiteral("stopped answering")), qPrintable(lost));
        QVERIFY2(!lost.contains(QStringLiteral("timeout")), qPrintable(lost));
        const QString forbidden =
            ErrorText::sentence(QStringLiteral("Cannot connect"), {peerErrorCode(EPERM), peer, EPERM});
        QVERIFY2(forbidden.contains(QStringLiteral("firewall")), qPrintable(forbidden));
        QVERIFY2(!forbidden.contains(QStringLiteral("1024")), qPrintable(forbidden));
    }

    void nativeNumbersAreShownWhereTheCodeIsVague()
    {
        const Error vague{ErrorCode::FileFailed, QStringLiteral("/tmp/x"), EIO};
        QVERIFY(ErrorText::sentence(QStringLiteral("Cannot save"), vague)
                    .contains(QStringLiteral("Input/output")));
    }

    void mapsErrno()
    {
        QCOMPARE(socketErrorCode(EADDRINUSE), ErrorCode::AddressInUse);
        QCOMPARE(socketErrorCode(EPIPE), ErrorCode::ConnectionReset);
        QCOMPARE(socketErrorCode(12345), ErrorCode::NetworkFailed);
        QCOMPARE(socketErrorCode(ETIMEDOUT), ErrorCode::ConnectionLost);
        QCOMPARE(socketErrorCode(EACCES), ErrorCode::PermissionDenied);
        QCOMPARE(peerErrorCode(EACCES), ErrorCode::ConnectionForbidden);
        QCOMPARE(peerErrorCode(EPERM), ErrorCode::ConnectionForbidden);
        QCOMPARE(peerErrorCode(EPIPE), ErrorCode::ConnectionReset);
        QCOMPARE(fileErrorCode(ENOSPC), ErrorCode::DiskFull);
        QCOMPARE(fileErrorCode(12345), ErrorCode::FileFailed);
    }

    void timeNeverGoesBackAndIsWritten()
    {
        Timestamp last = now();
        for (int i = 0; i < 1000; ++i) {
            const Timestamp next = now();
            QVERIFY(next >= last);
            last = next;
        }
        const Timestamp t{1'700'000'000'123'456'789};
        QCOMPARE(isoTime(t), QStringLiteral("2023-11-14T22:13:20.123456Z"));
        QCOMPARE(clockTime(t), QStringLiteral("22:13:20.123456"));
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
