// SPDX-License-Identifier: MIT
#include "http/bodydevice.h"
#include "http/httpcompose.h"
#include "http/requestcode.h"
#include "session/curlimport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wl;

Q_DECLARE_METATYPE(wl::HttpRequest)

namespace {

HttpField field(const char* name, const char* value)
{
    return {QString::fromUtf8(name), QString::fromUtf8(value), true, false, {}};
}

/// That of a multipart body is random.
QByteArray boundaryOf(const ComposedRequest& composed)
{
    const ComposedField* type = composed.findField("Content-Type");
    const qsizetype at = type ? type->value.indexOf("boundary=") : -1;
    return at < 0 ? QByteArray() : type->value.mid(at + 9);
}

QByteArray bodyOf(const ComposedRequest& composed)
{
    BodyDevice device(composed.body);
    const QByteArray body = device.readAll();
    const QByteArray boundary = boundaryOf(composed);
    return boundary.isEmpty() ? body : QByteArray(body).replace(boundary, "BOUNDARY");
}

/// What is not curl's own to fill in, by name.
QByteArrayList typedFields(const ComposedRequest& composed)
{
    QByteArrayList fields;
    const QByteArray boundary = boundaryOf(composed);
    for (const ComposedField& one : composed.fields) {
        const bool isOwn = one.isNamed("User-Agent") || one.isNamed("Accept-Language") ||
                           (one.isNamed("Content-Length") && !boundary.isEmpty());
        if (one.isAutomatic && isOwn)
            continue;
        const QByteArray line = one.name.toLower() + ": " + one.value;
        fields.append(boundary.isEmpty() ? line : QByteArray(line).replace(boundary, "BOUNDARY"));
    }
    std::sort(fields.begin(), fields.end());
    return fields;
}

} // namespace

/// A request copied for curl and pasted again is the same request, by the quoting of each shell.
class tst_curlroundtrip : public QObject
{
    Q_OBJECT
private slots:
    void comesBack_data();
    void comesBack();
    void settingsComeBack();

private:
    QTemporaryDir m_dir;
};

void tst_curlroundtrip::comesBack_data()
{
    QTest::addColumn<CodeForm>("form");
    QTest::addColumn<HttpRequest>("typed");
    const auto add = [](const char* name, HttpRequest request) {
        request.settings.engine = HttpEngine::Exact;
        for (const auto& [word, form] : std::initializer_list<std::pair<const char*, CodeForm>>{
                 {"bash", CodeForm::Curl},
                 {"cmd", CodeForm::CurlCmd},
                 {"PowerShell", CodeForm::CurlPowerShell}})
            QTest::addRow("%s, %s", name, word) << form << request;
    };
    HttpRequest request;
    request.url = QStringLiteral("http://example.com/");
    add("GET", request);
    request.url = QStringLiteral("http://example.com/a%20b/%7Ec/../d?x=1&y='2'&z=%22&p=%PATH%&[1]");
    request.headers = {field("X-A", "it's \"quoted\" $HOME `id` \\ ! %TEMP% ^ & | < > ( ) \\\" \\\\\" \\"),
                       field("Accept", "text/x; q=0.5"), field("X-Empty", "")};
    add("odd fields", request);
    request.headers = {field("A", "1"), field("A", "2"), field("Cookie", "a=b; c=\"d\"")};
    request.method = QStringLiteral("DELETE");
    add("fields twice", request);
    request = {};
    request.url = QStringLiteral("https://example.com:8443/h?q");
    request.method = QStringLiteral("POST");
    request.body.kind = HttpBody::Kind::Json;
    request.body.text =
        QStringLiteral("{\n  \"a\": 1.0, \"b\": \"it's \\\"x\\\" \\u00e9 \u00e9 \u20ac\"\n}\n");
    add("JSON", request);
    request.method = QStringLiteral("PUT");
    request.body.kind = HttpBody::Kind::Text;
    request.body.text = QStringLiteral(
        "@file, a\nb\n\nc 'single' \"double\" `back` $dollar ${x} %41 %s \\n \\ ^ \U0001F600 \"\"");
    add("text", request);
    request.body.text.clear();
    add("empty body", request);
    request.body = {};
    request.body.kind = HttpBody::Kind::Form;
    request.body.fields = {field("a", "1 & 2"), field("b", "\u00e9="), field("a", "@x")};
    add("form", request);
    request.body = {};
    request.auth.kind = HttpAuth::Kind::Basic;
    request.auth.user = QStringLiteral("me");
    request.auth.password = QStringLiteral("pa:ss \"");
    request.method = QStringLiteral("GET");
    add("basic", request);
    request.auth.kind = HttpAuth::Kind::ApiKey;
    request.auth.keyName = QStringLiteral("X-Key");
    request.auth.keyValue = QStringLiteral("k$y");
    add("API key", request);
    request = {};
    request.url = QStringLiteral("http://example.com/");
    request.method = QStringLiteral("POST");
    add("no body", request);
    request.body.kind = HttpBody::Kind::Text;
    request.body.text = QStringLiteral("x");
    request.headers = {field("Content-Type", "a/b; charset=c")};
    add("typed type", request);
    request.headers = {{QStringLiteral("Content-Type"), {}, false, false, {}}};
    add("no type", request);
    request.headers.clear();
    request.body = {};
    request.body.kind = HttpBody::Kind::Multipart;
    HttpPart part;
    part.name = QStringLiteral("a; \"b\"");
    part.text = QStringLiteral("line 1\n \"2\"; , ");
    request.body.parts = {part};
    part.contentType = QStringLiteral("text/x;y=z");
    part.fileName = QStringLiteral("f \"1\"; \\ ,.txt");
    request.body.parts.append(part);
    add("parts", request);
    request.method = QStringLiteral("GET");
    request.body = {};
    for (const char* name : {"Accept", "User-Agent"})
        request.headers.append({QLatin1String(name), {}, false, false, {}});
    add("taken away", request);
}

