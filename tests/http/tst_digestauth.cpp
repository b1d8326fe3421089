// SPDX-License-Identifier: MIT
#include "http/digestsessions.h"
#include "net/digestauth.h"

#include <QtTest>

using namespace wl;

namespace {

const QByteArray nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
const QByteArray clientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

std::optional<DigestChallenge> challengeOf(const QByteArray& field)
{
    return digestChallenge(parseChallenges({field}));
}

/// What stands behind `name=` in an answer, without quotes.
QByteArray part(const QByteArray& answer, const QByteArray& name)
{
    return parseAuthInfo(answer.sliced(7)).value(name);
}

const DigestUse mufasa{
    "GET", "/dir/index.html", QStringLiteral("Mufasa"), QStringLiteral("Circle of Life"), {}};

} // namespace

class TestDigestAuth : public QObject
{
    Q_OBJECT
private slots:
    void challenges_data();
    void challenges();
    void responses_data();
    void responses();
    void rfc2617();
    void nonceCountAndNextNonce();
    void sessionKeyStays();
    void escapes();
    void userNames();
    void refused_data();
    void refused();
    void hostile_data();
    void hostile();
    void choosesTheFirstItCan();
    void sessionsAreByPlaceAndUser();
};

void TestDigestAuth::challenges_data()
{
    QTest::addColumn<QList<QByteArray>>("fields");
    QTest::addColumn<QByteArray>("read"); // scheme(name=value|…) …
    const auto row = [](const char* name, const QList<QByteArray>& fields, const char* read) {
        QTest::newRow(name) << fields << QByteArray(read);
    };
    row("none", {}, "");
    row("alone", {"Negotiate"}, "negotiate()");
    row("one", {"Basic realm=\"a b\""}, "basic(realm=a b)");
    row("token", {"Basic realm=x"}, "basic(realm=x)");
    row("two in a field", {"Basic realm=\"a\", Digest nonce=\"n\", qop=\"auth,auth-int\""},
        "basic(realm=a) digest(nonce=n|qop=auth,auth-int)");
    row("two fields", {"Negotiate", "Basic realm=a"}, "negotiate() basic(realm=a)");
    row("token68 before one", {"NTLM TlRMTVNTUAAC==, Basic realm=a"}, "ntlm[TlRMTVNTUAAC==] basic(realm=a)");
    row("scheme alone before one", {"Negotiate, Basic realm=a"}, "negotiate() basic(realm=a)");
    row("blanks", {" ,, Digest  nonce = \"n\" ,  realm=\"r\" , "}, "digest(nonce=n|realm=r)");
    row("escapes", {"Basic realm=\"a\\\"b\\\\c,d\""}, "basic(realm=a\"b\\c,d)");
    row("empty value", {"Basic realm=\"\""}, "basic(realm=)");
    row("open quote", {"Negotiate, Basic realm=\"a"}, "negotiate()");
    row("a quote ends and something follows", {"Basic realm=\"a\"x"}, "");
    row("garbage", {"\x01\x02"}, "");
    row("garbage behind", {"Basic realm=a, =b"}, "");
    row("only commas", {",,,,"}, "");
}

void TestDigestAuth::challenges()
{
    QFETCH(QList<QByteArray>, fields);
    QFETCH(QByteArray, read);
    QList<QByteArray> words;
    for (const AuthChallenge& challenge : parseChallenges(fields)) {
        QList<QByteArray> parameters;
        for (const auto& [name, value] : challenge.parameters)
            parameters.append(name + '=' + value);
        words.append(challenge.scheme + (challenge.token.isEmpty() ? '(' + parameters.join('|') + ')'
                                                                   : '[' + challenge.token + ']'));
    }
    QCOMPARE(words.join(' '), read);
}

void TestDigestAuth::responses_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QByteArray>("bodyHash");
    QTest::addColumn<QByteArray>("response");
    const auto row = [](const char* parameters, const char* response, const char* bodyHash = "") {
        QTest::newRow(parameters) << QByteArray(parameters) << QByteArray(bodyHash) << QByteArray(response);
    };
    // RFC 7616 §3.9.1
    row("algorithm=MD5, qop=\"auth, auth-int\"", "8ca523f5e9506fed4657c9700eebdbec");
    row("algorithm=SHA-256, qop=\"auth, auth-int\"",
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    // by the RFC's formulas, with Python's hashlib
    row("algorithm=MD5", "7b2cc3b30e75b4777ea31027084363fd");
    row("algorithm=MD5-sess, qop=auth", "e783283f46242139c486a698fec7211d");
    row("algorithm=MD5, qop=auth-int", "8ebd16de765f74eb22b07660af80149d",
        "f5e638cc78dd325906c1298a0c21fb6b");
    row("algorithm=SHA-256", "a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363");
    row("algorithm=SHA-256-sess, qop=auth",
        "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7");
    row("algorithm=SHA-256, qop=auth-int", "fceeadeb516032ef9668fdf5c2e7364402996126b48cefc99f90def59b51ce1c",
        "bca3685fea8acd4e4b5c149874e1aa2bad0708e7e5ed490f3cf0702cb7a8bb56");
}

