// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/http/workerfixture.h"
#include "tests/support/bigserver.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using wl::test::allowedGrowth;
using wl::test::anonymousBytes;
using wl::test::BigServer;
using wl::test::bodyBytes;
using wl::test::isTheBody;

/// A body that is much larger than memory should be: it goes to disk, and memory stays flat.
class TestHttpBigBody : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void body_data();
    void body();
    void slowDisk();
    void upload();

private:
    QTemporaryDir m_dir;
};

void TestHttpBigBody::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    QVERIFY(anonymousBytes() > 0);
}

void TestHttpBigBody::body_data()
{
    QTest::addColumn<bool>("chunked");
    QTest::newRow("length") << false;
    QTest::newRow("chunked") << true;
}

void TestHttpBigBody::body()
{
    QFETCH(bool, chunked);
    BigServer server(chunked);
    HttpFixture http(false);
    const qint64 before = anonymousBytes();
    qint64 peak = before;
    QTimer sampler;
    connect(&sampler, &QTimer::timeout, this, [&] { peak = std::max(peak, anonymousBytes()); });
    sampler.start(20);
    const HttpExchange exchange =
        http.run(request(QStringLiteral("http://127.0.0.1:%1/").arg(server.port())), 100000);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.bodyBytes, bodyBytes);
    QVERIFY(isTheBody(exchange.body->path()));
    QVERIFY2(peak - before < allowedGrowth, qPrintable(QString::number((peak - before) / 1024 / 1024)));
    qInfo("RssAnon grew by %lld MiB", (peak - before) / 1024 / 1024);
}

void TestHttpBigBody::slowDisk()
{
    // The reader of an answer is the disk: one that rests now and then is slower than the server.
    BigServer server(false);
    WorkerFixture http(false);
    QSemaphore never;
    http.disk.written = [&never, pieces = 0]() mutable {
        if (++pieces % 64 == 0)
            (void)never.tryAcquire(1, 20);
    };
    const qint64 before = anonymousBytes();
    qint64 peak = before;
    QTimer sampler;
    connect(&sampler, &QTimer::timeout, this, [&] { peak = std::max(peak, anonymousBytes()); });
    sampler.start(20);
    const ExchangeId id = http.start(request(QStringLiteral("http://127.0.0.1:%1/").arg(server.port())));
    const HttpExchange exchange = http.wait(id, 100'000);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.bodyBytes, bodyBytes);
    QVERIFY(isTheBody(exchange.body->path()));
    QVERIFY2(peak - before < allowedGrowth, qPrintable(QString::number((peak - before) / 1024 / 1024)));
    qInfo("RssAnon grew by %lld MiB", (peak - before) / 1024 / 1024);
}

void TestHttpBigBody::upload()
{
    // The same the other way: a sparse file to a server that counts.
    QFile file(m_dir.filePath(QStringLiteral("upload.bin")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(bodyBytes / 2));
    wl::test::RawListener listener;
    qint64 received = 0;
    std::thread server([&] {
        pollfd waiting{listener.fd(), POLLIN, 0};
        ::poll(&waiting, 1, 10000);
        std::optional<wl::test::RawPeer> peer = listener.accept();
        if (!peer)
            return;
        ::fcntl(peer->fd(), F_SETFL, ::fcntl(peer->fd(), F_GETFL) & ~O_NONBLOCK);
        QByteArray buffer(256 * 1024, '\0');
        qint64 left = -1; // of the body; -1 while the head is not whole
        QByteArray head;
        while (left != 0) {
            const ssize_t got = ::recv(peer->fd(), buffer.data(), size_t(buffer.size()), 0);
            if (got <= 0)
                return;
            received += got;
            if (left > 0) {
                left -= got;
                continue;
            }
            head += buffer.first(got);
            const qsizetype end = head.indexOf("\r\n\r\n");
            if (end >= 0)
                left = file.size() - (head.size() - end - 4);
        }
        peer->send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    HttpFixture http(false);
    const qint64 before = anonymousBytes();
    qint64 peak = before;
    QTimer sampler;
    connect(&sampler, &QTimer::timeout, this, [&] { peak = std::max(peak, anonymousBytes()); });
    sampler.start(20);
    HttpRequest typed =
        request(QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    const HttpExchange exchange = http.run(typed, 100000);
    server.join();
    QCOMPARE(exchange.error, Error());
    QCOMPARE(received, file.size() + exchange.hops.first().requestHead.size());
    QVERIFY2(peak - before < allowedGrowth, qPrintable(QString::number((peak - before) / 1024 / 1024)));
}

QTEST_GUILESS_MAIN(TestHttpBigBody)
#include "tst_httpbigbody.moc"
