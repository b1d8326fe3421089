// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "tests/http/httpfixture.h"
#include "tests/support/deflated.h"
#include "tests/support/scriptedpeer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

namespace {

qint64 anonymousBytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

/// What a peer may send that is no harm; with each dripped byte by byte and cut.
struct BadAnswer
{
    const char* name;
    QByteArray bytes;
    ErrorCode code;      ///< None: it is an answer
    const char* warning; ///< a part of one; "" = none is asked for
    int status;
};

/// The answers of the table that was measured against other clients, and what is to become of them.
QList<BadAnswer> badAnswers()
{
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    const QByteArray two = "Content-Length: 2\r\n\r\nok";
    return {
        {"103 then 200", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok + two, ErrorCode::None, "103",
         200},
        {"two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk", ErrorCode::BadFraming, "",
         200},
        {"length and chunks",
         ok + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", ErrorCode::None,
         "length is not used", 200},
        {"chunk size ZZ", chunked + "ZZ\r\nok\r\n", ErrorCode::BadFraming, "", 200},
        {"chunk size of 16 F", chunked + "FFFFFFFFFFFFFFFF\r\nok\r\n", ErrorCode::BadFraming, "", 200},
        {"cut chunk", chunked + "5\r\nhel", ErrorCode::BodyCutShort, "", 200},
        {"short body", ok + "Content-Length: 10\r\n\r\nhello", ErrorCode::BodyCutShort, "", 200},
        {"negative length", ok + "Content-Length: -1\r\n\r\nok", ErrorCode::BadFraming, "", 200},
        {"length of 20 digits", ok + "Content-Length: 99999999999999999999\r\n\r\nok", ErrorCode::None,
         "beyond any size", 200},
        {"not HTTP", "SSH-2.0-OpenSSH_9.2p1\r\n", ErrorCode::NotHttp, "", 0},
        {"status 099", "HTTP/1.1 099 Odd\r\n" + two, ErrorCode::None, "099", 99},
        {"status 999", "HTTP/1.1 999 Odd\r\n" + two, ErrorCode::None, "999", 999},
        {"NUL in a field", ok + QByteArray("X: a\0b\r\n", 8) + two, ErrorCode::None, "control byte 0x00",
         200},
        {"no colon", ok + "X: 1\r\nnonsense\r\n" + two, ErrorCode::BadFraming, "", 200},
        {"name with a blank", ok + "My Field: x\r\n" + two, ErrorCode::None, "not a token", 200},
        {"101 fields", ok + QByteArray("X: y\r\n").repeated(100) + two, ErrorCode::None, "", 200},
        {"120 KiB field", ok + "X: " + QByteArray(120 * 1024, 'x') + "\r\n" + two, ErrorCode::None, "", 200},
        {"300 KiB head", ok + ("X: " + QByteArray(1024, 'x') + "\r\n").repeated(300) + "\r\n",
         ErrorCode::HeaderTooLarge, "", 0},
        {"204 with a body", "HTTP/1.1 204 No Content\r\n" + two, ErrorCode::None, "behind the answer", 204},
        {"LF only", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", ErrorCode::None, "LF alone", 200},
        {"100 unasked", "HTTP/1.1 100 Continue\r\n\r\n" + ok + two, ErrorCode::None, "100", 200},
        {"HTTP/2.0 in the line", "HTTP/2.0 200 OK\r\n" + two, ErrorCode::None, "HTTP/2.0", 200},
        {"trailer", chunked + "2\r\nok\r\n0\r\nX-Sum: abc\r\n\r\n", ErrorCode::None, "X-Sum: abc", 200},
        {"bad gzip", ok + "Content-Encoding: gzip\r\n" + two, ErrorCode::None, "", 200},
        {"no answer", {}, ErrorCode::NoAnswer, "", 0},
        {"head cut short", ok + "X: y", ErrorCode::BadFraming, "", 0},
        {"endless head", ok + QByteArray("X: 1\r\n").repeated(60'000), ErrorCode::HeaderTooLarge, "", 0},
    };
}

} // namespace

/// Servers that mean harm: clear errors, bounded memory, and the program goes on.
class TestHttpHostile : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void badAnswersWhole();
    void badAnswersDripped();
    void badAnswersCut();
    void gzipBomb();
    void slowDripEndsAtTheTotalLimit();
    void tenThousandFields();
    void invalidUtf8();
    void hugeChunkExtension();

private:
    /// What is not as the table says; empty where all is.
    [[nodiscard]] static QString problemOf(const BadAnswer& answer, const HttpExchange& exchange,
                                           bool isDripped);
    QTemporaryDir m_dir;
};

void TestHttpHostile::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

QString TestHttpHostile::problemOf(const BadAnswer& answer, const HttpExchange& exchange, bool isDripped)
{
    const QString name = QLatin1String(answer.name) + u' ';
    const HttpHop hop = exchange.hops.value(0);
    if (exchange.error.code != answer.code)
        return name + QString::number(int(exchange.error.code)) + u' ' + exchange.error.detail;
    if (hop.status != answer.status)
        return name + QStringLiteral("status %1").arg(hop.status);
    QString warnings = hop.warnings.join(u'\n');
    for (const TapAnswer& interim : hop.interim)
        warnings += QStringLiteral("\n%1").arg(interim.status);
    for (const WireField& field : hop.trailers)
        warnings += u'\n' + QString::fromLatin1(field.name + ": " + field.value);
    // What comes behind the answer is seen only where it comes with it.
    const bool isLate = isDripped && qstrcmp(answer.warning, "behind the answer") == 0;
    if (!isLate && !warnings.contains(QLatin1String(answer.warning)))
        return name + warnings;
    const bool isBadCoding = answer.bytes.contains("gzip");
    if (isBadCoding != exchange.decodeError.has_value())
        return name + QStringLiteral("decoding");
    // What came is kept, and a length past all sense is no body.
    if (answer.code == ErrorCode::None && answer.status != 204 && contentOf(exchange.body) != "ok")
        return name + QString::fromLatin1(contentOf(exchange.body));
    return {};
}

void TestHttpHostile::badAnswersWhole()
{
    QCOMPARE(badAnswers().size(), 27);
    HttpFixture http;
    for (const BadAnswer& answer : badAnswers()) {
        ScriptedPeer peer(ScriptedPeer::fixed(answer.bytes, true));
        const QString problem = problemOf(answer, http.run(request(peer.url())), false);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(peer.requests.size(), 1);
    }
}

void TestHttpHostile::badAnswersDripped()
{
    HttpFixture http;
    for (const BadAnswer& answer : badAnswers()) {
        // Byte by byte; of a long one only its first and last.
        ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
            socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
            auto sent = std::make_shared<qsizetype>(0);
            const auto drip = [&socket, sent, bytes = answer.bytes] {
                if (*sent == bytes.size())
                    return socket.disconnectFromHost();
                const bool isMiddle = *sent >= 200 && bytes.size() - *sent > 200;
                const qsizetype count = isMiddle ? bytes.size() - *sent - 200 : 1;
                *sent += count;
                socket.write(bytes.constData() + *sent - count, count);
            };
            connect(&socket, &QTcpSocket::bytesWritten, &socket, [drip, &socket] {
                if (socket.bytesToWrite() == 0)
                    drip();
            });
            drip();
        });
        const QString problem = problemOf(answer, http.run(request(peer.url())), true);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(peer.requests.size(), 1);
    }
}

