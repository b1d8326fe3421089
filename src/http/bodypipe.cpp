// SPDX-License-Identifier: MIT
#include "http/bodypipe.h"

#include "base/limits.h"

#include <mutex>

namespace wl {

struct BodyPipe::Shared
{
    Shared(const BodyThreads& threads, const QList<QByteArray>& codings, std::shared_ptr<TapFlow> f,
           BodyPipe* p)
        : home(threads.home)
        , flow(std::move(f))
        , pipe(p)
        , writer(threads.store, codings)
    {
    }

    QObject* home;
    std::shared_ptr<TapFlow> flow;
    BodyPipe* pipe;         ///< pipes' thread only; null when it is gone
    BodyWriter writer;      ///< disk thread only
    bool hasFailed = false; ///< disk thread only
    std::atomic<qint64> untaken{0};
    std::mutex mutex;
    BodyProgress progress;

    void write(const std::shared_ptr<Shared>& self, QByteArrayView bytes);
    void publish();
    /// Calls the pipe, on its thread, where it is still there.
    template <typename Call>
    void tell(std::shared_ptr<Shared> self, Call call)
    {
        QMetaObject::invokeMethod(
            home,
            [self = std::move(self), call] {
                if (self->pipe)
                    call(*self->pipe);
            },
            Qt::QueuedConnection);
    }
};

void BodyPipe::Shared::publish()
{
    BodyProgress now = writer.progress();
    const std::lock_guard lock(mutex);
    progress = std::move(now);
}

void BodyPipe::Shared::write(const std::shared_ptr<Shared>& self, QByteArrayView bytes)
{
    if (!hasFailed) {
        if (const Result<void> written = writer.write(bytes); !written) {
            hasFailed = true;
            tell(self, [error = written.error()](BodyPipe& p) { emit p.failed(error); });
        }
        publish();
    }
    flow->taken += bytes.size();
    if ((untaken -= bytes.size()) <= limits::tapAheadBytes / 2 && flow->isWaiting)
        tell(self, [](BodyPipe& p) { emit p.resumed(); });
}

BodyPipe::BodyPipe(const BodyThreads& threads, const QList<QByteArray>& codings,
                   std::shared_ptr<TapFlow> flow, QObject* parent)
    : QObject(parent)
    , m_disk(threads.disk)
    , m_shared(std::make_shared<Shared>(threads, codings, std::move(flow), this))
{
}

BodyPipe::~BodyPipe()
{
    m_shared->pipe = nullptr;
}

void BodyPipe::write(const QByteArray& bytes)
{
    m_shared->untaken += bytes.size();
    QMetaObject::invokeMethod(
        m_disk, [shared = m_shared, bytes] { shared->write(shared, bytes); }, Qt::QueuedConnection);
}

void BodyPipe::finish(bool isWhole)
{
    QMetaObject::invokeMethod(
        m_disk,
        [shared = m_shared, isWhole] {
            shared->writer.finish(isWhole);
            shared->publish();
            shared->tell(shared, [](BodyPipe& p) { emit p.finished(); });
        },
        Qt::QueuedConnection);
}

BodyProgress BodyPipe::progress() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->progress;
}

} // namespace wl
