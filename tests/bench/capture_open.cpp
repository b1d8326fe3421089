// SPDX-License-Identifier: MIT
// How fast a capture of ours is opened: the time to the first rows and to the last one, and what a record
// costs in memory.
//   bench_capture_open make FILE [--records N] [--payload BYTES] [--connections N]   writes such a capture
//   bench_capture_open FILE                                                          opens it
// prints one JSON object.
#include "anonymousbytes.h"
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "options.h"

#include <QByteArray>
#include <QFile>

#include <chrono>
#include <ctime>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double cpuSeconds()
{
    timespec time = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

[[noreturn]] void giveUp(const char* what, const std::string& path)
{
    std::fprintf(stderr, "cannot %s %s\n", what, path.c_str());
    std::exit(4);
}

void make(const std::string& path, const bench::Options& options)
{
    wl::CaptureConfig config;
    config.path = QFile::decodeName(path.c_str());
    auto store = wl::CaptureStore::create(config);
    if (!store) {
        giveUp("create", path);
    }
    wl::ConnectionInfo info;
    info.endpoint = wl::EndpointId(1);
    info.role = wl::Role::Server;
    info.local = wl::SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 7407);
    info.label = QStringLiteral("Echo");
    std::vector<wl::ConnectionId> ids;
    for (int i = 0; i < options.number("connections"); ++i) {
        info.peer = wl::SocketAddress::from(QHostAddress(0x7F000001U + static_cast<quint32>(i / 20'000)),
                                            static_cast<quint16>(40'000 + i % 20'000));
        ids.push_back((*store)->addConnection(info));
    }
    const QByteArray payload(options.number("payload"), 'x');
    const qint64 start = wl::now().ns;
    const long records = options.number("records");
    for (long i = 0; i < records; ++i) {
        while ((i & 63) == 0 && (*store)->isCongested()) {
            ::usleep(1000);
        }
        const auto direction = (i & 1) != 0 ? wl::Direction::Sent : wl::Direction::Received;
        (*store)->data(ids[static_cast<size_t>(i / 2) % ids.size()], direction,
                       wl::Timestamp{start + i * 1000}, payload);
    }
    if (!(*store)->flush() || (*store)->statistics().recordsLost != 0) {
        giveUp("write", path);
    }
    std::printf("{\"bench\":\"capture_make\",\"records\":%ld}\n", records);
}

void open(const std::string& path)
{
    const qint64 before = bench::anonymousBytes();
    const double cpu = cpuSeconds();
    const auto begin = Clock::now();
    const auto file = wl::CaptureFile::open(QFile::decodeName(path.c_str()));
    if (!file) {
        giveUp("open", path);
    }
    while ((*file)->recordCount() == 0 && !(*file)->progress().isFinished) {
        ::usleep(200);
    }
    const double first = secondsSince(begin);
    const wl::CaptureFileProgress end = (*file)->finish();
    const double complete = secondsSince(begin);
    if (end.error) {
        giveUp("read", path);
    }
    const auto records = static_cast<double>((*file)->recordCount());
    std::printf("{\"bench\":\"capture_open\",\"records\":%.0f,\"first_rows_s\":%.4f,\"complete_s\":%.4f,"
                "\"cpu_s\":%.4f,\"records_per_s\":%.0f,\"index_bytes_per_record\":%zu,"
                "\"anon_bytes_per_record\":%.1f}\n",
                records, first, complete, cpuSeconds() - cpu, records / complete, sizeof(wl::RecordEntry),
                static_cast<double>(bench::anonymousBytes() - before) / records);
}

} // namespace

int main(int argc, char** argv)
{
    const char* usage = "bench_capture_open make FILE [--records N] [--payload BYTES] [--connections N]\n"
                        "bench_capture_open FILE\n";
    const bool isMaking = argc > 2 && std::string(argv[1]) == "make";
    const int skipped = isMaking ? 2 : 1;
    if (argc <= skipped) {
        std::fprintf(stderr, "%s", usage);
        return 2;
    }
    const bench::Options options(argc - skipped, argv + skipped,
                                 {{"records", "10000000"}, {"payload", "64"}, {"connections", "100"}}, usage);
    if (isMaking) {
        make(argv[2], options);
    } else {
        open(argv[1]);
    }
    return 0;
}
