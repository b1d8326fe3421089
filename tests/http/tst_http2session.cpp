// SPDX-License-Identifier: MIT
#include "http/http2session.h"

#include "base/limits.h"
#include "http/bodydevice.h"
#include "tests/support/http2frames.h"

#include <QtTest>

#include <random>

using namespace wl;
namespace h2 = wltest::h2;

namespace {

/// Keeps what comes.
class Listener final : public Http2StreamUser
{
public:
    void streamBegan() override { ++begun; }
    void streamFields(const QList<Http1Field>& fields) override { sections.append(fields); }
    void streamBody(QByteArrayView piece) override { body.append(piece); }
    void streamWarned(const QString& text) override { warnings.append(text); }

    int begun = 0;
    QList<QList<Http1Field>> sections;
    QByteArray body;
    QStringList warnings;
};

/// Takes what is sent.
class Paper final : public Connection
{
public:
    [[nodiscard]] ConnectionId id() const override { return ConnectionId(0); }
    [[nodiscard]] const ConnectionInfo& info() const override { return m_info; }
    Result<void> send(QByteArrayView bytes) override
    {
        written.append(bytes);
        return {};
    }
    Result<void> sendFile(const QString&) override { return {}; }
    void finish() override {}
    void close() override {}
    void reset() override {}
    qint64 dropQueued() override { return 0; }
    [[nodiscard]] qint64 queuedBytes() const override { return 0; }
    [[nodiscard]] bool isPeerFinished() const override { return false; }
    void setReadingPaused(bool) override {}

    QByteArray written;

private:
    ConnectionInfo m_info;
};

/// A session with one GET under way.
struct Exchange
{
    Exchange()
    {
        isBegun = session.submit(get, nullptr, listener).has_value();
        session.pump(paper);
    }
    void receive(const QByteArray& bytes, qsizetype step = 1 << 20)
    {
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            session.receive(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)));
            session.pump(paper);
        }
    }

    const QList<Http1Field> get{{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}};
    Listener listener;
    Paper paper;
    Http2Session session;
    bool isBegun = false;
};

QByteArray answer()
{
    return h2::settings({{3, 100}}) + h2::headers(1, {{":status", "103"}, {"link", "</a>"}}) +
           h2::headers(1, {{":status", "200"}, {"content-length", "10"}}) + h2::data(1, "hello") +
           h2::frame(h2::Ping, 0, 0, "12345678") + h2::data(1, "world") +
           h2::headers(1, {{"x-trailer", "end"}}, h2::EndStream);
}

} // namespace

/// The session alone: bytes in, no socket.
class TestHttp2Session : public QObject
{
    Q_OBJECT
private slots:
    void steps_data();
    void steps();
    void cutAtEveryByte();
    void mutations();
    void randomBytes();
    void forbiddenFieldIsShown();
    void goAwayThatProcessesUs();
    void nothingAfterTheUserHasLeft();
};

void TestHttp2Session::steps_data()
{
    QTest::addColumn<qsizetype>("step");
    for (const qsizetype step : {1, 2, 7, 64, 100'000})
        QTest::addRow("%d", int(step)) << step;
}

void TestHttp2Session::steps()
{
    QFETCH(qsizetype, step);
    Exchange exchange;
    QVERIFY(exchange.isBegun && !exchange.session.isReady());
    exchange.receive(answer(), step);
    QVERIFY(exchange.session.isAnswerWhole());
    QCOMPARE(exchange.session.error(), Error());
    QCOMPARE(exchange.listener.sections.size(), 3);
    QCOMPARE(exchange.listener.begun, 3);
    QCOMPARE(exchange.listener.sections[1].last(), (Http1Field{"content-length", "10"}));
    QCOMPARE(exchange.listener.body, QByteArray("helloworld"));
}

void TestHttp2Session::cutAtEveryByte()
{
    const QByteArray whole = answer();
    for (qsizetype size = 0; size < whole.size(); ++size) {
        Exchange exchange;
        exchange.receive(whole.first(size));
        QVERIFY(!exchange.session.isAnswerWhole());
        QCOMPARE(exchange.session.error(), Error());
        QVERIFY(QByteArray("helloworld").startsWith(exchange.listener.body));
    }
}

/// Whatever comes, it is an answer, a named error, or more is needed; and nothing grows beyond its limit.
void TestHttp2Session::mutations()
{
    const QByteArray whole = answer();
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes = whole;
        const int flips = 1 + int(random() % 4);
        for (int i = 0; i < flips; ++i)
            bytes[qsizetype(random() % size_t(bytes.size()))] ^= char(1 << random() % 8);
        Exchange exchange;
        exchange.receive(bytes, 1 + qsizetype(random() % 50));
        const Error error = exchange.session.error();
        const bool isNamed = error.code == ErrorCode::BadHttp2 || error.code == ErrorCode::StreamReset ||
                             error.code == ErrorCode::NotProcessed || error.code == ErrorCode::HeaderTooLarge;
        QVERIFY(error.code == ErrorCode::None || (isNamed && !error.detail.isEmpty()));
        QVERIFY(exchange.listener.body.size() <= bytes.size());
        exchange.session.leave();
    }
}

void TestHttp2Session::randomBytes()
{
    std::mt19937 random(11);
    for (int round = 0; round < 500; ++round) {
        QByteArray bytes = round % 2 == 0 ? QByteArray() : h2::settings();
        for (int i = 0; i < 300; ++i)
            bytes += char(random());
        Exchange exchange;
        exchange.receive(bytes, 1 + qsizetype(random() % 50));
        QVERIFY(!exchange.session.isAnswerWhole());
    }
}

void TestHttp2Session::forbiddenFieldIsShown()
{
    Exchange exchange;
    exchange.receive(h2::settings() + h2::headers(1,
                                                  {{":status", "200"}, {"connection", "close"}, {"ok", "1"}},
                                                  h2::EndStream));
    // Either the exchange fails by that, or the field is told; it is never lost without a word.
    const bool isTold =
        !exchange.listener.warnings.isEmpty() || exchange.session.error().code == ErrorCode::BadHttp2;
    QVERIFY(isTold);
}

void TestHttp2Session::goAwayThatProcessesUs()
{
    Exchange exchange;
    exchange.receive(h2::settings() + h2::goAway(1, 0, "soon"));
    QCOMPARE(exchange.session.error(), Error());
    QVERIFY(!exchange.session.isKeepable());
    QCOMPARE(exchange.session.farewell(), QStringLiteral("GOAWAY NO_ERROR \"soon\""));
    exchange.receive(h2::headers(1, {{":status", "204"}}, h2::EndStream));
    QVERIFY(exchange.session.isAnswerWhole());
}

void TestHttp2Session::nothingAfterTheUserHasLeft()
{
    Exchange exchange;
    exchange.receive(h2::settings() + h2::headers(1, {{":status", "200"}}) + h2::data(1, "begin"));
    exchange.session.leave();
    exchange.session.pump(exchange.paper);
    QVERIFY(!exchange.session.isReady()); // before the server has seen it
    QVERIFY(exchange.session.isStuck(Timestamp{now().ns + 2'000'000'000}));
    exchange.receive(h2::data(1, "late") + h2::frame(h2::Ping, h2::Ack, 0, QByteArray(8, '\0')));
    QCOMPARE(exchange.listener.body, QByteArray("begin"));
    QVERIFY(exchange.session.isReady());
    QVERIFY(!exchange.session.isStuck(Timestamp{now().ns + 2'000'000'000}));
}

QTEST_GUILESS_MAIN(TestHttp2Session)
#include "tst_http2session.moc"
