// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"

#include "capture/assembledbytes.h"
#include "capture/captureloader.h"
#include "capture/filedescriptor.h"
#include "capture/payloadreader.h"
#include "capture/spool.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <fcntl.h>
#include <functional>
#include <limits>
#include <mutex>
#include <stop_token>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace wl {

namespace {

constexpr quint64 packetsPerPublish = 1024;
constexpr auto relaxed = std::memory_order_relaxed;

struct Part
{
    QString path;
    FileDescriptor fd;
    quint64 position = 0; ///< over all parts
    qint64 size = 0;
    std::unique_ptr<Spool> spool; ///< where it comes through a pipe; then the file is the spool's

    [[nodiscard]] int descriptor() const { return spool ? spool->descriptor() : fd.get(); }
};

Result<qsizetype> readSome(const Part& part, qint64 offset, char* to, qsizetype bytes)
{
    qsizetype done = 0;
    while (done < bytes) {
        const ssize_t n =
            ::pread(part.descriptor(), to + done, static_cast<size_t>(bytes - done), offset + done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return fail(fileErrorCode(errno), part.path, errno);
        }
        if (n == 0) {
            break;
        }
        done += n;
    }
    return done;
}

// "offset N: reason" of a file's content, with the file before it.
Error withPath(Error error, const QString& path)
{
    if (error.code == ErrorCode::FileMalformed) {
        error.detail = path + QStringLiteral(", ") + error.detail;
    }
    return error;
}

Result<Part> openPart(const QString& path, quint64 position)
{
    FileDescriptor fd(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat facts = {};
    if (!fd.isValid() || ::fstat(fd.get(), &facts) != 0) {
        return fail(fileErrorCode(errno), path, errno);
    }
    if (!S_ISREG(facts.st_mode)) {
        return fail(ErrorCode::FileNotReadable, path);
    }
    return Part{path, std::move(fd), position, facts.st_size, nullptr};
}

// The part outlives it.
FileWindow::ReadAt readerOf(const Part& part, std::function<void()> beforeWaiting = {})
{
    if (part.spool) {
        return [&part, wait = std::move(beforeWaiting)](qint64 offset, char* to, qsizetype bytes) {
            return part.spool->readAt(offset, to, bytes, wait);
        };
    }
    return [&part](qint64 offset, char* to, qsizetype bytes) { return readSome(part, offset, to, bytes); };
}

Result<bool> beginsAsPcap(const Part& part)
{
    FileWindow window(readerOf(part, [] {}), part.size);
    return window.view(0, 4).map([](QByteArrayView start) { return PcapReader::isPcap(start); });
}

// Whether it is a capture at all.
Result<void> begins(const Part& part)
{
    const auto isPcap = beginsAsPcap(part);
    if (!isPcap) {
        return tl::make_unexpected(isPcap.error());
    }
    if (*isPcap) {
        return PcapReader(readerOf(part), part.size).begin();
    }
    return BlockReader(readerOf(part), part.size).next().map([](const auto&) {});
}

} // namespace

struct CaptureFile::Private
{
    ~Private()
    {
        cancel();
        if (reader.joinable()) {
            reader.join();
        }
    }

    void cancel()
    {
        stop.request_stop();
        for (const Part& part : parts) {
            if (part.spool) {
                part.spool->stop();
            }
        }
    }
    void run();
    [[nodiscard]] Result<void> load(CaptureLoader& loader, const Part& part);
    [[nodiscard]] Result<void> loadBlocks(CaptureLoader& loader, const Part& part);
    [[nodiscard]] Result<void> loadPcap(CaptureLoader& loader, const Part& part);
    void publish(const CaptureLoader& loader, qint64 bytes);
    void end(std::optional<Error> error);
    [[nodiscard]] const Part& partOf(quint64 position) const;
    [[nodiscard]] Result<void> read(quint64 position, char* to, qsizetype bytes) const;

    std::vector<Part> parts;
    qint64 total = 0; ///< −1: not known
    RestoredTables tables;
    AssembledBytes assembled;
    std::stop_source stop;

    std::atomic<qint64> bytesRead{0};
    std::atomic<quint64> packets{0};
    mutable std::mutex mutex; // guards what follows
    mutable std::condition_variable ended;
    bool isFinished = false;
    bool isCanceled = false;
    std::optional<Error> error;

