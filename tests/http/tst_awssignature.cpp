// SPDX-License-Identifier: MIT
#include "http/awssignature.h"

#include <QCryptographicHash>
#include <QtTest>

using namespace wl;

namespace {

/// The key of the published test suite.
AwsV4Spec suiteSpec()
{
    return {QStringLiteral("AKIDEXAMPLE"),
            QStringLiteral("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            {},
            QStringLiteral("us-east-1"),
            QStringLiteral("service")};
}

const QDateTime suiteTime(QDate(2015, 8, 30), QTime(12, 36), Qt::UTC);

QByteArray sha256(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// A request of the suite: with a Host and the fields "Name:value\n…", which count as typed.
ComposedRequest suiteRequest(const QByteArray& method, const QByteArray& target,
                             const QByteArray& fields = {})
{
    ComposedRequest request;
    request.method = method;
    request.target = target;
    request.fields.append({"Host", "example.amazonaws.com", true, false});
    for (const QByteArray& line : fields.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.fields.append({line.first(colon), line.sliced(colon + 1), false, false});
    }
    return request;
}

QByteArray signatureIn(const QByteArray& authorization)
{
    return authorization.sliced(authorization.indexOf("Signature=") + 10);
}

} // namespace

class TestAwsSignature : public QObject
{
    Q_OBJECT
private slots:
    void suite_data();
    void suite();
    void texts();
    void fields();
    void s3();
    void signsWhatIsTyped();
    void signsAnew();
    void composes();
    void incompleteIsNotSigned_data();
    void incompleteIsNotSigned();
};

void TestAwsSignature::suite_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    const auto row = [](const char* name, const char* method, const char* target, const char* fields,
                        const char* body, const char* signature) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << QByteArray(fields)
                            << QByteArray(body) << QByteArray(signature);
    };
    const char* vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    row("get-vanilla", "GET", "/", "", "", vanilla);
    row("get-vanilla-query", "GET", "/", "", "", vanilla);
    row("get-relative", "GET", "/example/..", "", "", vanilla);
    row("get-relative-relative", "GET", "/example1/example2/../..", "", "", vanilla);
    row("get-slash", "GET", "//", "", "", vanilla);
    row("get-slash-dot-slash", "GET", "/./", "", "", vanilla);
    row("get-slash-pointless-dot", "GET", "/./example", "", "",
        "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5");
    row("get-slashes", "GET", "//example//", "", "",
        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84");
    row("get-space", "GET", "/example space/", "", "",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741");
    row("get-unreserved", "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "",
        "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f");
    row("get-utf8", "GET", "/\xE1\x88\xB4", "", "",
        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
    row("get-vanilla-empty-query-key", "GET", "/?Param1=value1", "", "",
        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
    row("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "", "",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    row("get-vanilla-utf8-query", "GET", "/?\xE1\x88\xB4=bar", "", "",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04");
    row("get-header-key-duplicate", "GET", "/", "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1", "",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
    row("get-header-value-trim", "GET", "/", "My-Header1: value1\nMy-Header2: \"a   b   c\"", "",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    row("post-vanilla", "POST", "/", "", "",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    row("post-x-www-form-urlencoded", "POST", "/", "Content-Type:application/x-www-form-urlencoded",
        "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

void TestAwsSignature::suite()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, signature);
    ComposedRequest request = suiteRequest(method, target, fields);
    signAws(request, suiteSpec(), sha256(body), suiteTime);
    QCOMPARE(signatureIn(request.fields.last().value), signature);
}

void TestAwsSignature::texts()
{
    // The worked example of the specification.
    ComposedRequest request;
    request.method = "GET";
    request.target = "/?Action=ListUsers&Version=2010-05-08";
    request.fields = {{"Host", "iam.amazonaws.com", true, false},
                      {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8", false, false},
                      {"X-Amz-Date", "20150830T123600Z", true, true}};
    AwsV4Spec spec = suiteSpec();
    spec.service = QStringLiteral("iam");
    const AwsSignature made = awsSignature(request, spec, sha256({}), suiteTime);
    QCOMPARE(made.canonicalRequest,
             QByteArray("GET\n/\nAction=ListUsers&Version=2010-05-08\n"
                        "content-type:application/x-www-form-urlencoded; charset=utf-8\n"
                        "host:iam.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
                        "content-type;host;x-amz-date\n"
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(made.stringToSign,
             QByteArray("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
                        "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"));
    QCOMPARE(signatureIn(made.authorization),
             QByteArray("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"));
}

void TestAwsSignature::fields()
{
    ComposedRequest request = suiteRequest("GET", "/");
    AwsV4Spec spec = suiteSpec();
    spec.sessionToken = QStringLiteral("TOKEN");
    signAws(request, spec, sha256({}), suiteTime);
    QList<QByteArray> names;
    for (const ComposedField& field : request.fields)
        names.append(field.name);
    QCOMPARE(names, (QList<QByteArray>{"Host", "X-Amz-Date", "X-Amz-Security-Token", "Authorization"}));
    QVERIFY(request.fields.last().isSecret);
    QVERIFY(request.fields[2].isSecret);
    QVERIFY(request.fields.last().value.startsWith(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature="));
}

void TestAwsSignature::s3()
{
    AwsV4Spec spec = suiteSpec();
    spec.service = QStringLiteral("s3");
    ComposedRequest request = suiteRequest("GET", "/a//b/%C3%A4%20c/../d");
    signAws(request, spec, sha256({}), suiteTime);
    QVERIFY(request.hasField("X-Amz-Content-Sha256"));
    request.fields.removeLast();
    // Neither normalized nor encoded twice.
    QVERIFY(awsSignature(request, spec, sha256({}), suiteTime)
                .canonicalRequest.startsWith("GET\n/a//b/%C3%A4%20c/../d\n"));
    spec.service = QStringLiteral("execute-api");
    QVERIFY(awsSignature(request, spec, sha256({}), suiteTime).canonicalRequest.startsWith("GET\n/a/b/d\n"));
    request.target = "/a%20b";
    QVERIFY(
        awsSignature(request, spec, sha256({}), suiteTime).canonicalRequest.startsWith("GET\n/a%2520b\n"));
}

void TestAwsSignature::signsWhatIsTyped()
{
    ComposedRequest request = suiteRequest(
        "GET", "/", "X-Amz-Date:20150830T123600Z\nX-Amz-Content-Sha256:UNSIGNED-PAYLOAD\nConnection:close");
    QCOMPARE(awsTypedPayloadHash(request), awsUnsignedPayload.toByteArray());
    signAws(request, suiteSpec(), awsTypedPayloadHash(request), QDateTime::currentDateTimeUtc());
    const QByteArray value = request.fields.last().value;
    QVERIFY2(value.contains("/20150830/us-east-1/"), value.constData());
    QVERIFY2(value.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,"), value.constData());
    const auto isDate = [](const ComposedField& field) { return field.isNamed("X-Amz-Date"); };
    QCOMPARE(std::count_if(request.fields.begin(), request.fields.end(), isDate), 1);
}

void TestAwsSignature::signsAnew()
{
    ComposedRequest request = suiteRequest("GET", "/");
    signAws(request, suiteSpec(), sha256({}), suiteTime.addDays(1));
    const qsizetype count = request.fields.size();
    signAws(request, suiteSpec(), sha256({}), suiteTime);
    QCOMPARE(request.fields.size(), count);
    QCOMPARE(signatureIn(request.fields.last().value),
             QByteArray("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
}

void TestAwsSignature::composes()
{
    HttpRequest typed;
    typed.url = QStringLiteral("http://example.amazonaws.com/");
    typed.auth.kind = HttpAuth::Kind::AwsV4;
    typed.auth.aws = suiteSpec();
    typed.headers = {{QStringLiteral("x-amz-date"), QStringLiteral("20150830T123600Z"), true, false, {}}};
    const auto composed = composeRequest(typed);
    QVERIFY(composed.has_value());
    QCOMPARE(signatureIn(composed->fields.last().value),
             QByteArray("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
    QCOMPARE(composed->notes, QStringList());

    typed.headers.append({QStringLiteral("Authorization"), QStringLiteral("mine"), true, false, {}});
    const auto own = composeRequest(typed);
    QVERIFY(own.has_value());
    QCOMPARE(own->fields.last().value, QByteArray("mine"));
    QCOMPARE(own->notes.size(), 1);
    QCOMPARE(own->signer.kind, HttpAuth::Kind::None);
}

void TestAwsSignature::incompleteIsNotSigned_data()
{
    QTest::addColumn<QString>("region");
    QTest::addColumn<bool>("isError");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("slash") << QStringLiteral("us/east") << true;
    QTest::newRow("line break") << QStringLiteral("us\neast") << true;
}

void TestAwsSignature::incompleteIsNotSigned()
{
    QFETCH(QString, region);
    QFETCH(bool, isError);
    HttpRequest typed;
    typed.url = QStringLiteral("http://example.amazonaws.com/");
    typed.auth.kind = HttpAuth::Kind::AwsV4;
    typed.auth.aws = suiteSpec();
    typed.auth.aws.region = region;
    const auto composed = composeRequest(typed);
    QCOMPARE(composed.has_value(), !isError);
    if (!composed)
        return;
    QVERIFY(!composed->hasField("Authorization"));
    QCOMPARE(composed->notes.size(), 1);
}

QTEST_APPLESS_MAIN(TestAwsSignature)
#include "tst_awssignature.moc"
