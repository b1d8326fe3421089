// SPDX-License-Identifier: MIT
#include "query/diffanchors.h"

#include <QHash>

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

constexpr qsizetype blockBytes = 32;
constexpr quint32 multiplier = 0x01000193;

/// The longest rising chain in `b` of candidates that are in the order of `a`.
std::vector<DiffAnchor> longestChain(const std::vector<DiffAnchor>& candidates)
{
    std::vector<size_t> tails; // candidate at the end of the best chain of each length
    std::vector<qsizetype> before(candidates.size(), -1); // its predecessor
    for (size_t i = 0; i < candidates.size(); ++i) {
        const auto place = std::lower_bound(tails.begin(), tails.end(), candidates[i].b,
                                            [&](size_t tail, qsizetype b) { return candidates[tail].b < b; });
        before[i] = place == tails.begin() ? -1 : qsizetype(*(place - 1));
        if (place == tails.end())
            tails.push_back(i);
        else
            *place = i;
    }
    std::vector<DiffAnchor> chain;
    for (qsizetype i = tails.empty() ? -1 : qsizetype(tails.back()); i >= 0; i = before[size_t(i)])
        chain.push_back(candidates[size_t(i)]);
    std::reverse(chain.begin(), chain.end());
    return chain;
}

/// A hash of blockBytes that moves on by a byte in constant time (Rabin–Karp).
class RollingHash
{
public:
    RollingHash()
    {
        for (qsizetype i = 1; i < blockBytes; ++i)
            m_power *= multiplier;
    }

    [[nodiscard]] static quint32 of(const uchar* block)
    {
        quint32 hash = 0;
        for (qsizetype i = 0; i < blockBytes; ++i)
            hash = hash * multiplier + block[i];
        return hash;
    }
    [[nodiscard]] quint32 moved(quint32 hash, uchar out, uchar in) const
    {
        return (hash - out * m_power) * multiplier + in;
    }

private:
    quint32 m_power = 1;
};

/// Where each block of `a` lies; one that occurs again (zeros) keeps its first place.
QHash<quint32, qsizetype> blocksOf(std::span<const uchar> a)
{
    QHash<quint32, qsizetype> places;
    for (qsizetype at = 0; at + blockBytes <= qsizetype(a.size()); at += blockBytes) {
        const quint32 hash = RollingHash::of(a.data() + at);
        if (!places.contains(hash))
            places.insert(hash, at);
    }
    return places;
}

} // namespace

std::vector<DiffAnchor> uniqueAnchors(std::span<const quint32> a, std::span<const quint32> b)
{
    struct Places
    {
        qsizetype a = -1;
        qsizetype b = -1;
        int inA = 0;
        int inB = 0;
    };
    QHash<quint32, Places> all;
    for (size_t i = 0; i < a.size(); ++i) {
        Places& places = all[a[i]];
        places.a = qsizetype(i);
        places.inA = std::min(2, places.inA + 1);
    }
    for (size_t i = 0; i < b.size(); ++i) {
        const auto places = all.find(b[i]);
        if (places == all.end())
            continue;
        places->b = qsizetype(i);
        places->inB = std::min(2, places->inB + 1);
    }
    std::vector<DiffAnchor> candidates;
    for (size_t i = 0; i < a.size(); ++i) {
        const Places places = all.value(a[i]);
        if (places.inA == 1 && places.inB == 1)
            candidates.push_back({places.a, places.b, 1});
    }
    return longestChain(candidates);
}

std::vector<DiffAnchor> uniqueAnchors(std::span<const uchar>, std::span<const uchar>)
{
    return {};
}

std::vector<DiffAnchor> blockAnchors(std::span<const uchar> a, std::span<const uchar> b)
{
    std::vector<DiffAnchor> anchors;
    const QHash<quint32, qsizetype> places = blocksOf(a);
    const auto aSize = qsizetype(a.size());
    const auto bSize = qsizetype(b.size());
    const RollingHash rolling;
    qsizetype aDone = 0;
    qsizetype bDone = 0;
    for (qsizetype at = 0; at + blockBytes <= bSize;) {
        quint32 hash = RollingHash::of(b.data() + at);
        qsizetype found = -1;
        for (; at + blockBytes <= bSize; ++at) {
            const auto place = places.constFind(hash);
            if (place != places.cend() && *place >= aDone &&
                std::memcmp(a.data() + *place, b.data() + at, size_t(blockBytes)) == 0) {
                found = *place;
                break;
            }
            if (at + blockBytes < bSize)
                hash = rolling.moved(hash, b[size_t(at)], b[size_t(at + blockBytes)]);
        }
        if (found < 0)
            break;
        DiffAnchor anchor{found, at, blockBytes};
        while (anchor.a > aDone && anchor.b > bDone && a[size_t(anchor.a - 1)] == b[size_t(anchor.b - 1)]) {
            --anchor.a;
            --anchor.b;
            ++anchor.count;
        }
        while (anchor.a + anchor.count < aSize && anchor.b + anchor.count < bSize &&
               a[size_t(anchor.a + anchor.count)] == b[size_t(anchor.b + anchor.count)])
            ++anchor.count;
        anchors.push_back(anchor);
        aDone = anchor.a + anchor.count;
        bDone = anchor.b + anchor.count;
        at = bDone;
    }
    return anchors;
}

} // namespace wl
