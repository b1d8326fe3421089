// SPDX-License-Identifier: MIT
// Appends traffic to a capture, to be killed or to run into a full disk:
//   pump traffic file|segments PATH BYTES_PER_SECOND   until killed; tells what it has published
//   pump full PATH                                     fills a disk of 3 MB, and empties it again
// Each record has its number as its first 8 bytes. Lines on stdout, one write each.
#include "capture/capturestore.h"
#include "tests/capture/capturekit.h"

#include <QByteArray>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace wl;

namespace {

constexpr qsizetype recordBytes = 1000;

void say(const QByteArray& line)
{
    [[maybe_unused]] const ssize_t written =
        ::write(STDOUT_FILENO, line.constData(), static_cast<size_t>(line.size()));
}

class Source
{
public:
    explicit Source(CaptureStore& store)
        : m_store(store)
        , m_id(store.addConnection(kit::connection(Transport::Tcp, Role::Server, "Pump",
                                                   kit::address("127.0.0.1", 40'080),
                                                   kit::address("127.0.0.1", 50'000))))
    {
        m_store.event(m_id, RecordKind::Opened, Direction::Received, now(), {});
    }

    void append()
    {
        std::memcpy(m_bytes.data(), &m_number, sizeof m_number);
        ++m_number;
        m_store.data(m_id, Direction::Received, now(), m_bytes);
    }

    [[nodiscard]] quint64 appended() const { return m_number; }

private:
    CaptureStore& m_store;
    ConnectionId m_id;
    quint64 m_number = 0;
    QByteArray m_bytes = QByteArray(recordBytes, 'p');
};

// How late this machine lets a thread of this process be at worst, as the capture's writer may be too.
class Lateness
{
public:
    Lateness()
        : m_thread([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const auto due = std::chrono::steady_clock::now() + 5ms;
                std::this_thread::sleep_until(due);
                const auto late = std::chrono::nanoseconds(std::chrono::steady_clock::now() - due).count();
                m_worstNs = std::max(m_worstNs.load(), static_cast<qint64>(late));
            }
        })
    {
    }
    [[nodiscard]] qint64 worstNs() const { return m_worstNs; }

private:
    std::atomic<qint64> m_worstNs{0};
    std::jthread m_thread;
};

int traffic(CaptureStore& store, qint64 bytesPerSecond)
{
    Source source(store);
    const Lateness lateness;
    const qint64 start = now().ns;
    for (;;) {
        const qint64 elapsed = now().ns - start;
        const auto due = static_cast<quint64>(elapsed / 1'000'000 * bytesPerSecond / 1000 / recordBytes);
        while (source.appended() < due) {
            source.append();
        }
        const RecordEntry last = store.record(RecordId(store.recordCount() - 1));
        say(QByteArray::number(source.appended()) + ' ' + QByteArray::number(last.timeNs) + ' ' +
            QByteArray::number(lateness.worstNs()) + '\n');
        std::this_thread::sleep_for(2ms);
    }
}

void limitFiles(rlim_t bytes)
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

// Polls until the condition holds; false after half a minute.
template <typename Condition>
bool until(Condition condition)
{
    for (int turn = 0; turn < 3000; ++turn) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

int full(CaptureStore& store)
{
    Source source(store);
    limitFiles(3'000'000);
    const auto append = [&](int records) {
        for (int i = 0; i < records; ++i) {
            source.append();
        }
    };
    append(5'000);
    const bool failed = until([&] { return store.statistics().writeError.has_value(); });
    say("failed " + QByteArray::number(failed ? int(store.statistics().writeError->code) : -1) + '\n');
    const auto flushed = store.flush();
    say("flush " + QByteArray::number(flushed ? 0 : int(flushed.error().code)) + '\n');
    append(80'000); // 64 MiB fit
    say("lost " + QByteArray::number(store.statistics().recordsLost) + '\n');
    say("congested " + QByteArray::number(store.isCongested() ? 1 : 0) + '\n');
    const auto kept = store.payload(RecordId(4'000));
    say("readable " + QByteArray::number(kept ? kept->size() : -1) + '\n');
    limitFiles(RLIM_INFINITY);
    const bool recovered = until([&] {
        const CaptureStatistics now = store.statistics();
        return !now.writeError && now.bytesUnwritten == 0;
    });
    say("recovered " + QByteArray::number(recovered ? 1 : 0) + '\n');
    append(1'000);
    say("appended " + QByteArray::number(source.appended()) + '\n');
    say("lost " + QByteArray::number(store.statistics().recordsLost) + '\n');
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const QByteArrayList arguments(argv + 1, argv + argc);
    CaptureConfig config;
    const bool isTraffic = arguments.value(0) == "traffic";
    config.path = QFile::decodeName(arguments.value(isTraffic ? 2 : 1));
    if (arguments.value(1) == "segments") {
        config.segmented = true;
        config.segmentBytes = 2 * 1024 * 1024;
        config.diskBytes = 8 * 1024 * 1024; // so small that files are used again within a tenth of a second
    }
    const auto store = CaptureStore::create(config);
    if (!store) {
        return 4;
    }
    return isTraffic ? traffic(**store, arguments.value(3).toLongLong()) : full(**store);
}
