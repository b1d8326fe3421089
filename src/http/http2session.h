// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "decode/http1head.h"
#include "net/serverprotocol.h"

#include <memory>

namespace wl {

class BodyDevice;

/// Who gets what comes on the stream of one exchange, in the middle of Http2Session::receive().
class Http2StreamUser
{
public:
    /// The first byte of a field section came.
    virtual void streamBegan() = 0;
    /// A whole field section, the first one with ":status": interim answers, then the answer, then trailers.
    virtual void streamFields(const QList<Http1Field>& fields) = 0;
    virtual void streamBody(QByteArrayView piece) = 0;
    /// Something came or went that is against a rule and does no harm, for people.
    virtual void streamWarned(const QString& text) = 0;

protected:
    ~Http2StreamUser() = default;
};

/// The client's side of one HTTP/2 connection (RFC 9113), by libnghttp2: one exchange at a time, no pushes,
/// the body no faster than its reader takes it, bounds on all that a server can send. Bytes in, bytes out: it
/// owns no socket. Network thread.
class Http2Session final : public ServerProtocol
{
public:
    /// How much of a body the server may send beyond what is consumed.
    static constexpr qint64 windowBytes = 4 * 1024 * 1024;
    /// What may wait in the connection before more of the request waits here.
    static constexpr qint64 sendAheadBytes = 256 * 1024;
    /// How long a server may take to obey when a stream was canceled, before its connection is reset.
    static constexpr std::chrono::milliseconds cancelTime{1000};

    Http2Session();
    ~Http2Session() override;

    /// Begins an exchange on a stream of its own; only while isReady(). `body` null or empty: none. `user`
    /// must be there until leave(). Errors: BadHttp2.
    [[nodiscard]] Result<void> submit(const QList<Http1Field>& fields, std::unique_ptr<BodyDevice> body,
                                      Http2StreamUser& user);
    /// Bytes of the server, in order.
    void receive(QByteArrayView bytes);
    void pump(Connection& connection) override;
    /// Whether pump() is under way, further up.
    [[nodiscard]] bool isPumping() const;
    /// The reader has taken this much of the body in all.
    void consume(qint64 taken);
    /// The exchange is over for its user. Where the stream is not closed it is reset (CANCEL), and the
    /// session is not ready before the server has answered a PING behind that.
    void leave();

    /// The request, with its body, was given out by pump().
    [[nodiscard]] bool isRequestWhole() const;
    [[nodiscard]] qint64 requestBodyBytes() const;
    /// The answer is whole (END_STREAM).
    [[nodiscard]] bool isAnswerWhole() const;
    /// Why the answer will not become whole, None while it can: StreamReset, NotProcessed, HeaderTooLarge,
    /// BadHttp2.
    [[nodiscard]] Error error() const;
    /// Whether another exchange can come, now or after what was canceled.
    [[nodiscard]] bool isKeepable() const;
    /// What the server said in a GOAWAY, for people; empty where none came.
    [[nodiscard]] QString farewell() const;

    [[nodiscard]] bool idleBytes(Connection& connection, QByteArrayView bytes) override;
    void closing(Connection& connection) override;
    [[nodiscard]] bool isReady() const override;
    [[nodiscard]] bool isStuck(Timestamp time) const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
