// SPDX-License-Identifier: MIT
// Small GETs one after another over a kept-alive connection, by our client or by a bare
// QNetworkAccessManager, each with its body in the caller's hands. Prints {"requests_per_second": N,
// "requests": N}.
#include "base/processsetup.h"
#include "capture/capturestore.h"
#include "http/httpclient.h"
#include "net/networkthread.h"
#include "options.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <cstdio>
#include <functional>

namespace {

constexpr const char* usage =
    "bench_http_client --engine ours|exact|bare --port N [--requests N] [--body N] [--capture FILE]\n"
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

/// What is to be done, and how far it is.
struct Task
{
    QString url;
    int left = 0;
    int total = 0;
    qint64 bodyBytes = 0;
    QElapsedTimer clock;

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
        std::printf("{\"requests_per_second\": %.1f, \"requests\": %d}\n", total / seconds, total);
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
            QFile body(exchange.decoded->path());
            size = body.open(QIODevice::ReadOnly) ? body.readAll().size() : -1;
        } else if (exchange.decoded) {
            size = exchange.decoded->bytes().size();
        }
        if (task.next(size))
            send();
    });
    send();
    task.clock.start();
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
    const bench::Options options(
        argc, argv,
        {{"engine", "ours"}, {"port", "0"}, {"requests", "5000"}, {"body", "200"}, {"capture", ""}}, usage);
    wl::setUpProcess(true);
    QCoreApplication app(argc, argv);
    Task task;
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
