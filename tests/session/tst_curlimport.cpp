// SPDX-License-Identifier: MIT
#include "session/curlimport.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace wl;

namespace {

/// The one request of a command; an empty one where there is none.
CurlImport imported(const QString& text)
{
    const auto imports = importCurl(text);
    if (!imports || imports->size() != 1) {
        qWarning("%s", imports ? "several requests" : qPrintable(imports.error().detail));
        return {};
    }
    return imports->constFirst();
}

QString header(const HttpRequest& request, const QString& name)
{
    for (const HttpField& field : request.headers) {
        if (field.name == name)
            return field.enabled ? field.value : QStringLiteral("(off)");
    }
    return QStringLiteral("(none)");
}

} // namespace

class tst_curlimport : public QObject
{
    Q_OBJECT
private slots:
    void methodAndUrl_data();
    void methodAndUrl();
    void headers();
    void fieldsAreTakenAway();
    void cookies();
    void data_data();
    void data();
    void contentTypes();
    void query_data();
    void query();
    void uploads();
    void parts();
    void startLine();
    void auth_data();
    void auth();
    void proxies_data();
    void proxies();
    void tls();
    void addresses();
    void versions();
    void timeoutsAndRedirects();
    void severalRequests();
    void notes_data();
    void notes();
    void refuses_data();
    void refuses();
    void recognizesCommands_data();
    void recognizesCommands();
};

void tst_curlimport::methodAndUrl_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("url");
    const auto row = [](const char* line, const char* method, const char* url) {
        QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(method) << QString::fromUtf8(url);
    };
    row("curl 'http://h/p?a=1&b=%20'", "GET", "http://h/p?a=1&b=%20");
    row("curl -sS --url 'http://h/p'", "GET", "http://h/p");
    row("curl --url=http://h/p", "GET", "http://h/p");
    row("curl -XDELETE http://h/p", "DELETE", "http://h/p");
    row("curl http://h/p --request brew", "brew", "http://h/p");
    row("curl http://h/p --request=PUT", "PUT", "http://h/p");
    row("curl -sSvXPUT http://h/p", "PUT", "http://h/p");
    row("curl -fsSL http://h/p", "GET", "http://h/p");
    row("curl h:8080/x", "GET", "http://h:8080/x");
    row("curl h", "GET", "http://h/");
    row("curl HTTP://H/a", "GET", "http://H/a");
    row("curl --proto-default https h/x", "GET", "https://h/x");
    row("curl -I http://h/", "HEAD", "http://h/");
    row("curl --insec --hea http://h/", "GET", "http://h/"); // --hea is --head or --header
    row("curl --compr http://h/", "GET", "http://h/");
    row("curl -d x http://h/", "POST", "http://h/");
    row("curl -d '' http://h/", "POST", "http://h/");
    row("curl -F a=b http://h/", "POST", "http://h/");
    row("curl -T f http://h/x", "PUT", "http://h/x");
    row("curl -X PUT -d x http://h/", "PUT", "http://h/");
    row("curl -- http://h/", "GET", "http://h/");
    row("curl 'http://h/a/../b/./c/..'", "GET", "http://h/b/");
    row("curl 'http://h/../..'", "GET", "http://h/");
    row("curl --path-as-is 'http://h/a/../b'", "GET", "http://h/a/../b");
    row("curl 'http://h/%2e%2e/b?x/../y'", "GET", "http://h/%2e%2e/b?x/../y");
    row("curl 'http://h/\u00e4?\u20ac'", "GET", "http://h/%c3%a4?\u20ac"); // as curl does it
    row("curl 'http://h/a#frag'", "GET", "http://h/a");
    row("curl -g 'http://h/{a,b}[1-2]'", "GET", "http://h/{a,b}[1-2]");
    row("curl 'http://h/{a,b}/[08-10]/x'", "GET", "http://h/a/08/x");
    row("curl 'http://[::1]:8080/a'", "GET", "http://[::1]:8080/a");
    row("/usr/bin/curl http://h/", "GET", "http://h/");
    row("TOKEN=x curl http://h/ | jq . > out 2>&1", "GET", "http://h/");
    row("curl http://h/ -o /dev/null -w '%{http_code}' -D - --trace-ascii x", "GET", "http://h/");
}

