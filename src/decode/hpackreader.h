// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <memory>
#include <utility>

struct nghttp2_hd_inflater;

namespace wl {

/// Reads the header blocks of one direction of an HTTP/2 connection (HPACK, RFC 7541), in order and from the
/// first; what a block says depends on all before it. Bounded by limits::headerBytes and
/// limits::headerFields a block. Plain object, any one thread.
class HpackReader
{
public:
    HpackReader();

    /// A piece of a block; `isLast` ends the block. False where it cannot be read, then and from then on.
    [[nodiscard]] bool feed(QByteArrayView piece, bool isLast);
    /// The fields of the block that ended, names as they were.
    [[nodiscard]] QList<std::pair<QByteArray, QByteArray>> takeFields()
    {
        return std::exchange(m_fields, {});
    }
    /// The reader of the other side says how large the table may get (SETTINGS_HEADER_TABLE_SIZE).
    void allowTable(quint32 bytes);
    /// Something is missing: no block can be read any more.
    void lose() { m_isLost = true; }
    [[nodiscard]] bool isLost() const { return m_isLost; }

private:
    struct Delete
    {
        void operator()(nghttp2_hd_inflater* inflater) const;
    };

    std::unique_ptr<nghttp2_hd_inflater, Delete> m_inflater;
    QList<std::pair<QByteArray, QByteArray>> m_fields;
    qint64 m_blockBytes = 0;
    quint32 m_table = 4096;
    bool m_isLost = false;
};

} // namespace wl
