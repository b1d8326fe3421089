// SPDX-License-Identifier: MIT
#include "respond/jsonapigzip.h"

#include <zlib.h>

namespace wl::jsonapi {

QByteArray gzipped(const QByteArray& bytes)
{
    z_stream stream{};
    constexpr int gzipFormat = 16; // added to the window bits
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzipFormat, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))), Qt::Uninitialized);
    QByteArray in = bytes; // zlib takes no const input
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    const bool isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(isDone ? qsizetype(stream.total_out) : 0);
    deflateEnd(&stream);
    return out;
}

} // namespace wl::jsonapi
