// SPDX-License-Identifier: MIT
#include "session/captureviewer.h"

#include "query/exportrun.h"

#include <QProcess>
#include <QStandardPaths>

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace wl {

namespace {

using namespace std::chrono_literals;

constexpr auto lookEvery = 50ms; ///< for what is new
constexpr int waitMs = 50;       ///< for a program that does not read, before the next look at the stop token

/// The end of a pipe that we write to.
class Pipe
{
public:
    Pipe()
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return;
        m_reading = ends[0];
        m_writing = ends[1];
        ::fcntl(m_writing, F_SETFL, ::fcntl(m_writing, F_GETFL) | O_NONBLOCK);
    }
    ~Pipe()
    {
        closeReading();
        if (m_writing >= 0)
            ::close(m_writing);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] bool isOpen() const { return m_writing >= 0; }
    [[nodiscard]] int writing() const { return m_writing; }
    /// Under this name another process opens the reading end.
    [[nodiscard]] QString path() const { return QStringLiteral("/dev/fd/%1").arg(m_reading); }
    void closeReading()
    {
        if (m_reading >= 0)
            ::close(std::exchange(m_reading, -1));
    }

private:
    int m_reading = -1;
    int m_writing = -1;
};

/// Whether the reader is gone; waits a little for room.
bool isGone(int descriptor, int timeoutMs)
{
    pollfd wanted{descriptor, POLLOUT, 0};
    ::poll(&wanted, 1, timeoutMs);
    return (wanted.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
}

Result<void> writeAll(int descriptor, QByteArrayView bytes, const std::stop_token& stop)
{
    while (!bytes.isEmpty()) {
        if (stop.stop_requested())
            return fail(ErrorCode::Canceled);
        const ssize_t written = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (written >= 0)
            bytes = bytes.sliced(written);
        else if (errno == EPIPE || (errno == EAGAIN && isGone(descriptor, waitMs)))
            return fail(ErrorCode::ClosedByPeer);
        else if (errno != EAGAIN && errno != EINTR)
            return fail(fileErrorCode(errno), {}, errno);
    }
    return {};
}

} // namespace

std::optional<CaptureViewer::Command> CaptureViewer::wireshark()
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("wireshark"));
    if (program.isEmpty())
        return std::nullopt;
    return Command{program, {QStringLiteral("-k"), QStringLiteral("-i"), QStringLiteral("-")}};
}

CaptureViewer::CaptureViewer(std::shared_ptr<const RecordSource> source, const QueryContext& context,
                             Command command, IsGrowing isGrowing)
    : m_source(std::move(source))
    , m_command(std::move(command))
    , m_isGrowing(std::move(isGrowing))
    , m_thread([this, context](const std::stop_token& stop) { run(stop, context); })
{
}

CaptureViewer::~CaptureViewer() = default;

CaptureViewer::Status CaptureViewer::status() const
{
    const std::scoped_lock lock(m_mutex);
    return m_status;
}

void CaptureViewer::end(const Error& error)
{
    const std::scoped_lock lock(m_mutex);
    m_status.hasEnded = true;
    m_status.error = error;
}

void CaptureViewer::run(const std::stop_token& stop, const QueryContext& context)
{
    Pipe pipe;
    if (!pipe.isOpen())
        return end({ErrorCode::OutOfDescriptors, {}, errno});
    QProcess process;
    process.setProgram(m_command.program);
    process.setArguments(m_command.arguments);
    process.setStandardInputFile(pipe.path());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    if (!process.startDetached())
        return end({ErrorCode::FileFailed, process.errorString(), 0});
    pipe.closeReading();
    feed(pipe.writing(), stop, context);
}

void CaptureViewer::feed(int descriptor, const std::stop_token& stop, const QueryContext& context)
{
    ExportOptions options;
    options.format = ExportFormat::Pcapng;
    options.context = context;
    ExportRun exporting(*m_source, options,
                        [&](QByteArrayView bytes) { return writeAll(descriptor, bytes, stop); });
    Result<void> fed;
    while (fed && !stop.stop_requested() && !isGone(descriptor, 0)) {
        const bool isGrowing = m_isGrowing(); // asked before the count, which then is the last
        const Result<bool> more = exporting.advance(m_source->recordCount(), stop);
        fed = more ? exporting.flush() : tl::make_unexpected(more.error());
        std::unique_lock lock(m_mutex);
        m_status.records = exporting.position();
        if (!more || *more)
            continue;
        if (!isGrowing)
            break;
        m_pause.wait_for(lock, stop, lookEvery, [] { return false; });
    }
    if (fed)
        (void)exporting.finish(); // what it could not write is the end of the program, which is no error
    const bool isWanted =
        fed || fed.error().code == ErrorCode::ClosedByPeer || fed.error().code == ErrorCode::Canceled;
    end(isWanted ? Error() : fed.error());
}

} // namespace wl
