// SPDX-License-Identifier: MIT
#include "decode/framedconversation.h"

#include "base/limits.h"

namespace wl {

using State = FrameMeasure::State;

FramedConversation::FramedConversation(Protocol protocol, const ConversationFacts& facts,
                                       const DecodeWishes& wishes, Sink sink)
    : m_protocol(protocol)
    , m_facts(facts)
    , m_wishes(wishes)
    , m_sink(std::move(sink))
{
}

bool FramedConversation::isCredible(QByteArrayView) const
{
    return true;
}

void FramedConversation::datagram(Direction direction, QByteArrayView bytes)
{
    frame(direction, Frame{bytes, {0, bytes.size()}});
}

void FramedConversation::interrupted(Direction, Frame::End) {}

QString FramedConversation::cutShort(Frame::End end)
{
    switch (end) {
    case Frame::End::Gap: return QStringLiteral("cut short: bytes are missing in the capture");
    case Frame::End::Lost: return QStringLiteral("cut short by bytes that are no message");
    default: return QStringLiteral("cut short by the end");
    }
}

void FramedConversation::feed(Direction direction, QByteArrayView bytes)
{
    if (m_facts.transport == Transport::Udp) {
        datagram(direction, bytes);
        return;
    }
    bytes = bytes.sliced(skip(direction, bytes));
    if (bytes.isEmpty())
        return;
    QByteArray joined = std::exchange(side(direction).buffer, {});
    if (!joined.isEmpty()) {
        joined.append(bytes);
        bytes = joined;
    }
    const qsizetype used = take(direction, bytes);
    const QByteArrayView rest = bytes.sliced(used);
    Side& s = side(direction);
    const qsizetype kept =
        s.current.state == State::Whole ? std::min(rest.size(), s.current.keep) : rest.size();
    s.skipped = rest.size() - kept;
    if (used == 0 && !joined.isEmpty()) { // without a copy: a long message may come in many feeds
        s.buffer = std::move(joined);
        s.buffer.truncate(kept);
    } else {
        s.buffer = rest.first(kept).toByteArray();
    }
}

/// Counts bytes of a long message that are not kept.
qsizetype FramedConversation::skip(Direction direction, QByteArrayView bytes)
{
    Side& s = side(direction);
    if (s.current.state != State::Whole || s.buffer.size() < s.current.keep)
        return 0;
    const qint64 missing = s.current.length - s.buffer.size() - s.skipped;
    const qsizetype count = std::min<qint64>(missing, bytes.size());
    s.skipped += count;
    if (count < missing)
        return count;
    const QByteArray kept = std::exchange(s.buffer, {});
    const ByteRange range{s.offset, s.current.length};
    s.offset = range.end();
    s.current = {};
    s.skipped = 0;
    s.seen = 0;
    frame(direction, Frame{kept, range});
    return count;
}

/// Gives all whole frames and says how many bytes are done with.
qsizetype FramedConversation::take(Direction direction, QByteArrayView bytes, bool isLast)
{
    qsizetype used = 0;
    while (used < bytes.size()) {
        if (side(direction).isLost) {
            used += seek(direction, bytes.sliced(used), isLast);
            if (side(direction).isLost)
                break;
        } else if (!takeFrame(direction, bytes.sliced(used), used)) {
            break;
        }
    }
    return used;
}

bool FramedConversation::takeFrame(Direction direction, QByteArrayView bytes, qsizetype& used)
{
    Side& s = side(direction);
    if (s.current.state != State::Whole) {
        s.current = measure(direction, bytes, s.seen);
        if (s.current.state == State::NeedMore) {
            s.seen = bytes.size();
            return false;
        }
        if (s.current.state == State::Bad) {
            lose(direction, std::exchange(s.current, {}));
            return true;
        }
    }
    if (bytes.size() < s.current.length)
        return false;
    const FrameMeasure whole = std::exchange(s.current, {});
    const ByteRange range{s.offset, whole.length};
    s.seen = 0;
    s.offset = range.end();
    used += whole.length;
    frame(direction, Frame{bytes.first(std::min<qint64>(whole.keep, whole.length)), range});
    return true;
}

void FramedConversation::lose(Direction direction, const FrameMeasure& bad)
{
    Side& s = side(direction);
    s.isLost = true;
    s.isFirstBad = true;
    s.lostFrom = s.offset;
    s.problem = bad.problem;
    s.problemAt = s.offset + bad.at;
    s.seen = 0;
    interrupted(direction, Frame::End::Lost);
}

/// Looks for the next message; gives how many bytes are not part of one.
qsizetype FramedConversation::seek(Direction direction, QByteArrayView bytes, bool isLast)
{
    Side& s = side(direction);
    const qint64 start = s.offset;
    qsizetype at = s.isFirstBad ? 1 : 0;
    s.isFirstBad = false;
    for (; at < bytes.size(); ++at) {
        if (start + at - s.lostFrom >= limits::undecodedBytes)
            giveLost(direction, start + at);
        const Verdict verdict = judge(direction, bytes.sliced(at), isLast);
        if (verdict == Verdict::No)
            continue;
        if (verdict == Verdict::Yes) {
            giveLost(direction, start + at);
            s.isLost = false;
        }
        break;
    }
    s.offset = start + at;
    return at;
}

FrameMeasure FramedConversation::measureCredible(Direction direction, QByteArrayView bytes)
{
    const FrameMeasure found = measure(direction, bytes, 0);
    return found.state != State::Whole || isCredible(bytes) ? found : FrameMeasure::bad({}, 0);
}

/// Whether a message begins here: it and one behind it, or at the last bytes of all it and nothing.
FramedConversation::Verdict FramedConversation::judge(Direction direction, QByteArrayView bytes, bool isLast)
{
    const FrameMeasure first = measureCredible(direction, bytes);
    if (first.state == State::Bad || (first.state == State::Whole && first.length > limits::seekBytes))
        return Verdict::No;
    if (first.state == State::NeedMore || first.length > bytes.size())
        return isLast ? Verdict::No : Verdict::Wait;
    if (first.length == bytes.size())
        return isLast ? Verdict::Yes : Verdict::Wait;
    const FrameMeasure second = measureCredible(direction, bytes.sliced(first.length));
    if (second.state == State::NeedMore && !isLast)
        return Verdict::Wait;
    return second.state == State::Whole ? Verdict::Yes : Verdict::No;
}

void FramedConversation::giveLost(Direction direction, qint64 end)
{
    Side& s = side(direction);
    if (end == s.lostFrom)
        return;
    MessageBuilder lost = builder(direction, {s.lostFrom, end - s.lostFrom});
    lost.setProblem(s.problem, std::min(s.problemAt, end)); // which may come behind what is lost
    if (lost.hasInfo())
        lost.setInfo(QStringLiteral("%1 bytes that are no message").arg(end - s.lostFrom));
    s.lostFrom = end;
    s.problem = QStringLiteral("still no message begins here");
    s.problemAt = end;
    give(lost);
}

void FramedConversation::close(Direction direction, Frame::End end)
{
    Side& s = side(direction);
    QByteArray left = std::exchange(s.buffer, {});
    if (s.isLost && !left.isEmpty())
        left.remove(0, take(direction, left, true));
    const qint64 count = left.size() + s.skipped;
    if (s.isLost)
        giveLost(direction, s.offset + count);
    else if (count > 0)
        frame(direction, Frame{left, {s.offset, count}, end});
    const qint64 next = s.offset + count;
    s = Side{};
    s.offset = next;
    interrupted(direction, end);
}

void FramedConversation::gap(Direction direction, qint64 length)
{
    if (m_facts.transport == Transport::Udp)
        return;
    close(direction, Frame::End::Gap);
    side(direction).offset += length;
}

void FramedConversation::finish(Direction direction)
{
    if (m_facts.transport == Transport::Udp)
        return;
    close(direction, Frame::End::Finish);
}

} // namespace wl
