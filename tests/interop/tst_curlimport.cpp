// SPDX-License-Identifier: MIT
#include "session/curlimport.h"

#include "decode/contentdecoder.h"
#include "http/httpfixture.h"
#include "interop/gotrequest.h"
#include "support/program.h"
#include "support/scriptedpeer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

namespace {

/// All that may differ between what curl sends and what is imported, in one place.
namespace allowed {

/// What each side says of itself where the command says nothing.
bool isOwn(const std::pair<QByteArray, QByteArray>& field)
{
    static const QList<std::pair<QByteArray, QByteArray>> own{
        {"accept", "*/*"},
        {"accept-language", "*"},
        {"connection", "keep-alive"},
        {"proxy-connection", "keep-alive"}, // of curl, to a proxy
        {"expect", "100-continue"},         // of curl, for uploads
        {"content-length", "0"},            // ours, where a method has a meaning for a body (RFC 9110 §8.6)
        {"accept-encoding", ContentDecoder::acceptEncoding()},
        {"accept-encoding", "deflate, gzip, br, zstd"}, // of curl --compressed
    };
    if (field.first == "user-agent")
        return field.second.startsWith("curl/") || field.second.startsWith("Wireloupe/");
    return std::any_of(own.begin(), own.end(), [&](const auto& other) {
        return other.first == field.first && other.second.compare(field.second, Qt::CaseInsensitive) == 0;
    });
}

/// What an import says that it has otherwise.
struct Noted
{
    explicit Noted(const QString& notes)
        : upgrade(notes.contains(QLatin1String("--http2")))
        , chunks(notes.contains(QLatin1String("not in chunks")))
        , partHeads(notes.contains(QLatin1String("-H Content-Type")) || notes.contains(QLatin1String("-F ")))
        , body(notes.contains(QLatin1String("left out")) || notes.contains(QLatin1String("line ends")) ||
               notes.contains(QLatin1String("is not known")))
    {
    }
    bool upgrade;   ///< no Upgrade to h2c
    bool chunks;    ///< a length instead of chunks
    bool partHeads; ///< names and types of multipart bodies
    bool body;      ///< without a file's content
};

} // namespace allowed

using Fields = QList<std::pair<QByteArray, QByteArray>>;

/// The fields that must be the same, sorted.
Fields comparable(const GotRequest& got, const allowed::Noted& noted)
{
    Fields fields;
    for (auto field : got.fields) {
        const bool isLength = field.first == "content-length" || field.first == "transfer-encoding";
        const bool isUpgrade = field.first == "upgrade" || field.first == "http2-settings" ||
                               (field.first == "connection" && field.second.startsWith("Upgrade"));
        // A boundary is random, and a length with it.
        if (isLength && (!got.boundary().isEmpty() || noted.chunks || noted.body))
            continue;
        if (allowed::isOwn(field) || (noted.upgrade && isUpgrade) ||
            (field.first == "content-type" && noted.partHeads))
            continue;
        if (!got.boundary().isEmpty())
            field.second.replace(got.boundary(), "BOUNDARY");
        fields.append(field);
    }
    std::sort(fields.begin(), fields.end());
    return fields;
}

QByteArray shown(const Fields& fields)
{
    QByteArray text;
    for (const auto& [name, value] : fields)
        text += name + ": " + value + '\n';
    return text;
}

/// How two requests differ; empty where they do not.
QByteArray difference(const QByteArray& curl, const QByteArray& ours, const allowed::Noted& noted)
{
    const GotRequest theirs(curl);
    const GotRequest own(ours);
    if (theirs.line != own.line)
        return theirs.line + " is sent as " + own.line;
    const Fields a = comparable(theirs, noted);
    const Fields b = comparable(own, noted);
    if (a != b)
        return "fields\n" + shown(a) + "are sent as\n" + shown(b);
    if (noted.body || noted.chunks)
        return {};
    if (noted.partHeads) {
        QByteArrayList contents[2];
        for (const QByteArrayList& part : theirs.parts())
            contents[0].append(part.value(3));
        for (const QByteArrayList& part : own.parts())
            contents[1].append(part.value(3));
        return contents[0] == contents[1] ? QByteArray() : "parts";
    }
    QByteArray body[2] = {theirs.body, own.body};
    if (!theirs.boundary().isEmpty()) {
        body[0].replace(theirs.boundary(), "BOUNDARY");
        body[1].replace(own.boundary(), "BOUNDARY");
    }
    return body[0] == body[1] ? QByteArray() : "body\n" + body[0] + "\nis sent as\n" + body[1];
}

} // namespace

