// SPDX-License-Identifier: MIT
#include "query/bytesearch.h"

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

// The compiler's vectors: 16 bytes are one register on every processor that we run on.
using Bytes = unsigned char __attribute__((vector_size(16)));
using Words = unsigned long long __attribute__((vector_size(16)));

constexpr qsizetype step = sizeof(Bytes);
constexpr qsizetype blockBytes = 4 * step;

Bytes load(const char* from)
{
    Bytes value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

Bytes all(char value)
{
    const auto byte = static_cast<unsigned char>(value);
    return Bytes{} + byte;
}

bool isAny(Bytes value)
{
    const Words words = reinterpret_cast<Words>(value);
    return (words[0] | words[1]) != 0;
}

/// How common a byte is in traffic and in the headers that we write around it; only the order counts.
int commonness(char c)
{
    static constexpr QByteArrayView veryCommon("etaoinsr lhdcu0123456789\"/:.-\r\n");
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0 || byte == 0xFF)
        return 5;
    if (veryCommon.contains(c))
        return 4;
    if (byte >= 'a' && byte <= 'z')
        return 3;
    if ((byte >= 'A' && byte <= 'Z') || byte < 0x20)
        return 2;
    return byte < 0x80 ? 1 : 0;
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

ByteSearch::ByteSearch(QByteArrayView needle, Case letters)
    : m_needle(needle.toByteArray())
    , m_folds(needle.size(), '\0')
    , m_case(letters)
{
    for (qsizetype i = 0; letters == Case::Any && i < m_needle.size(); ++i) {
        if (isLetter(m_needle[i])) {
            m_folds[i] = 0x20;
            m_needle[i] = char(m_needle[i] | 0x20);
        }
    }
    std::vector<qsizetype> places(size_t(m_needle.size()));
    for (size_t i = 0; i < places.size(); ++i)
        places[i] = qsizetype(i);
    const auto rarer = [this](qsizetype a, qsizetype b) {
        return commonness(m_needle[a]) < commonness(m_needle[b]);
    };
    std::stable_sort(places.begin(), places.end(), rarer);
    if (places.empty())
        return;
    m_first = places.front();
    m_second = places.size() > 1 ? places[1] : places[0];
}

bool ByteSearch::isAt(const char* at) const
{
    if (m_case == Case::Exact)
        return std::memcmp(at, m_needle.constData(), size_t(m_needle.size())) == 0;
    for (qsizetype i = 0; i < m_needle.size(); ++i) {
        if (char(at[i] | m_folds[i]) != m_needle[i])
            return false;
    }
    return true;
}

qsizetype ByteSearch::find(QByteArrayView haystack, qsizetype from) const
{
    const qsizetype size = m_needle.size();
    const qsizetype end = haystack.size() - size; // the last place
    if (size == 0)
        return from <= haystack.size() ? from : -1;
    const Bytes firstFold = all(m_folds[m_first]);
    const Bytes secondFold = all(m_folds[m_second]);
    const Bytes firstByte = all(m_needle[m_first]);
    const Bytes secondByte = all(m_needle[m_second]);
    const auto candidates = [&](const char* at) {
        return reinterpret_cast<Bytes>((load(at + m_first) | firstFold) == firstByte) &
               reinterpret_cast<Bytes>((load(at + m_second) | secondFold) == secondByte);
    };
    qsizetype at = from;
    while (at + blockBytes <= end + 1) {
        const char* block = haystack.data() + at;
        const Bytes a = candidates(block);
        const Bytes b = candidates(block + step);
        const Bytes c = candidates(block + 2 * step);
        const Bytes d = candidates(block + 3 * step);
        if (isAny((a | b) | (c | d))) [[unlikely]] {
            for (qsizetype i = 0; i < blockBytes; ++i) {
                if (char(block[i + m_first] | m_folds[m_first]) == m_needle[m_first] && isAt(block + i))
                    return at + i;
            }
        }
        at += blockBytes;
    }
    return findSlowly(haystack, at);
}

qsizetype ByteSearch::findSlowly(QByteArrayView haystack, qsizetype from) const
{
    for (qsizetype at = from; at <= haystack.size() - m_needle.size(); ++at) {
        const char* here = haystack.data() + at;
        if (char(here[m_first] | m_folds[m_first]) == m_needle[m_first] && isAt(here))
            return at;
    }
    return -1;
}

} // namespace wl
