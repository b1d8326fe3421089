// SPDX-License-Identifier: MIT
#include "http/redirectrule.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/securepeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

namespace {

enum class Place {
    Same,
    OtherCase,
    UserInfo,
    Port,
    Name,
    Subdomain,
    TrailingDot,
    ShortIp,
    DecimalIp,
    HexIp,
    Mapped,
    Scheme
};

struct PlaceRow
{
    const char* name;
    Place place;
    bool isSame;
};

constexpr std::array places{
    PlaceRow{"the same", Place::Same, true},
    PlaceRow{"the same in capitals", Place::OtherCase, true},
    PlaceRow{"the same with a user", Place::UserInfo, true},
    PlaceRow{"port", Place::Port, false},
    PlaceRow{"name", Place::Name, false},
    PlaceRow{"subdomain", Place::Subdomain, false},
    PlaceRow{"trailing dot", Place::TrailingDot, false},
    PlaceRow{"127.1", Place::ShortIp, false},
    PlaceRow{"2130706433", Place::DecimalIp, false},
    PlaceRow{"0x7f.1", Place::HexIp, false},
    PlaceRow{"::ffff:127.0.0.1", Place::Mapped, false},
    PlaceRow{"scheme", Place::Scheme, false},
};

enum class Credential {
    TypedAuthorization,
    Basic,
    Bearer,
    OAuth2,
    UrlUser,
    Digest,
    Aws,
    KeyField,
    KeyQuery,
    Cookie,
    ProxyAuthorization,
    OwnSecret
};

struct CredentialRow
{
    const char* name;
    Credential credential;
    bool isAuthorization;
};

constexpr std::array credentials{
    CredentialRow{"typed Authorization", Credential::TypedAuthorization, true},
    CredentialRow{"Basic", Credential::Basic, true},
    CredentialRow{"Bearer", Credential::Bearer, true},
    CredentialRow{"OAuth 2", Credential::OAuth2, true},
    CredentialRow{"user in the URL", Credential::UrlUser, true},
    CredentialRow{"Digest", Credential::Digest, true},
    CredentialRow{"AWS", Credential::Aws, true},
    CredentialRow{"API key field", Credential::KeyField, false},
    CredentialRow{"API key in the query", Credential::KeyQuery, false},
    CredentialRow{"Cookie", Credential::Cookie, false},
    CredentialRow{"Proxy-Authorization", Credential::ProxyAuthorization, false},
    CredentialRow{"own secret field", Credential::OwnSecret, false},
};

const QString secret = QStringLiteral("SECRET");

void give(HttpRequest& typed, Credential credential)
{
    const auto header = [&typed](const char* name, const QString& value, bool isSecret) {
        typed.headers.append({QString::fromLatin1(name), value, true, isSecret, {}});
    };
    HttpAuth& auth = typed.auth;
    auth.user = auth.password = auth.token = auth.keyValue = secret;
    switch (credential) {
    case Credential::TypedAuthorization: header("authorization", secret, false); break;
    case Credential::Basic: auth.kind = HttpAuth::Kind::Basic; break;
    case Credential::Bearer: auth.kind = HttpAuth::Kind::Bearer; break;
    case Credential::OAuth2: auth.kind = HttpAuth::Kind::OAuth2; break;
    case Credential::UrlUser:
        typed.url.replace(QStringLiteral("://"), QStringLiteral("://SECRET:SECRET@"));
        break;
    case Credential::Digest: auth.kind = HttpAuth::Kind::Digest; break;
    case Credential::Aws:
        auth.kind = HttpAuth::Kind::AwsV4;
        auth.aws = {secret, secret, secret, QStringLiteral("r"), QStringLiteral("s3")};
        break;
    case Credential::KeyField:
    case Credential::KeyQuery:
        auth.kind = HttpAuth::Kind::ApiKey;
        auth.keyName = QStringLiteral("X-Key");
        auth.keyInQuery = credential == Credential::KeyQuery;
        break;
    case Credential::Cookie: header("Cookie", QStringLiteral("sid=SECRET"), false); break;
    case Credential::ProxyAuthorization: header("Proxy-Authorization", secret, false); break;
    case Credential::OwnSecret: header("X-Own", secret, true); break;
    }
}

/// Whether a request has anything of what give() gave.
bool tells(const QByteArray& request)
{
    return request.contains("SECRET") || request.contains(QByteArray("SECRET").toBase64().first(8)) ||
           request.toLower().contains("x-amz-") || request.contains("AWS4-") || request.contains("Digest ");
}

/// The head after a redirect to a place, also where no name server knows it.
QByteArray nextHead(const HttpRequest& typed, const QString& location)
{
    const Result<ComposedRequest> composed = composeRequest(typed);
    Http1Head response;
    response.status = 307;
    response.fields = {{"Location", location.toLatin1()}};
    const auto next = composed ? redirected(*composed, response, typed.settings) : composed;
    return next ? next->head() + (next->signer.kind == HttpAuth::Kind::None ? "" : "signer") : QByteArray();
}

} // namespace

