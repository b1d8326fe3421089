// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodypipe.h"
#include "http/httpbody.h"

#include <QCryptographicHash>
#include <QObject>

#include <functional>
#include <optional>
#include <stop_token>

namespace wl {

/// The hash of a body that is in memory and no larger than 1 MiB, in hex; nothing for another one.
[[nodiscard]] std::optional<QByteArray> quickBodyHash(const BodyPlan& body,
                                                      QCryptographicHash::Algorithm algorithm);

/// Hashes bodies of any size on the disk thread, a piece at a time, so that what else goes to the disk is
/// not held up. Lives on the thread of its owner; what was asked for dies with it.
class BodyHash
{
public:
    using Answer = std::function<void(const Result<QByteArray>& hex)>;

    explicit BodyHash(const BodyThreads& threads)
        : m_threads(threads)
    {
    }
    ~BodyHash() { cancel(); }
    BodyHash(const BodyHash&) = delete;
    BodyHash& operator=(const BodyHash&) = delete;

    /// Answers on this thread, later, unless it is canceled or asked for another one before. Errors: file
    /// errors.
    void start(const BodyPlan& body, QCryptographicHash::Algorithm algorithm, Answer answer);
    void cancel() { m_stop.request_stop(); }

private:
    const BodyThreads& m_threads;
    std::stop_source m_stop;
};

} // namespace wl
