// SPDX-License-Identifier: MIT
#include "decode/protocolchooser.h"

#include "base/limits.h"
#include "decode/utf8check.h"

#include <utility>

namespace wl {

namespace {

/// Empty datagrams tell nothing and must not be held without end.
constexpr size_t heldPieces = 2 * limits::undecidedBytes;

/// UTF-8 without control characters but those of layout.
bool isPlainText(QByteArrayView bytes)
{
    const bool hasControl = std::any_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0x7F || (byte < 0x20 && (byte < '\t' || byte > '\r') && byte != 0x1B);
    });
    return !hasControl && !Utf8Check().feed(bytes);
}

} // namespace

ProtocolChooser::ProtocolChooser(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : m_facts(facts)
    , m_wishes(wishes)
    , m_sink(std::move(sink))
{
}

Protocol ProtocolChooser::protocol() const
{
    return m_decoder ? m_decoder->protocol() : Protocol::Unknown;
}

void ProtocolChooser::feed(Direction direction, QByteArrayView bytes)
{
    if (m_decoder) {
        m_decoder->feed(direction, bytes);
        return;
    }
    m_held.push_back({direction, bytes.toByteArray(), 0});
    QByteArray& first = m_first[size_t(direction)];
    first.append(bytes.first(std::min(bytes.size(), limits::undecidedBytes - first.size())));
    const bool isDatagram = m_facts.transport == Transport::Udp;
    decide(isFull() || (isDatagram && !bytes.isEmpty()));
}

void ProtocolChooser::gap(Direction direction, qint64 length)
{
    if (!m_decoder && m_first[0].isEmpty() && m_first[1].isEmpty()) {
        holdGap(direction, length);
        return;
    }
    decide(true);
    m_decoder->gap(direction, length);
}

/// Bytes that are missing before the first ones tell nothing: what comes behind them does.
void ProtocolChooser::holdGap(Direction direction, qint64 length)
{
    for (Held& held : m_held) {
        if (held.direction == direction && held.gap > 0) {
            held.gap += length;
            return;
        }
    }
    m_held.push_back({direction, {}, length});
}

void ProtocolChooser::finish(Direction direction)
{
    // The other direction can still tell.
    const bool tells = !m_first[size_t(direction)].isEmpty();
    decide(tells);
    if (m_decoder)
        m_decoder->finish(direction);
}

bool ProtocolChooser::isFull() const
{
    return m_held.size() >= heldPieces || m_first[0].size() >= limits::undecidedBytes ||
           m_first[1].size() >= limits::undecidedBytes;
}

/// Over the directions: one that tells is enough.
Sniff ProtocolChooser::sniff(const ProtocolRow& row) const
{
    Sniff best = Sniff::No;
    for (const Direction direction : {Direction::Sent, Direction::Received}) {
        const QByteArray& first = m_first[size_t(direction)];
        best = std::max(best, first.isEmpty() ? Sniff::No : row.sniff(first, direction, m_facts));
    }
    return best;
}

const ProtocolRow* ProtocolChooser::byPort() const
{
    for (const quint16 port : {m_facts.peerPort, m_facts.localPort}) {
        for (const ProtocolRow& row : protocolTable()) {
            if (std::find(row.ports.begin(), row.ports.end(), port) != row.ports.end())
                return &row;
        }
    }
    return nullptr;
}

bool ProtocolChooser::isText() const
{
    return isPlainText(m_first[0]) && isPlainText(m_first[1]);
}

/// Null where more bytes are needed.
const ProtocolRow* ProtocolChooser::choose(bool mustDecide) const
{
    bool waits = m_first[0].isEmpty() && m_first[1].isEmpty();
    for (const ProtocolRow& row : protocolTable()) {
        const Sniff sniffed = sniff(row);
        if (sniffed == Sniff::Yes)
            return &row;
        waits = waits || sniffed == Sniff::NeedMore;
    }
    if (waits && !mustDecide)
        return nullptr;
    if (const ProtocolRow* row = byPort())
        return row;
    const ProtocolRow* lines = isText() ? protocolRow(Protocol::Lines) : nullptr;
    return lines != nullptr ? lines : protocolRow(Protocol::Unknown);
}

void ProtocolChooser::decide(bool mustDecide)
{
    if (m_decoder)
        return;
    const ProtocolRow* row = choose(mustDecide);
    if (row == nullptr)
        return;
    m_decoder = row->make(m_facts, m_wishes, m_sink);
    for (const Held& held : std::exchange(m_held, {})) {
        if (held.gap > 0)
            m_decoder->gap(held.direction, held.gap);
        else
            m_decoder->feed(held.direction, held.bytes);
    }
    m_first = {};
}

} // namespace wl
