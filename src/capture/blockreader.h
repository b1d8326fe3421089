// SPDX-License-Identifier: MIT
#pragma once

#include "capture/filewindow.h"

#include <QtEndian>

#include <optional>

namespace wl {

/// Numbers of a pcapng section, whose byte order its header tells.
class SectionReader
{
public:
    SectionReader() = default;
    explicit SectionReader(bool swapped)
        : m_swapped(swapped)
    {
    }

    [[nodiscard]] bool isLittleEndian() const { return !m_swapped; }
    [[nodiscard]] quint16 u16(QByteArrayView bytes, qsizetype at) const
    {
        const char* from = bytes.data() + at;
        return m_swapped ? qFromBigEndian<quint16>(from) : qFromLittleEndian<quint16>(from);
    }
    [[nodiscard]] quint32 u32(QByteArrayView bytes, qsizetype at) const
    {
        const char* from = bytes.data() + at;
        return m_swapped ? qFromBigEndian<quint32>(from) : qFromLittleEndian<quint32>(from);
    }

private:
    bool m_swapped = false; ///< other than little endian
};

/// One block. The body is valid until the next one is read.
struct Block
{
    quint32 type = 0;
    qint64 offset = 0;     ///< in the file
    quint32 size = 0;      ///< in all
    QByteArrayView body;   ///< between the two total lengths
    SectionReader numbers; ///< of the section that it belongs to
};

/// One option of a block.
struct BlockOption
{
    quint16 code = 0;
    QByteArrayView value;
};

/// Goes through the options that end a block's body; what is malformed ends them.
class OptionReader
{
public:
    OptionReader(QByteArrayView options, const SectionReader& numbers)
        : m_options(options)
        , m_numbers(numbers)
    {
    }

    [[nodiscard]] std::optional<BlockOption> next();

private:
    QByteArrayView m_options;
    SectionReader m_numbers;
};

/// Reads the blocks of one pcapng file in order, both byte orders, checking each length before it reserves
/// memory.
class BlockReader
{
public:
    using ReadAt = FileWindow::ReadAt;

    /// `size` is how much of the file is read.
    BlockReader(ReadAt readAt, qint64 size)
        : m_window(std::move(readAt), size)
    {
    }

    /// The next block; nothing at the end. Errors: FileMalformed with "offset N: reason", those of `readAt`.
    [[nodiscard]] Result<std::optional<Block>> next();
    /// Where the next block begins.
    [[nodiscard]] qint64 offset() const { return m_offset; }

private:
    [[nodiscard]] Result<void> beginSection();
    [[nodiscard]] Result<void> checkSize(quint32 size) const;
    [[nodiscard]] tl::unexpected<Error> malformed(const QString& reason) const;

    FileWindow m_window;
    qint64 m_offset = 0;
    SectionReader m_numbers;
    bool m_inSection = false;
};

} // namespace wl
