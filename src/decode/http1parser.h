// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1head.h"

#include <functional>
#include <memory>

namespace wl {

/// Parses a stream of HTTP/1 messages piece by piece: feed() what came, take heads and body pieces from the
/// handlers, look at state(). The head is split by our own code, because llhttp refuses unknown methods,
/// names with a space and lines without a colon even when it is lenient; lengths, chunks and trailers are
/// llhttp's. Plain object, any one thread. Bounded by limits::headerBytes and limits::headerFields for the
/// head, for all 1xx heads of a message together, and for chunk extensions and trailers.
///
///     Http1Parser parser(Http1Kind::Request);
///     parser.handlers().body = [&](QByteArrayView piece) { body += piece; };
///     while (!bytes.isEmpty() && parser.state() != Http1Parser::State::Failed) {
///         bytes = bytes.sliced(parser.feed(bytes));
///         if (parser.state() == Http1Parser::State::Complete)
///             answer(parser.head(), std::exchange(body, {}));
///     }
class Http1Parser
{
public:
    enum class State : quint8 {
        Head,     ///< waits for the head, or for more of it
        Body,     ///< head() is whole, the body is not
        Complete, ///< the message is whole; the next feed() begins the next one
        Upgraded, ///< after 101 or a 2xx to CONNECT: what follows is not HTTP, feed() takes nothing
        Failed,   ///< error() says why, feed() takes nothing
    };

    struct Handlers
    {
        std::function<void(const Http1Head&)> interim; ///< a 1xx response that is not the last
        std::function<void(const Http1Head&)> head;    ///< also one whose framing is an error
        std::function<void(QByteArrayView)> body;      ///< a piece, without the transfer coding
    };

    /// With Http1Pieces::InPlace what head() and the handlers give is valid until the next feed() only.
    explicit Http1Parser(Http1Kind kind, Http1Pieces pieces = Http1Pieces::Copied);
    Http1Parser(Http1Parser&&) noexcept;
    Http1Parser& operator=(Http1Parser&&) noexcept;
    ~Http1Parser();

    [[nodiscard]] Handlers& handlers();
    /// The method of the request that the next response answers: HEAD has no body, CONNECT ends HTTP.
    void setRequestMethod(const QByteArray& method);

    /// Takes bytes up to the end of one message and says how many: fewer than given only at Complete,
    /// Upgraded and Failed. Not to be called from a handler.
    qsizetype feed(QByteArrayView bytes);
    /// The peer ended the stream. A body that ends with the connection is then Complete; anything else
    /// unfinished becomes Failed with BodyCutShort (in the body) or BadFraming (in the head).
    void finish();

    [[nodiscard]] State state() const;
    /// No byte of a message was seen since the last one ended.
    [[nodiscard]] bool isIdle() const;
    /// The last head; where Failed before there was one, its `raw` holds what came.
    [[nodiscard]] const Http1Head& head() const;
    [[nodiscard]] const QList<Http1Field>& trailers() const;
    /// What was accepted against the rules, of the current message.
    [[nodiscard]] const QList<Http1Notice>& notices() const;
    /// NotHttp, HeaderTooLarge, BadFraming, BodyCutShort; the detail names the place. Only where Failed.
    [[nodiscard]] const Error& error() const;
    /// Of the error, from the message's first byte.
    [[nodiscard]] qint64 errorOffset() const;
    /// Bytes of the current message taken so far.
    [[nodiscard]] qint64 offset() const;
    /// Bytes of the body so far, without the transfer coding.
    [[nodiscard]] qint64 bodyBytes() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
