// SPDX-License-Identifier: MIT
#pragma once

#include "query/messageindex.h"

#include <QFuture>

namespace wl {

/// Indexes the messages of one connection on one pool thread at a time, and goes on as the source grows. The
/// result is pulled. One thread owns it (the UI's).
class MessageScan
{
public:
    MessageScan() = default;
    /// Cancels, and waits until the job sees that.
    ~MessageScan();
    MessageScan(const MessageScan&) = delete;
    MessageScan& operator=(const MessageScan&) = delete;

    /// Cancels what runs and goes on with an index: a new one, or one of earlier.
    void start(std::shared_ptr<MessageIndex> index);
    void cancel();
    /// Stops what runs until update() is called again; the index stays.
    void pause();

    /// Looks for more where the source has grown. True where there is more than at the last call.
    bool update();
    [[nodiscard]] const std::shared_ptr<MessageIndex>& index() const { return m_index; }
    /// Whether there may be more without the source growing.
    [[nodiscard]] bool isBehind() const;
    /// Of the records of the source, 0 to 100.
    [[nodiscard]] int percent() const;

private:
    void launch();

    std::shared_ptr<MessageIndex> m_index;
    std::shared_ptr<std::stop_source> m_stop;
    QFuture<void> m_running;
    std::vector<QFuture<void>> m_canceled;
    quint64 m_seen = 0; ///< position at the last update
};

} // namespace wl
