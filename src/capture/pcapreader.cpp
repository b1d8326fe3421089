// SPDX-License-Identifier: MIT
#include "capture/pcapreader.h"

#include "base/limits.h"

#include <QtEndian>

namespace wl {

namespace {

// draft-ietf-opsawg-pcap section 4; the others as in libpcap's sf-pcap.c.
constexpr quint32 microseconds = 0xA1B2C3D4;
constexpr quint32 nanoseconds = 0xA1B23C4D;
constexpr quint32 modified = 0xA1B2CD34; // Kuznetzov's: longer packet headers
constexpr quint32 ixiaHardware = 0x1C0001AC;
constexpr quint32 ixiaSoftware = 0x1C0001AB;
constexpr quint32 navtel = 0xA12B3C4D;

constexpr qsizetype fileHead = 24;
constexpr quint32 linkTypeBits = 0xFFFF; // above them: length of the frame check sequence
constexpr qint64 billion = 1'000'000'000;

bool isUsual(quint32 magic)
{
    return magic == microseconds || magic == nanoseconds;
}

bool isUnusual(quint32 magic)
{
    return magic == modified || magic == ixiaHardware || magic == ixiaSoftware || magic == navtel;
}

} // namespace

bool PcapReader::isPcap(QByteArrayView start)
{
    if (start.size() < 4) {
        return false;
    }
    const auto little = qFromLittleEndian<quint32>(start.data());
    const auto big = qFromBigEndian<quint32>(start.data());
    return isUsual(little) || isUnusual(little) || isUsual(big) || isUnusual(big);
}

quint32 PcapReader::number(QByteArrayView bytes, qsizetype at) const
{
    const char* from = bytes.data() + at;
    return m_isBig ? qFromBigEndian<quint32>(from) : qFromLittleEndian<quint32>(from);
}

tl::unexpected<Error> PcapReader::malformed(const QString& reason) const
{
    return fail(ErrorCode::FileMalformed, QStringLiteral("offset %1: %2").arg(m_offset).arg(reason));
}

Result<void> PcapReader::begin()
{
    const auto head = m_window.view(0, fileHead);
    if (!head) {
        return tl::make_unexpected(head.error());
    }
    if (head->size() < fileHead) {
        return malformed(
            QStringLiteral("pcap header cut short: %1 of %2 bytes").arg(head->size()).arg(fileHead));
    }
    const auto big = qFromBigEndian<quint32>(head->data());
    m_isBig = isUsual(big) || isUnusual(big);
    const quint32 magic = number(*head, 0);
    if (!isUsual(magic)) {
        return malformed(QStringLiteral("a modified kind of pcap (magic 0x%1) is not read; editcap or "
                                        "mergecap of Wireshark can convert it")
                             .arg(magic, 8, 16, QLatin1Char('0')));
    }
    const quint32 version = number(*head, 4);
    const quint32 major = m_isBig ? version >> 16 : version & 0xFFFF;
    if (major != 2) {
        return malformed(QStringLiteral("pcap of version %1").arg(major));
    }
    m_isNanoseconds = magic == nanoseconds;
    m_linkType = static_cast<quint16>(number(*head, 20) & linkTypeBits);
    m_offset = fileHead;
    return {};
}

Result<std::optional<PcapPacket>> PcapReader::next()
{
    const auto head = m_window.view(m_offset, packetHead);
    if (!head) {
        return tl::make_unexpected(head.error());
    }
    if (head->isEmpty()) {
        return std::nullopt;
    }
    if (head->size() < packetHead) {
        return malformed(QStringLiteral("packet cut short: %1 bytes left").arg(head->size()));
    }
    PcapPacket packet;
    packet.offset = m_offset;
    const qint64 fraction = number(*head, 4);
    packet.timeNs = number(*head, 0) * billion + (m_isNanoseconds ? fraction : fraction * 1000);
    const quint32 captured = number(*head, 8);
    packet.originalBytes = number(*head, 12);
    if (captured > limits::pcapngBlockBytes) {
        return malformed(QStringLiteral("captured length %1 is over the limit of %2")
                             .arg(captured)
                             .arg(limits::pcapngBlockBytes));
    }
    const auto whole = m_window.view(m_offset, qint64{packetHead} + captured);
    if (!whole) {
        return tl::make_unexpected(whole.error());
    }
    packet.bytes = whole->sliced(packetHead);
    if (packet.bytes.size() < captured) {
        return malformed(
            QStringLiteral("packet cut short: %1 of %2 bytes").arg(packet.bytes.size()).arg(captured));
    }
    m_offset += whole->size();
    return packet;
}

} // namespace wl
