// SPDX-License-Identifier: MIT
#include "cli/answerserver.h"
#include "cli/cliprocess.h"

#include <QJsonArray>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace wl::test;

/// `http --history`, `http --cookie-jar` and `history`, over a data folder of the test's own.
class tst_history : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void nothingThere();
    void keptAndListed();
    void shown();
    void exported();
    void killedWhileItWaits();
    void nothingWasSent();
    void sentAgainAsCurl();
    void deletedAndPinned();
    void wrongUsage_data();
    void wrongUsage();
    void cookieJar();
    void cookieJarErrors();

private:
    int run(CliProcess& cli, const QStringList& words)
    {
        cli.withVariable(QStringLiteral("XDG_DATA_HOME"), m_data->path());
        cli.withVariable(QStringLiteral("XDG_CACHE_HOME"), m_data->path());
        return cli.run(words);
    }
    void send(const QString& target)
    {
        CliProcess cli;
        QCOMPARE(run(cli, {QStringLiteral("http"), QStringLiteral("GET"), m_server.url(target),
                           QStringLiteral("-H"), QStringLiteral("Authorization: S3CRET"),
                           QStringLiteral("--history"), QStringLiteral("--quiet")}),
                 0);
    }

    std::unique_ptr<QTemporaryDir> m_data;
    AnswerServer m_server;
};

void tst_history::initTestCase()
{
    VERIFY_PROGRAM();
    m_server.answers.insert("/a", AnswerServer::ok("answer a", "X-A: 1\r\n"));
    m_server.answers.insert("/b", "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\nneedle");
    m_server.answers.insert("/set",
                            AnswerServer::ok("x", "Set-Cookie: one=1\r\nSet-Cookie: two=2; Max-Age=60\r\n"));
}

void tst_history::init()
{
    m_data = std::make_unique<QTemporaryDir>();
}

void tst_history::nothingThere()
{
    CliProcess list;
    QCOMPARE(run(list, split("history list")), 0);
    QVERIFY(list.words().contains("There is no history"));
    CliProcess show;
    QCOMPARE(run(show, split("history show 1")), 4);
}

void tst_history::keptAndListed()
{
    send(QStringLiteral("/a"));
    send(QStringLiteral("/b"));
    CliProcess list;
    QCOMPARE(run(list, split("history list --print json")), 0);
    QCOMPARE(list.events().size(), 2);
    QCOMPARE(list.events().at(0).value(QLatin1String("url")).toString(), m_server.url(QStringLiteral("/a")));
    QCOMPARE(list.events().at(1).value(QLatin1String("status")).toInt(), 404);
    CliProcess found;
    QCOMPARE(run(found, split("history list status:4xx needle")), 0);
    QCOMPARE(found.out().count('\n'), 1);
    QVERIFY(found.out().contains("/b"));
    CliProcess last;
    QCOMPARE(run(last, split("history list --limit 1")), 0);
    QCOMPARE(last.out().count('\n'), 1);
    QVERIFY(last.out().contains("/b"));
}

void tst_history::shown()
{
    send(QStringLiteral("/a"));
    CliProcess show;
    QCOMPARE(run(show, split("history show 1")), 0);
    QVERIFY(show.out().contains("GET /a HTTP/1.1\r\n"));
    QVERIFY(show.out().contains("Authorization: <not kept>"));
    QVERIFY(!show.out().contains("S3CRET"));
    QVERIFY(show.out().endsWith("X-A: 1\r\nContent-Length: 8\r\n\r\nanswer a"));
    CliProcess body;
    QCOMPARE(run(body, split("history show 1 --body")), 0);
    QCOMPARE(body.out(), QByteArray("answer a"));
    CliProcess missing;
    QCOMPARE(run(missing, split("history show 7")), 4);
}

