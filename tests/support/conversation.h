// SPDX-License-Identifier: MIT
// Conversations as values, fed to a decoder whole or in pieces, and its messages as text that compares.
#pragma once

#include "decode/conversationdecoder.h"

#include <QByteArrayList>
#include <QList>

namespace wl::test {

/// What happens to one direction: bytes, or where `gap` is not 0, bytes that are not known.
struct Turn
{
    Direction direction;
    QByteArray bytes;
    qint64 gap = 0;
};
using Conversation = QList<Turn>;

inline Turn sent(const QByteArray& bytes)
{
    return {Direction::Sent, bytes};
}

inline Turn received(const QByteArray& bytes)
{
    return {Direction::Received, bytes};
}

/// All bytes of a direction, gaps as zeros.
inline QByteArray bytesOf(const Conversation& conversation, Direction direction)
{
    QByteArray all;
    for (const Turn& turn : conversation) {
        if (turn.direction == direction)
            all += turn.gap > 0 ? QByteArray(turn.gap, '\0') : turn.bytes;
    }
    return all;
}

inline DecodeWishes everything()
{
    DecodeWishes wishes;
    wishes.tree = true;
    wishes.info = true;
    wishes.contentBytes = 1024 * 1024;
    return wishes;
}

/// Feeds turns in pieces of at most `step` bytes and ends both directions.
inline void feedAll(ConversationDecoder& decoder, const Conversation& conversation, qsizetype step)
{
    for (const Turn& turn : conversation) {
        if (turn.gap > 0)
            decoder.gap(turn.direction, turn.gap);
        for (qsizetype at = 0; at < turn.bytes.size(); at += step)
            decoder.feed(turn.direction, turn.bytes.sliced(at, std::min(step, turn.bytes.size() - at)));
    }
    decoder.finish(Direction::Sent);
    decoder.finish(Direction::Received);
}

inline std::vector<DecodedMessage> decoded(const ConversationFacts& facts, const DecodeWishes& wishes,
                                           const Conversation& conversation, qsizetype step = 1'000'000'000)
{
    std::vector<DecodedMessage> messages;
    const auto decoder = ConversationDecoder::create(
        facts, wishes, [&](DecodedMessage&& message) { messages.push_back(std::move(message)); });
    feedAll(*decoder, conversation, step);
    return messages;
}

inline QByteArray shown(const FieldValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* whole = std::get_if<qint64>(&value))
        return QByteArray::number(*whole);
    if (const auto* fraction = std::get_if<double>(&value))
        return QByteArray::number(*fraction) + 'f';
    if (const auto* bytes = std::get_if<QByteArray>(&value))
        return *bytes;
    return "-";
}

/// "16+9"
inline QByteArray shown(const ByteRange& range)
{
    return QByteArray::number(range.offset) + '+' + QByteArray::number(range.length);
}

/// "> 0+41 GET / HTTP/1.1 {body} ! what is wrong @ 12"; "~" behind a content that is not whole.
inline QByteArray shown(const DecodedMessage& message)
{
    QByteArray text = message.direction == Direction::Sent ? "> " : "< ";
    text += shown(message.range) + ' ' + message.info.toUtf8();
    if (!message.content.isEmpty())
        text += " {" + message.content + '}';
    if (!message.isContentWhole)
        text += '~';
    if (message.problem)
        text += " ! " + message.problem->text.toUtf8() + " @ " + QByteArray::number(message.problem->offset);
    return text;
}

inline QByteArrayList shown(const std::vector<DecodedMessage>& messages)
{
    QByteArrayList lines;
    for (const DecodedMessage& message : messages)
        lines.append(shown(message));
    return lines;
}

/// "http.header[Host]=localhost @ 16+9", one a named field.
inline QByteArrayList namedFields(const DecodedMessage& message)
{
    QByteArrayList lines;
    for (const DecodedField& field : message.fields) {
        if (field.name == nullptr)
            continue;
        QByteArray text = field.name;
        if (!field.key.isEmpty())
            text += '[' + field.key + ']';
        lines.append(text + '=' + shown(field.value) + " @ " + shown(field.range));
    }
    return lines;
}

/// The tree as indented lines "label @ 16+9".
inline QByteArrayList treeOf(const DecodedMessage& message)
{
    QByteArrayList lines;
    for (const DecodedField& field : message.fields) {
        QByteArray indent;
        for (int parent = field.parent; parent >= 0; parent = message.fields[size_t(parent)].parent)
            indent += "  ";
        lines.append(indent + field.label.toUtf8() + " @ " + shown(field.range));
    }
    return lines;
}

/// What must hold of any message, whatever came; an empty text where it does.
inline QByteArray brokenRule(const DecodedMessage& message, qint64 directionBytes)
{
    if (message.range.offset < 0 || message.range.length < 0 || message.range.end() > directionBytes)
        return "range " + shown(message.range);
    for (size_t i = 0; i < message.fields.size(); ++i) {
        const DecodedField& field = message.fields[i];
        if (field.parent < -1 || field.parent >= int(i))
            return "parent of " + field.label.toUtf8();
        const bool isInside =
            field.range.offset >= message.range.offset && field.range.end() <= message.range.end();
        if (field.range.length < 0 || (field.range.length > 0 && !isInside))
            return "range of " + field.label.toUtf8() + ' ' + shown(field.range);
    }
    if (message.problem && (message.problem->offset < 0 || message.problem->offset > directionBytes))
        return "problem at " + QByteArray::number(message.problem->offset);
    return {};
}

} // namespace wl::test
