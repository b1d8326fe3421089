// SPDX-License-Identifier: MIT
#include "decode/http1parser.h"

#include "base/limits.h"

#include <QtTest>

using namespace wl;

namespace {

/// All that a parser said about a stream, as comparable text.
struct Heard
{
    QStringList interim;
    QString head;
    QByteArray body;
    QList<Http1Field> trailers;
    qsizetype taken = 0;
    Http1Parser::State state = Http1Parser::State::Head;
    ErrorCode error = ErrorCode::None;
    qint64 errorOffset = 0;
    QStringList notices;

    bool operator==(const Heard&) const = default;
};

QString describe(const Http1Head& head)
{
    QString text = head.method.isEmpty()
                       ? QStringLiteral("%1 %2 %3")
                             .arg(QString::fromLatin1(head.version))
                             .arg(head.status)
                             .arg(QString::fromLatin1(head.reason))
                       : QStringLiteral("%1 %2 %3")
                             .arg(QString::fromLatin1(head.method), QString::fromLatin1(head.target),
                                  QString::fromLatin1(head.version));
    for (const Http1Field& field : head.fields)
        text += u'|' + QString::fromLatin1(field.name) + u'=' + QString::fromLatin1(field.value);
    return text;
}

Heard hear(Http1Kind kind, const QByteArray& method, const QByteArray& bytes, qsizetype step, bool ends)
{
    Heard heard;
    Http1Parser parser(kind);
    parser.setRequestMethod(method);
    parser.handlers().interim = [&](const Http1Head& head) { heard.interim.append(describe(head)); };
    parser.handlers().head = [&](const Http1Head& head) { heard.head = describe(head); };
    parser.handlers().body = [&](QByteArrayView piece) { heard.body.append(piece); };
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        const QByteArrayView piece = QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at));
        const qsizetype taken = parser.feed(piece);
        heard.taken += taken;
        if (taken < piece.size() || parser.state() >= Http1Parser::State::Complete)
            break;
    }
    if (ends)
        parser.finish();
    heard.state = parser.state();
    if (parser.state() != Http1Parser::State::Head)
        heard.trailers = parser.trailers();
    if (parser.state() == Http1Parser::State::Failed) {
        heard.error = parser.error().code;
        heard.errorOffset = parser.errorOffset();
    }
    for (const Http1Notice& notice : parser.notices())
        heard.notices.append(notice.text);
    return heard;
}

} // namespace

class TestHttp1Parser : public QObject
{
    Q_OBJECT
private slots:
    void response_data();
    void response();
    void request_data();
    void request();
    void keepAlive_data();
    void keepAlive();
    void pipelinedRequests();
    void headLimit();
    void fieldLimit();
    void interimHeadsCountTogether();
    void trailerLimit();
    void extensionLimit();
    void offsetsNameThePlace();
    void fieldAccess();
};

