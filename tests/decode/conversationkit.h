// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"

#include <QRandomGenerator>
#include <QTest>

/// What the tests of the protocols' decoders share.
namespace wl::kit {

using Messages = std::vector<DecodedMessage>;

/// One feed; of no direction's bytes but a gap where `gap` is not 0.
struct Feed
{
    Direction direction = Direction::Sent;
    QByteArray bytes;
    qint64 gap = 0;
};
using Feeds = std::vector<Feed>;

inline Feed sent(const QByteArray& bytes)
{
    return {Direction::Sent, bytes};
}

inline Feed received(const QByteArray& bytes)
{
    return {Direction::Received, bytes};
}

/// Bytes of hex digits with blanks between them.
inline QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

inline DecodeWishes everything()
{
    DecodeWishes wishes;
    wishes.tree = true;
    wishes.info = true;
    wishes.contentBytes = 1 << 20;
    return wishes;
}

/// All that the decoder makes of the feeds and the ends of both directions.
template <class Decoder>
Messages decode(const ConversationFacts& facts, const DecodeWishes& wishes, const Feeds& feeds,
                qsizetype step = std::numeric_limits<qsizetype>::max())
{
    Messages messages;
    Decoder decoder(facts, wishes, [&](DecodedMessage&& message) { messages.push_back(std::move(message)); });
    for (const Feed& feed : feeds) {
        if (feed.gap > 0)
            decoder.gap(feed.direction, feed.gap);
        if (facts.transport == Transport::Udp)
            decoder.feed(feed.direction, feed.bytes);
        for (qsizetype at = 0; facts.transport != Transport::Udp && at < feed.bytes.size();) {
            const qsizetype count = std::min(step, feed.bytes.size() - at);
            decoder.feed(feed.direction, QByteArrayView(feed.bytes).sliced(at, count));
            at += count;
        }
    }
    decoder.finish(Direction::Sent);
    decoder.finish(Direction::Received);
    return messages;
}

inline QByteArray valueText(const FieldValue& value)
{
    if (const auto* truth = std::get_if<bool>(&value))
        return *truth ? "true" : "false";
    if (const auto* number = std::get_if<qint64>(&value))
        return QByteArray::number(*number);
    if (const auto* bytes = std::get_if<QByteArray>(&value))
        return *bytes;
    return {};
}

/// The values of a field in a message, joined by |.
inline QByteArray values(const DecodedMessage& message, const char* name)
{
    QByteArrayList found;
    for (const DecodedField& field : message.fields) {
        if (field.name && QByteArrayView(field.name) == QByteArrayView(name))
            found.append(valueText(field.value));
    }
    return found.join('|');
}

/// The same by a label of the tree.
inline QByteArray labeled(const DecodedMessage& message, const char* label)
{
    QByteArrayList found;
    for (const DecodedField& field : message.fields) {
        if (field.label == QLatin1StringView(label))
            found.append(valueText(field.value));
    }
    return found.join('|');
}

/// The bytes of a direction that a field was read from, by its name or label; empty where it is not there.
inline QByteArray bytesOf(const DecodedMessage& message, const char* nameOrLabel, const QByteArray& direction)
{
    for (const DecodedField& field : message.fields) {
        if ((field.name && QByteArrayView(field.name) == QByteArrayView(nameOrLabel)) ||
            field.label == QLatin1StringView(nameOrLabel))
            return direction.mid(field.range.offset, field.range.length);
    }
    return {};
}

inline QString problem(const DecodedMessage& message)
{
    return message.problem ? message.problem->text : QString();
}

/// Everything of a message in a few lines, to compare and to read.
inline QString printed(const DecodedMessage& message)
{
    QString text = QStringLiteral("%1 %2+%3 %4 problem=%5@%6 content=%7 %8\n")
                       .arg(message.direction == Direction::Sent ? u'>' : u'<')
                       .arg(message.range.offset)
                       .arg(message.range.length)
                       .arg(message.info, problem(message))
                       .arg(message.problem ? message.problem->offset : -1)
                       .arg(QString::fromLatin1(message.content.toHex()))
                       .arg(message.isContentWhole);
    for (const DecodedField& field : message.fields)
        text += QStringLiteral("  %1 %2=%3 %4+%5 in %6\n")
                    .arg(QLatin1StringView(field.name ? field.name : "-"), field.label,
                         QString::fromLatin1(valueText(field.value)))
                    .arg(field.range.offset)
                    .arg(field.range.length)
                    .arg(field.parent);
    return text;
}

inline QString printed(const Messages& messages)
{
    QString text;
    for (const DecodedMessage& message : messages)
        text += printed(message);
    return text;
}

/// What is wrong with the places that messages name, whatever was fed: of a stream they follow one another,
/// fields lie within their message and behind their parents.
inline QString complaint(const Messages& messages, bool isStream)
{
    std::array<qint64, 2> ends{};
    for (const DecodedMessage& message : messages) {
        qint64& end = ends[message.direction == Direction::Sent ? 0 : 1];
        if (message.range.length < 0 || message.range.offset < (isStream ? end : 0))
            return QStringLiteral("range: ") + printed(message);
        end = message.range.end();
        if (message.problem &&
            (message.problem->text.isEmpty() || message.problem->offset < message.range.offset ||
             message.problem->offset > end))
            return QStringLiteral("problem: ") + printed(message);
        for (std::size_t i = 0; i < message.fields.size(); ++i) {
            const DecodedField& field = message.fields[i];
            const bool isInside = field.range.length == 0 ||
                                  (field.range.offset >= message.range.offset && field.range.end() <= end);
            if (!isInside || field.parent >= static_cast<int>(i) || field.range.length < 0)
                return QStringLiteral("field %1: ").arg(i) + printed(message);
        }
    }
    return {};
}

/// Cuts the feeds at every byte, with and without a gap behind the cut, and flips bits by a fixed seed: the
/// decoder must come through, name only places that are there, and say the same byte by byte. Gives what went
/// wrong, empty where nothing did.
template <class Decoder>
QString tortured(const ConversationFacts& facts, const Feeds& feeds, int flips = 400)
{
    const bool isStream = facts.transport != Transport::Udp;
    const auto check = [&](const Feeds& broken) {
        const Messages messages = decode<Decoder>(facts, everything(), broken);
        const QString wrong = complaint(messages, isStream);
        if (!wrong.isEmpty() || !isStream)
            return wrong;
        const QString single = printed(decode<Decoder>(facts, everything(), broken, 1));
        return single == printed(messages)
                   ? QString()
                   : QStringLiteral("byte by byte:\n%1\nat once:\n%2").arg(single, printed(messages));
    };
    for (std::size_t i = 0; i < feeds.size(); ++i) {
        for (qsizetype size = 0; size < feeds[i].bytes.size(); ++size) {
            Feeds cut(feeds.begin(), feeds.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            cut.back().bytes.truncate(size);
            QString wrong = check(cut);
            cut.push_back({feeds[i].direction, feeds[i].bytes.mid(size + 1), 1});
            wrong += check(cut);
            if (!wrong.isEmpty())
                return QStringLiteral("feed %1 cut at %2: %3").arg(i).arg(size).arg(wrong);
        }
    }
    QRandomGenerator random(4711);
    for (int flip = 0; flip < flips; ++flip) {
        Feeds broken = feeds;
        for (int bits = 1 + flip % 3; bits > 0; --bits) {
            QByteArray& bytes = broken[random.bounded(static_cast<quint32>(broken.size()))].bytes;
            if (bytes.isEmpty())
                continue;
            char& byte = bytes[random.bounded(static_cast<int>(bytes.size()))];
            byte = static_cast<char>(flip % 5 == 0 ? 0xff : byte ^ (1 << random.bounded(8)));
        }
        const QString wrong = check(broken);
        if (!wrong.isEmpty())
            return QStringLiteral("flip %1: %2").arg(flip).arg(wrong);
    }
    return {};
}

} // namespace wl::kit
