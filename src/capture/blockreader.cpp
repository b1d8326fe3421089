// SPDX-License-Identifier: MIT
#include "capture/blockreader.h"

#include "base/limits.h"
#include "capture/pcapng.h"

namespace wl {

using namespace pcapng;

namespace {

constexpr qint64 sectionHeadBytes = 16; // type, total length, byte-order magic, version

} // namespace

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

tl::unexpected<Error> BlockReader::malformed(const QString& reason) const
{
    return fail(ErrorCode::FileMalformed, QStringLiteral("offset %1: %2").arg(m_offset).arg(reason));
}

// At a section header: its byte order.
Result<void> BlockReader::beginSection()
{
    const auto head = m_window.view(m_offset, sectionHeadBytes);
    if (!head) {
        return tl::make_unexpected(head.error());
    }
    if (head->size() < sectionHeadBytes) {
        return malformed(QStringLiteral("section header cut short"));
    }
    const quint32 magic = SectionReader().u32(*head, 8);
    if (magic != byteOrderMagic && magic != byteOrderMagicSwapped) {
        return malformed(QStringLiteral("section header without byte-order magic"));
    }
    const SectionReader numbers(magic == byteOrderMagicSwapped);
    if (const quint16 major = numbers.u16(*head, 12); major != 1) {
        return malformed(QStringLiteral("section of pcapng version %1").arg(major));
    }
    m_numbers = numbers;
    m_inSection = true;
    return {};
}

Result<void> BlockReader::checkSize(quint32 size) const
{
    if (size < minimumBlockBytes || size % 4 != 0) {
        return malformed(QStringLiteral("block length %1 is impossible").arg(size));
    }
    if (size > limits::pcapngBlockBytes) {
        return malformed(QStringLiteral("block length %1 is over the limit of %2")
                             .arg(size)
                             .arg(limits::pcapngBlockBytes));
    }
    return {};
}

Result<std::optional<Block>> BlockReader::next()
{
    const auto head = m_window.view(m_offset, minimumBlockBytes);
    if (!head) {
        return tl::make_unexpected(head.error());
    }
    if (head->isEmpty()) {
        return std::nullopt;
    }
    if (!m_inSection && (head->size() < 4 || m_numbers.u32(*head, 0) != sectionHeader)) {
        return malformed(QStringLiteral("not a pcapng file"));
    }
    if (head->size() < minimumBlockBytes) {
        return malformed(QStringLiteral("block cut short: %1 bytes left").arg(head->size()));
    }
    QByteArrayView start = *head;
    // The type of a section header reads the same in both byte orders.
    if (m_numbers.u32(start, 0) == sectionHeader) {
        if (const auto begun = beginSection(); !begun) {
            return tl::make_unexpected(begun.error());
        }
        start = *m_window.view(m_offset, minimumBlockBytes); // it may have moved
    }
    const quint32 type = m_numbers.u32(start, 0);
    const quint32 size = m_numbers.u32(start, 4);
    if (type == filler) {
        return std::nullopt; // behind it lies what the file held before
    }
    if (const auto checked = checkSize(size); !checked) {
        return tl::make_unexpected(checked.error());
    }
    const auto whole = m_window.view(m_offset, size);
    if (!whole) {
        return tl::make_unexpected(whole.error());
    }
    if (whole->size() < size) {
        return malformed(QStringLiteral("block cut short: %1 of %2 bytes").arg(whole->size()).arg(size));
    }
    if (const quint32 again = m_numbers.u32(*whole, size - 4); again != size) {
        return malformed(QStringLiteral("block lengths differ: %1 and %2").arg(size).arg(again));
    }
    const Block block{type, m_offset, size, whole->sliced(8, size - minimumBlockBytes), m_numbers};
    m_offset += size;
    return block;
}

} // namespace wl