void TestHttp1Parser::response_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("ends");
    QTest::addColumn<QString>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("notice"); // a part of one of them, empty = there is none

    using State = Http1Parser::State;
    const auto row = [](const char* name, const QByteArray& bytes, bool ends, const char* head,
                        const QByteArray& body, State state, ErrorCode error, const char* notice,
                        const char* method = "GET") {
        QTest::newRow(name) << QByteArray(method) << bytes << ends << QString::fromUtf8(head) << body
                            << int(state) << int(error) << QString::fromUtf8(notice);
    };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    const char* chunkedHead = "HTTP/1.1 200 OK|Transfer-Encoding=chunked";

    row("length", ok + "Content-Length: 5\r\n\r\nhello", false, "HTTP/1.1 200 OK|Content-Length=5", "hello",
        State::Complete, ErrorCode::None, "");
    row("length zero", ok + "Content-Length: 0\r\n\r\n", false, "HTTP/1.1 200 OK|Content-Length=0", "",
        State::Complete, ErrorCode::None, "");
    row("more than the length stays", ok + "Content-Length: 2\r\n\r\nhiHTTP", false,
        "HTTP/1.1 200 OK|Content-Length=2", "hi", State::Complete, ErrorCode::None, "");
    row("until close", ok + "\r\nhello", true, "HTTP/1.1 200 OK", "hello", State::Complete, ErrorCode::None,
        "");
    row("until close goes on", ok + "\r\nhello", false, "HTTP/1.1 200 OK", "hello", State::Body,
        ErrorCode::None, "");
    row("chunked", chunked + "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", false, chunkedHead, "hello!",
        State::Complete, ErrorCode::None, "");
    row("chunk sizes with zeros", chunked + "0005\r\nhello\r\n000\r\n\r\n", false, chunkedHead, "hello",
        State::Complete, ErrorCode::None, "");
    row("one extension", chunked + "5;a=b\r\nhello\r\n0\r\n\r\n", false, chunkedHead, "hello",
        State::Complete, ErrorCode::None, "");
    row("several extensions", chunked + "5;a=b;c=\"d;e\" ; f\r\nhello\r\n0;last=1;x=2\r\n\r\n", false,
        chunkedHead, "hello", State::Complete, ErrorCode::None, "");
    row("padded chunk size", chunked + "5   \r\nhello\r\n0 \r\n\r\n", false, chunkedHead, "hello",
        State::Complete, ErrorCode::None, "a blank behind a chunk size");
    row("no body for 204", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", false,
        "HTTP/1.1 204 No Content|Content-Length=5", "", State::Complete, ErrorCode::None, "");
    row("no body for 304", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", false,
        "HTTP/1.1 304 Not Modified|Transfer-Encoding=chunked", "", State::Complete, ErrorCode::None, "");
    row("no body for HEAD", ok + "Content-Length: 5\r\n\r\n", false, "HTTP/1.1 200 OK|Content-Length=5", "",
        State::Complete, ErrorCode::None, "", "HEAD");
    row("CONNECT ends HTTP", ok + "\r\n\x16\x03", false, "HTTP/1.1 200 OK", "", State::Upgraded,
        ErrorCode::None, "", "CONNECT");
    row("101 ends HTTP", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81", false,
        "HTTP/1.1 101 Switching Protocols|Upgrade=websocket", "", State::Upgraded, ErrorCode::None, "");
    row("103 before 200", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok",
        false, "HTTP/1.1 200 OK|Content-Length=2", "ok", State::Complete, ErrorCode::None, "");
    row("no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", false, "HTTP/1.1 200 |Content-Length=0", "",
        State::Complete, ErrorCode::None, "");
    row("duplicates in order", ok + "B: 1\r\nA: 2\r\nb: 3\r\nContent-Length: 0\r\n\r\n", false,
        "HTTP/1.1 200 OK|B=1|A=2|b=3|Content-Length=0", "", State::Complete, ErrorCode::None, "");
    row("empty value", ok + "A:\r\nContent-Length: 0\r\n\r\n", false, "HTTP/1.1 200 OK|A=|Content-Length=0",
        "", State::Complete, ErrorCode::None, "");
    row("colon in value", ok + "A: b:c\r\nContent-Length: 0\r\n\r\n", false,
        "HTTP/1.1 200 OK|A=b:c|Content-Length=0", "", State::Complete, ErrorCode::None, "");

    // Accepted against the rules, with a notice.
    row("LF only", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", false, "HTTP/1.1 200 OK|Content-Length=2",
        "ok", State::Complete, ErrorCode::None, "LF alone");
    row("empty lines first", "\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok", false,
        "HTTP/1.1 200 OK|Content-Length=2", "ok", State::Complete, ErrorCode::None, "empty lines before");
    row("same length twice", ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok", false,
        "HTTP/1.1 200 OK|Content-Length=2|Content-Length=2", "ok", State::Complete, ErrorCode::None,
        "there 2 times");
    row("length and chunked",
        ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", false,
        "HTTP/1.1 200 OK|Content-Length=3|Transfer-Encoding=chunked", "ok", State::Complete, ErrorCode::None,
        "the length is not used");
    row("length of 20 digits", ok + "Content-Length: 99999999999999999999\r\n\r\nok", true,
        "HTTP/1.1 200 OK|Content-Length=99999999999999999999", "ok", State::Complete, ErrorCode::None,
        "beyond any size");
    row("status 099", "HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\nok", false,
        "HTTP/1.1 99 Odd|Content-Length=2", "ok", State::Complete, ErrorCode::None, "status code 099");
    row("status 999", "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok", false,
        "HTTP/1.1 999 Odd|Content-Length=2", "ok", State::Complete, ErrorCode::None, "status code 999");
    row("HTTP/2.0 in the line", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok", false,
        "HTTP/2.0 200 OK|Content-Length=2", "ok", State::Complete, ErrorCode::None, "version HTTP/2.0");
    row("NUL in a value", ok + QByteArray("A: x\0y\r\nContent-Length: 0\r\n\r\n", 29), false,
        "HTTP/1.1 200 OK|A=x", "", State::Complete, ErrorCode::None, "control byte 0x00");
    row("name with a space", ok + "My Field: x\r\nContent-Length: 0\r\n\r\n", false,
        "HTTP/1.1 200 OK|My Field=x|Content-Length=0", "", State::Complete, ErrorCode::None,
        "not a token: My Field");
    row("space before the colon", ok + "Content-Length : 2\r\n\r\nok", false,
        "HTTP/1.1 200 OK|Content-Length =2", "ok", State::Complete, ErrorCode::None, "not a token");
    row("folded value", ok + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n", false,
        "HTTP/1.1 200 OK|A=b c|Content-Length=0", "", State::Complete, ErrorCode::None, "line folding");
    row("coding that is not chunked", ok + "Transfer-Encoding: gzip\r\n\r\nxx", true,
        "HTTP/1.1 200 OK|Transfer-Encoding=gzip", "xx", State::Complete, ErrorCode::None,
        "does not end with chunked");
    row("coding below chunked", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nxx\r\n0\r\n\r\n", false,
        "HTTP/1.1 200 OK|Transfer-Encoding=gzip, chunked", "xx", State::Complete, ErrorCode::None,
        "gzip is left on");

    // Refused.
    row("empty", "", true, "", "", State::Head, ErrorCode::None, "");
    row("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", false, "", "", State::Failed, ErrorCode::NotHttp, "");
    row("binary", QByteArray("\x15\x03\x01\x00\x02", 5), false, "", "", State::Failed, ErrorCode::NotHttp,
        "");
    row("HTML at once", "<html></html>", false, "", "", State::Failed, ErrorCode::NotHttp, "");
    row("no status", "HTTP/1.1 OK\r\n\r\n", false, "HTTP/1.1 0 ", "", State::Failed, ErrorCode::NotHttp, "");
    row("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", false, "HTTP/1.1 0 ", "", State::Failed,
        ErrorCode::NotHttp, "");
    row("odd version", "HTTP/x.1 200 OK\r\n\r\n", false, " 0 ", "", State::Failed, ErrorCode::NotHttp, "");
    row("line without a colon", ok + "A: 1\r\nnonsense\r\nB: 2\r\n\r\n", false, "HTTP/1.1 200 OK|A=1", "",
        State::Failed, ErrorCode::BadFraming, "");
    row("no field name", ok + ": x\r\n\r\n", false, "HTTP/1.1 200 OK", "", State::Failed,
        ErrorCode::BadFraming, "");
    row("fold without a field", ok + " x\r\n\r\n", false, "HTTP/1.1 200 OK", "", State::Failed,
        ErrorCode::BadFraming, "");
    row("two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk", false,
        "HTTP/1.1 200 OK|Content-Length=2|Content-Length=3", "", State::Failed, ErrorCode::BadFraming, "");
    row("two lengths in one line", ok + "Content-Length: 2, 3\r\n\r\nokk", false,
        "HTTP/1.1 200 OK|Content-Length=2, 3", "", State::Failed, ErrorCode::BadFraming, "");
    row("negative length", ok + "Content-Length: -5\r\n\r\n", false, "HTTP/1.1 200 OK|Content-Length=-5", "",
        State::Failed, ErrorCode::BadFraming, "");
    row("length with a plus", ok + "Content-Length: +5\r\n\r\n", false, "HTTP/1.1 200 OK|Content-Length=+5",
        "", State::Failed, ErrorCode::BadFraming, "");
    row("empty length", ok + "Content-Length:\r\n\r\n", false, "HTTP/1.1 200 OK|Content-Length=", "",
        State::Failed, ErrorCode::BadFraming, "");
    row("chunked twice", ok + "Transfer-Encoding: chunked, chunked\r\n\r\n", false,
        "HTTP/1.1 200 OK|Transfer-Encoding=chunked, chunked", "", State::Failed, ErrorCode::BadFraming, "");
    row("chunk size ZZ", chunked + "ZZ\r\n", false, chunkedHead, "", State::Failed, ErrorCode::BadFraming,
        "");
    row("chunk size with a sign", chunked + "-5\r\nhello", false, chunkedHead, "", State::Failed,
        ErrorCode::BadFraming, "");
    row("chunk size behind a blank", chunked + "5\r\nhello\r\n 0\r\n\r\n", false, chunkedHead, "hello",
        State::Failed, ErrorCode::BadFraming, "");
    row("chunk size of 16 F", chunked + "FFFFFFFFFFFFFFFF\r\nabc", false, chunkedHead, "", State::Failed,
        ErrorCode::BadFraming, "");
    row("chunk size of 17 F", chunked + "FFFFFFFFFFFFFFFFF\r\nabc", false, chunkedHead, "", State::Failed,
        ErrorCode::BadFraming, "");
    row("no line end behind a chunk", chunked + "5\r\nhelloXX0\r\n\r\n", false, chunkedHead, "hello",
        State::Failed, ErrorCode::BadFraming, "");
    row("trailer without a colon", chunked + "0\r\nnonsense\r\n\r\n", false, chunkedHead, "", State::Failed,
        ErrorCode::BadFraming, "");
    row("body cut short", ok + "Content-Length: 5\r\n\r\nhel", true, "HTTP/1.1 200 OK|Content-Length=5",
        "hel", State::Failed, ErrorCode::BodyCutShort, "");
    row("chunk cut short", chunked + "5\r\nhel", true, chunkedHead, "hel", State::Failed,
        ErrorCode::BodyCutShort, "");
    row("last chunk missing", chunked + "5\r\nhello\r\n", true, chunkedHead, "hello", State::Failed,
        ErrorCode::BodyCutShort, "");
    row("end of trailers missing", chunked + "0\r\nA: b\r\n", true, chunkedHead, "", State::Failed,
        ErrorCode::BodyCutShort, "");
    row("head cut short", "HTTP/1.1 200 OK\r\nA: b", true, "", "", State::Failed, ErrorCode::BadFraming, "");
    row("only 100 came", "HTTP/1.1 100 Continue\r\n\r\n", true, "", "", State::Failed, ErrorCode::BadFraming,
        "");
}

