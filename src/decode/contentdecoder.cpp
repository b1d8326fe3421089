// SPDX-License-Identifier: MIT
#include "decode/contentdecoder.h"

#include "decode/contentcoding.h"

#include <vector>

namespace wl {

std::unique_ptr<ContentCoding> ContentCoding::make(QByteArrayView name)
{
    if (name == "gzip" || name == "x-gzip" || name == "deflate")
        return makeZlibCoding(name);
    if (name == "br")
        return makeBrotliCoding();
    if (name == "zstd")
        return makeZstdCoding();
    return nullptr;
}

struct ContentDecoder::Private
{
    /// Outermost first: the order in which they are taken off.
    std::vector<std::unique_ptr<ContentCoding>> layers;
    qint64 encoded = 0;
    qint64 decoded = 0;
    qint64 maxBytes = 0;
    std::vector<qint64> made; ///< bytes that each layer gave
    std::optional<Error> error;

    bool feed(size_t layer, QByteArrayView bytes, const Sink& sink);
    bool fail(const QString& what);
    [[nodiscard]] int passedRatio(qint64 bytes) const;
};

bool ContentDecoder::Private::fail(const QString& what)
{
    if (!error)
        error = Error{ErrorCode::DecodeFailed, what};
    return false;
}

/// The ratio that `bytes` of what a layer gave are beyond; 0 = none.
int ContentDecoder::Private::passedRatio(qint64 bytes) const
{
    if (bytes > limits::contentRatioFrom && bytes / limits::contentRatio >= encoded)
        return limits::contentRatio;
    return bytes > largeBytes && bytes / largeRatio >= encoded ? largeRatio : 0;
}

/// Gives bytes to one layer and what it makes to the next; false where something failed.
bool ContentDecoder::Private::feed(size_t layer, QByteArrayView bytes, const Sink& sink)
{
    if (layer == layers.size()) {
        decoded += bytes.size();
        sink(bytes);
        return true;
    }
    ContentCoding& coding = *layers[layer];
    const auto next = [&](QByteArrayView piece) {
        made[layer] += piece.size();
        if (const int ratio = passedRatio(made[layer])) {
            return fail(
                QStringLiteral("%1: %2 bytes grew to more than %3 times as many (a decompression bomb?)")
                    .arg(coding.name())
                    .arg(encoded)
                    .arg(ratio));
        }
        if (made[layer] > maxBytes) {
            return fail(QStringLiteral("%1: more than %2 bytes decoded").arg(coding.name()).arg(maxBytes));
        }
        return feed(layer + 1, piece, sink);
    };
    if (const std::optional<QString> reason = coding.feed(bytes, next))
        return fail(QStringLiteral("%1: %2, at byte %3").arg(coding.name(), *reason).arg(coding.consumed()));
    return !error;
}

ContentDecoder::ContentDecoder(std::unique_ptr<Private> p)
    : d(std::move(p))
{
}

ContentDecoder::ContentDecoder(ContentDecoder&&) noexcept = default;
ContentDecoder& ContentDecoder::operator=(ContentDecoder&&) noexcept = default;
ContentDecoder::~ContentDecoder() = default;

Result<ContentDecoder> ContentDecoder::create(const QList<QByteArray>& codings, qint64 maxBytes)
{
    auto p = std::make_unique<Private>();
    p->maxBytes = maxBytes;
    for (auto it = codings.rbegin(); it != codings.rend(); ++it) {
        const QByteArray name = it->trimmed().toLower();
        if (name.isEmpty() || name == "identity")
            continue;
        if (p->layers.size() >= size_t(limits::contentLayers)) {
            return fail(ErrorCode::DecodeFailed,
                        QStringLiteral("more than %1 content codings").arg(limits::contentLayers));
        }
        std::unique_ptr<ContentCoding> coding = ContentCoding::make(name);
        if (!coding) {
            return fail(ErrorCode::DecodeFailed,
                        QStringLiteral("unknown content coding %1").arg(QString::fromLatin1(name.left(40))));
        }
        p->layers.push_back(std::move(coding));
    }
    p->made.resize(p->layers.size());
    return ContentDecoder(std::move(p));
}

bool ContentDecoder::isIdentity() const
{
    return d->layers.empty();
}

Result<void> ContentDecoder::feed(QByteArrayView bytes, const Sink& sink)
{
    if (d->error)
        return tl::make_unexpected(*d->error);
    d->encoded += bytes.size();
    if (!bytes.isEmpty() && !d->feed(0, bytes, sink))
        return tl::make_unexpected(*d->error);
    return {};
}

Result<void> ContentDecoder::finish()
{
    if (d->error)
        return tl::make_unexpected(*d->error);
    for (const auto& coding : d->layers) {
        if (coding->isAtEnd())
            continue;
        d->fail(QStringLiteral("%1: the data ends too early, after byte %2")
                    .arg(coding->name())
                    .arg(coding->consumed()));
        return tl::make_unexpected(*d->error);
    }
    return {};
}

qint64 ContentDecoder::encodedBytes() const
{
    return d->encoded;
}

qint64 ContentDecoder::decodedBytes() const
{
    return d->decoded;
}

qint64 ContentDecoder::trailingBytes() const
{
    qint64 sum = 0;
    for (const auto& coding : d->layers)
        sum += coding->trailing();
    return sum;
}

} // namespace wl