void tst_curlimport::methodAndUrl()
{
    QFETCH(QString, line);
    QFETCH(QString, method);
    QFETCH(QString, url);
    const CurlImport import = imported(line);
    QCOMPARE(import.request.method, method);
    QCOMPARE(import.request.url, url);
}

void tst_curlimport::headers()
{
    const CurlImport import =
        imported(QStringLiteral("curl http://h/ -H 'Accept: */*' -H 'X-A:1' --header 'X-Empty;' -A agent "
                                "-e 'ref;auto' -b 'k=v; l=w' -b m=x -r 0-5 -H 'X-A: 2'"));
    QCOMPARE(import.notes, QStringList());
    const HttpRequest& request = import.request;
    QCOMPARE(header(request, QStringLiteral("Accept")), QStringLiteral("*/*"));
    QCOMPARE(header(request, QStringLiteral("X-A")), QStringLiteral("1"));
    QCOMPARE(header(request, QStringLiteral("X-Empty")), QString());
    QCOMPARE(header(request, QStringLiteral("User-Agent")), QStringLiteral("agent"));
    QCOMPARE(header(request, QStringLiteral("Referer")), QStringLiteral("ref"));
    QCOMPARE(header(request, QStringLiteral("Cookie")), QStringLiteral("k=v; l=w;m=x"));
    QCOMPARE(header(request, QStringLiteral("Range")), QStringLiteral("bytes=0-5"));
    QCOMPARE(request.headers.size(), 8);
    // A typed field wins over the option that stands for it.
    const CurlImport typed =
        imported(QStringLiteral("curl http://h/ -b a=1 -H 'cookie: b=2' -H 'range: x' -r 1"));
    QCOMPARE(typed.request.headers.size(), 2);
    QCOMPARE(header(typed.request, QStringLiteral("cookie")), QStringLiteral("b=2"));
}

void tst_curlimport::fieldsAreTakenAway()
{
    const CurlImport import =
        imported(QStringLiteral("curl http://h/ -d x -H Accept: -H 'Content-Type:' -A '' "
                                "-H Expect:"));
    QCOMPARE(header(import.request, QStringLiteral("Accept")), QStringLiteral("(off)"));
    QCOMPARE(header(import.request, QStringLiteral("Content-Type")), QStringLiteral("(off)"));
    QCOMPARE(header(import.request, QStringLiteral("User-Agent")), QStringLiteral("(off)"));
    QCOMPARE(import.request.headers.size(), 3);
    QCOMPARE(import.request.body.contentType, QString());
}

void tst_curlimport::cookies()
{
    QVERIFY(!imported(QStringLiteral("curl http://h/ -b a=b")).request.settings.useCookies);
    QVERIFY(imported(QStringLiteral("curl http://h/ -c jar")).request.settings.useCookies);
    const CurlImport file = imported(QStringLiteral("curl http://h/ -b cookies.txt"));
    QVERIFY(file.request.settings.useCookies);
    QVERIFY(file.notes.join(u' ').startsWith(QStringLiteral("-b cookies.txt")));
}