void tst_curlroundtrip::comesBack()
{
    QFETCH(CodeForm, form);
    QFETCH(HttpRequest, typed);
    const Result<CodeText> code = requestCode(typed, form);
    QVERIFY(code.has_value());
    const auto imports = importCurl(code->text);
    QVERIFY2(imports, imports ? "" : qPrintable(imports.error().detail + u'\n' + code->text));
    QCOMPARE(imports->size(), 1);
    for (const QString& note : imports->constFirst().notes) // how curl follows redirects with -X
        QVERIFY2(note.startsWith(QStringLiteral("-X ")), qPrintable(note + code->text));
    const Result<ComposedRequest> before = composeRequest(typed);
    const Result<ComposedRequest> after = composeRequest(imports->constFirst().request);
    QVERIFY(before && after);
    QCOMPARE(after->method, before->method);
    QCOMPARE(after->url.scheme(), before->url.scheme());
    QCOMPARE(after->target, before->target);
    QCOMPARE(typedFields(*after), typedFields(*before));
    QVERIFY2(bodyOf(*after) == bodyOf(*before), qPrintable(code->text));
    QCOMPARE(imports->constFirst().request.settings.followRedirects, typed.settings.followRedirects);
}

void tst_curlroundtrip::settingsComeBack()
{
    HttpRequest typed;
    typed.url = QStringLiteral("https://example.com/");
    HttpSettings& settings = typed.settings;
    settings.engine = HttpEngine::Exact;
    settings.useCookies = false;
    settings.maxRedirects = 7;
    settings.keepMethod = settings.keepAuth = true;
    settings.proxy = {ProxySpec::Kind::Http, QStringLiteral("proxy"), 3128, QStringLiteral("u"), {}};
    settings.resolve = {{QStringLiteral("example.com"), 443, QStringLiteral("::1")}};
    settings.connectTimeout = std::chrono::milliseconds(1500);
    settings.totalTimeout = std::chrono::milliseconds(20'000);
    settings.tls.verify = false;
    settings.tls.caFile = QStringLiteral("/ca's.pem");
    settings.tls.certificateFile = QStringLiteral("C:\\a b.p12");
    settings.tls.keyFile = QStringLiteral("key.pem");
    settings.tls.minVersion = TlsVersion::Tls12;
    settings.tls.maxVersion = TlsVersion::Tls13;
    typed.auth.kind = HttpAuth::Kind::Digest;
    typed.auth.user = QStringLiteral("me");
    typed.auth.password = QStringLiteral("it's");
    for (const CodeForm form : {CodeForm::Curl, CodeForm::CurlCmd, CodeForm::CurlPowerShell}) {
        const Result<CodeText> code = requestCode(typed, form);
        QVERIFY(code.has_value());
        const auto imports = importCurl(code->text);
        QVERIFY2(imports, qPrintable(code->text));
        const HttpRequest& back = imports->constFirst().request;
        QVERIFY2(back.settings == settings, qPrintable(code->text));
        QVERIFY(back.auth == typed.auth);
        QCOMPARE(imports->constFirst().notes, QStringList());
    }
    // An AWS signature is made by curl itself.
    typed.auth = {};
    typed.auth.kind = HttpAuth::Kind::AwsV4;
    typed.auth.aws = {QStringLiteral("id"),
                      QStringLiteral("secret"),
                      {},
                      QStringLiteral("eu-west-1"),
                      QStringLiteral("s3")};
    const QString text = requestCode(typed, CodeForm::Curl)->text;
    QVERIFY(importCurl(text)->constFirst().request.auth == typed.auth);
    QVERIFY2(!text.contains(QStringLiteral("X-Amz-Date"), Qt::CaseInsensitive), qPrintable(text));
    // The others say what they have not.
    for (const CodeForm form : {CodeForm::PythonRequests, CodeForm::JavaScriptFetch, CodeForm::CppQt}) {
        const QString notes = requestCode(typed, form)->notes.join(u' ');
        for (const char* word : {"address", "TLS version", "AWS"})
            QVERIFY2(notes.contains(QLatin1String(word)), qPrintable(QLatin1String(word) + u' ' + notes));
    }
    typed.isRaw = true;
    QCOMPARE(requestCode(typed, CodeForm::Curl).error().code, ErrorCode::BadOption);
}

QTEST_GUILESS_MAIN(tst_curlroundtrip)
#include "tst_curlroundtrip.moc"
