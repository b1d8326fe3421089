// SPDX-License-Identifier: MIT
#include "decode/hpackreader.h"

#include "base/limits.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>

namespace wl {

namespace {

/// More is allowed by the protocol, and a waste of memory for a view.
constexpr quint32 largestTable = 1024 * 1024;

QByteArray bytesOf(const quint8* bytes, size_t size)
{
    return QByteArray(reinterpret_cast<const char*>(bytes), qsizetype(size));
}

} // namespace

void HpackReader::Delete::operator()(nghttp2_hd_inflater* inflater) const
{
    nghttp2_hd_inflate_del(inflater);
}

HpackReader::HpackReader()
{
    nghttp2_hd_inflater* inflater = nullptr;
    nghttp2_hd_inflate_new(&inflater);
    m_inflater.reset(inflater);
}

bool HpackReader::feed(QByteArrayView piece, bool isLast)
{
    if (m_isLost)
        return false;
    const auto* at = reinterpret_cast<const quint8*>(piece.data());
    auto left = size_t(piece.size());
    for (;;) {
        nghttp2_nv field{};
        int flags = 0;
        const ssize_t used =
            nghttp2_hd_inflate_hd2(m_inflater.get(), &field, &flags, at, left, isLast ? 1 : 0);
        if (used < 0) {
            m_isLost = true;
            return false;
        }
        at += used;
        left -= size_t(used);
        if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
            m_blockBytes += qint64(field.namelen + field.valuelen);
            if (m_blockBytes <= limits::headerBytes && m_fields.size() < limits::headerFields)
                m_fields.append({bytesOf(field.name, field.namelen), bytesOf(field.value, field.valuelen)});
        }
        const bool isDone = (flags & NGHTTP2_HD_INFLATE_FINAL) != 0;
        if (isDone)
            nghttp2_hd_inflate_end_headers(m_inflater.get());
        if (isDone || (left == 0 && (flags & NGHTTP2_HD_INFLATE_EMIT) == 0))
            break;
    }
    if (isLast)
        m_blockBytes = 0;
    return true;
}

void HpackReader::allowTable(quint32 bytes)
{
    const quint32 allowed = std::min(bytes, largestTable);
    if (allowed <= m_table || m_isLost)
        return;
    m_table = allowed;
    if (nghttp2_hd_inflate_change_table_size(m_inflater.get(), allowed) != 0)
        m_isLost = true;
}

} // namespace wl
