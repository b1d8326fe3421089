// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <deque>

namespace wl {

/// Which record of a direction holds a byte, for bytes that messages of the moment are made of: of a long
/// message only the records at its beginning and the latest ones are known. A plain object.
class RecordRuns
{
public:
    /// The next record of the direction and the offset of its first byte.
    void add(quint32 record, qint64 offset);
    /// Messages reach to here: what lies far before may be forgotten.
    void setEnd(qint64 end) { m_end = std::max(m_end, end); }
    /// The last known record that does not begin behind this byte; of the first one known for earlier bytes.
    [[nodiscard]] quint32 recordAt(qint64 offset) const;
    [[nodiscard]] bool isEmpty() const { return m_runs.empty(); }

private:
    struct Run
    {
        qint64 offset;
        quint32 record;
    };
    [[nodiscard]] std::deque<Run>::const_iterator find(qint64 offset) const;

    std::deque<Run> m_runs;
    qint64 m_end = 0;
};

} // namespace wl