/// Nothing that proves who somebody is goes to another origin by a redirect: every kind of it × every way in
/// which the other origin is another.
class TestHttpCredentials : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void table_data();
    void table();
    void overTls_data();
    void overTls();
    void keepAuth_data();
    void keepAuth();
    void keepMethod_data();
    void keepMethod();

private:
    QTemporaryDir m_dir;
};

void TestHttpCredentials::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpCredentials::table_data()
{
    QTest::addColumn<int>("place");
    QTest::addColumn<bool>("isSame");
    QTest::addColumn<int>("credential");
    for (const PlaceRow& place : places) {
        for (const CredentialRow& credential : credentials) {
            QTest::addRow("%s, %s", credential.name, place.name)
                << int(place.place) << place.isSame << int(credential.credential);
        }
    }
}

namespace {

/// The servers of one row: where the request goes, and where it is sent on to.
struct Stage
{
    QString location;
    bool challenges = false;
    ScriptedPeer home{
        [this](QTcpSocket& socket, const QByteArray& got) { socket.write(answer(got, "home")); },
        QHostAddress::Any};
    ScriptedPeer other{
        [this](QTcpSocket& socket, const QByteArray& got) { socket.write(answer(got, "there")); },
        QHostAddress::Any};

    [[nodiscard]] QByteArray answer(const QByteArray& got, const QByteArray& place) const
    {
        if (challenges && !got.contains("Authorization"))
            return "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=r, nonce=n\r\nContent-Length: "
                   "0\r\n\r\n";
        if (got.contains(" /start"))
            return "HTTP/1.1 302 Found\r\nLocation: " + location.toLatin1() + "\r\nContent-Length: 0\r\n\r\n";
        return ScriptedPeer::ok(place);
    }

    void lead(Place place, QString& url)
    {
        const QString port = QString::number(home.serverPort());
        url = QStringLiteral("http://127.0.0.1:%1/start").arg(port);
        const auto to = [&port](const char* host) {
            return QStringLiteral("http://%1:%2/end").arg(QString::fromLatin1(host), port);
        };
        switch (place) {
        case Place::Same: location = QStringLiteral("/end"); break;
        case Place::OtherCase:
            url = QStringLiteral("http://localhost:%1/start").arg(port);
            location = to("LocalHost").replace(QStringLiteral("http"), QStringLiteral("HTTP"));
            break;
        case Place::UserInfo: location = to("eve:pw@127.0.0.1"); break;
        case Place::Port:
            location = other.url(QStringLiteral("/end"))
                           .replace(QStringLiteral("0.0.0.0"), QStringLiteral("127.0.0.1"));
            break;
        case Place::Name: location = to("localhost"); break;
        case Place::Subdomain:
            url = QStringLiteral("http://localhost:%1/start").arg(port);
            location = to("sub.localhost");
            break;
        case Place::TrailingDot:
            url = QStringLiteral("http://localhost:%1/start").arg(port);
            location = to("localhost.");
            break;
        case Place::ShortIp: location = to("127.1"); break;
        case Place::DecimalIp: location = to("2130706433"); break;
        case Place::HexIp: location = to("0x7f.1"); break;
        case Place::Mapped: location = to("[::ffff:127.0.0.1]"); break;
        case Place::Scheme:
            location = to("127.0.0.1").replace(QStringLiteral("http:"), QStringLiteral("https:"));
            break;
        }
    }

    /// What came after the redirect, wherever; of TLS that is the handshake's bytes.
    [[nodiscard]] QByteArray after() const
    {
        QByteArray bytes = other.received;
        qsizetype before = 0;
        bool isPast = false;
        for (const QByteArray& request : home.requests) {
            if (isPast)
                bytes += request;
            else
                before += request.size();
            isPast =
                isPast || (request.contains(" /start") && (!challenges || request.contains("Authorization")));
        }
        return bytes.isEmpty() ? home.received.mid(before) : bytes;
    }
};

} // namespace

void TestHttpCredentials::table()
{
    QFETCH(int, place);
    QFETCH(bool, isSame);
    QFETCH(int, credential);
    Stage stage;
    stage.challenges = Credential(credential) == Credential::Digest;
    QString url;
    stage.lead(Place(place), url);
    HttpRequest typed = request(url);
    typed.settings.connectTimeout = std::chrono::milliseconds(200);
    give(typed, Credential(credential));
    // A key in the query is in the URL, and a redirect brings its own.
    const bool arrives = isSame && Credential(credential) != Credential::KeyQuery;
    const bool comesLater =
        Credential(credential) == Credential::Digest || Credential(credential) == Credential::Aws;
    const QByteArray next = nextHead(typed, stage.location);
    QVERIFY(!next.isEmpty());
    QVERIFY2(tells(next) == (arrives && !comesLater), next.constData());
    QCOMPARE(next.endsWith("signer"), arrives && comesLater);

    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QVERIFY(exchange.hops.size() >= 2);
    const QList<QByteArray>& sent = stage.home.requests;
    QVERIFY(std::any_of(sent.begin(), sent.end(), tells)); // it was sent to where it belongs
    const QByteArray after = stage.after();
    const bool canFail = Place(place) == Place::Scheme || Place(place) == Place::Subdomain ||
                         Place(place) == Place::TrailingDot || Place(place) == Place::Mapped;
    QVERIFY2(!after.isEmpty() || canFail, qPrintable(stage.location));
    QVERIFY2(tells(after) == arrives, after.constData());
    QVERIFY(!after.contains(QByteArray("eve:pw").toBase64()));
}