void tst_curlimport::data_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("content"); // the text, or the file's path
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("isNoted");
    const auto row = [](const char* options, HttpBody::Kind kind, const char* content, const char* type,
                        bool isNoted = false) {
        QTest::newRow(options) << QString::fromUtf8(options) << int(kind) << QString::fromUtf8(content)
                               << QString::fromUtf8(type) << isNoted;
    };
    using Kind = HttpBody::Kind;
    const char* form = "application/x-www-form-urlencoded";
    row("-d a=1 --data-raw @b --data-binary 'c d'", Kind::Text, "a=1&@b&c d", form);
    row("--data-ascii x --data=y", Kind::Text, "x&y", form);
    row("--json '{ \"drink\":' --json ' 1.10 }'", Kind::Json, "{ \"drink\": 1.10 }", "");
    row("-d a --json b -d c", Kind::Json, "ab&c", "");
    row("-d ''", Kind::Text, "", form);
    row("-d '' -d b", Kind::Text, "&b", form);
    row("-H 'Content-Type: application/json; charset=utf-8' -d '{}'", Kind::Json, "{}", "");
    row("-H 'content-type: text/csv' -d a,b", Kind::Text, "a,b", "");
    row("--data-binary @f.bin", Kind::File, "f.bin", form);
    row("--json @f.json", Kind::File, "f.json", "application/json");
    row("-d @f.txt", Kind::File, "f.txt", form, true);
    row("--data-binary @- < in.xml", Kind::File, "in.xml", form);
    row("--data-binary @- <<< 'a b'", Kind::Text, "a b\n", form);
    row("-d @- <<< 'a b'", Kind::Text, "a b", form);
    row("--data-binary @- <<EOF\n{\n  1\n}\nEOF\n", Kind::Text, "{\n  1\n}\n", form);
    row("--data-binary @-", Kind::Text, "", form, true);
    row("-d a -d @f", Kind::Text, "a", form, true);
    row("-d @f -d a", Kind::File, "f", form, true);
    row("--data-urlencode 'q=a b&c' --data-urlencode '=x y' --data-urlencode 'n=\u00e4~' --data-urlencode z",
        Kind::Text, "q=a+b%26c&x+y&n=%C3%A4~&z", form);
    row("--data-urlencode n@f --data-urlencode a=b", Kind::Text, "a=b", form, true);
    row("--data-urlencode n@- <<< x", Kind::Text, "n=x%0A", form);
    row("-d $'a\\u0021\\n\\xc3\\xa9\\'' ", Kind::Text, "a!\n\u00e9'", form);
    row("-d 'it'\\''s'", Kind::Text, "it's", form);
    row("-d \"a \\\"b\\\" \\\\ \\$\"", Kind::Text, "a \"b\" \\ $", form);
    row("-d \"x\" \\\n  -d y # -d z", Kind::Text, "x&y", form);
    row("-d a -F b=c", Kind::Text, "a", form, true);
    row("-d a -T f", Kind::Text, "a", form, true);
}

void tst_curlimport::data()
{
    QFETCH(QString, options);
    QFETCH(int, kind);
    QFETCH(QString, content);
    QFETCH(QString, type);
    QFETCH(bool, isNoted);
    const CurlImport import = imported(QStringLiteral("curl http://h/ ") + options);
    QCOMPARE(int(import.request.body.kind), kind);
    const HttpBody& body = import.request.body;
    QCOMPARE(body.kind == HttpBody::Kind::File ? body.filePath : body.text, content);
    QCOMPARE(body.contentType, type);
    QCOMPARE(import.notes.isEmpty(), !isNoted);
}

void tst_curlimport::contentTypes()
{
    const CurlImport json = imported(QStringLiteral("curl http://h/ --json '{}'"));
    QCOMPARE(header(json.request, QStringLiteral("Accept")), QStringLiteral("application/json"));
    QCOMPARE(json.request.method, QStringLiteral("POST"));
    const CurlImport chunked =
        imported(QStringLiteral("curl http://h/ -d a -H 'transfer-encoding: chunked'"));
    QCOMPARE(chunked.request.headers.size(), 0);
    QVERIFY(chunked.notes.join(u' ').contains(QStringLiteral("Transfer-Encoding")));
}

void tst_curlimport::query_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("url");
    const auto row = [](const char* options, const char* url) {
        QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(url);
    };
    row("-G http://h/p -d a=1 -d b=2", "http://h/p?a=1&b=2");
    row("-G 'http://h/p?z=0' -d a=1", "http://h/p?z=0&a=1");
    row("-G 'http://h/p?z&' -d a=1", "http://h/p?z&a=1");
    row("-G 'http://h/p?#f' -d a=1", "http://h/p?a=1");
    row("-G http://h -d a=1", "http://h/?a=1");
    row("-G http://h/p --data-urlencode 'q=a b'", "http://h/p?q=a+b");
    row("--url-query 'a b' --url-query '+raw=%20x' --url-query 'n=v w' --url-query '=only' http://h/p",
        "http://h/p?a+b&raw=%20x&n=v+w&only");
    row("--url-query b=c -G -d x=1 http://h/p", "http://h/p?x=1"); // as curl does it
    row("'http://h/?a|b'", "http://h/?a|b");
}

void tst_curlimport::query()
{
    QFETCH(QString, options);
    QFETCH(QString, url);
    const CurlImport import = imported(QStringLiteral("curl ") + options);
    QCOMPARE(import.request.url, url);
    QCOMPARE(import.request.method, QStringLiteral("GET"));
    QCOMPARE(import.request.body.kind, HttpBody::Kind::None);
    QCOMPARE(import.request.settings.encodeUrl, !url.contains(u'|'));
    QCOMPARE(import.notes, QStringList());
}

