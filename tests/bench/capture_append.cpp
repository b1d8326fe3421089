// SPDX-License-Identifier: MIT
// How many records a second one thread appends to a capture, everything included, beside a bare loop that
// builds and writes the same blocks to a file; and what a record costs in memory.
//   bench_capture_append [--records N] [--payload BYTES] [--rounds N] [--folder F]
// prints one JSON object.
#include "anonymousbytes.h"
#include "capture/capturestore.h"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

qsizetype payloadBytes = 64; // at most 65,495
constexpr int connections = 100;

double cpuSeconds()
{
    timespec time = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct Outcome
{
    double perSecond = 0;
    double appendNs = 0; ///< CPU time of the appending thread per record
    double bytesPerRecord = 0;
};

Outcome ours(const QString& path, int records)
{
    QFile::remove(path);
    const QByteArray payload(payloadBytes, 'x');
    const qint64 before = bench::anonymousBytes();
    const auto begin = Clock::now();
    const double cpu = cpuSeconds();
    Outcome outcome;
    {
        wl::CaptureConfig config;
        config.path = path;
        auto store = wl::CaptureStore::create(config);
        if (!store) {
            std::fprintf(stderr, "cannot create %s\n", qPrintable(path));
            std::exit(4);
        }
        wl::ConnectionInfo info;
        info.endpoint = wl::EndpointId(1);
        info.local = wl::SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 8080);
        info.label = QStringLiteral("Echo");
        std::vector<wl::ConnectionId> ids;
        for (int i = 0; i < connections; ++i) {
            info.peer = wl::SocketAddress::from(QHostAddress(QHostAddress::LocalHost),
                                                static_cast<quint16>(40'000 + i));
            ids.push_back((*store)->addConnection(info));
        }
        const qint64 start = wl::now().ns;
        for (int i = 0; i < records; ++i) {
            while ((i & 63) == 0 && (*store)->isCongested()) {
                ::usleep(1000);
            }
            const auto direction = (i & 1) != 0 ? wl::Direction::Sent : wl::Direction::Received;
            (*store)->data(ids[static_cast<size_t>(i / 2 % connections)], direction,
                           wl::Timestamp{start + i * 1000LL}, payload);
        }
        outcome.appendNs = (cpuSeconds() - cpu) / records * 1e9;
        if (!(*store)->flush()) {
            std::exit(4);
        }
        const std::chrono::duration<double> seconds = Clock::now() - begin;
        outcome.perSecond = records / seconds.count();
        outcome.bytesPerRecord = static_cast<double>(bench::anonymousBytes() - before) / records;
        if ((*store)->statistics().recordsLost != 0) {
            std::exit(4);
        }
    }
    return outcome;
}

quint16 checksum(const char* bytes, size_t size, quint64 sum)
{
    for (size_t i = 0; i < size; i += 4) {
        quint32 word = 0;
        std::memcpy(&word, bytes + i, 4);
        sum += word;
    }
    sum = (sum & 0xFFFFFFFF) + (sum >> 32);
    sum = (sum & 0xFFFF) + (sum >> 16 & 0xFFFF) + (sum >> 32);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<quint16>(~sum);
}

// The same blocks: 28 bytes of block header, Ethernet, IPv4, TCP, 64 bytes, padding, direction, length.
void bareBlock(char* out, qint64 time, quint32 seq, quint32 ack, quint16 port, const char* payload)
{
    const auto captured = static_cast<quint32>(54 + payloadBytes);
    const quint32 total = 28 + (captured + 3) / 4 * 4 + 16;
    std::memset(out, 0, 28 + 54);
    const auto put = [](char* to, quint32 value) { std::memcpy(to, &value, 4); };
    put(out, 6);
    put(out + 4, total);
    put(out + 12, static_cast<quint32>(static_cast<quint64>(time) >> 32));
    put(out + 16, static_cast<quint32>(time));
    put(out + 20, captured);
    put(out + 24, captured);
    char* ip = out + 28 + 14;
    ip[-2] = 8;
    ip[0] = 0x45;
    const quint16 ipBytes = qToBigEndian(static_cast<quint16>(40 + payloadBytes));
    std::memcpy(ip + 2, &ipBytes, 2);
    ip[8] = 64;
    ip[9] = 6;
    put(ip + 12, qToBigEndian(0x7F000001U));
    put(ip + 16, qToBigEndian(0x7F000001U));
    const quint16 ipCheck = checksum(ip, 20, 0);
    std::memcpy(ip + 10, &ipCheck, 2);
    char* tcp = ip + 20;
    put(tcp, qToBigEndian(8080U << 16 | port));
    put(tcp + 4, qToBigEndian(seq));
    put(tcp + 8, qToBigEndian(ack));
    put(tcp + 12, qToBigEndian(0x5018FFFFU));
    std::memcpy(tcp + 20, payload, static_cast<size_t>(payloadBytes));
    const quint64 pseudo = 2ULL * qToBigEndian(0x7F000001U) + qToBigEndian<quint16>(6) +
                           qToBigEndian(static_cast<quint16>(20 + payloadBytes));
    const quint16 tcpCheck = checksum(tcp, static_cast<size_t>(20 + payloadBytes) & ~size_t{3}, pseudo);
    std::memcpy(tcp + 16, &tcpCheck, 2);
    char* tail = out + 28 + (captured + 3) / 4 * 4;
    put(tail - 2, 0);
    put(tail, 2U | 4U << 16);
    put(tail + 4, 1);
    put(tail + 8, 0);
    put(tail + 12, total);
}

Outcome bare(const QString& path, int records)
{
    QFile::remove(path);
    const qsizetype block = 28 + (54 + payloadBytes + 3) / 4 * 4 + 16;
    constexpr qsizetype buffer = 1024 * 1024;
    const QByteArray payload(payloadBytes, 'x');
    const auto begin = Clock::now();
    const double cpu = cpuSeconds();
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    std::vector<char> memory(buffer);
    qsizetype used = 0;
    std::vector<quint32> sequences(connections * 2);
    const qint64 start = wl::now().ns;
    for (int i = 0; i < records; ++i) {
        if (used + block > buffer) {
            if (::write(fd, memory.data(), static_cast<size_t>(used)) != used) {
                std::exit(4);
            }
            used = 0;
        }
        const auto flow = static_cast<size_t>(i / 2 % connections * 2 + (i & 1));
        bareBlock(memory.data() + used, start + i * 1000LL, sequences[flow], sequences[flow ^ 1U],
                  static_cast<quint16>(40'000 + flow / 2), payload.constData());
        sequences[flow] += static_cast<quint32>(payloadBytes);
        used += block;
    }
    if (::write(fd, memory.data(), static_cast<size_t>(used)) != used) {
        std::exit(4);
    }
    Outcome outcome;
    outcome.appendNs = (cpuSeconds() - cpu) / records * 1e9;
    const std::chrono::duration<double> seconds = Clock::now() - begin;
    outcome.perSecond = records / seconds.count();
    ::close(fd);
    return outcome;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    int records = 2'000'000;
    int rounds = 3;
    QString folder = QStringLiteral("/tmp");
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--records") {
            records = std::atoi(argv[i + 1]);
        } else if (option == "--payload") {
            payloadBytes = std::min(std::atoi(argv[i + 1]), 65'495);
        } else if (option == "--rounds") {
            rounds = std::atoi(argv[i + 1]);
        } else if (option == "--folder") {
            folder = QFile::decodeName(argv[i + 1]);
        }
    }
    QTemporaryDir scratch(folder + QStringLiteral("/bench-capture-XXXXXX"));
    const QString path = scratch.filePath(QStringLiteral("capture.pcapng"));
    std::vector<double> oursRate;
    std::vector<double> bareRate;
    std::vector<double> ratio;
    std::vector<double> oursNs;
    std::vector<double> bareNs;
    std::vector<double> memory;
    for (int round = 0; round < rounds; ++round) {
        const Outcome b = bare(path, records);
        const Outcome o = ours(path, records);
        oursRate.push_back(o.perSecond);
        bareRate.push_back(b.perSecond);
        ratio.push_back(o.perSecond / b.perSecond);
        oursNs.push_back(o.appendNs);
        bareNs.push_back(b.appendNs);
        memory.push_back(o.bytesPerRecord);
    }
    std::printf("{\"bench\":\"capture_append\",\"records\":%d,\"payload\":%d,\"ours_per_s\":%.0f,\"bare_per_"
                "s\":%.0f,\"ratio\":%.3f,"
                "\"append_ns\":%.1f,\"bare_ns\":%.1f,\"anon_bytes_per_record\":%.1f}\n",
                records, static_cast<int>(payloadBytes), median(oursRate), median(bareRate), median(ratio),
                median(oursNs), median(bareNs), median(memory));
    return 0;
}
