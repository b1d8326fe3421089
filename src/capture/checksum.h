// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <cstddef>

/// The Internet checksum (RFC 1071) in parts: ones' complement sums of native 16-bit words, 64 bits at a
/// time, that can be added in any order. Only the last part of a packet may have an odd size.
namespace wl::checksum {

/// Adds two partial sums with the carry round the end.
constexpr quint64 add(quint64 a, quint64 b)
{
    a += b;
    return a + (a < b ? 1 : 0);
}

[[nodiscard]] quint64 sum(const char* bytes, size_t size);
/// Copies and sums in one pass. The areas do not overlap.
[[nodiscard]] quint64 copy(char* to, const char* from, size_t size);

/// The checksum of a sum, to be stored as it is (native order) in the header.
constexpr quint16 finish(quint64 sum)
{
    sum = (sum & 0xFFFF'FFFF) + (sum >> 32);
    sum = (sum & 0xFFFF'FFFF) + (sum >> 32);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<quint16>(~sum);
}

} // namespace wl::checksum