void tst_history::exported()
{
    send(QStringLiteral("/a"));
    send(QStringLiteral("/b"));
    const QString path = m_data->filePath(QStringLiteral("out.har"));
    CliProcess har;
    QCOMPARE(run(har, {QStringLiteral("history"), QStringLiteral("export"), QStringLiteral("-o"), path}), 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(!text.contains("S3CRET"));
    const QJsonArray entries = QJsonDocument::fromJson(text)
                                   .object()
                                   .value(QLatin1String("log"))
                                   .toObject()
                                   .value(QLatin1String("entries"))
                                   .toArray();
    QCOMPARE(entries.size(), 2);
    const QJsonObject response = entries.at(1).toObject().value(QLatin1String("response")).toObject();
    QCOMPARE(response.value(QLatin1String("status")).toInt(), 404);
    const QJsonObject first = entries.at(0).toObject();
    const QJsonObject timings = first.value(QLatin1String("timings")).toObject();
    QVERIFY(timings.value(QLatin1String("connect")).toDouble() > 0);
    QCOMPARE(timings.value(QLatin1String("ssl")).toDouble(), -1.0);
    double sum = 0;
    for (const char* phase : {"dns", "connect", "send", "wait", "receive"})
        sum += std::max(timings.value(QLatin1String(phase)).toDouble(), 0.0);
    QVERIFY(std::abs(first.value(QLatin1String("time")).toDouble() - sum) < 0.001);
    QCOMPARE(response.value(QLatin1String("content")).toObject().value(QLatin1String("text")).toString(),
             QStringLiteral("needle"));
    CliProcess lines;
    QCOMPARE(run(lines, split("history export --format jsonl status:200")), 0);
    QCOMPARE(lines.events().size(), 1);
    QVERIFY(har.words().contains("2 exchanges in "));
    CliProcess quiet;
    QCOMPARE(run(quiet, QStringList{QStringLiteral("history"), QStringLiteral("export"),
                                    QStringLiteral("--quiet"), QStringLiteral("-o"), path}),
             0);
    QCOMPARE(quiet.words(), QByteArray());
    CliProcess bad;
    QCOMPARE(run(bad, split("history export -o /dev/null/x")), 4);
}

/// An exchange is kept from its beginning.
void tst_history::killedWhileItWaits()
{
    QTcpServer silent;
    silent.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const auto ended = [&] {
        CliProcess list;
        (void)run(list, split("history list --print json"));
        return list.events().isEmpty() ? QString()
                                       : list.events().first().value(QLatin1String("ended")).toString();
    };
    CliProcess waiting;
    waiting.withVariable(QStringLiteral("XDG_DATA_HOME"), m_data->path());
    waiting.withVariable(QStringLiteral("XDG_CACHE_HOME"), m_data->path());
    waiting.begin({QStringLiteral("http"), QStringLiteral("GET"),
                   QStringLiteral("http://127.0.0.1:%1/").arg(silent.serverPort()),
                   QStringLiteral("--history")});
    QTRY_COMPARE(ended(), QStringLiteral("running"));
    waiting.kill();
    QVERIFY(waiting.waitForFinished());
    QCOMPARE(ended(), QStringLiteral("cut-short"));
}

void tst_history::nothingWasSent()
{
    CliProcess bad;
    QVERIFY(run(bad, {QStringLiteral("http"), QStringLiteral("GET"), m_server.url(QStringLiteral("/a")),
                      QStringLiteral("-H"), QStringLiteral("bad name: x"), QStringLiteral("--history")}) !=
            0);
    CliProcess list;
    QCOMPARE(run(list, split("history list")), 0);
    QVERIFY(list.out().isEmpty());
}

void tst_history::sentAgainAsCurl()
{
    send(QStringLiteral("/a"));
    CliProcess show;
    QCOMPARE(run(show, split("history show 1 --code curl")), 0);
    QVERIFY2(show.out().startsWith("curl ") &&
                 show.out().contains(m_server.url(QStringLiteral("/a")).toUtf8()),
             show.out().constData());
    QVERIFY(!show.out().contains("S3CRET"));
    QVERIFY(show.words().contains("Authorization"));
}

void tst_history::deletedAndPinned()
{
    for (const char* target : {"/a", "/b", "/a", "/b"})
        send(QString::fromLatin1(target));
    const auto left = [&] {
        CliProcess list;
        (void)run(list, split("history list --print json"));
        QList<int> ids;
        for (const QJsonObject& event : list.events())
            ids.append(event.value(QLatin1String("id")).toInt());
        return ids;
    };
    CliProcess pin;
    QCOMPARE(run(pin, split("history pin 2")), 0);
    QVERIFY(pin.words().contains("Pinned 1 exchange."));
    CliProcess remove;
    QCOMPARE(run(remove, split("history delete url:/b")), 0);
    QCOMPARE(left(), QList<int>({1, 2, 3}));
    CliProcess one;
    QCOMPARE(run(one, split("history delete 1 --quiet")), 0);
    QCOMPARE(one.words(), QByteArray());
    CliProcess missing;
    QCOMPARE(run(missing, split("history delete 1")), 4);
    QCOMPARE(left(), QList<int>({2, 3}));
    CliProcess unpin;
    QCOMPARE(run(unpin, split("history unpin is:pinned")), 0);
    CliProcess rest;
    QCOMPARE(run(rest, split("history delete host:127")), 0);
    QVERIFY(rest.words().contains("Deleted 2 exchanges."));
    QCOMPARE(left(), QList<int>());
}

void tst_history::wrongUsage_data()
{
    QTest::addColumn<QByteArray>("words");
    for (const char* words :
         {"history", "history look", "history show", "history show x", "history show 1 2",
          "history list status:abc", "history list --limit 0", "history list --body",
          "history show 1 --limit 3", "history list -o x", "history export --format xml", "history delete",
          "history delete 0", "history pin", "history delete 1 --limit 2", "history show 1 --code cobol",
          "history list --code curl"})
        QTest::newRow(words) << QByteArray(words);
}

void tst_history::wrongUsage()
{
    QFETCH(QByteArray, words);
    CliProcess cli;
    QCOMPARE(run(cli, split(words.constData())), 2);
    QVERIFY(!cli.words().isEmpty());
    QVERIFY(cli.out().isEmpty());
}

void tst_history::cookieJar()
{
    const QString jar = m_data->filePath(QStringLiteral("cookies.txt"));
    const auto get = [&](const QString& target) {
        CliProcess cli;
        QCOMPARE(run(cli, {QStringLiteral("http"), QStringLiteral("GET"), m_server.url(target),
                           QStringLiteral("--cookie-jar"), jar, QStringLiteral("--quiet")}),
                 0);
    };
    m_server.requests.clear();
    get(QStringLiteral("/set"));
    get(QStringLiteral("/a"));
    QVERIFY(!m_server.requests.at(0).contains("Cookie:"));
    QVERIFY(m_server.requests.at(1).contains("Cookie: one=1; two=2\r\n"));
    QFile file(jar);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(file.readAll().contains("\t0\tone\t1\n"));
}

void tst_history::cookieJarErrors()
{
    const QString jar = m_data->filePath(QStringLiteral("cookies.txt"));
    QFile file(jar);
    QVERIFY(file.open(QIODevice::WriteOnly) &&
            file.write("no cookie\n127.0.0.1\tFALSE\t/\tFALSE\t0\tx\ty\n") > 0);
    file.close();
    m_server.requests.clear();
    CliProcess cli;
    QCOMPARE(run(cli, {QStringLiteral("http"), QStringLiteral("GET"), m_server.url(QStringLiteral("/a")),
                       QStringLiteral("--cookie-jar"), jar}),
             0);
    QVERIFY(cli.words().contains("line 1"));
    QVERIFY(m_server.requests.at(0).contains("Cookie: x=y\r\n"));
    CliProcess folder;
    QVERIFY(run(folder, {QStringLiteral("http"), QStringLiteral("GET"), m_server.url(QStringLiteral("/a")),
                         QStringLiteral("--cookie-jar"), m_data->path()}) != 0);
    CliProcess unwritable;
    QCOMPARE(
        run(unwritable, {QStringLiteral("http"), QStringLiteral("GET"), m_server.url(QStringLiteral("/set")),
                         QStringLiteral("--cookie-jar"), QStringLiteral("/proc/none/cookies.txt")}),
        4);
}

QTEST_GUILESS_MAIN(tst_history)
#include "tst_history.moc"
