// SPDX-License-Identifier: MIT
#include "http/httpcompose.h"
#include "http/requestcode.h"
#include "interop/gotrequest.h"
#include "support/program.h"
#include "support/scriptedpeer.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

Q_DECLARE_METATYPE(wl::HttpRequest)

namespace {

HttpField field(const char* name, const char* value)
{
    return {QString::fromUtf8(name), QString::fromUtf8(value), true, false, {}};
}

/// The fields that must be the same, sorted: not those that every program fills in by itself, unless they
/// were typed.
QByteArrayList comparable(const GotRequest& got, const HttpRequest& typed, const QString& notes)
{
    static const QByteArrayList own{
        "host", "user-agent", "accept", "accept-encoding", "accept-language", "connection", "sec-fetch-mode"};
    const auto isTyped = [&](const QByteArray& name) {
        return std::any_of(typed.headers.begin(), typed.headers.end(), [&](const HttpField& row) {
            return row.enabled && row.name.toUtf8().compare(name, Qt::CaseInsensitive) == 0;
        });
    };
    const QByteArray boundary = got.boundary();
    QByteArrayList fields;
    for (const auto& [name, value] : got.fields) {
        if ((own.contains(name) && !isTyped(name)) || (name == "content-length" && !boundary.isEmpty()))
            continue;
        if (name == "mime-version" && notes.contains(QLatin1String("MIME-Version")))
            continue;
        QByteArray text = value;
        if (!boundary.isEmpty())
            text.replace(boundary, "BOUNDARY").replace("\"", "");
        fields.append(name + ": " + text);
    }
    std::sort(fields.begin(), fields.end());
    return fields;
}

/// As a server got them, one a line.
QByteArray shown(const QList<QByteArrayList>& parts)
{
    QByteArray text;
    for (const QByteArrayList& part : parts)
        text += part.join(" | ") + '\n';
    return text;
}

} // namespace

/// A copied request is what its own program sends when it is run.
class tst_requestcode : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void sendsTheSame_data();
    void sendsTheSame();
    void authenticatesAndFollows_data();
    void authenticatesAndFollows();
    void rawIsWhatTheExactEngineSends();
    void saysWhatAFormCannotDo();
    void refusesWhatCannotBeSent();

private:
    [[nodiscard]] QString file(const QString& name, const QByteArray& content)
    {
        QFile out(m_dir.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write");
        return out.fileName();
    }
    /// Runs a text of that form; the words that say why it cannot be run here, or what went wrong.
    [[nodiscard]] QString run(CodeForm form, const QString& text, QByteArray* output = nullptr);

    QTemporaryDir m_dir;
};

void tst_requestcode::initTestCase()
{
    QVERIFY(m_dir.isValid());
}

QString tst_requestcode::run(CodeForm form, const QString& text, QByteArray* output)
{
    QString program;
    QStringList arguments;
    switch (form) {
    case CodeForm::Curl:
        program = QStringLiteral("bash");
        arguments = {file(QStringLiteral("run.sh"), text.toUtf8())};
        break;
    case CodeForm::PythonRequests:
        program = QStringLiteral("/usr/bin/python3");
        arguments = {file(QStringLiteral("run.py"), text.toUtf8())};
        break;
    case CodeForm::JavaScriptFetch:
        program = QStringLiteral("node");
        arguments = {file(QStringLiteral("run.mjs"), text.toUtf8())};
        break;
    case CodeForm::CppQt:
        program = QStringLiteral("sh");
        arguments = {
            QStringLiteral("-c"),
            QStringLiteral("c++ -std=c++17 -fPIC -w -o %1/run %2 $(pkg-config --cflags --libs Qt6Network) && "
                           "QT_NO_GLIB=1 %1/run")
                .arg(m_dir.path(), file(QStringLiteral("run.cpp"), text.toUtf8()))};
        break;
    case CodeForm::CurlCmd:
    case CodeForm::CurlPowerShell:
    case CodeForm::Raw: return QStringLiteral("not a program here");
    }
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys()) {
        if (name.endsWith(QLatin1String("_proxy"), Qt::CaseInsensitive))
            environment.remove(name);
    }
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForStarted())
        return QStringLiteral("%1 is not here").arg(program);
    (void)QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000);
    if (output)
        *output = process.readAllStandardOutput();
    return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAllStandardError()).left(2000);
}