/// Cut at every 64th byte and closed: an end with a name, what came is kept, and nothing hangs. A part is
/// taken for a whole only where nothing says how long the whole is.
void TestHttpHostile::badAnswersCut()
{
    HttpFixture http;
    QByteArray bytes;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        socket.write(bytes);
        socket.disconnectFromHost();
    });
    qsizetype sent = 0;
    for (const BadAnswer& answer : badAnswers()) {
        const bool hasNoEnd = answer.status == 204 || qstrcmp(answer.name, "length of 20 digits") == 0;
        const qsizetype size = answer.bytes.size();
        // By the other engine, between the ends of a long one, in larger steps: the same parser reads it.
        const auto step = [size](qsizetype at) {
            const bool isEnd = at < 4096 || at > size - 4096;
            return isEnd || engineUnderTest() == HttpEngine::Exact ? 64 : 1024;
        };
        for (qsizetype cut = 0; cut < size; cut += step(cut)) {
            bytes = answer.bytes.first(cut);
            const HttpExchange exchange = http.run(request(peer.url()));
            const QByteArray where = answer.name + QByteArray(" cut at ") + QByteArray::number(cut);
            QVERIFY2(exchange.isFinished(), where.constData());
            const bool isDone = exchange.phase == Phase::Done;
            QVERIFY2(isDone || exchange.error.code != ErrorCode::None, where.constData());
            QVERIFY2(!isDone || (hasNoEnd && bytes.contains("\r\n\r\n")), where.constData());
            QVERIFY2(answer.bytes.startsWith(exchange.hops.first().responseHead), where.constData());
            QCOMPARE(peer.requests.size(), ++sent);
            peer.received.clear();
        }
    }
    QCOMPARE(peer.connections, sent);
}

