// SPDX-License-Identifier: MIT
#include "decode/jsondecoder.h"

#include "base/limits.h"
#include "decode/http1head.h"
#include "decode/jsonparser.h"
#include "decode/jsontree.h"

#include <utility>

namespace wl {

namespace {

qsizetype blanksOf(QByteArrayView bytes)
{
    return qsizetype(std::find_if_not(bytes.begin(), bytes.end(), isJsonBlank) - bytes.begin());
}

} // namespace

JsonDecoder::JsonDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : m_facts(facts)
    , m_wishes(wishes)
    , m_sink(std::move(sink))
{
}

/// A member's name and its colon, or an array's first two elements or its end, tell; text in brackets does
/// not come so far.
Sniff JsonDecoder::sniff(QByteArrayView bytes, Direction, const ConversationFacts&)
{
    using Kind = JsonToken::Kind;
    if (blanksOf(bytes) == bytes.size())
        return Sniff::NeedMore;
    JsonParser parser(bytes);
    JsonParser::Event event = parser.next();
    if (event.token.kind != Kind::BeginObject && event.token.kind != Kind::BeginArray)
        return Sniff::No;
    while (!event.token.isLast()) {
        event = parser.next();
        const Kind kind = event.token.kind;
        if (kind == Kind::Colon || kind == Kind::Comma || (event.depth == 0 && kind != Kind::Error))
            return Sniff::Yes;
    }
    return isJson(bytes) ? Sniff::NeedMore : Sniff::No;
}

void JsonDecoder::feed(Direction direction, QByteArrayView bytes)
{
    const bool isDatagram = m_facts.transport == Transport::Udp;
    if (isDatagram)
        lane(direction) = Lane();
    while (!bytes.isEmpty())
        bytes = take(direction, bytes);
    if (isDatagram)
        finish(direction);
}

/// Takes some of the bytes and gives back the rest.
QByteArrayView JsonDecoder::take(Direction direction, QByteArrayView bytes)
{
    Lane& l = lane(direction);
    if (l.skipsToLineEnd) {
        const qsizetype end = bytes.indexOf('\n');
        const qsizetype taken = end < 0 ? bytes.size() : end;
        keep(l, bytes.first(taken));
        if (end >= 0)
            emitMessage(direction);
        return bytes.sliced(taken);
    }
    if (l.scanner.isIdle()) {
        if (const qsizetype blanks = blanksOf(bytes); blanks > 0) {
            l.offset += blanks;
            return bytes.sliced(blanks);
        }
        l.start = l.lineStart = l.offset;
    }
    const qsizetype taken = l.scanner.feed(bytes);
    keep(l, bytes.first(taken));
    if (l.scanner.state() == JsonScanner::State::Ended)
        emitMessage(direction);
    else if (l.scanner.state() == JsonScanner::State::Wrong)
        takeWrong(direction);
    return bytes.sliced(taken);
}

void JsonDecoder::keep(Lane& lane, QByteArrayView bytes)
{
    const qint64 room = limits::jsonMessageBytes - lane.text.size();
    lane.text.append(bytes.first(std::min<qsizetype>(bytes.size(), room)));
    if (const qsizetype end = bytes.lastIndexOf('\n'); end >= 0)
        lane.lineStart = lane.offset + end + 1;
    lane.offset += bytes.size();
}

/// A byte cannot follow. Where the text began in an earlier line, this line is looked at by itself.
void JsonDecoder::takeWrong(Direction direction)
{
    Lane& l = lane(direction);
    const qint64 lineStart = l.lineStart;
    const bool isKept = l.text.size() == l.offset - l.start;
    if (lineStart <= l.start || !isKept) {
        l.skipsToLineEnd = true;
        return;
    }
    const QByteArray line = l.text.sliced(qsizetype(lineStart - l.start));
    l.text.chop(line.size());
    while (isJsonBlank(l.text.back()))
        l.text.chop(1);
    l.offset = l.start + l.text.size();
    emitMessage(direction);
    l.offset = lineStart;
    for (QByteArrayView rest = line; !rest.isEmpty();)
        rest = take(direction, rest);
}

void JsonDecoder::emitMessage(Direction direction, const QString& fault)
{
    Lane& l = lane(direction);
    DecodedMessage message;
    message.protocol = Protocol::Json;
    message.direction = direction;
    message.range = {l.start, l.offset - l.start};
    message.content = std::exchange(l.text, {});
    const bool isKept = message.content.size() == message.range.length;
    if (!fault.isEmpty())
        message.problem = DecodedMessage::Problem{fault, l.offset};
    else if (!isKept)
        message.problem =
            DecodedMessage::Problem{QStringLiteral("longer than %1 bytes: what is behind them was not read")
                                        .arg(limits::jsonMessageBytes),
                                    l.start + limits::jsonMessageBytes};
    else if (const auto error = checkJson(message.content))
        message.problem =
            DecodedMessage::Problem{JsonWords::sentence(message.content, *error), l.start + error->offset};
    if (m_wishes.info)
        message.info = escapedHttpBytes(message.content, limits::labelBytes);
    if (m_wishes.tree)
        addJsonTree(message, -1, l.start);
    message.isContentWhole = isKept && message.range.length <= m_wishes.contentBytes;
    message.content.truncate(std::min<qsizetype>(message.content.size(), m_wishes.contentBytes));
    l.scanner.reset();
    l.skipsToLineEnd = false;
    m_sink(std::move(message));
}

void JsonDecoder::endUnfinished(Direction direction, const QString& fault)
{
    const Lane& l = lane(direction);
    if (!l.text.isEmpty())
        emitMessage(direction, l.scanner.endsWithBytes() ? QString() : fault);
}

void JsonDecoder::gap(Direction direction, qint64 length)
{
    endUnfinished(direction, QStringLiteral("%1 bytes are missing here").arg(length));
    lane(direction).offset += length;
    lane(direction).lineStart = lane(direction).offset;
}

void JsonDecoder::finish(Direction direction)
{
    endUnfinished(direction, {});
}

} // namespace wl
