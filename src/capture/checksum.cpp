// SPDX-License-Identifier: MIT
#include "capture/checksum.h"

#include <array>
#include <cstring>

namespace wl::checksum {

namespace {

constexpr size_t word = sizeof(quint64);
constexpr size_t lanes = 4;

quint64 load(const char* from)
{
    quint64 value = 0;
    std::memcpy(&value, from, word);
    return value;
}

// The last bytes, fewer than a word, filled with zeros.
quint64 loadTail(const char* from, size_t size)
{
    quint64 value = 0;
    std::memcpy(&value, from, size);
    return value;
}

template <typename Store>
quint64 accumulate(const char* from, size_t size, Store store)
{
    // Four sums, so that one addition does not wait for the carry of the one before.
    std::array<quint64, lanes> sums{};
    size_t at = 0;
    for (; at + lanes * word <= size; at += lanes * word) {
        for (size_t lane = 0; lane < lanes; ++lane) {
            const quint64 value = load(from + at + lane * word);
            store(at + lane * word, value);
            sums[lane] = add(sums[lane], value);
        }
    }
    for (; at + word <= size; at += word) {
        const quint64 value = load(from + at);
        store(at, value);
        sums[0] = add(sums[0], value);
    }
    const quint64 rest = add(add(sums[0], sums[1]), add(sums[2], sums[3]));
    return at < size ? add(rest, loadTail(from + at, size - at)) : rest;
}

} // namespace

quint64 sum(const char* bytes, size_t size)
{
    return accumulate(bytes, size, [](size_t, quint64) {});
}

quint64 copy(char* to, const char* from, size_t size)
{
    const quint64 result =
        accumulate(from, size, [to](size_t at, quint64 value) { std::memcpy(to + at, &value, word); });
    const size_t whole = size / word * word;
    if (whole < size) {
        std::memcpy(to + whole, from + whole, size - whole);
    }
    return result;
}

} // namespace wl::checksum