void TestHttp1Parser::response()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, ends);
    QFETCH(QString, head);
    QFETCH(QByteArray, body);
    QFETCH(int, state);
    QFETCH(int, error);
    QFETCH(QString, notice);

    const Heard whole = hear(Http1Kind::Response, method, bytes, std::max<qsizetype>(bytes.size(), 1), ends);
    if (!head.contains(QStringLiteral("A=x"))) // a NUL ends this test's column, not the value
        QCOMPARE(whole.head, head);
    QCOMPARE(whole.body, body);
    QCOMPARE(int(whole.state), state);
    QCOMPARE(int(whole.error), error);
    if (notice.isEmpty())
        QCOMPARE(whole.notices, QStringList());
    else
        QVERIFY2(whole.notices.join(u'\n').contains(notice), qPrintable(whole.notices.join(u'\n')));

    for (qsizetype step = 1; step < std::min<qsizetype>(bytes.size(), 24); ++step) {
        Heard pieces = hear(Http1Kind::Response, method, bytes, step, ends);
        if (whole.error == ErrorCode::NotHttp) // found earlier where less was given at once
            pieces.taken = whole.taken;
        QVERIFY2(pieces == whole, qPrintable(QString::number(step)));
    }
}

void TestHttp1Parser::request_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("error");

    using State = Http1Parser::State;
    const auto row = [](const char* name, const QByteArray& bytes, const char* head, const QByteArray& body,
                        State state, ErrorCode error = ErrorCode::None) {
        QTest::newRow(name) << bytes << QString::fromUtf8(head) << body << int(state) << int(error);
    };
    row("get", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1|Host=a", "", State::Complete);
    row("custom method", "BREW /pot?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", "BREW /pot?x=1 HTTP/1.1|Host=a", "",
        State::Complete);
    row("odd token", "!#$%&'*+-.^_`|~ / HTTP/1.0\r\n\r\n", "!#$%&'*+-.^_`|~ / HTTP/1.0", "", State::Complete);
    row("post", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "POST / HTTP/1.1|Content-Length=3", "abc",
        State::Complete);
    row("post chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1|Transfer-Encoding=chunked", "abc", State::Complete);
    row("connect", "CONNECT h:443 HTTP/1.1\r\n\r\n", "CONNECT h:443 HTTP/1.1", "", State::Complete);
    row("absolute target", "GET http://h/a HTTP/1.1\r\n\r\n", "GET http://h/a HTTP/1.1", "", State::Complete);
    row("space in the target", "GET /a b HTTP/1.1\r\n\r\n", "GET /a b HTTP/1.1", "", State::Complete);
    row("more to come", "GET / HTTP/1.1\r\nHost:", "", "", State::Head);
    row("no version", "GET /\r\n\r\n", " 0 ", "", State::Failed, ErrorCode::NotHttp);
    row("no target", "GET  HTTP/1.1\r\n\r\n", "GET  HTTP/1.1", "", State::Failed, ErrorCode::NotHttp);
    row("TLS hello", QByteArray("\x16\x03\x01\x02\x00", 5), "", "", State::Failed, ErrorCode::NotHttp);
    row("method is no token", "G(T / HTTP/1.1\r\n\r\n", "", "", State::Failed, ErrorCode::NotHttp);
    row("two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1|Content-Length=1|Content-Length=2", "", State::Failed, ErrorCode::BadFraming);
    row("length of 20 digits", "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1|Content-Length=99999999999999999999", "", State::Failed, ErrorCode::BadFraming);
    row("coding that is not chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1|Transfer-Encoding=gzip", "", State::Failed, ErrorCode::BadFraming);
}

