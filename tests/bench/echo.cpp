// SPDX-License-Identifier: MIT
// Our server in the bench: TcpServer (or UdpEndpoint) with the echo responder on a network thread, with or
// without a capture. It prints {"port": N, "pid": N}, runs until SIGTERM or SIGINT, and then prints what it
// recorded.
#include "base/processsetup.h"
#include "capture/capturestore.h"
#include "net/networkthread.h"
#include "net/tcpserver.h"
#include "net/udpendpoint.h"
#include "options.h"
#include "respond/responderspec.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>

namespace {

constexpr const char* usage =
    "bench_echo [--port N] [--capture FILE] [--segments FOLDER] [--udp 1] [--echo 0]\n"
    "Our echo server on 127.0.0.1. --capture writes one pcapng file, --segments a folder with a cap, as the\n"
    "window does; without either nothing is recorded. --udp 1 binds a UDP socket instead; --echo 0 does not\n"
    "answer. At the end it prints {\"records\": N, \"lost\": N, \"kernel_dropped\": N}.\n";

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

/// SIGTERM and SIGINT as a descriptor; call it before any thread is made.
int endSignals()
{
    sigset_t wanted;
    ::sigemptyset(&wanted);
    ::sigaddset(&wanted, SIGTERM);
    ::sigaddset(&wanted, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    return ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

std::unique_ptr<wl::CaptureStore> openCapture(const bench::Options& options)
{
    wl::CaptureConfig config;
    config.segmented = !options.text("segments").empty();
    config.path = QString::fromStdString(options.text(config.segmented ? "segments" : "capture"));
    if (config.path.isEmpty())
        return nullptr;
    auto store = wl::CaptureStore::create(config);
    if (!store) {
        std::fprintf(stderr, "cannot write %s\n", qPrintable(config.path));
        std::exit(4);
    }
    return std::move(*store);
}

void tellState(const wl::EndpointState& state)
{
    if (state.phase == wl::EndpointState::Phase::Listening && !state.local.isEmpty()) {
        std::printf("{\"port\": %d, \"pid\": %d}\n", state.local.first().port, ::getpid());
        std::fflush(stdout);
    } else if (state.phase == wl::EndpointState::Phase::Failed) {
        std::fprintf(stderr, "%s\n", qPrintable(wl::errorName(state.error.code)));
        std::exit(3);
    }
}

wl::Endpoint* makeEndpoint(const bench::Options& options, wl::TrafficSink& sink)
{
    wl::ResponderSpec responder;
    responder.kind = options.number("echo") ? wl::ResponderSpec::Kind::Echo : wl::ResponderSpec::Kind::None;
    const auto factory = wl::makeResponder(responder, {}).value();
    if (options.number("udp")) {
        wl::UdpSpec spec;
        spec.address.host = QStringLiteral("127.0.0.1");
        spec.address.port = quint16(options.number("port"));
        return new wl::UdpEndpoint(spec, factory, wl::EndpointId(0), sink);
    }
    wl::TcpServerSpec spec;
    spec.address.host = QStringLiteral("127.0.0.1");
    spec.address.port = quint16(options.number("port"));
    return new wl::TcpServer(spec, factory, wl::EndpointId(0), sink);
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Options options(
        argc, argv, {{"port", "0"}, {"capture", ""}, {"segments", ""}, {"udp", "0"}, {"echo", "1"}}, usage);
    wl::setUpProcess(true);
    const int ends = endSignals();
    QCoreApplication application(argc, argv);
    QSocketNotifier end(ends, QSocketNotifier::Read);
    QObject::connect(&end, &QSocketNotifier::activated, &application, &QCoreApplication::quit);

    NoSink noSink;
    const std::unique_ptr<wl::CaptureStore> store = openCapture(options);
    wl::TrafficSink& sink = store ? static_cast<wl::TrafficSink&>(*store) : noSink;
    {
        wl::NetworkThread network;
        network.post([&] {
            wl::Endpoint* endpoint = makeEndpoint(options, sink);
            endpoint->setParent(network.context());
            QObject::connect(endpoint, &wl::Endpoint::stateChanged, endpoint, &tellState);
            endpoint->start();
        });
        QCoreApplication::exec();
    }
    if (!store)
        return 0;
    const auto flushed = store->flush();
    const wl::CaptureStatistics statistics = store->statistics();
    std::printf("{\"records\": %llu, \"lost\": %llu, \"kernel_dropped\": %llu, \"written\": %s}\n",
                static_cast<unsigned long long>(statistics.records),
                static_cast<unsigned long long>(statistics.recordsLost),
                static_cast<unsigned long long>(statistics.datagramsDropped), flushed ? "true" : "false");
    return 0;
}