void TestDigestAuth::responses()
{
    QFETCH(QByteArray, parameters);
    QFETCH(QByteArray, bodyHash);
    QFETCH(QByteArray, response);
    const auto challenge =
        challengeOf("Digest realm=\"http-auth@example.org\", nonce=\"" + nonce + "\", " + parameters);
    QVERIFY(challenge.has_value());
    DigestUse use = mufasa;
    use.bodyHash = bodyHash;
    const QByteArray answer = DigestSession(*challenge, clientNonce).answer(use);
    QCOMPARE(part(answer, "response"), response);
    QCOMPARE(part(answer, "uri"), QByteArray("/dir/index.html"));
    QCOMPARE(part(answer, "nonce"), nonce);
}

void TestDigestAuth::rfc2617()
{
    // RFC 2617 §3.5
    const auto challenge = challengeOf(
        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
        "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
    QVERIFY(challenge.has_value());
    DigestUse use = mufasa;
    use.password = QStringLiteral("Circle Of Life");
    const QByteArray answer = DigestSession(*challenge, "0a4f113b").answer(use);
    QCOMPARE(answer, QByteArray("Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
                                "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
                                "response=\"6629fae49393a05397450978507c4ef1\", qop=auth, nc=00000001, "
                                "cnonce=\"0a4f113b\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""));
}

void TestDigestAuth::nonceCountAndNextNonce()
{
    DigestSession session(*challengeOf("Digest realm=r, nonce=n1, qop=auth"), "c");
    QCOMPARE(part(session.answer(mufasa), "nc"), QByteArray("00000001"));
    QCOMPARE(part(session.answer(mufasa), "nc"), QByteArray("00000002"));
    session.setNextNonce("n1"); // the same: it goes on
    QCOMPARE(part(session.answer(mufasa), "nc"), QByteArray("00000003"));
    session.setNextNonce("n2");
    const QByteArray next = session.answer(mufasa);
    QCOMPARE(part(next, "nonce"), QByteArray("n2"));
    QCOMPARE(part(next, "nc"), QByteArray("00000001"));
    for (const QByteArray& bad : {QByteArray(), QByteArray("a\r\nX: y"), QByteArray(9000, 'n')})
        session.setNextNonce(bad);
    QCOMPARE(part(session.answer(mufasa), "nonce"), QByteArray("n2"));
    QCOMPARE(part(session.answer(mufasa), "nc"), QByteArray("00000003"));
    for (int i = 3; i < 16; ++i)
        (void)session.answer(mufasa);
    QCOMPARE(part(session.answer(mufasa), "nc"), QByteArray("00000011")); // in hex
}

void TestDigestAuth::sessionKeyStays()
{
    // RFC 7616 §3.4.2: made of the first nonce, also when the next one is another.
    DigestSession session(*challengeOf("Digest realm=r, nonce=n1, qop=auth, algorithm=MD5-sess"), "c");
    session.setNextNonce("n2");
    const auto md5 = [](const QByteArray& text) {
        return QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex();
    };
    const QByteArray key = md5(md5("Mufasa:r:Circle of Life") + ":n1:c");
    QCOMPARE(part(session.answer(mufasa), "response"),
             md5(key + ":n2:00000001:c:auth:" + md5("GET:/dir/index.html")));
}

void TestDigestAuth::escapes()
{
    const auto challenge = challengeOf("Digest realm=\"a \\\"b\\\" \\\\c\", nonce=\"n\\\"\", opaque=\"\"");
    QVERIFY(challenge.has_value());
    QCOMPARE(challenge->realm, QByteArray("a \"b\" \\c"));
    DigestUse use = mufasa;
    use.user = QStringLiteral("me \"x\"");
    const QByteArray answer = DigestSession(*challenge, "c").answer(use);
    QVERIFY2(answer.contains("username=\"me \\\"x\\\"\", realm=\"a \\\"b\\\" \\\\c\", nonce=\"n\\\"\""),
             answer.constData());
    QVERIFY(answer.endsWith(", opaque=\"\""));
    QVERIFY(!answer.contains("qop"));
    QVERIFY(!answer.contains("cnonce"));
}

void TestDigestAuth::userNames()
{
    DigestUse use = mufasa;
    use.user = QString::fromUtf8("Jäsøn Doe");
    const QByteArray plain = "Digest realm=r, nonce=n, qop=auth";
    QVERIFY(DigestSession(*challengeOf(plain), "c").answer(use).startsWith("Digest username=\"Jäsøn Doe\","));
    QVERIFY(DigestSession(*challengeOf(plain + ", charset=UTF-8"), "c")
                .answer(use)
                .startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe,"));
    const QByteArray hashed =
        DigestSession(*challengeOf(plain + ", charset=UTF-8, userhash=true, algorithm=SHA-256"), "c")
            .answer(use);
    QCOMPARE(part(hashed, "username"),
             QCryptographicHash::hash("Jäsøn Doe:r", QCryptographicHash::Sha256).toHex());
    QCOMPARE(part(hashed, "userhash"), QByteArray("true"));
}

void TestDigestAuth::refused_data()
{
    QTest::addColumn<QByteArray>("field");
    for (const char* field :
         {"Basic realm=x", "Digest", "Digest realm=r", "Digest realm=r, nonce=\"\"", "Digest TlRMTVNT",
          "Digest realm=r, nonce=n, algorithm=SHA-512-256", "Digest realm=r, nonce=n, algorithm=token",
          "Digest realm=r, nonce=n, algorithm=-sess", "Digest realm=r, nonce=n, qop=\"auth-conf\"",
          "Digest realm=\"r, nonce=n", "Digest realm=r nonce=n"})
        QTest::newRow(field) << QByteArray(field);
}

void TestDigestAuth::refused()
{
    QFETCH(QByteArray, field);
    QVERIFY(!challengeOf(field));
}

void TestDigestAuth::hostile_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("line break in the nonce") << QByteArray("Digest realm=r, nonce=\"n\r\nX-Evil: 1\"");
    QTest::newRow("NUL in the realm") << QByteArray("Digest nonce=n, realm=\"a\0b\"", 27);
    QTest::newRow("huge opaque") << "Digest realm=r, nonce=n, opaque=\"" + QByteArray(100000, 'x') + '"';
    QTest::newRow("ten thousand parameters") << "Digest nonce=n" + QByteArray(", a=b").repeated(10000);
    QTest::newRow("escape at the end") << QByteArray("Digest realm=r, nonce=\"n\\");
}

void TestDigestAuth::hostile()
{
    QFETCH(QByteArray, field);
    QVERIFY(!challengeOf(field));
    // Also cut anywhere it gives nothing that breaks a line.
    for (qsizetype size = 0; size < qMin<qsizetype>(field.size(), 64); ++size) {
        if (const auto challenge = challengeOf(field.first(size)))
            QVERIFY(!DigestSession(*challenge, "c").answer(mufasa).contains('\n'));
    }
    QVERIFY(parseChallenges({QByteArray("A,").repeated(100000)}).size() <= 32);
}

void TestDigestAuth::choosesTheFirstItCan()
{
    const auto challenge = digestChallenge(
        parseChallenges({"Digest realm=a, nonce=1, algorithm=SHA-512-256", "Basic realm=b",
                         "Digest realm=c, nonce=2, algorithm=sha-256, Digest realm=d, nonce=3"}));
    QVERIFY(challenge.has_value());
    QCOMPARE(challenge->realm, QByteArray("c"));
    QCOMPARE(challenge->hash, QCryptographicHash::Sha256);
    // What it was called goes back as it came.
    QVERIFY(DigestSession(*challenge, "c").answer(mufasa).contains("algorithm=sha-256"));
}

void TestDigestAuth::sessionsAreByPlaceAndUser()
{
    DigestSessions sessions;
    const DigestChallenge challenge = *challengeOf("Digest realm=r, nonce=n");
    const QUrl place(QStringLiteral("http://a:8080/x"));
    (void)sessions.begin(place, QStringLiteral("me"), challenge);
    QVERIFY(sessions.find(QUrl(QStringLiteral("http://a:8080/other")), QStringLiteral("me")));
    for (const char* other : {"https://a:8080/x", "http://a:8081/x", "http://b:8080/x", "http://a/x"})
        QVERIFY(!sessions.find(QUrl(QString::fromLatin1(other)), QStringLiteral("me")));
    QVERIFY(!sessions.find(place, QStringLiteral("you")));
    for (int i = 0; i < 64; ++i)
        (void)sessions.begin(QUrl(QStringLiteral("http://h%1/").arg(i)), QStringLiteral("me"), challenge);
    QVERIFY(!sessions.find(place, QStringLiteral("me")));
    QVERIFY(sessions.find(QUrl(QStringLiteral("http://h0/")), QStringLiteral("me")));
}

QTEST_APPLESS_MAIN(TestDigestAuth)
#include "tst_digestauth.moc"