void tst_curlimport::uploads()
{
    const CurlImport import = imported(QStringLiteral("curl -T 'dir/my file.txt' http://h/d/"));
    QCOMPARE(import.request.url, QStringLiteral("http://h/d/my%20file.txt"));
    QCOMPARE(import.request.body.filePath, QStringLiteral("dir/my file.txt"));
    QCOMPARE(header(import.request, QStringLiteral("Content-Type")), QStringLiteral("(off)"));
    QCOMPARE(imported(QStringLiteral("curl -T f http://h/d?q")).request.url, QStringLiteral("http://h/d?q"));
    const CurlImport input = imported(QStringLiteral("curl -T - http://h/d/ < in"));
    QCOMPARE(input.request.url, QStringLiteral("http://h/d/"));
    QCOMPARE(input.request.body.filePath, QStringLiteral("in"));
    QCOMPARE(input.notes.size(), 1);
}

void tst_curlimport::parts()
{
    const CurlImport import = imported(QStringLiteral(
        "curl http://h/ -F 'user= a b ' --form 'x=\"q\\\"uo;te\" ;type=text/x' --form-string 'raw=@a;b' "
        "-F 'f=@dir/a.jpg' -F 'g=@\"b;c.bin\";type=text/plain;charset=utf-8;filename=\"b;c.bin\"' "
        "-F 'h=@x.bin;filename=\"q\\\"u;o.PNG\"' -F 'i=text;filename=n.html' -F 'k=@y;filename=z;type=a/b'"));
    QCOMPARE(import.notes, QStringList());
    const QList<HttpPart>& parts = import.request.body.parts;
    QCOMPARE(parts.size(), 8);
    QCOMPARE(parts.at(0).text, QStringLiteral("a b"));
    QCOMPARE(parts.at(1).text, QStringLiteral("q\"uo;te"));
    QCOMPARE(parts.at(1).contentType, QStringLiteral("text/x"));
    QCOMPARE(parts.at(2).text, QStringLiteral("@a;b"));
    QCOMPARE(parts.at(3).files, QStringList{QStringLiteral("dir/a.jpg")});
    QCOMPARE(parts.at(3).contentType, QStringLiteral("image/jpeg"));
    QCOMPARE(parts.at(4).files, QStringList{QStringLiteral("b;c.bin")});
    QCOMPARE(parts.at(4).contentType, QStringLiteral("text/plain;charset=utf-8"));
    QCOMPARE(parts.at(4).fileName, QStringLiteral("b;c.bin"));
    // A name that is given says the type, and makes a file of a text.
    QCOMPARE(parts.at(5).files, QStringList{QStringLiteral("x.bin")});
    QCOMPARE(parts.at(5).fileName, QStringLiteral("q\"u;o.PNG"));
    QCOMPARE(parts.at(5).contentType, QStringLiteral("image/png"));
    QCOMPARE(parts.at(6).text, QStringLiteral("text"));
    QCOMPARE(parts.at(6).fileName, QStringLiteral("n.html"));
    QCOMPARE(parts.at(6).contentType, QStringLiteral("text/html"));
    QCOMPARE(parts.at(7).fileName, QStringLiteral("z"));
    QCOMPARE(parts.at(7).contentType, QStringLiteral("a/b"));
    // Files of one field that are alike are one part, others have their own.
    const QList<HttpPart> several =
        imported(QStringLiteral("curl http://h/ -F 'a=@x.txt,y.txt,z.png,w.txt;filename=v'"))
            .request.body.parts;
    QCOMPARE(several.size(), 3);
    QCOMPARE(several.at(0).files, (QStringList{QStringLiteral("x.txt"), QStringLiteral("y.txt")}));
    QCOMPARE(several.at(1).contentType, QStringLiteral("image/png"));
    QCOMPARE(several.at(2).fileName, QStringLiteral("v"));
    // What curl reads as its input has the name "-".
    const HttpPart input =
        imported(QStringLiteral("curl http://h/ -F a=@- <<< text")).request.body.parts.value(0);
    QCOMPARE(input.text, QStringLiteral("text\n"));
    QCOMPARE(input.fileName, QStringLiteral("-"));
    // The type that was typed goes to the body, which adds its boundary.
    const CurlImport related =
        imported(QStringLiteral("curl http://h/ -F a=b -H 'Content-Type: multipart/mixed'"));
    QCOMPARE(related.request.body.contentType, QStringLiteral("multipart/mixed"));
    QVERIFY(related.request.headers.isEmpty());
    QVERIFY(!related.notes.isEmpty());
    for (const char* odd : {"-F a", "-F 'a=<f'", "-F 'a=(;type=multipart/mixed'", "-F 'a=b;c'",
                            "-F 'a=@f;filename='", "-F 'a=@f;headers=\"X: 1\"'", "-F 'a=@f,g'", "-F a=@-"})
        QVERIFY2(imported(QStringLiteral("curl http://h/ ") + QLatin1String(odd))
                     .notes.join(u' ')
                     .startsWith(QStringLiteral("-F")),
                 odd);
}

