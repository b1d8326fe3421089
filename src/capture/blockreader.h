// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
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
    [[nodiscard]] quint16 u16(QByteArrayView bytes, qsizetype at) const;
    [[nodiscard]] quint32 u32(QByteArrayView bytes, qsizetype at) const;

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
    /// Reads up to `bytes` at `offset`; fewer only at the end of the file.
    using ReadAt = std::function<Result<qsizetype>(qint64 offset, char* to, qsizetype bytes)>;

    /// `size` is how much of the file is read.
    BlockReader(ReadAt readAt, qint64 size);

    /// The next block; nothing at the end. Errors: FileMalformed with "offset N: reason", those of `readAt`.
    [[nodiscard]] Result<std::optional<Block>> next();
    /// Where the next block begins.
    [[nodiscard]] qint64 offset() const { return m_offset; }

private:
    [[nodiscard]] Result<QByteArrayView> view(qint64 bytes);
    [[nodiscard]] Result<SectionReader> sectionNumbers();
    [[nodiscard]] Result<void> chooseNumbers(QByteArrayView head);
    [[nodiscard]] Result<void> checkSize(quint32 size) const;
    [[nodiscard]] tl::unexpected<Error> malformed(const QString& reason) const;

    ReadAt m_readAt;
    qint64 m_size;
    qint64 m_offset = 0;
    SectionReader m_numbers;
    bool m_inSection = false;
    QByteArray m_buffer; ///< of the file, from m_bufferOffset
    qint64 m_bufferOffset = 0;
    qsizetype m_buffered = 0;
};

} // namespace wl
