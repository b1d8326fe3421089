// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "base/limits.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <functional>
#include <memory>

namespace wl {

/// Takes the content codings off a body while it streams (RFC 9110 §8.4): gzip, deflate (with or without its
/// zlib wrapper), br, zstd, up to limits::contentLayers of them. Stops when the body grows by more than
/// limits::contentRatio beyond limits::contentRatioFrom, by more than largeRatio beyond largeBytes, or beyond
/// limits::contentBytes. Memory is a few
/// fixed buffers and the codings' windows (zstd: at most 8 MiB, RFC 9659). Plain object, any one thread.
class ContentDecoder
{
public:
    /// What grows to a disk's size must not grow steeply: text takes a tenth, logs perhaps a fiftieth.
    static constexpr qint64 largeBytes = 1024LL * 1024 * 1024;
    static constexpr int largeRatio = 100;

    /// Gets each decoded piece; the view is valid during the call only.
    using Sink = std::function<void(QByteArrayView)>;

    /// `codings` as Content-Encoding names them, in the order in which they were applied; identity is
    /// skipped. Errors: DecodeFailed with the name of an unknown coding, or when there are too many.
    /// `maxBytes`: most that any coding may give.
    [[nodiscard]] static Result<ContentDecoder> create(const QList<QByteArray>& codings,
                                                       qint64 maxBytes = limits::contentBytes);
    ContentDecoder(ContentDecoder&&) noexcept;
    ContentDecoder& operator=(ContentDecoder&&) noexcept;
    ~ContentDecoder();

    /// No coding is to be taken off: the body is as it came.
    [[nodiscard]] bool isIdentity() const;
    /// Decodes what came. Errors: DecodeFailed with coding, reason and place; after one nothing more is
    /// taken. What was decoded before stays given.
    Result<void> feed(QByteArrayView bytes, const Sink& sink);
    /// The body ended. Errors: DecodeFailed where a coding's data did not. A body of no bytes is right.
    Result<void> finish();

    [[nodiscard]] qint64 encodedBytes() const;
    [[nodiscard]] qint64 decodedBytes() const;
    /// Bytes behind the end of a coding's data, which are left out.
    [[nodiscard]] qint64 trailingBytes() const;

    /// What we can take off, as Accept-Encoding says it.
    [[nodiscard]] static QByteArray acceptEncoding() { return "gzip, deflate, br, zstd"; }

private:
    struct Private;
    explicit ContentDecoder(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace wl