void tst_requestcode::sendsTheSame_data()
{
    QTest::addColumn<CodeForm>("form");
    QTest::addColumn<HttpRequest>("typed"); // its URL is a target
    const std::vector<std::pair<const char*, CodeForm>> forms{{"curl", CodeForm::Curl},
                                                              {"Python", CodeForm::PythonRequests},
                                                              {"JavaScript", CodeForm::JavaScriptFetch},
                                                              {"Qt", CodeForm::CppQt}};
    const auto add = [&](const char* name, const HttpRequest& request) {
        for (const auto& [word, form] : forms) {
            // A compiler takes its time: some that have everything.
            static const QByteArrayList compiled{"fields", "odd characters", "no type", "parts", "odd parts"};
            if (form != CodeForm::CppQt || compiled.contains(name))
                QTest::addRow("%s, %s", name, word) << form << request;
        }
    };
    HttpRequest request;
    request.url = QStringLiteral("/");
    add("GET", request);
    request.url = QStringLiteral("/a%20b/%7Ec?x=1&y='2'&z=%22");
    request.headers = {field("X-A", "it's \"quoted\" $HOME `id` \\ !"), field("Accept", "text/x; q=0.5"),
                       field("X-Empty", "")};
    add("fields", request);
    request = {};
    request.url = QStringLiteral("/[1-3]/{a,b}/%7e/%zz?x[]=1&y={z}|^`&%2f=\u00e4&e=&e");
    add("odd target", request);
    request.url = QStringLiteral("/?key=a%20b");
    request.headers = {field("Cookie", "a=b; c=\"d e\""), field("X-U", "\u00e9 \u20ac")};
    request.auth.kind = HttpAuth::Kind::Basic;
    request.auth.user = QStringLiteral("m e");
    request.auth.password = QStringLiteral("p:\u00e4\"'$");
    add("basic", request);
    request.auth = {};
    request.auth.kind = HttpAuth::Kind::ApiKey;
    request.auth.keyName = QStringLiteral("k");
    request.auth.keyValue = QStringLiteral("v$ &\"");
    request.auth.keyInQuery = true;
    add("API key", request);
    request = {};
    request.url = QStringLiteral("/h");
    for (const char* method : {"DELETE", "OPTIONS", "M-SEARCH", "report"}) {
        request.method = QLatin1String(method);
        add(method, request);
    }
    request.method = QStringLiteral("POST");
    request.body.kind = HttpBody::Kind::Json;
    request.body.text =
        QStringLiteral("{\n  \"a\": 1.0, \"b\": \"it's \\\"x\\\" \\u00e9 \u00e9 \u20ac\"\n}\n");
    add("JSON", request);
    request.method = QStringLiteral("PUT");
    request.body.kind = HttpBody::Kind::Text;
    request.body.text = QStringLiteral(
        "tab\there, CR\r\n'single' \"double\" `back` $dollar ${x} %41 %s \\n \\ ?\?/ !!x \u0001\u007f"
        "\U0001F600 \u2028 @file");
    request.headers = {field("Content-Type", "text/x-odd")};
    add("odd characters", request);
    request.body.text = QString(QStringLiteral("a\0b'c%\\\"\0001")) + QChar(0) + QStringLiteral("z");
    add("NUL", request);
    request.headers = {{QStringLiteral("Content-Type"), {}, false, false, {}}};
    request.body.text = QStringLiteral("x \u00e9");
    add("no type", request);
    request.headers.clear();
    request.body.text = QString(5'000'000, u'\u00e9');
    add("large body", request);
    request.body.text.clear();
    add("empty body", request);
    request = {};
    request.url = QStringLiteral("/form");
    request.method = QStringLiteral("POST");
    request.body.kind = HttpBody::Kind::Form;
    request.body.fields = {field("a", "1 & 2"), field("b", "\u00e9="), field("a", "@x")};
    add("form", request);
    request.body = {};
    request.body.kind = HttpBody::Kind::File;
    request.body.filePath = file(QStringLiteral("it's a \"file\".bin"), QByteArray("\x00\xff\r\nbinary", 10));
    request.body.contentType = QStringLiteral("application/x-thing");
    add("file", request);
    request.body = {};
    request.body.kind = HttpBody::Kind::Multipart;
    HttpPart text;
    text.name = QStringLiteral("text");
    text.text = QStringLiteral("line 1\nline 2 @x; \"q\"");
    HttpPart typed = text;
    typed.name = QStringLiteral("typed");
    typed.contentType = QStringLiteral("application/json");
    HttpPart files;
    files.name = QStringLiteral("files");
    files.files = {file(QStringLiteral("one.txt"), "first"), file(QStringLiteral("two.bin"), "second\r\n")};
    files.contentType = QStringLiteral("text/x-own");
    HttpPart off = text;
    off.enabled = false;
    request.body.parts = {text, typed, files, off};
    add("parts", request);
    // Names and types that have to be made or quoted; in lines that FormData would change, and in others.
    HttpPart named;
    named.name = QStringLiteral("n \"q\"; a,\u00e4");
    named.text = QStringLiteral("x");
    HttpPart renamed = named;
    renamed.files = {file(QStringLiteral("c \"d\" \u00e4.csv"), "a,b\n")};
    HttpPart own = renamed;
    own.name = QStringLiteral("own");
    own.fileName = QStringLiteral("o, \"p\"; \u00e4.json");
    request.body.parts = {named, renamed, own};
    add("odd parts", request);
    HttpPart asFile = named;
    asFile.text = QStringLiteral("a\nb\r\n");
    asFile.fileName = QStringLiteral("t.odd");
    HttpPart empty;
    empty.name = QStringLiteral("line\r\nbreak");
    request.body.parts = {asFile, empty, own};
    add("files of text", request);
    request.body.parts.clear();
    add("no parts", request);
}