void tst_curlimport::startLine()
{
    const CurlImport odd =
        imported(QStringLiteral("curl 'http://h:81/a?b' --request-target '/x/../y?\u00e9%20:c|'"));
    QCOMPARE(odd.notes, QStringList());
    QCOMPARE(odd.request.url, QStringLiteral("http://h:81/x/../y?\u00e9%20:c|"));
    QVERIFY(!odd.request.settings.encodeUrl && !odd.request.isRaw);
    const CurlImport star =
        imported(QStringLiteral("curl -X OPTIONS http://h/ --request-target '*' -H A:b -d x"));
    QCOMPARE(star.notes, QStringList());
    QVERIFY(star.request.isRaw);
    QCOMPARE(star.request.raw.form, PayloadSpec::Form::Text); // an editor has it as lines
    QVERIFY(star.request.raw.text.startsWith(QStringLiteral("OPTIONS * HTTP/1.1\r\nHost: h\r\n")));
    QVERIFY(star.request.raw.text.endsWith(QStringLiteral("\r\n\r\nx")));
    QCOMPARE(star.request.method, QStringLiteral("OPTIONS")); // Raw off shows the form as it was typed
    QVERIFY(imported(QStringLiteral("curl -0 http://h/")).request.isRaw);
    QVERIFY(!imported(QStringLiteral("curl -0 --http1.1 http://h/")).request.isRaw);
    // Of addresses and localhost the kind is known.
    for (const char* quiet : {"-4 http://127.0.0.1/", "-6 'http://[::1]/'"})
        QCOMPARE(imported(QStringLiteral("curl ") + QLatin1String(quiet)).notes, QStringList());
    QCOMPARE(imported(QStringLiteral("curl -6 http://localhost/")).request.settings.resolve.value(0).address,
             QStringLiteral("::1"));
    QVERIFY(!imported(QStringLiteral("curl -6 http://127.0.0.1/")).notes.isEmpty());
}

void tst_curlimport::auth_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QStringList>("members");
    using Kind = HttpAuth::Kind;
    const auto row = [](const char* options, Kind kind, const QStringList& members) {
        QTest::newRow(options) << QString::fromUtf8(options) << int(kind) << members;
    };
    const QStringList me{QStringLiteral("me"), QStringLiteral("pa:ss"), QString()};
    row("-u me:pa:ss", Kind::Basic, me);
    row("--basic --user me:pa:ss", Kind::Basic, me);
    row("-u :x", Kind::Basic, {QString(), QStringLiteral("x"), QString()});
    row("-u me", Kind::Basic, {QStringLiteral("me"), QString(), QString()});
    row("--digest -u me:pa:ss", Kind::Digest, me);
    row("--oauth2-bearer tok", Kind::Bearer, {QString(), QString(), QStringLiteral("tok")});
    row("--oauth2-bearer tok -u me:pa:ss --no-basic --digest", Kind::Digest, me);
    row("-u me:pa:ss -H 'authorization: x'", Kind::None, {QString(), QString(), QString()});
}

void tst_curlimport::auth()
{
    QFETCH(QString, options);
    QFETCH(int, kind);
    QFETCH(QStringList, members);
    const HttpAuth auth = imported(QStringLiteral("curl http://h/ ") + options).request.auth;
    QCOMPARE(int(auth.kind), kind);
    QCOMPARE((QStringList{auth.user, auth.password, auth.token}), members);
    const CurlImport aws =
        imported(QStringLiteral("curl http://h/ --aws-sigv4 aws:amz:eu-west-1:s3 --user id:secret"));
    QCOMPARE(aws.request.auth.kind, HttpAuth::Kind::AwsV4);
    QCOMPARE(aws.request.auth.aws.accessKeyId, QStringLiteral("id"));
    QCOMPARE(aws.request.auth.aws.secretAccessKey, QStringLiteral("secret"));
    QCOMPARE(aws.request.auth.aws.region, QStringLiteral("eu-west-1"));
    QCOMPARE(aws.request.auth.aws.service, QStringLiteral("s3"));
}

