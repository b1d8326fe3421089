// SPDX-License-Identifier: MIT
// Appends traffic to a capture, to be killed or to run into a full disk:
//   pump traffic file|segments PATH BYTES_PER_SECOND   until killed; tells what it has published
//   pump full PATH                                     fills a disk of 3 MB, and empties it again
//   pump roll PATH                                     segments while there is no descriptor left
//   pump disk FOLDER                                   segments on a disk of 8 MiB that others fill
// Each record has its number as its first 8 bytes. Lines on stdout, one write each.
#include "capture/capturestore.h"
#include "capture/recovery.h"
#include "tests/capture/capturekit.h"

#include <QByteArray>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

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

    void append(qsizetype bytes = recordBytes)
    {
        m_bytes.resize(bytes);
        std::memcpy(m_bytes.data(), &m_number, sizeof m_number);
        ++m_number;
        m_store.data(m_id, Direction::Received, now(), m_bytes);
    }

    [[nodiscard]] quint64 appended() const { return m_number; }

private:
    CaptureStore& m_store;
    ConnectionId m_id;
    quint64 m_number = 0;
    QByteArray m_bytes;
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

void append(Source& source, int records)
{
    for (int i = 0; i < records; ++i) {
        source.append();
    }
}

int full(CaptureStore& store)
{
    Source source(store);
    limitFiles(3'000'000);
    append(source, 5'000);
    const bool failed = until([&] { return store.statistics().writeError.has_value(); });
    say("failed " + QByteArray::number(failed ? int(store.statistics().writeError->code) : -1) + '\n');
    const auto flushed = store.flush();
    say("flush " + QByteArray::number(flushed ? 0 : int(flushed.error().code)) + '\n');
    append(source, 80'000); // 64 MiB fit
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
    append(source, 1'000);
    say("appended " + QByteArray::number(source.appended()) + '\n');
    say("lost " + QByteArray::number(store.statistics().recordsLost) + '\n');
    return 0;
}

// How many of the kept records can be read and are what was appended. The first one is the event.
void sayReadable(const char* when, const CaptureStore& store)
{
    const quint64 first = std::max<quint64>(store.firstKept(), 1);
    quint64 wrong = 0;
    for (quint64 row = first; row < store.recordCount(); ++row) {
        const auto payload = store.payload(RecordId(row));
        quint64 number = 0;
        if (payload && payload->size() >= recordBytes) {
            std::memcpy(&number, payload->constData(), sizeof number);
        }
        wrong += payload && number == row - 1 ? 0 : 1;
    }
    const CaptureStatistics now = store.statistics();
    const bool isCapKept = now.bytesOnDisk <= 8 * 1024 * 1024;
    say(QByteArray(when) + " error " + QByteArray::number(now.writeError ? int(now.writeError->code) : 0) +
        " lost " + QByteArray::number(now.recordsLost) + " wrong " + QByteArray::number(wrong) + " kept " +
        (store.recordCount() - first > 1000 ? "many" : "few") + (isCapKept ? "\n" : " beyond the cap\n"));
}

int roll(CaptureStore& store)
{
    Source source(store);
    append(source, 1'000);
    (void)store.flush();
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 64;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    std::vector<int> taken;
    for (int fd = ::dup(STDIN_FILENO); fd >= 0; fd = ::dup(STDIN_FILENO)) {
        taken.push_back(fd);
    }
    append(source, 4'000);
    (void)store.flush();
    sayReadable("none left", store);
    append(source, 10'000); // beyond the cap: files are used again
    (void)store.flush();
    sayReadable("reused", store);
    for (const int fd : taken) {
        ::close(fd);
    }
    append(source, 6'000);
    (void)store.flush();
    sayReadable("free again", store);
    return 0;
}

// A file of others on the same disk, as large as the disk lets it be up to `bytes`.
void fill(const QString& path, qint64 bytes)
{
    QFile file(path);
    const QByteArray page(4096, 'x');
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        while (bytes > 0 && file.write(page) == page.size()) {
            bytes -= page.size();
        }
    }
}

int disk(CaptureStore& store, const QString& folder)
{
    const auto name = [&](int number) { return folder + QStringLiteral("/other%1").arg(number); };
    const auto flushAndSay = [&](const char* when) {
        (void)store.flush();
        sayReadable(when, store);
    };
    const auto recover = [&](const char* when) {
        const bool isDone = until([&] { return !store.statistics().writeError; });
        flushAndSay(isDone ? when : "did not recover");
    };
    Source source(store);
    fill(name(0), 5 * 1024 * 1024);
    append(source, 6'000);
    flushAndSay("full");
    QFile::remove(name(0));
    recover("emptied");

    append(source, 4'000);
    flushAndSay("reusing"); // more than the cap by now
    fill(name(0), 64 * 1024 * 1024);
    for (int i = 0; i < 60; ++i) {
        source.append(60'000); // segments of another size: there is no room behind the old content's end
    }
    flushAndSay("full while reusing");
    QFile::remove(name(0));
    recover("emptied again");

    int files = 1;
    for (QFile file(name(files)); file.open(QIODevice::WriteOnly); file.setFileName(name(files))) {
        file.close();
        ++files;
    }
    append(source, 3'000);
    flushAndSay("no file more");
    for (int i = 1; i < files; ++i) {
        QFile::remove(name(i));
    }

    fill(name(0), 64 * 1024 * 1024);
    for (int i = 0; i < 200; ++i) {
        source.append(60'000);
    }
    const CaptureStatistics end = store.end();
    const QList<CaptureFolder> found = findCaptures(folder);
    say("state " + QByteArray::number(found.size() == 1 ? int(found[0].state) : -1) + '\n');
    const auto file = CaptureFile::open(found.value(0).segments);
    const quint64 inFile = file && !(*file)->finish().error ? (*file)->recordCount() : 0;
    const quint64 kept = store.recordCount() - store.firstKept() - end.recordsUnwritten;
    say(QByteArray("lost ") +
        (end.recordsLost > 100 && end.recordsLost == end.recordsUnwritten ? "many" : "?") + " in file " +
        (inFile == kept ? "the rest\n" : "something else\n"));
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const QByteArrayList arguments(argv + 1, argv + argc);
    CaptureConfig config;
    const QByteArray mode = arguments.value(0);
    const bool isTraffic = mode == "traffic";
    const QString path = QFile::decodeName(arguments.value(isTraffic ? 2 : 1));
    config.path = mode == "disk" ? path + QStringLiteral("/capture") : path;
    if (mode == "disk") {
        config.segmented = true;
        config.segmentBytes = 1024 * 1024;
        config.diskBytes = 7 * 1024 * 1024;
    } else if (arguments.value(1) == "segments" || mode == "roll") {
        config.segmented = true;
        config.segmentBytes = 2 * 1024 * 1024;
        config.diskBytes = 8 * 1024 * 1024; // so small that files are used again within a tenth of a second
    }
    const auto store = CaptureStore::create(config);
    if (!store) {
        return 4;
    }
    if (isTraffic) {
        return traffic(**store, arguments.value(3).toLongLong());
    }
    return mode == "roll" ? roll(**store) : mode == "disk" ? disk(**store, path) : full(**store);
}
