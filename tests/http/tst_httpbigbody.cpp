// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/rawpeer.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QtTest>

#include <poll.h>

#include <thread>

using namespace wl;
using namespace wltest;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 bodyBytes = 64LL * 1024 * 1024;
constexpr qint64 allowedGrowth = 512LL * 1024 * 1024; // a sanitizer keeps what is freed
#else
constexpr qint64 bodyBytes = 1024LL * 1024 * 1024;
constexpr qint64 allowedGrowth = 64LL * 1024 * 1024;
#endif

/// RssAnon of this process in bytes.
qint64 anonymousBytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.mid(8).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

/// A block of the body: its number, so that nothing can be missing, doubled or out of order, and noise.
constexpr qint64 blockBytes = 64 * 1024;
void fillBlock(QByteArray& block, qint64 number)
{
    quint64 value = quint64(number) * 0x9e3779b97f4a7c15ull + 1;
    for (qsizetype i = 0; i + 8 <= block.size(); i += 8) {
        value = value * 6364136223846793005ull + 1442695040888963407ull;
        std::memcpy(block.data() + i, &value, 8);
    }
}

/// Serves one request with the big body, from a thread of its own: blocking, a block in memory.
class BigServer
{
public:
    explicit BigServer(bool chunked)
        : m_thread([this, chunked] { serve(chunked); })
    {
    }
    ~BigServer() { m_thread.join(); }
    [[nodiscard]] quint16 port() const { return m_listener.port(); }

private:
    void serve(bool chunked)
    {
        pollfd waiting{m_listener.fd(), POLLIN, 0};
        ::poll(&waiting, 1, 10000);
        std::optional<wl::test::RawPeer> peer = m_listener.accept();
        if (!peer)
            return;
        ::fcntl(peer->fd(), F_SETFL, ::fcntl(peer->fd(), F_GETFL) & ~O_NONBLOCK);
        char request[4096];
        (void)!::recv(peer->fd(), request, sizeof request, 0);
        const QByteArray framing = chunked ? QByteArray("Transfer-Encoding: chunked")
                                           : "Content-Length: " + QByteArray::number(bodyBytes);
        bool ok = sendAll(*peer, "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
        QByteArray block(blockBytes, '\0');
        for (qint64 i = 0; ok && i < bodyBytes / blockBytes; ++i) {
            fillBlock(block, i);
            if (chunked)
                ok = sendAll(*peer, QByteArray::number(blockBytes, 16) + "\r\n");
            ok = ok && sendAll(*peer, block) && (!chunked || sendAll(*peer, "\r\n"));
        }
        if (chunked)
            sendAll(*peer, "0\r\n\r\n");
    }
    static bool sendAll(wl::test::RawPeer& peer, QByteArrayView bytes)
    {
        while (!bytes.isEmpty()) {
            const qsizetype sent = peer.send(bytes);
            if (sent <= 0)
                return false;
            bytes = bytes.sliced(sent);
        }
        return true;
    }

    wl::test::RawListener m_listener;
    std::thread m_thread;
};

bool isTheBody(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() != bodyBytes)
        return false;
    QByteArray expected(blockBytes, '\0');
    QByteArray block(blockBytes, '\0');
    for (qint64 i = 0; i < bodyBytes / blockBytes; ++i) {
        fillBlock(expected, i);
        if (file.read(block.data(), blockBytes) != blockBytes || block != expected)
            return false;
    }
    return true;
}

} // namespace

/// A body that is much larger than memory should be: it goes to disk, and memory stays flat.
class TestHttpBigBody : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void body_data();
    void body();
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
    typed.body.kind = HttpBody::Kind::File;
    typed.body.filePath = file.fileName();
    const HttpExchange exchange = http.run(typed, 100000);
    server.join();
    QCOMPARE(exchange.error, Error());
    QCOMPARE(received, file.size() + exchange.hops.first().requestHead.size());
    QVERIFY2(peak - before < allowedGrowth, qPrintable(QString::number((peak - before) / 1024 / 1024)));
}

QTEST_GUILESS_MAIN(TestHttpBigBody)
#include "tst_httpbigbody.moc"
