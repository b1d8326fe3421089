// SPDX-License-Identifier: MIT
#include "httpyamlkit.h"

#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

HttpAuth fullAuth(HttpAuth::Kind kind)
{
    HttpAuth auth;
    auth.kind = kind;
    switch (kind) {
    case HttpAuth::Kind::Basic:
    case HttpAuth::Kind::Digest:
        auth.user = QStringLiteral("me: #1");
        auth.password = QStringLiteral("SECRET");
        break;
    case HttpAuth::Kind::Bearer: auth.token = QStringLiteral("SECRET"); break;
    case HttpAuth::Kind::ApiKey:
        auth.keyName = QStringLiteral("X-Key");
        auth.keyValue = QStringLiteral("SECRET");
        auth.keyInQuery = true;
        break;
    case HttpAuth::Kind::OAuth2:
        auth.oauth2.authorizationUrl = QStringLiteral("https://a/authorize?x=1");
        auth.oauth2.tokenUrl = QStringLiteral("https://a/token");
        auth.oauth2.refreshUrl = QStringLiteral("https://a/refresh");
        auth.oauth2.clientId = QStringLiteral("id");
        auth.oauth2.clientSecret = QStringLiteral("SECRET");
        auth.oauth2.scope = QStringLiteral("a b");
        auth.oauth2.audience = QStringLiteral("https://api");
        auth.oauth2.redirectPort = 8123;
        auth.oauth2.redirectPath = QStringLiteral("/back");
        auth.oauth2.clientPlace = OAuth2Spec::ClientPlace::Body;
        auth.oauth2.headerPrefix = QStringLiteral("Token");
        auth.token = QStringLiteral("SECRET"); // of this session
        break;
    case HttpAuth::Kind::AwsV4:
        auth.aws = {QStringLiteral("AKID"), QStringLiteral("SECRET"), QStringLiteral("SECRET"),
                    QStringLiteral("us-east-1"), QStringLiteral("s3")};
        break;
    default: break;
    }
    return auth;
}

HttpAuth withoutSecrets(HttpAuth auth)
{
    for (QString* secret : {&auth.password, &auth.token, &auth.keyValue, &auth.oauth2.clientSecret,
                            &auth.aws.secretAccessKey, &auth.aws.sessionToken})
        secret->clear();
    return auth;
}

} // namespace

class TestHttpAuthYaml : public QObject
{
    Q_OBJECT
private slots:
    void readsAuth_data();
    void readsAuth();
    void writesAuthWithoutSecrets_data();
    void writesAuthWithoutSecrets();
    void secretsInTheFileStay();
    void otherAuthStays();
};

void TestHttpAuthYaml::readsAuth_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("secret");
    const auto row = [](const char* yaml, HttpAuth::Kind kind, const char* secret) {
        QTest::newRow(yaml) << QByteArray(yaml) << int(kind) << QString::fromUtf8(secret);
    };
    using Kind = HttpAuth::Kind;
    row("auth: inherit", Kind::Inherit, "");
    row("auth: none", Kind::None, "");
    row("auth: {type: none}", Kind::None, "");
    row("auth: {}", Kind::None, "");
    row("auth: {type: basic, username: u, password: p}", Kind::Basic, "p");
    row("auth: {type: digest, username: u, password: 012}", Kind::Digest, "012");
    row("auth: {type: bearer, token: t}", Kind::Bearer, "t");
    row("auth: {type: apikey, key: k, value: v, placement: query}", Kind::ApiKey, "v");
    row("auth: {type: awsv4, accessKeyId: a, secretAccessKey: s, profileName: x}", Kind::AwsV4, "s");
    row("auth: {type: oauth2, flow: client_credentials, credentials: {clientId: i, clientSecret: s}}",
        Kind::OAuth2, "s");
    row("auth: {type: oauth2, flow: authorization_code, callbackUrl: 'https://x/y'}", Kind::OAuth2, "");
    row("auth: {type: oauth2, flow: implicit}", Kind::None, "");
    row("auth: {type: wsse, username: u, password: p}", Kind::None, "");
    row("auth: basic", Kind::None, "");
}