void TestHttp1Parser::request()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, head);
    QFETCH(QByteArray, body);
    QFETCH(int, state);
    QFETCH(int, error);

    const Heard whole = hear(Http1Kind::Request, {}, bytes, bytes.size(), false);
    QCOMPARE(whole.head, head);
    QCOMPARE(whole.body, body);
    QCOMPARE(int(whole.state), state);
    QCOMPARE(int(whole.error), error);
    // An error in the first bytes is found earlier when they come singly; all else is the same.
    Heard single = hear(Http1Kind::Request, {}, bytes, 1, false);
    if (whole.error == ErrorCode::NotHttp)
        single.taken = whole.taken;
    QVERIFY(single == whole);
}

void TestHttp1Parser::keepAlive_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keepAlive");

    QTest::newRow("1.1") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << true;
    QTest::newRow("1.1 close") << QByteArray(
                                      "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n")
                               << false;
    QTest::newRow("1.0") << QByteArray("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive")
        << QByteArray("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n") << true;
    QTest::newRow("until close") << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << false;
    QTest::newRow("both lengths")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n") << false;
    QTest::newRow("101") << QByteArray("HTTP/1.1 101 X\r\n\r\n") << false;
}

void TestHttp1Parser::keepAlive()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, keepAlive);
    Http1Parser parser(Http1Kind::Response);
    parser.feed(bytes);
    QCOMPARE(parser.head().keepAlive, keepAlive);
}

