// SPDX-License-Identifier: MIT
#include "decode/messageinflater.h"

#include "base/limits.h"

#include <zlib.h>

#include <array>

namespace wl {

struct MessageInflater::Private
{
    bool keepsContext = true;
    bool isReady = false;  ///< the stream is set up
    bool isBroken = false; ///< nothing more can be made of this message
    bool isLost = false;   ///< nor of the following ones
    qint64 made = 0;       ///< of this message
    z_stream stream{};
    std::array<Bytef, 32 * 1024> output;

    std::optional<QString> inflateAll(QByteArrayView bytes, const Sink& sink);
    std::optional<QString> fail(const QString& reason);
    void startNextBlocks();
};

std::optional<QString> MessageInflater::Private::fail(const QString& reason)
{
    isBroken = true;
    isLost = keepsContext;
    return reason;
}

/// A last block ends a deflate stream, but not the message nor the context (RFC 7692 §7.2.3.5).
void MessageInflater::Private::startNextBlocks()
{
    std::array<Bytef, 32 * 1024> window;
    auto size = uInt(window.size());
    inflateGetDictionary(&stream, window.data(), &size);
    inflateReset(&stream);
    inflateSetDictionary(&stream, window.data(), size);
}

std::optional<QString> MessageInflater::Private::inflateAll(QByteArrayView bytes, const Sink& sink)
{
    stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    while (true) {
        stream.next_out = output.data();
        stream.avail_out = uInt(output.size());
        const int result = inflate(&stream, Z_SYNC_FLUSH);
        const qsizetype size = qsizetype(output.size()) - stream.avail_out;
        made += size;
        if (made > limits::inflatedMessageBytes) {
            return fail(QStringLiteral("the message grows beyond %1 bytes (a decompression bomb?)")
                            .arg(limits::inflatedMessageBytes));
        }
        if (size > 0)
            sink(QByteArrayView(output.data(), size));
        if (result == Z_STREAM_END)
            startNextBlocks();
        else if (result != Z_OK && result != Z_BUF_ERROR)
            return fail(QString::fromLatin1(stream.msg != nullptr ? stream.msg : "damaged data"));
        if (stream.avail_out > 0 && (stream.avail_in == 0 || result == Z_BUF_ERROR))
            return std::nullopt;
    }
}

MessageInflater::MessageInflater(bool keepsContext)
    : d(std::make_unique<Private>())
{
    d->keepsContext = keepsContext;
}

MessageInflater::~MessageInflater()
{
    if (d->isReady)
        inflateEnd(&d->stream);
}

std::optional<QString> MessageInflater::feed(QByteArrayView bytes, const Sink& sink)
{
    if (d->isBroken || bytes.isEmpty())
        return std::nullopt;
    if (d->isLost)
        return d->fail(QStringLiteral("what it was compressed against is not known"));
    if (!d->isReady && inflateInit2(&d->stream, -MAX_WBITS) != Z_OK)
        return d->fail(QStringLiteral("out of memory"));
    d->isReady = true;
    return d->inflateAll(bytes, sink);
}

std::optional<QString> MessageInflater::finish(const Sink& sink)
{
    constexpr QByteArrayView tail("\x00\x00\xff\xff", 4);
    std::optional<QString> reason = feed(tail, sink);
    d->isBroken = false;
    d->made = 0;
    if (!d->keepsContext && d->isReady)
        inflateReset(&d->stream);
    return reason;
}

void MessageInflater::loseContext()
{
    d->isLost = d->keepsContext;
    d->isBroken = false;
    d->made = 0;
    if (!d->keepsContext && d->isReady)
        inflateReset(&d->stream);
}

} // namespace wl