void TestHttpAuthYaml::readsAuth()
{
    QFETCH(QByteArray, yaml);
    QFETCH(int, kind);
    QFETCH(QString, secret);
    const HttpAuth auth = decoded("http: {" + yaml + "}\n").auth;
    QCOMPARE(int(auth.kind), kind);
    QCOMPARE(auth.password + auth.token + auth.keyValue + auth.oauth2.clientSecret + auth.aws.secretAccessKey,
             secret);
}

void TestHttpAuthYaml::writesAuthWithoutSecrets_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = 0; kind <= int(HttpAuth::Kind::AwsV4); ++kind)
        QTest::addRow("kind %d", kind) << kind;
    QTest::addRow("client credentials") << -1;
}

void TestHttpAuthYaml::writesAuthWithoutSecrets()
{
    QFETCH(int, kind);
    HttpRequest request;
    request.auth = fullAuth(kind < 0 ? HttpAuth::Kind::OAuth2 : HttpAuth::Kind(kind));
    if (kind < 0) {
        request.auth.oauth2.flow = OAuth2Spec::Flow::ClientCredentials;
        request.auth.oauth2.authorizationUrl.clear();
        request.auth.oauth2.redirectPort = 0;
        request.auth.oauth2.redirectPath = OAuth2Spec().redirectPath;
    }
    HttpYaml yaml;
    encodeHttp(yaml, nullptr, request);
    const QByteArray text = writeYaml({yaml.item, {}}) + writeYaml({yaml.extra, {}});
    QVERIFY2(!text.contains("SECRET"), text.constData());
    QVERIFY(roundTrip(request).auth == withoutSecrets(request.auth));
}

void TestHttpAuthYaml::secretsInTheFileStay()
{
    HttpYaml yaml;
    yaml.item = readYaml("http:\n  url: http://a/\n  auth:\n    type: basic\n    username: me\n"
                         "    password: SECRET # of the team\n")
                    ->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    QCOMPARE(before.auth.password, QStringLiteral("SECRET"));
    HttpRequest now = before;
    now.auth.user = QStringLiteral("you");
    encodeHttp(yaml, &before, now);
    const QByteArray text = writeYaml({yaml.item, {}});
    QVERIFY2(text.contains("    username: you\n    password: SECRET # of the team\n"), text.constData());
    // What is typed instead is not written.
    HttpRequest typed = now;
    typed.auth.password = QStringLiteral("OTHER");
    encodeHttp(yaml, &now, typed);
    QVERIFY(!writeYaml({yaml.item, {}}).contains("password"));
    // A reference to a variable is no secret.
    HttpRequest reference = typed;
    reference.auth.password = QStringLiteral("{{password}}");
    encodeHttp(yaml, &typed, reference);
    QVERIFY(writeYaml({yaml.item, {}}).contains("password: '{{password}}'"));
    QVERIFY(decodeHttp(yaml, decoder, notes).auth == reference.auth);
}

void TestHttpAuthYaml::otherAuthStays()
{
    const QByteArray text = "http:\n  url: http://a/\n  auth:\n    type: ntlm\n    username: me\n";
    HttpYaml yaml;
    yaml.item = readYaml(text)->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    HttpRequest now = before;
    now.url = QStringLiteral("http://b/");
    encodeHttp(yaml, &before, now);
    QCOMPARE(writeYaml({yaml.item, {}}), QByteArray(text).replace("http://a/", "http://b/"));
    HttpRequest basic = now;
    basic.auth = withoutSecrets(fullAuth(HttpAuth::Kind::Bearer));
    encodeHttp(yaml, &now, basic);
    QVERIFY(decodeHttp(yaml, decoder, notes).auth == basic.auth);
    QVERIFY(!writeYaml({yaml.item, {}}).contains("username"));
    HttpRequest none = basic;
    none.auth = {};
    encodeHttp(yaml, &basic, none);
    QVERIFY(!writeYaml({yaml.item, {}}).contains("auth"));
}

QTEST_GUILESS_MAIN(TestHttpAuthYaml)
#include "tst_httpauthyaml.moc"
