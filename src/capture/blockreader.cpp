// SPDX-License-Identifier: MIT
#include "capture/blockreader.h"

#include "base/limits.h"
#include "capture/pcapng.h"

#include <array>

namespace wl {

using namespace pcapng;

namespace {

constexpr qsizetype windowBytes = qsizetype{256} * 1024;
constexpr qint64 sectionHeadBytes = 16; // type, total length, byte-order magic, version
constexpr qsizetype blockHead = 8;      // type, total length

std::array<char, blockHead> copyOf(QByteArrayView head)
{
    std::array<char, blockHead> copy{};
    std::memcpy(copy.data(), head.data(), copy.size());
    return copy;
}

} // namespace

quint16 SectionReader::u16(QByteArrayView bytes, qsizetype at) const
{
    const char* from = bytes.data() + at;
    return m_swapped ? qFromBigEndian<quint16>(from) : qFromLittleEndian<quint16>(from);
}

quint32 SectionReader::u32(QByteArrayView bytes, qsizetype at) const
{
    const char* from = bytes.data() + at;
    return m_swapped ? qFromBigEndian<quint32>(from) : qFromLittleEndian<quint32>(from);
}

std::optional<BlockOption> OptionReader::next()
{
    if (m_options.size() < 4) {
        return std::nullopt;
    }
    const quint16 code = m_numbers.u16(m_options, 0);
    const quint16 size = m_numbers.u16(m_options, 2);
    if (code == endOfOptions || size > m_options.size() - 4) {
        return std::nullopt;
    }
    const BlockOption option{code, m_options.sliced(4, size)};
    m_options = m_options.sliced(std::min<qsizetype>(4 + padded(size), m_options.size()));
    return option;
}

BlockReader::BlockReader(ReadAt readAt, qint64 size)
    : m_readAt(std::move(readAt))
    , m_size(size)
{
}

tl::unexpected<Error> BlockReader::malformed(const QString& reason) const
{
    return fail(ErrorCode::FileMalformed, QStringLiteral("offset %1: %2").arg(m_offset).arg(reason));
}

// The next `bytes` of the file, which were checked to be there.
Result<QByteArrayView> BlockReader::view(qint64 bytes)
{
    const qint64 within = m_offset - m_bufferOffset;
    if (within + bytes > m_buffered) {
        const qsizetype wanted = std::min<qint64>(std::max<qint64>(windowBytes, bytes), m_size - m_offset);
        if (m_buffer.size() < wanted) {
            m_buffer.resize(wanted);
        }
        const auto read = m_readAt(m_offset, m_buffer.data(), wanted);
        if (!read) {
            return tl::make_unexpected(read.error());
        }
        m_bufferOffset = m_offset;
        m_buffered = *read;
        if (m_buffered < bytes) {
            return malformed(QStringLiteral("the file became shorter while it was read"));
        }
    }
    return QByteArrayView(m_buffer).sliced(m_offset - m_bufferOffset, bytes);
}

// At a section header: its byte order.
Result<SectionReader> BlockReader::sectionNumbers()
{
    if (m_size - m_offset < sectionHeadBytes) {
        return malformed(QStringLiteral("section header cut short"));
    }
    const auto head = view(sectionHeadBytes);
    if (!head) {
        return tl::make_unexpected(head.error());
    }
    const quint32 magic = SectionReader().u32(*head, 8);
    if (magic != byteOrderMagic && magic != byteOrderMagicSwapped) {
        return malformed(QStringLiteral("section header without byte-order magic"));
    }
    const SectionReader numbers(magic == byteOrderMagicSwapped);
    if (const quint16 major = numbers.u16(*head, 12); major != 1) {
        return malformed(QStringLiteral("section of pcapng version %1").arg(major));
    }
    return numbers;
}

// The byte order that the next block is in; a section header tells its own.
Result<void> BlockReader::chooseNumbers(QByteArrayView head)
{
    // The type of a section header reads the same in both byte orders.
    if (m_numbers.u32(head, 0) == sectionHeader) {
        const auto numbers = sectionNumbers();
        if (!numbers) {
            return tl::make_unexpected(numbers.error());
        }
        m_numbers = *numbers;
        m_inSection = true;
    }
    return m_inSection ? Result<void>() : malformed(QStringLiteral("not a pcapng file"));
}

Result<void> BlockReader::checkSize(quint32 size) const
{
    const qint64 left = m_size - m_offset;
    if (size < minimumBlockBytes || size % 4 != 0) {
        return malformed(QStringLiteral("block length %1 is impossible").arg(size));
    }
    if (size > limits::pcapngBlockBytes) {
        return malformed(QStringLiteral("block length %1 is over the limit of %2")
                             .arg(size)
                             .arg(limits::pcapngBlockBytes));
    }
    if (size > left) {
        return malformed(QStringLiteral("block cut short: %1 of %2 bytes").arg(left).arg(size));
    }
    return {};
}

Result<std::optional<Block>> BlockReader::next()
{
    const qint64 left = m_size - m_offset;
    if (left == 0) {
        return std::nullopt;
    }
    if (left < minimumBlockBytes) {
        return malformed(QStringLiteral("block cut short: %1 bytes left").arg(left));
    }
    const auto head = view(blockHead);
    if (!head) {
        return tl::make_unexpected(head.error());
    }
    const std::array<char, blockHead> copy = copyOf(*head); // what is viewed may move
    const QByteArrayView start(copy.data(), blockHead);
    if (const auto chosen = chooseNumbers(start); !chosen) {
        return tl::make_unexpected(chosen.error());
    }
    const quint32 type = m_numbers.u32(start, 0);
    const quint32 size = m_numbers.u32(start, 4);
    if (type == filler) {
        return std::nullopt; // behind it lies what the file held before
    }
    if (const auto checked = checkSize(size); !checked) {
        return tl::make_unexpected(checked.error());
    }
    const auto whole = view(size);
    if (!whole) {
        return tl::make_unexpected(whole.error());
    }
    if (const quint32 again = m_numbers.u32(*whole, size - 4); again != size) {
        return malformed(QStringLiteral("block lengths differ: %1 and %2").arg(size).arg(again));
    }
    const Block block{type, m_offset, size, whole->sliced(blockHead, size - minimumBlockBytes), m_numbers};
    m_offset += size;
    return block;
}

} // namespace wl