void tst_curlimport::proxies_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("place"); // user:password@host:port
    using Kind = ProxySpec::Kind;
    const auto row = [](const char* options, Kind kind, const char* place) {
        QTest::newRow(options) << QString::fromUtf8(options) << int(kind) << QString::fromUtf8(place);
    };
    row("-x p", Kind::Http, ":@p:1080");
    row("-x http://u:p%40@p:3128/", Kind::Http, "u:p@@p:3128");
    row("--proxy p:1 -U a:b:c", Kind::Http, "a:b:c@p:1");
    row("-U a:b -x p:1", Kind::Http, "a:b@p:1");
    row("-x 'http://[::1]:8080'", Kind::Http, ":@::1:8080");
    row("-x socks5h://p:9050", Kind::Socks5, ":@p:9050");
    row("--socks5-hostname p:9050", Kind::Socks5, ":@p:9050");
    row("-x p:1 --noproxy 'x,.h'", Kind::None, ":@:0");
    row("--noproxy '*' -x p:1", Kind::None, ":@:0");
    row("-x p:1 --noproxy x", Kind::Http, ":@p:1");
    row("-x p:1 -x ''", Kind::None, ":@:0");
    row("-x socks4://p:1", Kind::None, ":@:0");
}

void tst_curlimport::proxies()
{
    QFETCH(QString, options);
    QFETCH(int, kind);
    QFETCH(QString, place);
    const CurlImport import = imported(QStringLiteral("curl http://h/ ") + options);
    const ProxySpec& proxy = import.request.settings.proxy;
    QCOMPARE(int(proxy.kind), kind);
    QCOMPARE(QStringLiteral("%1:%2@%3:%4").arg(proxy.user, proxy.password, proxy.host).arg(proxy.port),
             place);
    QCOMPARE(import.notes.isEmpty(), !options.contains(QStringLiteral("socks4")));
}

void tst_curlimport::tls()
{
    const CurlImport import =
        imported(QStringLiteral("curl https://h/ -k --cacert ca.pem -E 'c:\\\\my\\:cert.pem:secret' --key "
                                "k.pem --tlsv1.2 --tls-max 1.3"));
    const TlsSpec& tls = import.request.settings.tls;
    QVERIFY(!tls.verify);
    QCOMPARE(tls.caFile, QStringLiteral("ca.pem"));
    QCOMPARE(tls.certificateFile, QStringLiteral("c:\\my:cert.pem"));
    QCOMPARE(tls.keyPassword, QStringLiteral("secret"));
    QCOMPARE(tls.keyFile, QStringLiteral("k.pem"));
    QCOMPARE(tls.minVersion, TlsVersion::Tls12);
    QCOMPARE(tls.maxVersion, TlsVersion::Tls13);
    const CurlImport packed =
        imported(QStringLiteral("curl https://h/ --cert a.p12 --cert-type P12 --pass x"));
    QCOMPARE(packed.request.settings.tls.certificateFile, QStringLiteral("a.p12"));
    QCOMPARE(packed.request.settings.tls.keyPassword, QStringLiteral("x"));
    QCOMPARE(packed.notes, QStringList());
    QVERIFY(imported(QStringLiteral("curl https://h/ -k --no-insecure")).request.settings.tls.verify);
}

void tst_curlimport::addresses()
{
    const QList<HttpResolve> resolve =
        imported(QStringLiteral("curl https://h:8443/ --resolve h:8443:127.0.0.1 --resolve '*:1:[::1]' "
                                "--connect-to h:8443:10.0.0.1:8443 --connect-to ::10.0.0.2: "
                                "--connect-to other:1:2.2.2.2:3"))
            .request.settings.resolve;
    QCOMPARE(resolve.size(), 4);
    QCOMPARE(resolve.at(0), (HttpResolve{QStringLiteral("h"), 8443, QStringLiteral("127.0.0.1")}));
    QCOMPARE(resolve.at(1), (HttpResolve{QStringLiteral("h"), 1, QStringLiteral("::1")}));
    QCOMPARE(resolve.at(2), (HttpResolve{QStringLiteral("h"), 8443, QStringLiteral("10.0.0.1")}));
    QCOMPARE(resolve.at(3), (HttpResolve{QStringLiteral("h"), 8443, QStringLiteral("10.0.0.2")}));
}

