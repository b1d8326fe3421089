// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QtEndian>

#include <array>

/// Captures that another program could have made: classic pcap files of TCP packets.
namespace wl::kit {

template <typename T>
QByteArray bytesOf(T value)
{
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

template <typename T>
QByteArray big(T value)
{
    return bytesOf(qToBigEndian(value));
}

enum TcpFlag : quint8 { Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16 };

/// One TCP packet of a talk between a client (10.0.0.1:40001) and a server (10.0.0.2:7407).
struct TcpPacket
{
    bool fromClient = true;
    quint32 sequence = 0;
    quint32 acknowledged = 0;
    int flags = Ack;
    QByteArray payload = {};
    int captured = -1; ///< bytes of the payload that the file has; all of them

    [[nodiscard]] QByteArray frame() const
    {
        const QByteArray client = QByteArray::fromHex("0a000001");
        const QByteArray server = QByteArray::fromHex("0a000002");
        const quint16 clientPort = 40'001;
        const quint16 serverPort = 7407;
        const QByteArray tcp = big(fromClient ? clientPort : serverPort) +
                               big(fromClient ? serverPort : clientPort) + big(sequence) + big(acknowledged) +
                               '\x50' + static_cast<char>(flags) + big(quint16{0xFFFF}) + QByteArray(4, '\0');
        const auto total = static_cast<quint16>(20 + tcp.size() + payload.size());
        return QByteArray::fromHex("020000000002"
                                   "020000000001"
                                   "0800"
                                   "4500") +
               big(total) +
               QByteArray::fromHex("00004000"
                                   "4006"
                                   "0000") +
               (fromClient ? client + server : server + client) + tcp + payload;
    }
};

/// The file header and packets of classic pcap.
class PcapMaker
{
public:
    explicit PcapMaker(bool isBig = false, quint32 magic = 0xA1B2C3D4)
        : m_isBig(isBig)
        , m_magic(magic)
    {
    }

    [[nodiscard]] QByteArray number(quint32 value) const
    {
        return bytesOf(m_isBig ? qToBigEndian(value) : qToLittleEndian(value));
    }
    [[nodiscard]] QByteArray head(quint32 linkType = 1) const
    {
        const QByteArray version =
            m_isBig ? QByteArray::fromHex("00020004") : QByteArray::fromHex("02000400");
        return number(m_magic) + version + number(0) + number(0) + number(262'144) + number(linkType);
    }
    /// `captured` bytes of the frame; −1 for all.
    [[nodiscard]] QByteArray packet(quint32 seconds, quint32 fraction, const QByteArray& frame,
                                    qsizetype captured = -1) const
    {
        const QByteArray kept = captured < 0 ? frame : frame.left(captured);
        return number(seconds) + number(fraction) + number(static_cast<quint32>(kept.size())) +
               number(static_cast<quint32>(frame.size())) + kept;
    }

private:
    bool m_isBig;
    quint32 m_magic;
};

/// A classic pcap file of the packets, one a millisecond.
inline QByteArray pcapOf(const QList<TcpPacket>& packets)
{
    const PcapMaker make;
    QByteArray file = make.head();
    quint32 time = 0;
    for (const TcpPacket& packet : packets) {
        const QByteArray frame = packet.frame();
        const qsizetype captured =
            packet.captured < 0 ? -1 : frame.size() - packet.payload.size() + packet.captured;
        file += make.packet(1'700'000'000 + time / 1000, time % 1000 * 1000, frame, captured);
        ++time;
    }
    return file;
}

inline bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace wl::kit
