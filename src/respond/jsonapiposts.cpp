// SPDX-License-Identifier: MIT
#include "respond/jsonapiposts.h"

#include <array>

namespace wl::jsonapi {
namespace {

// Sentences are put together from parts, so that a hundred posts differ and are the same in every run.
constexpr std::array subjects{"a patient server",     "the last packet",     "one stubborn client",
                              "a half-open socket",   "the slow reader",     "every retransmission",
                              "a forgotten listener", "the first handshake", "an empty datagram",
                              "the loopback device"};
constexpr std::array verbs{"waits for",  "remembers",     "counts",  "gives back", "acknowledges",
                           "never sees", "almost misses", "repeats", "outlives",   "answers"};
constexpr std::array objects{"the missing byte",      "a window of zero",     "ten thousand requests",
                             "the final segment",     "what nobody sent",     "its own echo",
                             "a name that resolves",  "the longest header",   "a port that was taken",
                             "the order of messages", "a reply in two pieces"};
constexpr std::array endings{"before the timer runs out",   "while the buffer is still warm",
                             "on a Tuesday afternoon",      "without a word in the log",
                             "as the manual said it would", "and nobody opens a ticket",
                             "one round trip too late"};

[[nodiscard]] QByteArray sentence(int seed)
{
    const auto pick = [seed](const auto& parts, int step) {
        return QByteArray(parts[size_t(seed * step + seed / 10) % parts.size()]);
    };
    return pick(subjects, 1) + ' ' + pick(verbs, 3) + ' ' + pick(objects, 7) + ' ' + pick(endings, 5);
}

[[nodiscard]] QByteArray capitalized(QByteArray text)
{
    text[0] = char(text.at(0) - 'a' + 'A');
    return text;
}

[[nodiscard]] QByteArray title(int id)
{
    const QByteArray whole = sentence(id);
    return whole.split(' ').mid(0, 4 + id % 3).join(' ');
}

[[nodiscard]] QByteArray makePosts(int userId)
{
    QByteArrayList list;
    for (int id = 1; id <= postCount; ++id) {
        const QList<Member> members = post(id);
        if (userId == 0 || members.first().value.toInt() == userId)
            list.append(objectText(members));
    }
    return list.isEmpty() ? QByteArray("[]") : "[\n" + list.join(",\n") + "\n]";
}

} // namespace

QList<Member> post(int id)
{
    QByteArrayList lines;
    for (int n = 1; n <= 3; ++n)
        lines.append(capitalized(sentence(id * 3 + n * 11)) + '.');
    return {{"userId", QByteArray::number((id - 1) / postsPerUser + 1)},
            {"id", QByteArray::number(id)},
            {"title", quoted(title(id))},
            {"body", quoted(lines.join('\n'))}};
}

QByteArray posts(int userId)
{
    static const QByteArray all = makePosts(0);
    return userId == 0 ? all : makePosts(userId);
}

} // namespace wl::jsonapi