void TestHttp1Parser::pipelinedRequests()
{
    const QByteArray stream = "POST /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nab"
                              "GET /2 HTTP/1.1\r\n\r\n"
                              "\r\nGET /3 HTTP/1.1\r\n\r\n";
    for (const qsizetype step : {qsizetype(1), qsizetype(7), stream.size()}) {
        Http1Parser parser(Http1Kind::Request);
        QByteArray seen;
        parser.handlers().body = [&](QByteArrayView piece) { seen.append(piece); };
        for (qsizetype at = 0; at < stream.size(); at += step) {
            QByteArrayView bytes = QByteArrayView(stream).sliced(at, std::min(step, stream.size() - at));
            while (!bytes.isEmpty()) {
                bytes = bytes.sliced(parser.feed(bytes));
                QVERIFY(parser.state() != Http1Parser::State::Failed);
                if (parser.state() == Http1Parser::State::Complete)
                    seen += parser.head().target + ';';
            }
        }
        QCOMPARE(seen, QByteArray("ab/1;/2;/3;"));
    }
}

void TestHttp1Parser::headLimit()
{
    const QByteArray start = "HTTP/1.1 200 OK\r\nA: ";
    const QByteArray fits = start + QByteArray(limits::headerBytes - start.size() - 4, 'x') + "\r\n\r\n";
    QCOMPARE(hear(Http1Kind::Response, "GET", fits, 4096, true).state, Http1Parser::State::Complete);

    Http1Parser parser(Http1Kind::Response);
    const QByteArray endless = start + QByteArray(2 * limits::headerBytes, 'x');
    QCOMPARE(parser.feed(endless), limits::headerBytes);
    QCOMPARE(parser.state(), Http1Parser::State::Failed);
    QCOMPARE(parser.error().code, ErrorCode::HeaderTooLarge);
    QCOMPARE(parser.errorOffset(), limits::headerBytes);
    QCOMPARE(parser.feed("more"), 0);
}