/// What curl sends when a command is run is what its import sends.
class tst_curlimport : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void commandsOfOthers();
    void everyOption_data();
    void everyOption();

private:
    struct Outcome
    {
        int sentByCurl = 0;
        bool isImported = false;
        QString notes;
        QByteArray difference;
    };
    [[nodiscard]] Outcome compare(QString text);
    void write(const QString& name, const QByteArray& content);
    [[nodiscard]] QList<QByteArray> runCurl(const QString& script);

    QTemporaryDir m_dir;
    ScriptedPeer m_peer{
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", true)};
};

void tst_curlimport::initTestCase()
{
    if (!Program::isThere(QStringLiteral("curl")) || !Program::isThere(QStringLiteral("bash")))
        QSKIP("curl or bash is not there");
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.filePath(QStringLiteral("cache")).toUtf8());
    // What names of the commands' variables stand for, so that both sides send the same.
    for (const char* name : {"DO_API_TOKEN", "MYVARIABLE", "FILENAME"})
        qputenv(name, QByteArray("$") + name);
    for (const char* name :
         {"http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY", "no_proxy"})
        qunsetenv(name);
    qputenv("HOME", m_dir.path().toUtf8()); // no settings of the user's
    QVERIFY(QDir(m_dir.path()).mkpath(QStringLiteral("test/fixtures/curl_commands")));
    for (const char* name : {"add_params.xml", "NewDoc.pdf", "myfile.jpg", "file.txt", "my_file.txt",
                             "input_redirected_file.txt", "test/fixtures/curl_commands/delete.sh", "a b.bin"})
        write(QLatin1String(name), QByteArray("content of ") + name + "\nline 2\r\n\xff");
    write(QStringLiteral("cookies.txt"), {});
    write(QStringLiteral("cookie.txt"), {});
    QVERIFY(QDir::setCurrent(m_dir.path())); // the commands name files
}