void tst_curlimport::versions()
{
    const auto settings = [](const char* line) { return imported(QString::fromUtf8(line)).request.settings; };
    QCOMPARE(settings("curl https://h/ --http1.1").version, HttpVersion::Http1);
    QCOMPARE(settings("curl https://h/ --http1.1").engine, HttpEngine::Exact);
    QCOMPARE(settings("curl https://h/ --http2").version, HttpVersion::Http2);
    QCOMPARE(settings("curl https://h/ --http2").engine, HttpEngine::Qt);
    QCOMPARE(settings("curl http://h/ --http2-prior-knowledge").version, HttpVersion::Http2Prior);
    QCOMPARE(settings("curl http://h/ --http2").version, HttpVersion::Http1);
}

void tst_curlimport::timeoutsAndRedirects()
{
    const HttpSettings plain = imported(QStringLiteral("curl http://h/")).request.settings;
    QVERIFY(!plain.followRedirects && !plain.keepAuth && !plain.keepMethod);
    const HttpSettings settings =
        imported(QStringLiteral("curl -L -m 2.5 --connect-timeout 1 --max-redirs 3 --post302 https://h/"))
            .request.settings;
    QCOMPARE(settings.totalTimeout.count(), 2500);
    QCOMPARE(settings.connectTimeout.count(), 1000);
    QCOMPARE(settings.maxRedirects, 3);
    QVERIFY(settings.followRedirects && settings.keepMethod && !settings.keepAuth);
    QCOMPARE(imported(QStringLiteral("curl -L http://h/")).request.settings.maxRedirects, 50);
    QVERIFY(imported(QStringLiteral("curl --location-trusted http://h/")).request.settings.keepAuth);
}

void tst_curlimport::severalRequests()
{
    const auto imports = importCurl(
        u"# first\ncurl a -d x b --next c\n\ncurl d && curl -T '1' e/ -T 2 f/; echo '{}' | curl -d @- g\n"
        u"printf 'a\\n\\000%%'\\''' | curl --data-binary @- h & cat f | curl --json @- i\n");
    QVERIFY(imports);
    QStringList got;
    for (const CurlImport& import : *imports)
        got.append(import.request.method + u' ' + import.request.url + u' ' + import.request.body.text +
                   import.request.body.filePath);
    const QString nul = QStringLiteral("POST http://h/ a\n") + QChar(0) + QStringLiteral("%'");
    QCOMPARE(got,
             (QStringList{QStringLiteral("POST http://a/ x"), QStringLiteral("POST http://b/ x"),
                          QStringLiteral("GET http://c/ "), QStringLiteral("GET http://d/ "),
                          QStringLiteral("PUT http://e/1 1"), QStringLiteral("PUT http://f/2 2"),
                          QStringLiteral("POST http://g/ {}"), nul, QStringLiteral("POST http://i/ f")}));
}

void tst_curlimport::notes_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* options, const char* named) {
        QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(named);
    };
    row("--nope", "--nope is not an option");
    row("--nope=x", "--nope is not an option");
    row("--hea", "--hea is not an option");
    row("-sj%", "-% is not an option");
    row("-H", "-H needs a value");
    row("--data", "--data needs a value");
    row("--retry 3", "--retry is not supported");
    row("--ntlm -u a:b", "--ntlm is not supported");
    row("-K file", "-K is not supported");
    row("-n", "-n is not supported");
    row("--unix-socket /s", "--unix-socket is not supported");
    row("--http3", "--http3 is not supported");
    row("-0 -F a=@f", "--http1.0 is not supported together with files");
    row("-0 -L", "--http1.0: this request is its bytes, which follow no redirect");
    row("--request-target '*' --digest -u a:b", "--request-target * is not supported together");
    row("-0 -u joe:s3cret", "--http1.0: the credentials stand in the bytes");
    row("--request-target '*' --oauth2-bearer s3cret", "--request-target *: the credentials stand");
    row("-4", "-4: the name's addresses");
    row("-6", "-6: the name's addresses");
    row("-H @f", "-H @f");
    row("-H nonsense", "-H 'nonsense'");
    row("-H 'a b: c'", "-H 'a b: c'");
    row("-H $'a: b\\nc: d'", "-H 'a: b");
    row("-m soon", "-m soon: takes seconds");
    row("--max-redirs many", "--max-redirs many: takes a number");
    row("--http2", "--http2: to ask for HTTP/2");
    row("-x https://p:1", "-x https://p:1");
    row("--socks5 p:1", "--socks5 p:1: the proxy looks");
    row("--resolve h:1:name", "--resolve");
    row("--connect-to h:80:x:81", "--connect-to");
    row("--cert-type DER", "--cert-type DER");
    row("--tls-max 9", "--tls-max 9");
    row("--aws-sigv4 goog -u a:b", "--aws-sigv4 goog: only aws");
    row("-X PUT -L", "-X PUT with -L");
    row("-d \"$TOKEN\"", "$TOKEN is a variable");
    row("-H \"A: ${B}\"", "${B} is a variable");
    row("-d \"$(cat f)\"", "$(cat f) is run by a shell");
    row("-d `x`", "`x` is run by a shell");
    row("http://i/{a,b}", "");
}

