// SPDX-License-Identifier: MIT
#pragma once

#include "tests/capture/capturekit.h"
#include "tests/capture/foreignkit.h"

#include <deque>
#include <random>

namespace wl::kit {

/// How bad the network and the capture are, in percent of the segments.
struct TalkFaults
{
    int delayed = 0;     ///< captured after some that were sent later
    int repeated = 0;    ///< captured twice
    int merged = 0;      ///< lost, and sent again together with the next one
    int overlapping = 0; ///< begin with bytes that were sent before, others than then
    int missing = 0;     ///< arrived but are not in the capture
    int probes = 0;      ///< keep-alive probes between them
};

/// A TCP conversation as a capture of a bad network has it, the same one for the same seed.
class TcpTalk
{
public:
    TcpTalk(quint32 seed, const TalkFaults& faults, bool hasHandshake = true)
        : m_random(seed)
        , m_faults(faults)
    {
        for (size_t side = 0; side < 2; ++side) {
            // Close to where sequence numbers wrap.
            m_sides[side].first = 0U - static_cast<quint32>(upTo(30'000));
            m_sides[side].bytes = pattern(20'000 + upTo(40'000), seed * 2 + static_cast<quint32>(side));
            plan(m_sides[side]);
        }
        if (hasHandshake) {
            handshake();
        }
        talk();
        end();
    }

    [[nodiscard]] const QList<TcpPacket>& packets() const { return m_packets; }
    [[nodiscard]] const QByteArray& sent(bool byClient) const { return m_sides[byClient ? 0 : 1].bytes; }

private:
    struct Piece
    {
        qsizetype begin = 0;
        QByteArray bytes;
        bool isCaptured = true;
        bool isProbe = false;
    };
    struct Side
    {
        quint32 first = 0; ///< sequence number of the first byte
        QByteArray bytes;
        std::deque<Piece> pieces; ///< in the order of the capture
        QByteArray arrived;       ///< one flag a byte
        qsizetype acknowledged = 0;
    };

    int upTo(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(int percent) { return upTo(100) < percent; }

    void plan(Side& side)
    {
        side.arrived = QByteArray(side.bytes.size(), '\0');
        std::deque<Piece> late;
        for (qsizetype at = 0; at < side.bytes.size();) {
            const qsizetype size = std::min<qsizetype>(1 + upTo(1460), side.bytes.size() - at);
            Piece piece{at, side.bytes.mid(at, size)};
            if (chance(m_faults.probes) && at > 0) {
                side.pieces.push_back({at - 1, QByteArray(1, '\0'), true, true});
            }
            if (chance(m_faults.delayed)) {
                late.push_back(piece);
            } else if (chance(m_faults.merged)) {
                piece.bytes = side.bytes.mid(at, size + upTo(2'000));
                late.push_back(piece);
            } else {
                if (chance(m_faults.overlapping) && at > 60) {
                    piece.begin -= 50;
                    piece.bytes.prepend(QByteArray(50, '?'));
                }
                piece.isCaptured = !chance(m_faults.missing);
                side.pieces.push_back(piece);
                if (chance(m_faults.repeated)) {
                    late.push_back(piece);
                }
            }
            at += size;
            while (!late.empty() && (chance(30) || at == side.bytes.size())) {
                side.pieces.push_back(late.front());
                late.pop_front();
            }
        }
    }

    void add(bool fromClient, int flags, quint32 offset, const QByteArray& payload = {})
    {
        const Side& own = m_sides[fromClient ? 0 : 1];
        Side& other = m_sides[fromClient ? 1 : 0];
        while (other.acknowledged < other.arrived.size() && other.arrived[other.acknowledged] != 0) {
            ++other.acknowledged;
        }
        TcpPacket packet;
        packet.fromClient = fromClient;
        packet.sequence = own.first + offset;
        packet.acknowledged =
            (flags & Ack) != 0 ? other.first + static_cast<quint32>(other.acknowledged) + m_finSeen : 0;
        packet.flags = flags;
        packet.payload = payload;
        m_packets.append(packet);
    }

    void handshake()
    {
        add(true, Syn, 0U - 1);
        add(false, Syn | Ack, 0U - 1);
        add(true, Ack, 0);
    }

    void talk()
    {
        while (!m_sides[0].pieces.empty() || !m_sides[1].pieces.empty()) {
            const bool byClient = m_sides[1].pieces.empty() || (!m_sides[0].pieces.empty() && chance(50));
            Side& side = m_sides[byClient ? 0 : 1];
            const Piece piece = side.pieces.front();
            side.pieces.pop_front();
            if (!piece.isProbe) {
                side.arrived.replace(piece.begin, piece.bytes.size(), QByteArray(piece.bytes.size(), 1));
            }
            if (piece.isCaptured) {
                add(byClient, Psh | Ack, static_cast<quint32>(piece.begin), piece.bytes);
            }
            if (chance(30)) {
                add(!byClient, Ack, place(!byClient));
            }
        }
    }

    // Where a side's next byte would be.
    [[nodiscard]] quint32 place(bool client) const
    {
        const Side& side = m_sides[client ? 0 : 1];
        return static_cast<quint32>(side.pieces.empty() ? side.bytes.size() : side.pieces.front().begin);
    }

    void end()
    {
        add(true, Ack, place(true));
        add(false, Ack, place(false));
        add(true, Fin | Ack, place(true));
        m_finSeen = 1;
        add(false, Fin | Ack, place(false));
        add(true, Ack, place(true) + 1);
    }

    std::mt19937 m_random;
    TalkFaults m_faults;
    std::array<Side, 2> m_sides;
    QList<TcpPacket> m_packets;
    quint32 m_finSeen = 0;
};

} // namespace wl::kit
