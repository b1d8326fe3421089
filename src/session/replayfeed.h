// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "session/replayplan.h"

#include <QByteArray>
#include <QFutureWatcher>
#include <QObject>

#include <optional>
#include <stop_token>

namespace wl {

/// Hands out the messages of a plan with their bytes, read ahead by a pool thread, at most two batches in
/// memory. Lives on the thread that sends.
class ReplayFeed final : public QObject
{
    Q_OBJECT
public:
    /// A batch ends with the message that reaches one of these.
    static constexpr size_t batchMessages = 512;
    static constexpr qint64 batchBytes = 1024LL * 1024;

    struct Message
    {
        QByteArray bytes;
        qint64 offsetNs = 0; ///< from the first message
        qint64 answersBefore = 0;
    };

    explicit ReplayFeed(std::shared_ptr<const ReplayPlan> plan, QObject* parent = nullptr);
    /// Waits for the batch that is being read.
    ~ReplayFeed() override;

    /// The next message; null while it is being read (then ready() comes) and at the end. Errors: those of
    /// reading a payload.
    [[nodiscard]] Result<const Message*> front();
    void pop() { ++m_at; }
    [[nodiscard]] bool isAtEnd() const;

signals:
    void ready();

private:
    struct Batch
    {
        std::vector<Message> messages;
        Error error;
    };
    void readNext();
    [[nodiscard]] static Batch read(const RecordSource& source,
                                    const std::vector<ReplayPlan::Message>& wanted, qint64 startNs,
                                    const std::stop_token& stop);
    void take();

    std::shared_ptr<const ReplayPlan> m_plan;
    std::vector<Message> m_current;
    size_t m_at = 0;   ///< in m_current
    size_t m_read = 0; ///< messages of the plan that were asked for
    std::optional<Batch> m_ahead;
    Error m_error; ///< after m_current
    bool m_isReading = false;
    QFutureWatcher<Batch> m_reading;
    std::stop_source m_stop;
};

} // namespace wl
