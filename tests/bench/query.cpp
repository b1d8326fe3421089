// SPDX-License-Identifier: MIT
// How long filters take over a capture of many records that our own store has written.
//   bench_query --write FILE [--records N]      writes it: 100 connections, payloads of 64 and 128 bytes;
//   every
//                                               100,000th has the text "needle-in-the-hay"
//   bench_query --write FILE --http [...]       writes requests and responses of HTTP/1.1, one in eight an
//   error bench_query --read FILE [--rounds N] FILTER...   opens it and asks each filter
// Each prints one JSON object.
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "query/queryrun.h"
#include "query/queryscan.h"

#include <QFile>
#include <QHostAddress>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

double msSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

QByteArray linePayload(int number)
{
    static const QByteArray line =
        QByteArray("{\"id\": 1234567, \"name\": \"somebody\", \"text\": \"hello\"}, ").repeated(3);
    QByteArray payload = line.first(number % 3 == 2 ? 128 : 64);
    if (number % 100'000 == 99'999)
        payload.replace(20, 17, "needle-in-the-hay");
    return payload;
}

/// Even numbers are requests, the odd one behind it is its response.
QByteArray httpPayload(int number)
{
    if (number % 2 == 0)
        return "GET /posts/" + QByteArray::number(number) +
               " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
    const bool isError = number % 16 == 1;
    return QByteArray(isError ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK") +
           "\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"id\": 1}";
}

int write(const QString& path, int records, bool isHttp)
{
    QFile::remove(path);
    wl::CaptureConfig config;
    config.path = path;
    const auto store = wl::CaptureStore::create(config);
    if (!store) {
        std::fprintf(stderr, "cannot create %s\n", qPrintable(path));
        return 4;
    }
    const auto host = QHostAddress(QHostAddress::LocalHost);
    std::vector<wl::ConnectionId> ids;
    for (int i = 0; i < 100; ++i) {
        wl::ConnectionInfo info;
        info.endpoint = wl::EndpointId(1);
        info.role = wl::Role::Server;
        info.local = wl::SocketAddress::from(host, isHttp ? 80 : 7407);
        info.peer = wl::SocketAddress::from(host, quint16(40'000 + i));
        info.label = QStringLiteral("Echo");
        ids.push_back((*store)->addConnection(info));
    }
    const qint64 start = wl::now().ns;
    for (int i = 0; i < records; ++i) {
        while ((i & 63) == 0 && (*store)->isCongested())
            std::this_thread::sleep_for(1ms);
        const QByteArray payload = isHttp ? httpPayload(i) : linePayload(i);
        (*store)->data(ids[size_t(i / 2 % 100)], (i & 1) != 0 ? wl::Direction::Sent : wl::Direction::Received,
                       wl::Timestamp{start + i * 1000LL}, payload);
    }
    if (!(*store)->flush() || (*store)->statistics().recordsLost != 0)
        return 4;
    std::printf("{\"bench\":\"query_write\",\"records\":%d,\"bytes\":%lld}\n", records,
                static_cast<long long>((*store)->statistics().bytesOnDisk));
    return 0;
}

struct Figures
{
    size_t found = 0;
    double allMs = 0;   ///< one thread, from start to end
    double firstMs = 0; ///< of a scan on a pool thread, pulled every millisecond
    double cancelMs = 0;
};

// The time from start() to the first rows that are there to be taken, and from a cancel in the middle to the
// end of the job.
void measureScan(const std::shared_ptr<const wl::RecordSource>& source, const wl::Query& query,
                 Figures& figures)
{
    const auto begin = Clock::now();
    auto scan = std::make_unique<wl::QueryScan>();
    scan->start(source, query, {}, 0);
    while (scan->take().empty() && scan->isBehind())
        std::this_thread::sleep_for(1ms);
    figures.firstMs = std::max(figures.firstMs, msSince(begin));
    scan->start(source, query, {}, 0);
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(figures.allMs / 3));
    const auto canceled = Clock::now();
    scan.reset(); // waits for the job
    figures.cancelMs = std::max(figures.cancelMs, msSince(canceled));
}

int read(const QString& path, int rounds, const std::vector<std::string>& filters)
{
    auto opened = wl::CaptureFile::open(path);
    if (!opened || (*opened)->finish().error)
        return 4;
    const std::shared_ptr<const wl::RecordSource> source = std::move(*opened);
    std::printf("{\"bench\":\"query\",\"records\":%llu,\"filters\":[",
                static_cast<unsigned long long>(source->recordCount()));
    for (size_t i = 0; i < filters.size(); ++i) {
        const auto query = wl::Query::parse(QString::fromStdString(filters[i]));
        if (!query) {
            std::fprintf(stderr, "%s: %s\n", filters[i].c_str(), qPrintable(query.error().text));
            return 2;
        }
        Figures figures;
        std::vector<double> times;
        for (int round = 0; round < rounds; ++round) {
            const auto begin = Clock::now();
            figures.found = wl::recordsMatching(*query, *source).size();
            times.push_back(msSince(begin));
        }
        std::sort(times.begin(), times.end());
        figures.allMs = times[times.size() / 2];
        for (int round = 0; round < rounds; ++round)
            measureScan(source, *query, figures);
        std::printf("%s{\"found\":%zu,\"ms\":%.3f,\"first_ms\":%.3f,\"cancel_ms\":%.3f}", i == 0 ? "" : ",",
                    figures.found, figures.allMs, figures.firstMs, figures.cancelMs);
    }
    std::printf("]}\n");
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    QString toWrite;
    QString toRead;
    bool isHttp = false;
    int records = 1'000'000;
    int rounds = 3;
    std::vector<std::string> filters;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        const bool hasValue = i + 1 < argc;
        if (option == "--write" && hasValue)
            toWrite = QFile::decodeName(argv[++i]);
        else if (option == "--http")
            isHttp = true;
        else if (option == "--read" && hasValue)
            toRead = QFile::decodeName(argv[++i]);
        else if (option == "--records" && hasValue)
            records = std::atoi(argv[++i]);
        else if (option == "--rounds" && hasValue)
            rounds = std::max(1, std::atoi(argv[++i]));
        else
            filters.push_back(option);
    }
    if (!toWrite.isEmpty())
        return write(toWrite, records, isHttp);
    return toRead.isEmpty() ? 2 : read(toRead, rounds, filters);
}
