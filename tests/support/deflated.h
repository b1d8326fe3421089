// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <zlib.h>

namespace wl::test {

/// Bytes in the form that `windowBits` says to zlib: 15 zlib, -15 raw, 31 gzip; `flush` Z_SYNC_FLUSH leaves
/// the stream open.
inline QByteArray deflated(const QByteArray& plain, int windowBits, int flush = Z_FINISH)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(plain.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = uInt(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, flush);
    out.chop(stream.avail_out);
    deflateEnd(&stream);
    return out;
}

inline QByteArray gzipped(const QByteArray& plain)
{
    return deflated(plain, 16 + MAX_WBITS);
}

} // namespace wl::test
