// SPDX-License-Identifier: MIT
#include "query/bytediff.h"

#include "query/diffanchors.h"

namespace wl {

namespace {

std::span<const uchar> items(QByteArrayView bytes)
{
    return {reinterpret_cast<const uchar*>(bytes.data()), size_t(bytes.size())};
}

/// Appends the difference of two stretches that begin at these places.
void appendPart(SequenceDiff& all, QByteArrayView a, QByteArrayView b, const DiffRun& part,
                const DiffEffort& effort)
{
    if (part.aCount > exactBytes || part.bCount > exactBytes) {
        all.isMinimal = false;
        appendRun(all.runs, part);
        return;
    }
    const SequenceDiff diff = diffSequences(items(a.sliced(part.aStart, part.aCount)),
                                            items(b.sliced(part.bStart, part.bCount)), effort);
    all.isMinimal = all.isMinimal && diff.isMinimal;
    all.isCanceled = all.isCanceled || diff.isCanceled;
    for (DiffRun run : diff.runs) {
        run.aStart += part.aStart;
        run.bStart += part.bStart;
        appendRun(all.runs, run);
    }
}

} // namespace

SequenceDiff diffBytes(QByteArrayView a, QByteArrayView b, const DiffEffort& effort)
{
    if (a.size() <= exactBytes && b.size() <= exactBytes)
        return diffSequences(items(a), items(b), effort);
    SequenceDiff all;
    all.isMinimal = a == b;
    DiffRun gap;
    const auto closeGap = [&](qsizetype aEnd, qsizetype bEnd) {
        gap.aCount = aEnd - gap.aStart;
        gap.bCount = bEnd - gap.bStart;
        appendPart(all, a, b, gap, effort);
    };
    for (const DiffAnchor& anchor : blockAnchors(items(a), items(b))) {
        if (effort.stop.stop_requested()) {
            all.isCanceled = true;
            return all;
        }
        closeGap(anchor.a, anchor.b);
        appendRun(all.runs, {true, anchor.a, anchor.count, anchor.b, anchor.count});
        gap.aStart = anchor.a + anchor.count;
        gap.bStart = anchor.b + anchor.count;
    }
    closeGap(a.size(), b.size());
    return all;
}

} // namespace wl
