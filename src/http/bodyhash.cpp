// SPDX-License-Identifier: MIT
#include "http/bodyhash.h"

#include "http/bodydevice.h"

namespace wl {

namespace {

constexpr qint64 quickBytes = 1024 * 1024;
constexpr qint64 pieceBytes = 4 * 1024 * 1024;

/// One hash under way; on the disk thread, but for its answer.
class Hashing : public std::enable_shared_from_this<Hashing>
{
public:
    Hashing(const BodyThreads& threads, BodyPlan body, QCryptographicHash::Algorithm algorithm,
            std::stop_token stop, BodyHash::Answer answer)
        : m_threads(threads)
        , m_body(std::move(body))
        , m_hash(algorithm)
        , m_stop(std::move(stop))
        , m_answer(std::move(answer))
    {
    }

    void post()
    {
        QMetaObject::invokeMethod(
            m_threads.disk, [self = shared_from_this()] { self->takePiece(); }, Qt::QueuedConnection);
    }

private:
    void takePiece()
    {
        if (m_stop.stop_requested())
            return;
        if (!m_device) {
            m_device = std::make_unique<BodyDevice>(m_body);
            QObject::connect(m_device.get(), &BodyDevice::failed, m_device.get(),
                             [this](const Error& error) { m_error = error; });
        }
        const QByteArray piece = m_device->read(pieceBytes);
        m_hash.addData(piece);
        if (!piece.isEmpty() && m_error.code == ErrorCode::None)
            post();
        else
            tell();
    }

    void tell()
    {
        m_device.reset();
        Result<QByteArray> result = m_hash.result().toHex();
        if (m_error.code != ErrorCode::None)
            result = tl::make_unexpected(m_error);
        // Stop is requested on the owner's thread, at the latest when the owner goes.
        QMetaObject::invokeMethod(
            m_threads.home,
            [self = shared_from_this(), result] {
                if (!self->m_stop.stop_requested())
                    self->m_answer(result);
            },
            Qt::QueuedConnection);
    }

    BodyThreads m_threads;
    BodyPlan m_body;
    QCryptographicHash m_hash;
    std::stop_token m_stop;
    BodyHash::Answer m_answer;
    std::unique_ptr<BodyDevice> m_device; ///< made on the disk thread, and gone there
    Error m_error;
};

} // namespace

std::optional<QByteArray> quickBodyHash(const BodyPlan& body, QCryptographicHash::Algorithm algorithm)
{
    const bool hasFile = std::any_of(body.segments.begin(), body.segments.end(),
                                     [](const BodySegment& segment) { return !segment.filePath.isEmpty(); });
    if (hasFile || body.size() > quickBytes)
        return std::nullopt;
    QCryptographicHash hash(algorithm);
    for (const BodySegment& segment : body.segments)
        hash.addData(segment.bytes);
    return hash.result().toHex();
}

void BodyHash::start(const BodyPlan& body, QCryptographicHash::Algorithm algorithm, Answer answer)
{
    cancel();
    m_stop = std::stop_source();
    std::make_shared<Hashing>(m_threads, body, algorithm, m_stop.get_token(), std::move(answer))->post();
}

} // namespace wl