    std::thread reader;
};

void CaptureFile::Private::run()
{
    CaptureLoader loader(
        tables, [this](quint64 position, char* to, qsizetype bytes) { return read(position, to, bytes); },
        [this](QByteArrayView bytes) { return assembled.append(bytes); });
    std::optional<Error> failure;
    for (const Part& part : parts) {
        loader.beginFile(part.position);
        if (const auto loaded = load(loader, part); !loaded) {
            // What comes behind a part that was cut short still counts; the first error is told.
            failure = failure ? failure : loaded.error();
        }
        if (stop.stop_requested()) {
            break;
        }
    }
    loader.finish();
    publish(loader, bytesRead.load(relaxed));
    end(std::move(failure));
}

Result<void> CaptureFile::Private::load(CaptureLoader& loader, const Part& part)
{
    const auto isPcap = beginsAsPcap(part);
    auto loaded = !isPcap   ? tl::make_unexpected(isPcap.error())
                  : *isPcap ? loadPcap(loader, part)
                            : loadBlocks(loader, part);
    if (!loaded && !stop.stop_requested()) { // a pipe that is not read any longer looks cut short
        return tl::make_unexpected(withPath(loaded.error(), part.path));
    }
    return {};
}

Result<void> CaptureFile::Private::loadBlocks(CaptureLoader& loader, const Part& part)
{
    const auto base = static_cast<qint64>(part.position);
    qint64 reached = 0;
    BlockReader blocks(readerOf(part, [&] { publish(loader, base + reached); }), part.size);
    for (quint64 count = 1; !stop.stop_requested(); ++count) {
        const auto block = blocks.next();
        if (!block) {
            return tl::make_unexpected(block.error());
        }
        if (!*block) {
            break;
        }
        if (auto taken = loader.block(**block); !taken) {
            return taken;
        }
        reached = blocks.offset();
        if (count % packetsPerPublish == 0) {
            publish(loader, base + blocks.offset());
        }
    }
    publish(loader, base + blocks.offset());
    return {};
}

Result<void> CaptureFile::Private::loadPcap(CaptureLoader& loader, const Part& part)
{
    const auto base = static_cast<qint64>(part.position);
    qint64 reached = 0;
    PcapReader file(readerOf(part, [&] { publish(loader, base + reached); }), part.size);
    if (auto begun = file.begin(); !begun) {
        return begun;
    }
    loader.pcap(file.linkType());
    for (quint64 count = 1; !stop.stop_requested(); ++count) {
        const auto packet = file.next();
        if (!packet) {
            return tl::make_unexpected(packet.error());
        }
        if (!*packet) {
            break;
        }
        if (auto taken = loader.pcapPacket(**packet); !taken) {
            return taken;
        }
        reached = file.offset();
        if (count % packetsPerPublish == 0) {
            publish(loader, base + file.offset());
        }
    }
    publish(loader, base + file.offset());
    return {};
}

void CaptureFile::Private::publish(const CaptureLoader& loader, qint64 bytes)
{
    tables.publish();
    packets.store(loader.packets(), relaxed);
    bytesRead.store(bytes, relaxed);
}

void CaptureFile::Private::end(std::optional<Error> failure)
{
    const std::lock_guard lock(mutex);
    error = std::move(failure);
    isCanceled = stop.stop_requested();
    isFinished = true;
    ended.notify_all();
}

const Part& CaptureFile::Private::partOf(quint64 position) const
{
    const auto after =
        std::upper_bound(parts.begin(), parts.end(), position,
                         [](quint64 wanted, const Part& part) { return wanted < part.position; });
    return *std::prev(after);
}

Result<void> CaptureFile::Private::read(quint64 position, char* to, qsizetype bytes) const
{
    const bool isAssembled = AssembledBytes::holds(position);
    const Part& part = partOf(position);
    const auto done = isAssembled ? assembled.read(position, to, bytes)
                                  : readSome(part, static_cast<qint64>(position - part.position), to, bytes);
    if (!done) {
        return tl::make_unexpected(done.error());
    }
    if (*done < bytes) {
        return fail(ErrorCode::FileMalformed, part.path + QStringLiteral(": the file became shorter"));
    }
    return {};
}

Result<std::unique_ptr<CaptureFile>> CaptureFile::open(const QString& path)
{
    return open(QStringList{path});
}

Result<std::unique_ptr<CaptureFile>> CaptureFile::open(const QStringList& segments)
{
    auto d = std::make_unique<Private>();
    quint64 position = 0;
    for (const QString& path : segments) {
        auto part = openPart(path, position);
        if (!part) {
            return tl::make_unexpected(part.error());
        }
        position += static_cast<quint64>(part->size);
        d->parts.push_back(std::move(*part));
    }
    if (d->parts.empty()) {
        return fail(ErrorCode::FileNotFound);
    }
    d->total = static_cast<qint64>(position);
    if (d->parts.size() == 1) {
        // At once, so that a file of another kind is refused and not opened empty.
        if (const auto begun = begins(d->parts.front()); !begun) {
            return tl::make_unexpected(withPath(begun.error(), segments.front()));
        }
    }
    d->reader = std::thread([data = d.get()] { data->run(); });
    return std::unique_ptr<CaptureFile>(new CaptureFile(std::move(d)));
}

Result<std::unique_ptr<CaptureFile>> CaptureFile::openPipe(int descriptor, const QString& name)
{
    auto spool = Spool::create(FileDescriptor(descriptor), name);
    if (!spool) {
        return tl::make_unexpected(spool.error());
    }
    auto d = std::make_unique<Private>();
    d->parts.push_back({name, {}, 0, std::numeric_limits<qint64>::max(), std::move(*spool)});
    d->total = -1;
    d->reader = std::thread([data = d.get()] { data->run(); });
    return std::unique_ptr<CaptureFile>(new CaptureFile(std::move(d)));
}

CaptureFile::CaptureFile(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

CaptureFile::~CaptureFile() = default;

CaptureFileProgress CaptureFile::progress() const
{
    CaptureFileProgress progress;
    const std::lock_guard lock(d->mutex);
    progress.bytesRead = d->bytesRead.load(relaxed);
    progress.bytesTotal = d->total < 0 ? progress.bytesRead : d->total;
    progress.packets = d->packets.load(relaxed);
    progress.isFinished = d->isFinished;
    progress.isCanceled = d->isCanceled;
    progress.error = d->error;
    return progress;
}

void CaptureFile::cancel()
{
    d->cancel();
}

CaptureFileProgress CaptureFile::finish() const
{
    {
        std::unique_lock lock(d->mutex);
        d->ended.wait(lock, [this] { return d->isFinished; });
    }
    return progress();
}

RecordNotes& CaptureFile::notes() const
{
    return d->tables.notes();
}

quint64 CaptureFile::recordCount() const
{
    return d->tables.records().size();
}

quint64 CaptureFile::firstKept() const
{
    return 0;
}

RecordEntry CaptureFile::record(RecordId id) const
{
    return d->tables.records()[id.value()];
}

std::span<const RecordEntry> CaptureFile::entries(RecordId first) const
{
    return d->tables.records().rows(first.value());
}

Result<qsizetype> CaptureFile::blockBytes(quint64 position, char* to, qsizetype maxBytes) const
{
    if (AssembledBytes::holds(position)) {
        return d->assembled.read(position, to, maxBytes);
    }
    const Part& part = d->partOf(position);
    const auto offset = static_cast<qint64>(position - part.position);
    // Up to the end of the part as it was when it was opened.
    const qint64 left = std::max<qint64>(part.size - offset, 0);
    return readSome(part, offset, to, std::min<qint64>(maxBytes, left));
}

Result<QByteArray> CaptureFile::payload(RecordId id, qint64 offset, qint64 maxBytes) const
{
    const RecordEntry entry = record(id);
    if (const auto text = d->tables.description(entry)) {
        return text->mid(offset, maxBytes);
    }
    return readPayload(entry, offset, maxBytes, [this](quint64 position, char* to, qsizetype bytes) {
        return d->read(position, to, bytes);
    });
}

quint32 CaptureFile::connectionCount() const
{
    return static_cast<quint32>(d->tables.connectionCount());
}

const ConnectionRow& CaptureFile::connection(ConnectionId id) const
{
    return d->tables.connection(id);
}

} // namespace wl
