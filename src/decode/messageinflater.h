// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace wl {

/// Inflates the compressed messages of one direction of a WebSocket (RFC 7692 §7.2.2). One message makes at
/// most limits::inflatedMessageBytes. Memory: one window. Plain object, any one thread.
class MessageInflater
{
public:
    using Sink = std::function<void(QByteArrayView)>;

    explicit MessageInflater(bool keepsContext);
    ~MessageInflater();
    MessageInflater(const MessageInflater&) = delete;
    MessageInflater& operator=(const MessageInflater&) = delete;

    /// A piece of a message; the reason where it fails. What is left of the message is then passed over, and
    /// so are later messages where the context is kept, because it is lost.
    std::optional<QString> feed(QByteArrayView bytes, const Sink& sink);
    /// The message's end; the reason where it fails.
    std::optional<QString> finish(const Sink& sink);
    /// Bytes of the direction are missing: a context that is kept is lost.
    void loseContext();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