void tst_curlimport::write(const QString& name, const QByteArray& content)
{
    QFile file(m_dir.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QList<QByteArray> tst_curlimport::runCurl(const QString& script)
{
    write(QStringLiteral("run.sh"), "curl() { command curl -sS --max-time 20 \"$@\"; }\n" + script.toUtf8());
    m_peer.requests.clear();
    Program bash(QStringLiteral("bash"), {QStringLiteral("run.sh")});
    (void)bash.wait();
    return std::exchange(m_peer.requests, {});
}

tst_curlimport::Outcome tst_curlimport::compare(QString text)
{
    const QString place = QStringLiteral("localhost:%1").arg(m_peer.serverPort());
    for (const char* used : {"localhost:28139", "localhost:8080", "httpbin.org"})
        text.replace(QLatin1String(used), place);
    Outcome outcome;
    const QList<QByteArray> theirs = runCurl(text);
    outcome.sentByCurl = int(theirs.size());
    const auto imports = importCurl(text);
    outcome.isImported = imports.has_value();
    if (!imports) {
        outcome.notes = imports.error().detail;
        return outcome;
    }
    HttpFixture http;
    for (const CurlImport& import : *imports) {
        (void)http.run(import.request);
        outcome.notes += import.notes.join(u'\n') + u'\n';
    }
    outcome.notes = outcome.notes.trimmed();
    const QList<QByteArray> ours = std::exchange(m_peer.requests, {});
    if (theirs.isEmpty()) // curl refuses the command
        return outcome;
    if (theirs.size() != ours.size())
        outcome.difference = QByteArray::number(theirs.size()) + " requests of curl, " +
                             QByteArray::number(ours.size()) + " of the import";
    for (qsizetype i = 0; i < theirs.size() && outcome.difference.isEmpty(); ++i)
        outcome.difference =
            difference(theirs.at(i), ours.at(i), allowed::Noted(imports->at(i).notes.join(u'\n')));
    return outcome;
}

void tst_curlimport::commandsOfOthers()
{
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (data.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    const QDir folder(data + QStringLiteral("/curl"));
    const QStringList names = folder.entryList({QStringLiteral("*.sh")});
    QVERIFY(!names.isEmpty());
    int same = 0;
    int noted = 0;
    int refused = 0;
    QStringList different;
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Outcome outcome = compare(QString::fromUtf8(file.readAll()));
        if (!outcome.difference.isEmpty())
            different.append(name + u' ' + QString::fromUtf8(outcome.difference) + u' ' + outcome.notes);
        else if (!outcome.isImported)
            ++refused;
        else if (outcome.notes.isEmpty())
            ++same;
        else
            ++noted;
        // What curl itself refuses, or cannot send, is not sent without a word.
        if (outcome.sentByCurl == 0)
            QVERIFY2(!outcome.notes.isEmpty(), qPrintable(name));
        if (!outcome.difference.isEmpty())
            qWarning("%s: %s", qPrintable(name), outcome.difference.toPercentEncoding(" \n:/").constData());
        if (!outcome.notes.isEmpty())
            qInfo("%s: %s", qPrintable(name), qPrintable(outcome.notes));
    }
    qInfo("%d as curl sends them, %d with notes, %d not imported", same, noted, refused);
    QVERIFY2(different.isEmpty(), qPrintable(different.join(u'\n')));
    QVERIFY(double(same + noted) >= 0.95 * double(names.size()));
}

void tst_curlimport::everyOption_data()
{
    QTest::addColumn<QString>("options");
    const char* const lines[] = {
        "U/",
        "U",
        "U?x",
        "U/users/:id/x:y",
        "'U/a/../b/./c/%2e%2e/d?x/../y#frag'",
        "--path-as-is 'U/a/../b'",
        "'U/\u00e4|\"<>^`\\x?\u20ac=%5*&&=&'",
        "-g 'U/{a,b}[1]'",
        "U/ -X brew",
        "U/ -XPUT -d x",
        "U/ -I",
        "U/ --head --request FOO",
        "U/ -H 'A: 1' -H 'a: 2' -H 'B:  x  y ' -H 'E;' -H 'nonsense' -H ': x'",
        "U/ -H Accept: -H User-Agent: -H Host:",
        "U/ -A '' -e 'http://r/;auto' -r 0-5,7-",
        "U/ -A agent -H 'User-Agent: other' -H 'Range: x' -r 1",
        "U/ -b a=1 -b 'b=2; c=3'",
        "U/ -b a=1 -H 'Cookie: c=3'",
        "U/ -b '' -c jar",
        "U/ -u me:pa:ss",
        "U/ -u :x",
        "http://us%40er:p%3Ass@localhost:PORT/",
        "U/ --oauth2-bearer tok",
        "U/ --digest -u a:b",
        "U/ -u a:b -H 'Authorization: x'",
        "U/ -d a=1 -d @- --data-raw @b --data-binary 'c d' <<< 'from stdin'",
        "U/ -d ''",
        "U/ -d '' -d b --json c -d d",
        "U/ --json '{ \"a\":' --json ' 1.10 }'",
        "U/ --json '{}' -H 'Content-Type: x/y' -H 'accept: q'",
        "U/ -H 'Content-Type:' -d x",
        "U/ --data-binary @file.txt",
        "U/ --data-binary @- < 'a b.bin'",
        "U/ -H 'Content-Type: a/b' --data-binary \"@a b.bin\"",
        "U/ --json @file.txt",
        "U/ --data-urlencode 'a b' --data-urlencode 'n=\u00e4&+~' --data-urlencode '=x y' --data-urlencode "
        "a=b=c",
        "U/ --data-urlencode n@- <<< 'x y'",
        "U/p -G -d a=1 --data-urlencode 'b= c'",
        "'U/p?#f' -G -d a=1",
        "'U/p?x&' -G -d a=1",
        "U/p -G",
        "U/p --url-query 'a b' --url-query '+raw=%20x' --url-query 'n=v w' --url-query '=only'",
        "U/p --url-query b=c -G -d x=1",
        "U/d/ -T 'a b.bin'",
        "U -T file.txt",
        "'U/d?q' -T file.txt",
        "U/d/ -T - < file.txt",
        "U/ -T file.txt -X POST -H 'Content-Type: x/y'",
        "U/ -F a=b -F 'c= d ' -F 'e=\"q\\\"u;o\" ;type=text/x' --form-string 'f=@x;y' -F 'g=\u00e4\u20ac'",
        "U/ -F 'a=@file.txt' -F 'b=@myfile.jpg;type=x/y;charset=z' -F 'c=@\"a b.bin\"' -F 'd=@NewDoc.pdf'",
        "U/ -F 'na\"me=x' -F $'n\\nl=x' -F =x",
        "U/ -F a=@- < file.txt",
        "U/ -F a=@- <<< 'from stdin'",
        "U/ -F 'a=@file.txt;filename=other.png' -F 'b=@file.txt;filename=\"q\\\"u;o,\u00e4.bin\"' -F "
        "'c=@myfile.jpg;type=x/y;filename=n'",
        "U/ -F 'a=text;filename=n.txt' -F 'b=text;filename=n.odd' -F 'c=\"t;t\";filename=\"n;n\";type=x/y'",
        "U/ -X PUT -F a=b",
        "U/ -F a=b -H 'Content-Type: multipart/form-data'",
        "U/ -L --max-redirs 3 -m 10 --connect-timeout 5 -k --compressed -sSvi -o /dev/null",
        "-x localhost:PORT http://example.com/a?b",
        "-x http://localhost:PORT --proxy-user us:pa http://example.com/",
        "-x localhost:PORT --noproxy localhost U/a",
        "--resolve example.com:PORT:127.0.0.1 http://example.com:PORT/a",
        "--connect-to example.com:PORT:127.0.0.1:PORT http://example.com:PORT/a",
        "--http1.1 U/ --tlsv1.2 --tls-max 1.3",
        "U/ -d $'a\\u0021\\x41\\t\\'\\\\' -H \"X: \\\"q\\\" \\\\ \\$x\"",
        "U/a \\\n -d 'it'\\''s' # comment",
        "U/a U/b -d x --next U/c",
        "U/a --request-target '/b/../c?d|e'",
        "U/ -X OPTIONS --request-target '*' -H 'A: b' -u me:pw",
        "U/a --request-target http://other/b?c -d body",
        "U/a -0 -d body",
        "--http1.0 U/ -A x",
        "-4 U/a",
    };
    for (const char* line : lines)
        QTest::newRow(line) << QString::fromUtf8(line);
}

void tst_curlimport::everyOption()
{
    QFETCH(QString, options);
    const QString port = QString::number(m_peer.serverPort());
    options.replace(QRegularExpression(QStringLiteral("\\bU(?=[/? ]|$)")),
                    QStringLiteral("http://localhost:PORT"));
    options.replace(QLatin1String("PORT"), port);
    const Outcome outcome = compare(QStringLiteral("curl ") + options);
    QVERIFY2(outcome.isImported, qPrintable(outcome.notes));
    QVERIFY(outcome.sentByCurl > 0);
    QVERIFY2(outcome.difference.isEmpty(), (outcome.difference + '\n' + outcome.notes.toUtf8()).constData());
}

QTEST_GUILESS_MAIN(tst_curlimport)
#include "tst_curlimport.moc"
