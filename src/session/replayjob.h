// SPDX-License-Identifier: MIT
#pragma once

#include "session/replayplan.h"
#include "session/replayschedule.h"

#include <QMetaType>

namespace wl {

/// What a replay waits for before its next message.
enum class ReplayWait : quint8 {
    Nothing,
    Bytes,    ///< so many bytes of the peer since the last message
    Recorded, ///< as many bytes of the peer in all as the recording had there
};

struct ReplayJob
{
    std::shared_ptr<const ReplayPlan> plan;
    ReplayPace pace;
    ReplayWait wait = ReplayWait::Nothing;
    qint64 waitBytes = 1;                            ///< of ReplayWait::Bytes
    std::chrono::milliseconds answerTimeout{10'000}; ///< an answer that does not come ends the replay
};

/// How far a replay has come.
struct ReplayProgress
{
    enum class Phase : quint8 {
        Connecting,
        Sending, ///< or waiting until the next message is due
        AwaitsStep,
        AwaitsAnswer,
        Finished, ///< all was sent; the connection is still open
        Failed,   ///< `error` says why; the connection may still be open
    };

    Phase phase = Phase::Connecting;
    quint64 sent = 0; ///< messages
    quint64 total = 0;
    qint64 bytes = 0;
    qint64 received = 0; ///< bytes of the peer
    Error error;

    [[nodiscard]] bool isOver() const { return phase == Phase::Finished || phase == Phase::Failed; }
    bool operator==(const ReplayProgress&) const = default;
};

} // namespace wl

Q_DECLARE_METATYPE(wl::ReplayProgress)
