// SPDX-License-Identifier: MIT
#pragma once

#include "query/bytesearch.h"

#include <deque>
#include <functional>

namespace wl {

/// Finds bytes in a stream that comes in records, also where a match lies in several of them. Matches do not
/// overlap. A plain object.
class StreamMatcher
{
public:
    /// Called with the record in which a match begins.
    using Found = std::function<void(quint32 record)>;

    /// The next record's bytes of a stream.
    void feed(const ByteSearch& search, quint32 record, QByteArrayView bytes, const Found& found);
    /// What follows does not continue what was fed.
    void breakOff();

private:
    void findAcross(const ByteSearch& search, QByteArrayView bytes, const Found& found);
    void keep(const ByteSearch& search, quint32 record, QByteArrayView bytes);

    struct Run
    {
        quint32 record;
        qsizetype size;
    };
    QByteArray m_tail;      ///< shorter than the needle, so that no match lies in it
    std::deque<Run> m_runs; ///< whose bytes these are
    qsizetype m_used = 0;   ///< of the bytes that are fed: before this one is a match
};

} // namespace wl
