// SPDX-License-Identifier: MIT
#include "http/httpcompose.h"
#include "http/requestcode.h"
#include "interop/gotrequest.h"
#include "support/scriptedpeer.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

Q_DECLARE_METATYPE(wl::HttpRequest)

namespace {

HttpField field(const char* name, const char* value)
{
    return {QString::fromUtf8(name), QString::fromUtf8(value), true, false, {}};
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
    [[nodiscard]] QString run(CodeForm form, const QString& text);

    QTemporaryDir m_dir;
};

void tst_requestcode::initTestCase()
{
    QVERIFY(m_dir.isValid());
}

QString tst_requestcode::run(CodeForm form, const QString& text)
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
            // A compiler takes its time: one text that has everything.
            if (form != CodeForm::CppQt || QByteArray(name) == "odd characters" ||
                QByteArray(name) == "parts")
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
    request.url = QStringLiteral("/h");
    request.method = QStringLiteral("DELETE");
    add("DELETE", request);
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
    request.headers.clear();
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
}

void tst_requestcode::sendsTheSame()
{
    QFETCH(CodeForm, form);
    QFETCH(HttpRequest, typed);
    ScriptedPeer peer(
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", true));
    const QByteArray target = typed.url.toUtf8();
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
    const bool isQuoteChanged = code->notes.join(u' ').contains(QLatin1String("%27"));
    const bool isLineEndChanged = code->notes.join(u' ').contains(QLatin1String("CR LF"));
    QCOMPARE(got.line, typed.method.toUtf8() + ' ' +
                           (isQuoteChanged ? QByteArray(target).replace("'", "%27") : target) + " HTTP/1.1");

    // What was promised is what the exact engine would have sent.
    HttpRequest exact = typed;
    exact.settings.engine = HttpEngine::Exact;
    const GotRequest promised(requestCode(exact, CodeForm::Raw)->text.toUtf8());
    for (const HttpField& sent : typed.headers)
        QCOMPARE(got.values(sent.name.toUtf8()), QByteArrayList{sent.value.toUtf8()});
    if (typed.body.kind != HttpBody::Kind::Multipart) {
        if (!got.body.isEmpty() || form == CodeForm::Curl)
            QCOMPARE(got.values("content-type"), promised.values("content-type"));
        QCOMPARE(got.body, typed.body.kind == HttpBody::Kind::File ? QByteArray("\x00\xff\r\nbinary", 10)
                                                                   : promised.body);
        return;
    }
    const QList<QByteArrayList> parts = got.parts();
    QCOMPARE(parts.size(), 4);
    QCOMPARE(parts[0].value(0), QByteArray("text"));
    const QByteArray content = "line 1\nline 2 @x; \"q\"";
    QCOMPARE(parts[0].value(3), isLineEndChanged ? QByteArray(content).replace("\n", "\r\n") : content);
    QCOMPARE(parts[1], (QByteArrayList{"typed", parts[1].value(1), "application/json", content}));
    QCOMPARE(parts[2], (QByteArrayList{"files", "one.txt", "text/x-own", "first"}));
    QCOMPARE(parts[3], (QByteArrayList{"files", "two.bin", "text/x-own", "second\r\n"}));
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
    QVERIFY(requestCode(typed, CodeForm::JavaScriptFetch)->notes.join(u' ').contains(QStringLiteral("Host")));
    QVERIFY(requestCode(typed, CodeForm::CppQt)->notes.join(u' ').contains(QStringLiteral("only the last")));
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