void TestHttp1Parser::fieldLimit()
{
    QByteArray many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i <= limits::headerFields; ++i)
        many += "a:b\r\n";
    const Heard heard = hear(Http1Kind::Response, "GET", many + "\r\n", 65536, false);
    QCOMPARE(heard.error, ErrorCode::HeaderTooLarge);
}

void TestHttp1Parser::interimHeadsCountTogether()
{
    Http1Parser parser(Http1Kind::Response);
    int interim = 0;
    parser.handlers().interim = [&](const Http1Head&) { ++interim; };
    const QByteArray hint = "HTTP/1.1 103 Early Hints\r\nLink: " + QByteArray(1000, 'x') + "\r\n\r\n";
    for (int i = 0; i < 1000 && parser.state() == Http1Parser::State::Head; ++i)
        parser.feed(hint);
    QCOMPARE(parser.state(), Http1Parser::State::Failed);
    QCOMPARE(parser.error().code, ErrorCode::HeaderTooLarge);
    QVERIFY(interim < 300);
}

void TestHttp1Parser::trailerLimit()
{
    Http1Parser parser(Http1Kind::Response);
    parser.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
    const QByteArray trailer = "A: " + QByteArray(1000, 'x') + "\r\n";
    for (int i = 0; i < 1000 && parser.state() == Http1Parser::State::Body; ++i)
        parser.feed(trailer);
    QCOMPARE(parser.state(), Http1Parser::State::Failed);
    QCOMPARE(parser.error().code, ErrorCode::HeaderTooLarge);
}

void TestHttp1Parser::extensionLimit()
{
    for (const QByteArray& begin : {QByteArray("5;"), QByteArray("5 "), QByteArray("5;a=b;")}) {
        Http1Parser parser(Http1Kind::Response);
        parser.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + begin);
        const QByteArray more(1000, 'x');
        for (int i = 0; i < 1000 && parser.state() == Http1Parser::State::Body; ++i)
            parser.feed(more);
        QCOMPARE(parser.state(), Http1Parser::State::Failed);
        QCOMPARE(parser.error().code, ErrorCode::HeaderTooLarge);
    }
}

void TestHttp1Parser::offsetsNameThePlace()
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    Heard heard = hear(Http1Kind::Response, "GET", head + "5\r\nhello\r\nQ\r\n", 3, false);
    QCOMPARE(heard.errorOffset, head.size() + 10);

    Http1Parser parser(Http1Kind::Response);
    parser.feed("HTTP/1.1 200 OK\r\nA: b\r\nnonsense\r\n\r\n");
    QCOMPARE(parser.errorOffset(), 23);
    QVERIFY2(parser.error().detail.startsWith(QStringLiteral("header line 2, byte 23: no colon")),
             qPrintable(parser.error().detail));
}

void TestHttp1Parser::fieldAccess()
{
    Http1Parser parser(Http1Kind::Response);
    parser.feed("HTTP/1.1 200 OK\r\nX: a, ,B\r\nx: c\r\nContent-Length: 0\r\n\r\n");
    QCOMPARE(parser.head().value("x"), QByteArray("a, ,B"));
    QCOMPARE(parser.head().tokens("X"), QList<QByteArray>({"a", "b", "c"}));
    QVERIFY(!parser.head().has("Y"));
    QVERIFY(parser.head().value("Y").isNull());
}

QTEST_GUILESS_MAIN(TestHttp1Parser)
#include "tst_http1parser.moc"