void tst_curlimport::notes()
{
    QFETCH(QString, options);
    QFETCH(QString, named);
    const auto imports = importCurl(QStringLiteral("curl http://h/ ") + options);
    QVERIFY(imports);
    QCOMPARE(imports->constFirst().request.url, QStringLiteral("http://h/"));
    QVERIFY2(imports->constFirst().notes.join(u'\n').contains(named),
             qPrintable(imports->constFirst().notes.join(u'\n')));
}

void tst_curlimport::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* text, ErrorCode code, const char* named) {
        QTest::newRow(text) << QString::fromUtf8(text) << int(code) << QString::fromUtf8(named);
    };
    row("curl", ErrorCode::BadAddress, "URL");
    row("curl -X POST", ErrorCode::BadAddress, "URL");
    row("wget http://h/", ErrorCode::BadAddress, "URL");
    row("curl 'http://?x'", ErrorCode::BadAddress, "no host");
    row("curl ftp://h/", ErrorCode::UnsupportedScheme, "ftp");
    row("curl file:///etc/passwd", ErrorCode::UnsupportedScheme, "file");
    row("curl ftp.h/", ErrorCode::UnsupportedScheme, "ftp");
    row("curl http://h/ -d 'a\nb", ErrorCode::BadSyntax, "single quote opened in line 1, column 19");
    row("curl http://h/ \\\n -d \"a", ErrorCode::BadSyntax, "double quote opened in line 2, column 5");
    row("curl http://h/ -d $'a", ErrorCode::BadSyntax, "line 1, column 19");
    row("curl http://h/ -d $(a", ErrorCode::BadSyntax, "$(");
    row("curl.exe \"http://h/", ErrorCode::BadSyntax, "double quote opened in line 1, column 10");
    row("curl.exe 'http://h/", ErrorCode::BadSyntax, "single quote opened in line 1, column 10");
}

void tst_curlimport::refuses()
{
    QFETCH(QString, text);
    QFETCH(int, code);
    QFETCH(QString, named);
    const auto imports = importCurl(text);
    QVERIFY(!imports);
    QCOMPARE(int(imports.error().code), code);
    QVERIFY2(imports.error().detail.contains(named), qPrintable(imports.error().detail));
}

void tst_curlimport::recognizesCommands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isOne");
    QTest::newRow("plain") << QStringLiteral("curl http://h/") << true;
    QTest::newRow("prompt") << QStringLiteral(" $ curl http://h/") << true;
    QTest::newRow("PowerShell") << QStringLiteral("& curl.exe http://h/") << true;
    QTest::newRow("path") << QStringLiteral("C:\\bin\\curl.exe http://h/") << true;
    QTest::newRow("comment") << QStringLiteral("# x\ncurl h") << true;
    QTest::newRow("pipe") << QStringLiteral("printf 'a' | curl --data-binary @- h") << true;
    QTest::newRow("word") << QStringLiteral("curl") << true;
    QTest::newRow("longer word") << QStringLiteral("curly.example.com") << false;
    QTest::newRow("address") << QStringLiteral("http://curl.se/") << false;
    QTest::newRow("empty") << QString() << false;
}

void tst_curlimport::recognizesCommands()
{
    QFETCH(QString, text);
    QFETCH(bool, isOne);
    QCOMPARE(isCurlCommand(text), isOne);
}

QTEST_GUILESS_MAIN(tst_curlimport)
#include "tst_curlimport.moc"
