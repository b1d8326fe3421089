// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1head.h"

#include <functional>
#include <memory>

namespace wl {

/// The body of one HTTP/1 message, piece by piece. Chunks are llhttp's: it is given a head of our own that
/// says only that the body is chunked, and then the bytes from the wire. Offsets count from the body's first
/// byte.
class Http1Body
{
public:
    Http1Body();
    ~Http1Body();
    Http1Body(const Http1Body&) = delete;
    Http1Body& operator=(const Http1Body&) = delete;

    /// Begins a body; not for Http1Framing::None.
    void start(Http1Framing framing, qint64 contentLength);
    /// Takes bytes up to the end of the body, hands the pieces to `piece`, and says how many it took.
    qsizetype feed(QByteArrayView bytes, const std::function<void(QByteArrayView)>& piece);
    /// The stream ended: completes a body that ends with it, else sets the error.
    void finish();

    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] const std::optional<Error>& error() const;
    [[nodiscard]] qint64 errorOffset() const;
    [[nodiscard]] const QList<Http1Field>& trailers() const;
    [[nodiscard]] const QList<Http1Notice>& notices() const;
    [[nodiscard]] qint64 offset() const;    ///< bytes taken
    [[nodiscard]] qint64 bodyBytes() const; ///< bytes handed out

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