void TestHttpCredentials::overTls_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("credential");
    const QString plain = QStringLiteral("http");
    const QString secure = QStringLiteral("https");
    for (const auto& [from, to] :
         {std::pair(secure, plain), std::pair(plain, secure), std::pair(secure, secure)}) {
        for (const CredentialRow& credential : credentials)
            QTest::addRow("%s to %s, %s", qPrintable(from), qPrintable(to), credential.name)
                << from << to << int(credential.credential);
    }
}

/// From https to http and the other way, with what is said over TLS in plain: the same name, another origin.
void TestHttpCredentials::overTls()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, credential);
    const wl::test::Certificate authority(wl::test::authorityTerms());
    const wl::test::Certificate own(wl::test::CertificateTerms{}, &authority);
    wl::test::SecurePeer secureHome(own);
    wl::test::SecurePeer secureOther(own);
    ScriptedPeer plainOther(ScriptedPeer::fixed(ScriptedPeer::ok("there"), false), QHostAddress::Any);
    QByteArrayList answers;
    ScriptedPeer plainHome([&](QTcpSocket& socket, const QByteArray&) { socket.write(answers.takeFirst()); },
                           QHostAddress::Any);
    const bool isPlainHome = from == QLatin1String("http");
    const bool isPlainOther = to == QLatin1String("http");
    const auto place = [](const QString& scheme, quint16 port) {
        return QStringLiteral("%1://localhost:%2/").arg(scheme).arg(port);
    };
    if (Credential(credential) == Credential::Digest)
        answers.append(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=r, nonce=n\r\nContent-Length: 0\r\n\r\n");
    answers.append("HTTP/1.1 307 Moved\r\nLocation: " +
                   place(to, isPlainOther ? plainOther.serverPort() : secureOther.serverPort()).toLatin1() +
                   "\r\nContent-Length: 0\r\n\r\n");
    secureHome.answers = answers;

    HttpRequest typed = request(place(from, isPlainHome ? plainHome.serverPort() : secureHome.serverPort()));
    QFile file(m_dir.filePath(QStringLiteral("authority.pem")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(authority.pem()) > 0);
    file.close();
    typed.settings.tls.caFile = file.fileName();
    give(typed, Credential(credential));
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QVERIFY2(exchange.error == Error(), qPrintable(exchange.error.detail));
    QVERIFY(tells(isPlainHome ? plainHome.received : secureHome.received));
    const QByteArray there = isPlainOther ? plainOther.received : secureOther.received;
    QVERIFY2(there.startsWith("GET / HTTP/1.1\r\n"), there.constData());
    QVERIFY2(!tells(there), there.constData());
}

void TestHttpCredentials::keepAuth_data()
{
    QTest::addColumn<int>("credential");
    QTest::addColumn<bool>("isAuthorization");
    for (const CredentialRow& credential : credentials)
        QTest::newRow(credential.name) << int(credential.credential) << credential.isAuthorization;
}

void TestHttpCredentials::keepAuth()
{
    QFETCH(int, credential);
    QFETCH(bool, isAuthorization);
    Stage stage;
    stage.challenges = Credential(credential) == Credential::Digest;
    QString url;
    stage.lead(Place::Port, url);
    HttpRequest typed = request(url);
    typed.settings.keepAuth = true;
    give(typed, Credential(credential));
    HttpFixture http;
    QCOMPARE(http.run(typed).error, Error());
    QVERIFY(!stage.other.requests.isEmpty());
    const QByteArray there = stage.other.requests.last();
    QCOMPARE(tells(there), isAuthorization);
    QCOMPARE(there.toLower().contains("\r\nauthorization: "), isAuthorization);
}

void TestHttpCredentials::keepMethod_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const char* method : {"GET", "HEAD", "POST", "PUT", "BREW"})
            QTest::addRow("%d %s", status, method) << status << QByteArray(method);
    }
}

void TestHttpCredentials::keepMethod()
{
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
        if (!got.contains(" /next "))
            socket.write("HTTP/1.1 " + QByteArray::number(status) +
                         " Moved\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n");
        else
            socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    HttpRequest typed = request(peer.url(), QString::fromLatin1(method));
    typed.settings.keepMethod = true;
    typed.body.kind = HttpBody::Kind::Json;
    typed.body.text = QStringLiteral("{\"a\":1}");
    HttpFixture http;
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(peer.requests.size(), 2);
    QVERIFY(peer.requests.last().startsWith(method + " /next "));
    QVERIFY(peer.requests.last().endsWith("{\"a\":1}"));
}

QTEST_GUILESS_MAIN(TestHttpCredentials)
#include "tst_httpcredentials.moc"