void tst_requestcode::sendsTheSame()
{
    QFETCH(CodeForm, form);
    QFETCH(HttpRequest, typed);
    ScriptedPeer peer(
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", true));
    typed.url = peer.url(typed.url);
    const Result<CodeText> code = requestCode(typed, form);
    QVERIFY(code.has_value());
    const QString problem = run(form, code->text);
    if (problem.endsWith(QLatin1String("is not here")) || problem.contains(QLatin1String("pkg-config")))
        QSKIP(qPrintable(problem));
    QVERIFY2(problem.isEmpty(), qPrintable(problem + u'\n' + code->text));
    QCOMPARE(peer.requests.size(), 1);
    const GotRequest got(peer.requests.first());
    // What a form changes, it says.
    const QString notes = code->notes.join(u' ');
    HttpRequest exact = typed;
    exact.settings.engine = HttpEngine::Exact;
    const GotRequest promised(requestCode(exact, CodeForm::Raw)->text.toUtf8());
    if (notes.contains(QLatin1String("%27")))
        QCOMPARE(got.line, QByteArray(promised.line).replace("'", "%27"));
    else if (notes.contains(QLatin1String("sends the target as")))
        QVERIFY2(notes.contains(QString::fromUtf8(got.line.split(' ').value(1))), got.line.constData());
    else
        QCOMPARE(got.line, promised.line);
    QCOMPARE(comparable(got, typed, notes).join('\n'), comparable(promised, typed, {}).join('\n'));
    if (!got.boundary().isEmpty())
        QCOMPARE(shown(got.parts()), shown(promised.parts()));
    else if (typed.body.kind == HttpBody::Kind::File)
        QCOMPARE(got.body, QByteArray("\x00\xff\r\nbinary", 10));
    else
        QVERIFY2(got.body == promised.body,
                 (got.body.left(500) + "\n" + promised.body.left(500)).constData());
}

void tst_requestcode::authenticatesAndFollows_data()
{
    QTest::addColumn<CodeForm>("form");
    QTest::newRow("curl") << CodeForm::Curl;
    QTest::newRow("Python") << CodeForm::PythonRequests;
    QTest::newRow("Qt") << CodeForm::CppQt; // fetch has no Digest, and says so
}

void tst_requestcode::authenticatesAndFollows()
{
    QFETCH(CodeForm, form);
    Program httpbin(QStringLiteral("/usr/bin/python3"), {QFINDTESTDATA("httpbin_server.py")});
    const int port = httpbin.line().toInt();
    if (port == 0)
        QSKIP("python3-httpbin is not there");
    const QString place = QStringLiteral("http://127.0.0.1:%1").arg(port);
    HttpRequest typed;
    typed.url = place + QStringLiteral("/digest-auth/auth/me/pw");
    typed.auth.kind = HttpAuth::Kind::Digest;
    typed.auth.user = QStringLiteral("me");
    typed.auth.password = QStringLiteral("pw");
    QByteArray output;
    const QString problem = run(form, requestCode(typed, form)->text, &output);
    if (problem.endsWith(QLatin1String("is not here")) || problem.contains(QLatin1String("pkg-config")))
        QSKIP(qPrintable(problem));
    QVERIFY2(output.contains("\"authenticated\":true") || output.contains("\"authenticated\": true"),
             (problem.toUtf8() + output).constData());
    if (form == CodeForm::CppQt)
        return; // a compiler takes its time
    typed.auth = {};
    typed.url = place + QStringLiteral("/redirect/2");
    QVERIFY2(run(form, requestCode(typed, form)->text, &output).isEmpty() && output.contains("/get\""),
             output.constData());
    typed.settings.followRedirects = false;
    QVERIFY2(run(form, requestCode(typed, form)->text, &output).isEmpty() && !output.contains("/get\""),
             output.constData());
}

void tst_requestcode::rawIsWhatTheExactEngineSends()
{
    HttpRequest typed;
    typed.method = QStringLiteral("POST");
    typed.url = QStringLiteral("http://example.com/a/../b?\u00e9");
    typed.headers = {field("X", "1"), field("X", "2")};
    typed.body.kind = HttpBody::Kind::Text;
    typed.body.text = QStringLiteral("b\u00f6dy");
    const Result<CodeText> raw = requestCode(typed, CodeForm::Raw);
    QVERIFY(raw.has_value());
    typed.settings.engine = HttpEngine::Exact;
    QCOMPARE(raw->text.toUtf8(), composeRequest(typed)->head() + "b\xc3\xb6"
                                                                 "dy");
    QCOMPARE(raw->notes, QStringList());
    typed.body = {};
    typed.body.kind = HttpBody::Kind::File;
    typed.body.filePath = file(QStringLiteral("binary"), "\xff\xfe");
    QVERIFY(requestCode(typed, CodeForm::Raw)->notes.first().contains(QStringLiteral("not UTF-8")));
}

void tst_requestcode::saysWhatAFormCannotDo()
{
    HttpRequest typed;
    typed.url = QStringLiteral("http://example.com/a/../b");
    typed.headers = {field("X", "1"), field("X", "2"), field("Host", "else")};
    QVERIFY(requestCode(typed, CodeForm::Curl)->text.contains(QStringLiteral("--path-as-is")));
    QCOMPARE(requestCode(typed, CodeForm::Curl)->notes, QStringList());
    QVERIFY(
        requestCode(typed, CodeForm::PythonRequests)->notes.join(u' ').contains(QStringLiteral("named X")));
    QVERIFY(requestCode(typed, CodeForm::JavaScriptFetch)
                ->notes.join(u' ')
                .contains(QStringLiteral("dot segments")));
    QVERIFY(
        requestCode(typed, CodeForm::JavaScriptFetch)->notes.join(u' ').contains(QStringLiteral("named X")));
    QVERIFY(requestCode(typed, CodeForm::JavaScriptFetch)->notes.join(u' ').contains(QStringLiteral("Host")));
    QVERIFY(requestCode(typed, CodeForm::CppQt)->notes.join(u' ').contains(QStringLiteral("only the last")));
    QVERIFY(
        requestCode(typed, CodeForm::CppQt)->notes.join(u' ').contains(QStringLiteral("the target as /b")));
    const auto says = [&typed](CodeForm form, const char* words) {
        const QString notes = requestCode(typed, form)->notes.join(u' ');
        QVERIFY2(notes.contains(QLatin1String(words)),
                 qPrintable(notes + QLatin1String(" has not ") + QLatin1String(words)));
    };
    typed = {};
    typed.url = QStringLiteral("http://example.com/");
    typed.method = QStringLiteral("get");
    says(CodeForm::JavaScriptFetch, "sends GET for get");
    typed.headers = {{QStringLiteral("User-Agent"), {}, false, false, {}}};
    says(CodeForm::JavaScriptFetch, "its own User-Agent");
    says(CodeForm::PythonRequests, "its own User-Agent");
    says(CodeForm::CppQt, "its own User-Agent");
    typed.headers = {field("Transfer-Encoding", "chunked"), field("User-Agent", "")};
    typed.method = QStringLiteral("POST");
    typed.body.kind = HttpBody::Kind::Text;
    typed.body.text = QStringLiteral("0\r\n\r\n");
    says(CodeForm::Curl, "chunks of the body by itself");
    says(CodeForm::PythonRequests, "frames the body");
    says(CodeForm::CppQt, "frames the body");
    says(CodeForm::CppQt, "User-Agent empty");
    typed.headers.clear();
    typed.body.kind = HttpBody::Kind::Multipart;
    HttpPart part;
    part.name = QStringLiteral("a=b\\");
    part.text = QChar(0);
    typed.body.parts = {part};
    typed.body.contentType = QStringLiteral("multipart/mixed");
    says(CodeForm::Curl, "at its \"=\"");
    says(CodeForm::Curl, "NUL");
    says(CodeForm::PythonRequests, "doubles a backslash");
    says(CodeForm::JavaScriptFetch, "not multipart/mixed");
    typed.body.parts[0].fileName = QStringLiteral("a.txt");
    says(CodeForm::Curl, "says a Content-Type");
    says(CodeForm::CppQt, "MIME-Version");
    typed.body = {};
    typed.method = QStringLiteral("patch");
    says(CodeForm::PythonRequests, "Content-Length: 0");
}

void tst_requestcode::refusesWhatCannotBeSent()
{
    HttpRequest typed;
    for (const CodeForm form : {CodeForm::Curl, CodeForm::PythonRequests, CodeForm::JavaScriptFetch,
                                CodeForm::CppQt, CodeForm::Raw}) {
        typed = {};
        QCOMPARE(int(requestCode(typed, form).error().code), int(ErrorCode::BadAddress));
        typed.url = QStringLiteral("http://example.com/");
        typed.headers = {field("X", "a\r\nb")};
        QCOMPARE(int(requestCode(typed, form).error().code), int(ErrorCode::BadOption));
        typed.headers.clear();
        typed.body.kind = HttpBody::Kind::File;
        typed.body.filePath = QStringLiteral("/nonexistent");
        QCOMPARE(int(requestCode(typed, form).error().code), int(ErrorCode::FileNotFound));
    }
    QFile large(m_dir.filePath(QStringLiteral("large")));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(20'000'000));
    typed.body.filePath = large.fileName();
    QCOMPARE(int(requestCode(typed, CodeForm::Raw).error().code), int(ErrorCode::TooLarge));
    QVERIFY(requestCode(typed, CodeForm::Curl)->text.contains(QStringLiteral("--data-binary @")));
}

QTEST_GUILESS_MAIN(tst_requestcode)
#include "tst_requestcode.moc"
