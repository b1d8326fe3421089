// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"

#include "capture/captureappender.h"
#include "capture/capturelock.h"
#include "capture/capturewriter.h"
#include "capture/payloadreader.h"
#include "capture/segmentset.h"

namespace wl {

namespace {

/// Streams pause here and not only at the limit, so that a download that outruns the disk stays well below
/// the limit with all that its readers hold; what comes all the same still has room.
constexpr quint64 congestedBytes = limits::sinkUnwrittenBytes / 2;

// Records whose last block lies behind what was written. They are the newest ones.
quint64 countBehind(const RecordTable& records, quint64 written)
{
    const quint64 count = records.size();
    quint64 behind = 0;
    while (behind < count && lastBlock(records[count - 1 - behind]) >= written) {
        ++behind;
    }
    return behind;
}

} // namespace

struct CaptureStore::Private
{
    explicit Private(const CaptureConfig& config)
        : files(config,
                [this, indexed = config.recordsIndexed](quint64 firstKept) {
                    const quint64 count = appender.records().size();
                    appender.forgetRecords(std::min(firstKept, count - std::min(count, indexed)));
                })
        , appender(SegmentSet::segmentBytes(config),
                   {[this] { writer.chunkReady(); }, [this] { writer.wake(); },
                    [this] { return writer.isFailing(); }})
        , writer(appender.stream(), files, [this] { return appender.declareIdle(); })
    {
    }

    // The mark comes before the first segment: nobody is to take it for one that was left behind.
    [[nodiscard]] Result<void> open(bool isSegmented)
    {
        if (isSegmented) {
            if (auto made = files.makeFolder(); !made) {
                return made;
            }
            if (auto locked = lock.acquire(files.folder()); !locked) {
                return locked;
            }
        }
        return files.open();
    }

    [[nodiscard]] Result<void> read(quint64 position, char* to, qsizetype bytes) const
    {
        const ChunkStream& stream = appender.stream();
        if (position >= stream.written() && stream.read(position, to, bytes)) {
            return {};
        }
        return files.read(position, to, bytes);
    }

    [[nodiscard]] Result<qsizetype> readSome(quint64 position, char* to, qsizetype maxBytes) const
    {
        const ChunkStream& stream = appender.stream();
        const quint64 written = stream.written();
        if (position >= written) {
            if (const qsizetype done = stream.readSome(position, to, maxBytes); done > 0) {
                return done;
            }
            if (position >= stream.written()) {
                return 0; // not published
            }
        }
        const quint64 inFile = stream.written() - position;
        return files.readSome(position, to,
                              static_cast<qsizetype>(std::min(inFile, static_cast<quint64>(maxBytes))));
    }

    void end()
    {
        if (std::exchange(hasEnded, true)) {
            return;
        }
        appender.finish();
        writer.stop();
        recordsUnwritten.store(countBehind(appender.records(), appender.stream().written()),
                               std::memory_order_relaxed);
        if (appender.unwritten() == 0) {
            lock.release();
        } else {
            lock.abandon();
        }
    }

    CaptureLock lock; ///< segmented only; its mark stays where the end was not written
    SegmentSet files;
    CaptureAppender appender;
    CaptureWriter writer;
    RecordNotes notes;
    std::atomic<quint64> recordsUnwritten{0};
    bool hasEnded = false;
};

Result<std::unique_ptr<CaptureStore>> CaptureStore::create(const CaptureConfig& config)
{
    auto d = std::make_unique<Private>(config);
    if (const auto opened = d->open(config.segmented); !opened) {
        d->lock.release();
        return tl::make_unexpected(opened.error());
    }
    d->writer.start();
    return std::unique_ptr<CaptureStore>(new CaptureStore(std::move(d)));
}

CaptureStore::CaptureStore(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

CaptureStore::~CaptureStore()
{
    d->end();
}

CaptureStatistics CaptureStore::end()
{
    d->end();
    return statistics();
}

ConnectionId CaptureStore::addConnection(const ConnectionInfo& info)
{
    return d->appender.addConnection(info);
}

void CaptureStore::data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes)
{
    d->appender.data(id, direction, time, bytes);
}

void CaptureStore::event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time,
                         QStringView text)
{
    d->appender.event(id, kind, direction, time, text);
}

void CaptureStore::kernelDropped(EndpointId endpoint, quint64 count)
{
    d->appender.kernelDropped(endpoint, count);
}

// While the disk refuses, waiting would stop all traffic for good: then what does not fit is lost and
// counted.
bool CaptureStore::isCongested() const
{
    return d->appender.unwritten() > congestedBytes && !d->writer.isFailing();
}

quint64 CaptureStore::recordCount() const
{
    return d->appender.records().size();
}

quint64 CaptureStore::firstKept() const
{
    return d->files.firstKept();
}

RecordEntry CaptureStore::record(RecordId id) const
{
    return d->appender.records()[id.value()];
}

std::span<const RecordEntry> CaptureStore::entries(RecordId first) const
{
    return d->appender.records().rows(first.value());
}

Result<qsizetype> CaptureStore::blockBytes(quint64 position, char* to, qsizetype maxBytes) const
{
    return d->readSome(position, to, maxBytes);
}

Result<QByteArray> CaptureStore::payload(RecordId id, qint64 offset, qint64 maxBytes) const
{
    if (id.value() < d->appender.records().released()) {
        return fail(ErrorCode::FileNotFound);
    }
    return readPayload(record(id), offset, maxBytes, [this](quint64 position, char* to, qsizetype bytes) {
        return d->read(position, to, bytes);
    });
}

quint32 CaptureStore::connectionCount() const
{
    return static_cast<quint32>(d->appender.connectionCount());
}

const ConnectionRow& CaptureStore::connection(ConnectionId id) const
{
    return d->appender.connection(id);
}

RecordNotes* CaptureStore::recordNotes() const
{
    return &d->notes;
}

CaptureStatistics CaptureStore::statistics() const
{
    CaptureStatistics statistics;
    statistics.records = recordCount();
    statistics.recordsDropped = firstKept();
    statistics.recordsUnwritten = d->recordsUnwritten.load(std::memory_order_relaxed);
    statistics.recordsLost = d->appender.recordsLost() + statistics.recordsUnwritten;
    statistics.datagramsDropped = d->appender.datagramsDropped();
    statistics.bytesOnDisk = d->files.bytesOnDisk();
    statistics.bytesUnwritten = static_cast<qint64>(d->appender.unwritten());
    statistics.congested = isCongested();
    statistics.writeError = d->writer.error();
    return statistics;
}

Result<void> CaptureStore::flush()
{
    return d->writer.flush();
}

} // namespace wl