/// 10 GB of zeros in 10 MB: decoding stops at a cap that has words, the raw body stays.
void TestHttpHostile::gzipBomb()
{
    // One member of 100 MB, again and again: gzip members may follow one another (RFC 1952 §2.2).
    const QByteArray member = wl::test::gzipped(QByteArray(100'000'000, '\0'));
    constexpr int members = 100;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                     QByteArray::number(member.size() * members) + "\r\n\r\n");
        auto left = std::make_shared<int>(members);
        const auto more = [&socket, &member, left] {
            while (*left > 0 && socket.bytesToWrite() < 1'000'000) {
                socket.write(member);
                --*left;
            }
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
        more();
    });
    HttpFixture http(false);
    const qint64 before = anonymousBytes();
    const HttpExchange exchange = http.run(request(peer.url()), 60'000);
    QCOMPARE(exchange.error, Error());
    QVERIFY(exchange.decodeError.has_value());
    QVERIFY2(exchange.decodeError->detail.contains(QStringLiteral("bomb")),
             qPrintable(exchange.decodeError->detail));
    QCOMPARE(exchange.bodyBytes, member.size() * members);
    QVERIFY2(exchange.decodedBytes <= 200'000'000, qPrintable(QString::number(exchange.decodedBytes)));
    QVERIFY2(anonymousBytes() - before < 64 * 1024 * 1024,
             qPrintable(QString::number(anonymousBytes() - before)));
    ScriptedPeer good(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    QCOMPARE(http.run(request(good.url())).error, Error());
}

void TestHttpHostile::slowDripEndsAtTheTotalLimit()
{
    // Never idle, never done: in the head, and in the body.
    for (const QByteArray& start :
         {QByteArray("HTTP/1.1 200 OK\r\nX: "), QByteArray("HTTP/1.1 200 OK\r\n\r\n")}) {
        ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
            socket.write(start);
            auto* timer = new QTimer(&socket);
            connect(timer, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
            timer->start(5);
        });
        HttpRequest typed = request(peer.url());
        typed.settings.idleTimeout = std::chrono::milliseconds(10'000);
        typed.settings.totalTimeout = std::chrono::milliseconds(250);
        HttpFixture http;
        QCOMPARE(http.run(typed).error.code, ErrorCode::TotalTimeout);
    }
}

void TestHttpHostile::tenThousandFields()
{
    const auto answer = [](int fields) {
        return "HTTP/1.1 200 OK\r\n" + QByteArray("a: b\r\n").repeated(fields - 1) +
               "Content-Length: 2\r\n\r\nok";
    };
    HttpFixture http;
    ScriptedPeer most(ScriptedPeer::fixed(answer(limits::headerFields), false));
    const HttpExchange shown = http.run(request(most.url()));
    QCOMPARE(shown.error, Error());
    QCOMPARE(shown.hops.first().fields.size(), limits::headerFields);
    QCOMPARE(contentOf(shown.body), QByteArray("ok"));
    ScriptedPeer more(ScriptedPeer::fixed(answer(limits::headerFields + 1), false));
    QCOMPARE(http.run(request(more.url())).error.code, ErrorCode::HeaderTooLarge);
}

void TestHttpHostile::invalidUtf8()
{
    const QByteArray bytes = "\xff\xfe\xc3(\xed\xa0\x80\xf8";
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
        if (got.contains("/to")) {
            socket.write("HTTP/1.1 302 " + bytes + "\r\nLocation: /" + bytes +
                         "\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        socket.write("HTTP/1.1 200 " + bytes + "\r\nX: " + bytes + "\r\nContent-Type: text/plain; charset=" +
                     bytes + "\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes);
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.first().reason, bytes);
    QCOMPARE(exchange.hops.first().fields.first().value, bytes);
    QCOMPARE(contentOf(exchange.body), bytes);
    // A Location of such bytes leads somewhere on the same server, or is named.
    const HttpExchange moved = http.run(request(peer.url(QStringLiteral("/to"))));
    QVERIFY(moved.isFinished());
    QVERIFY(moved.error.code == ErrorCode::None || moved.error.code == ErrorCode::BadAddress);
}

void TestHttpHostile::hugeChunkExtension()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=");
        auto left = std::make_shared<int>(64);
        connect(&socket, &QTcpSocket::bytesWritten, &socket, [&socket, left] {
            if (--*left > 0)
                socket.write(QByteArray(64 * 1024, 'x'));
            else if (*left == 0)
                socket.write("\r\nok\r\n0\r\n\r\n");
        });
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QVERIFY(exchange.isFinished());
    QVERIFY((exchange.phase == Phase::Done && contentOf(exchange.body) == "ok") ||
            exchange.error.code == ErrorCode::BadFraming || exchange.error.code == ErrorCode::HeaderTooLarge);
}

QTEST_GUILESS_MAIN(TestHttpHostile)
#include "tst_httphostile.moc"
