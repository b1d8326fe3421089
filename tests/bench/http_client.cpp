// SPDX-License-Identifier: MIT
// Small GETs one after another over a kept-alive connection, by our client or by a bare
// QNetworkAccessManager, each with its body in the caller's hands. Prints {"requests_per_second": N,
// "requests": N, "bytes_per_second": N, "grown_mb": N}; the last is how far anonymous memory grew beyond what
// it was at the start.
#include "anonymousbytes.h"
#include "base/processsetup.h"
#include "capture/capturestore.h"
#include "http/httpclient.h"
#include "net/networkthread.h"
#include "options.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

#include <cstdio>
#include <functional>

namespace {

constexpr const char* usage =
    "bench_http_client --engine ours|exact|bare --port N|--url URL [--requests N] [--body N]\n"
    "                  [--capture FILE]\n"
    "Sequential GETs to 127.0.0.1. `ours` goes through the wire tap, with a capture where a FILE is given;\n"
    "`exact` is the exact engine, `bare` is QNetworkAccessManager alone. Bodies must have the given size.\n";

/// Takes everything and keeps nothing.
class NoSink final : public wl::TrafficSink
{
public:
    wl::ConnectionId addConnection(const wl::ConnectionInfo&) override { return wl::ConnectionId(m_next++); }
    void data(wl::ConnectionId, wl::Direction, wl::Timestamp, QByteArrayView) override {}
    void event(wl::ConnectionId, wl::RecordKind, wl::Direction, wl::Timestamp, QStringView) override {}
    void kernelDropped(wl::EndpointId, quint64) override {}
    [[nodiscard]] bool isCongested() const override { return false; }

private:
    std::atomic<quint32> m_next{0};
};

/// Watches the process's anonymous memory (RssAnon).
class Memory
{
public:
    void start()
    {
        m_first = m_most = bench::anonymousBytes();
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer,
                         [this] { m_most = std::max(m_most, bench::anonymousBytes()); });
        m_timer.start(10);
    }
    [[nodiscard]] qint64 grown() const { return m_most - m_first; }

private:
    QTimer m_timer;
    qint64 m_first = 0;
    qint64 m_most = 0;
};

/// What is to be done, and how far it is.
struct Task
{
    QString url;
    int left = 0;
    int total = 0;
    qint64 bodyBytes = 0;
    QElapsedTimer clock;
    Memory memory;

    /// True while there is another request to send.
    bool next(qint64 receivedBytes)
    {
        if (receivedBytes != bodyBytes) {
            std::fprintf(stderr, "a body of %lld bytes came\n", receivedBytes);
            std::exit(1);
        }
        if (--left > 0)
            return true;
        const double seconds = double(clock.nsecsElapsed()) / 1e9;
        std::printf("{\"requests_per_second\": %.1f, \"requests\": %d, \"bytes_per_second\": %.0f, "
                    "\"grown_mb\": %.1f}\n",
                    total / seconds, total, double(total) * double(bodyBytes) / seconds,
                    double(memory.grown()) / 1e6);
        QCoreApplication::quit();
        return false;
    }
};

int runOurs(Task& task, wl::TrafficSink& sink, wl::HttpEngine engine)
{
    wl::NetworkThread network;
    wl::HttpClient client(network, sink);
    wl::HttpRequest request;
    request.url = task.url;
    request.settings.engine = engine;
    const auto send = [&] { (void)client.start(request, wl::EndpointId(0), QStringLiteral("bench")); };
    QObject::connect(&client, &wl::HttpClient::updated, &client, [&](const wl::HttpExchange& exchange) {
        if (!exchange.isFinished())
            return;
        qint64 size = 0;
        if (exchange.decoded && exchange.decoded->bytes().isNull()) {
            size = QFileInfo(exchange.decoded->path()).size();
        } else if (exchange.decoded) {
            size = exchange.decoded->bytes().size();
        }
        if (task.next(size))
            send();
    });
    send();
    task.clock.start();
    if (task.bodyBytes > 1024 * 1024)
        task.memory.start();
    return QCoreApplication::exec();
}

int runBare(Task& task)
{
    QNetworkAccessManager manager;
    QNetworkRequest request{QUrl(task.url)};
    std::function<void()> send = [&] {
        QNetworkReply* reply = manager.get(request);
        QObject::connect(reply, &QNetworkReply::finished, reply, [&, reply] {
            const qint64 size = reply->readAll().size();
            reply->deleteLater();
            if (task.next(size))
                send();
        });
    };
    send();
    task.clock.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Options options(argc, argv,
                                 {{"engine", "ours"},
                                  {"port", "0"},
                                  {"url", ""},
                                  {"requests", "5000"},
                                  {"body", "200"},
                                  {"capture", ""}},
                                 usage);
    wl::setUpProcess(true);
    QCoreApplication app(argc, argv);
    Task task;
    task.url = QString::fromStdString(options.text("url"));
    if (task.url.isEmpty())
        task.url = QStringLiteral("http://127.0.0.1:%1/").arg(options.number("port"));
    task.left = task.total = int(options.number("requests"));
    task.bodyBytes = options.number("body");
    if (options.text("engine") == "bare")
        return runBare(task);
    const auto engine = options.text("engine") == "exact" ? wl::HttpEngine::Exact : wl::HttpEngine::Qt;
    NoSink none;
    if (options.text("capture").empty())
        return runOurs(task, none, engine);
    wl::CaptureConfig config;
    config.path = QString::fromStdString(options.text("capture"));
    auto store = wl::CaptureStore::create(config);
    if (!store) {
        std::fprintf(stderr, "the capture cannot be written\n");
        return 4;
    }
    return runOurs(task, **store, engine);
}
