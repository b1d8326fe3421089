// SPDX-License-Identifier: MIT
#include "capture/checksum.h"

#include <cstring>

namespace wl::checksum {

namespace {

constexpr size_t word = sizeof(quint64);

quint64 load(const char* from)
{
    quint64 value = 0;
    std::memcpy(&value, from, word);
    return value;
}

// The last bytes, fewer than a word, as a word that ends with zeros.
quint64 loadTail(const char* from, size_t size)
{
    quint64 value = 0;
    std::memcpy(&value, from, size);
    return value;
}

// Two sums at a time, so that one addition does not wait for the carry of the other.
struct Sums
{
    quint64 even = 0;
    quint64 odd = 0;

    void take(quint64 a, quint64 b)
    {
        even = add(even, a);
        odd = add(odd, b);
    }
};

} // namespace

quint64 sum(const char* bytes, size_t size)
{
    Sums sums;
    size_t at = 0;
    for (; at + 4 * word <= size; at += 4 * word) {
        sums.take(load(bytes + at), load(bytes + at + word));
        sums.take(load(bytes + at + 2 * word), load(bytes + at + 3 * word));
    }
    for (; at + word <= size; at += word) {
        sums.even = add(sums.even, load(bytes + at));
    }
    if (at < size) {
        sums.odd = add(sums.odd, loadTail(bytes + at, size - at));
    }
    return add(sums.even, sums.odd);
}

quint64 copy(char* to, const char* from, size_t size)
{
    Sums sums;
    size_t at = 0;
    for (; at + 4 * word <= size; at += 4 * word) {
        const quint64 a = load(from + at);
        const quint64 b = load(from + at + word);
        const quint64 c = load(from + at + 2 * word);
        const quint64 d = load(from + at + 3 * word);
        sums.take(a, b);
        sums.take(c, d);
        std::memcpy(to + at, &a, word);
        std::memcpy(to + at + word, &b, word);
        std::memcpy(to + at + 2 * word, &c, word);
        std::memcpy(to + at + 3 * word, &d, word);
    }
    for (; at + word <= size; at += word) {
        const quint64 value = load(from + at);
        sums.even = add(sums.even, value);
        std::memcpy(to + at, &value, word);
    }
    if (at < size) {
        sums.odd = add(sums.odd, loadTail(from + at, size - at));
        std::memcpy(to + at, from + at, size - at);
    }
    return add(sums.even, sums.odd);
}

} // namespace wl::checksum
