// SPDX-License-Identifier: MIT
#include "capture/captureloader.h"

#include "capture/pcapng.h"

#include <limits>

namespace wl {

using namespace pcapng;

namespace {

constexpr quint16 interfaceTimeOffset = 14;
constexpr qint64 billion = 1'000'000'000;
constexpr qint64 greatest = std::numeric_limits<qint64>::max();

quint64 saturatedProduct(quint64 a, quint64 b)
{
    const auto limit = static_cast<quint64>(greatest);
    return a != 0 && b > limit / a ? limit : a * b;
}

quint64 powerOfTen(int exponent)
{
    quint64 power = 1;
    for (int i = 0; i < exponent; ++i) {
        power = saturatedProduct(power, 10);
    }
    return power;
}

tl::unexpected<Error> malformed(const Block& block, const QString& reason)
{
    return fail(ErrorCode::FileMalformed, QStringLiteral("offset %1: %2").arg(block.offset).arg(reason));
}

} // namespace

qint64 TimeScale::nanoseconds(quint64 units) const
{
    quint64 ns = 0;
    if (isBinary) {
        const quint64 seconds = exponent < 64 ? units >> exponent : 0;
        quint64 fraction = exponent < 64 ? units - (seconds << exponent) : units;
        int bits = exponent;
        if (bits > 32) { // 32 bits are finer than a nanosecond, and the product fits
            fraction = bits - 32 < 64 ? fraction >> (bits - 32) : 0;
            bits = 32;
        }
        ns = saturatedProduct(seconds, billion);
        ns = std::min<quint64>(ns + (fraction * billion >> bits), static_cast<quint64>(greatest));
    } else if (exponent <= 9) {
        ns = saturatedProduct(units, powerOfTen(9 - exponent));
    } else if (exponent <= 27) { // finer ones do not reach a nanosecond in 64 bits
        ns = units / powerOfTen(exponent - 9);
    }
    ns = std::min(ns, static_cast<quint64>(greatest));
    const qint64 limit = greatest / billion;
    const qint64 offset = std::clamp(offsetSeconds, -limit, limit) * billion;
    const auto value = static_cast<qint64>(ns);
    return offset > greatest - value ? greatest : value + offset;
}

CaptureLoader::CaptureLoader(RestoredTables& tables, PositionReader read, ForeignRestorer::Keep keep)
    : m_tables(tables)
    , m_own(tables)
    , m_foreign(tables, std::move(read), std::move(keep))
{
}

void CaptureLoader::beginFile(quint64 position)
{
    m_filePosition = position;
}

void CaptureLoader::finish()
{
    m_own.finish();
    m_foreign.finish();
}

void CaptureLoader::pcap(quint16 linkType)
{
    m_own.finish();
    m_isOurs = false;
    Interface interface;
    interface.linkType = linkType;
    m_interfaces.clear();
    interface.number = numberOf({});
    m_interfaces.append(interface);
}

/// Of a packet at this offset of the file. Errors: TooLarge.
Result<void> CaptureLoader::checkRoom(qint64 offset) const
{
    const QString tooMany = m_tables.tooMany();
    if (tooMany.isEmpty()) {
        return {};
    }
    return fail(ErrorCode::TooLarge,
                QStringLiteral("offset %1: more %2 than can be listed").arg(offset).arg(tooMany));
}

Result<void> CaptureLoader::pcapPacket(const PcapPacket& packet)
{
    if (const auto room = checkRoom(packet.offset); !room) {
        return room;
    }
    ++m_packets;
    PacketFacts facts;
    facts.position = m_filePosition + static_cast<quint64>(packet.offset);
    facts.blockBytes = PcapReader::packetHead + static_cast<quint32>(packet.bytes.size());
    facts.timeNs = packet.timeNs;
    facts.interface = m_interfaces.front().number;
    facts.packetOffset = PcapReader::packetHead;
    facts.originalBytes = packet.originalBytes;
    facts.packet = parsePacket(m_interfaces.front().linkType, packet.bytes);
    m_foreign.packet(facts);
    return {};
}

Result<void> CaptureLoader::block(const Block& block)
{
    switch (block.type) {
    case sectionHeader: section(block); return {};
    case interfaceDescription: return interface(block);
    case enhancedPacket: return enhanced(block);
    case simplePacket: return simple(block);
    case obsoletePacket: return obsolete(block);
    default: return {};
    }
}

void CaptureLoader::section(const Block& block)
{
    m_own.finish();
    m_interfaces.clear();
    m_isOurs = false;
    // After byte-order magic, version and section length.
    OptionReader options(block.body.sliced(std::min<qsizetype>(16, block.body.size())), block.numbers);
    while (const auto option = options.next()) {
        if (option->code == sectionApplication && option->value.startsWith("Wireloupe ")) {
            m_isOurs = true;
        }
    }
}

Result<void> CaptureLoader::interface(const Block& block)
{
    if (block.body.size() < 8) {
        return malformed(block, QStringLiteral("interface description cut short"));
    }
    Interface interface;
    interface.linkType = block.numbers.u16(block.body, 0);
    interface.snapBytes = block.numbers.u32(block.body, 4);
    InterfaceFacts facts;
    QByteArrayView text;
    OptionReader options(block.body.sliced(8), block.numbers);
    while (const auto option = options.next()) {
        const QByteArrayView value = option->value;
        if (option->code == interfaceName) {
            facts.label = QString::fromUtf8(value);
        } else if (option->code == interfaceDetails) {
            text = value;
        } else if (option->code == interfaceResolution && value.size() == 1) {
            interface.scale.isBinary = (value[0] & 0x80) != 0;
            interface.scale.exponent = value[0] & 0x7F;
        } else if (option->code == interfaceTimeOffset && value.size() == 8) {
            const quint64 low = block.numbers.u32(value, 0);
            const quint64 high = block.numbers.u32(value, 4);
            const bool isLowFirst = block.numbers.isLittleEndian();
            interface.scale.offsetSeconds =
                static_cast<qint64>(isLowFirst ? high << 32 | low : low << 32 | high);
        }
    }
    const bool isOurs = m_isOurs && parseInterfaceText(text, facts.transport, facts.role);
    if (facts.label.isEmpty() && !isOurs) {
        facts.label = QString::fromUtf8(text);
    }
    interface.number = numberOf(facts);
    m_interfaces.append(interface);
    return {};
}

// The segments of a capture of ours repeat its interfaces in order: the same number is the same interface.
quint32 CaptureLoader::numberOf(const InterfaceFacts& facts)
{
    const qsizetype here = m_interfaces.size();
    if (m_isOurs && here < m_known.size() && m_known[here] == facts) {
        return m_knownNumbers[here];
    }
    const quint32 number = m_interfaceCount++;
    m_tables.addInterface(facts);
    if (m_isOurs) {
        m_known.resize(here);
        m_knownNumbers.resize(here);
        m_known.append(facts);
        m_knownNumbers.append(number);
    }
    return number;
}

const CaptureLoader::Interface* CaptureLoader::interfaceAt(quint32 number) const
{
    return number < static_cast<quint32>(m_interfaces.size()) ? &m_interfaces[number] : nullptr;
}

quint32 CaptureLoader::unknownInterface()
{
    if (!m_unknown) {
        m_unknown = m_interfaceCount++;
        m_tables.addInterface({});
    }
    return *m_unknown;
}

Result<void> CaptureLoader::enhanced(const Block& block)
{
    if (block.body.size() < 20) {
        return malformed(block, QStringLiteral("packet block cut short"));
    }
    const SectionReader& numbers = block.numbers;
    PacketPlace place{interfaceAt(numbers.u32(block.body, 0)), 20, numbers.u32(block.body, 12),
                      numbers.u32(block.body, 16)};
    const quint64 time = quint64{numbers.u32(block.body, 4)} << 32 | numbers.u32(block.body, 8);
    return packet(block, place, time);
}

// As enhanced, but for 16 bits of interface and 16 of dropped packets.
Result<void> CaptureLoader::obsolete(const Block& block)
{
    if (block.body.size() < 20) {
        return malformed(block, QStringLiteral("packet block cut short"));
    }
    const SectionReader& numbers = block.numbers;
    PacketPlace place{interfaceAt(numbers.u16(block.body, 0)), 20, numbers.u32(block.body, 12),
                      numbers.u32(block.body, 16)};
    const quint64 time = quint64{numbers.u32(block.body, 4)} << 32 | numbers.u32(block.body, 8);
    return packet(block, place, time);
}

Result<void> CaptureLoader::simple(const Block& block)
{
    if (block.body.size() < 4) {
        return malformed(block, QStringLiteral("packet block cut short"));
    }
    const Interface* interface = interfaceAt(0);
    const quint32 original = block.numbers.u32(block.body, 0);
    quint32 captured = std::min(original, static_cast<quint32>(block.body.size() - 4));
    if (interface && interface->snapBytes != 0) {
        captured = std::min(captured, interface->snapBytes);
    }
    return packet(block, {interface, 4, captured, original}, std::nullopt);
}

Result<void> CaptureLoader::packet(const Block& block, const PacketPlace& place, std::optional<quint64> time)
{
    if (place.captured > block.body.size() - place.dataAt) {
        return malformed(
            block, QStringLiteral("captured length %1 is more than the block holds").arg(place.captured));
    }
    if (const auto room = checkRoom(block.offset); !room) {
        return room;
    }
    ++m_packets;
    PacketFacts facts;
    facts.position = m_filePosition + static_cast<quint64>(block.offset);
    facts.blockBytes = block.size;
    facts.originalBytes = place.original;
    facts.packetOffset = static_cast<quint32>(place.dataAt + 8);
    facts.interface = place.interface ? place.interface->number : unknownInterface();
    if (time) {
        m_lastNs = (place.interface ? place.interface->scale : TimeScale()).nanoseconds(*time);
    }
    facts.timeNs = m_lastNs; // a simple packet has none of its own
    const QByteArrayView bytes = block.body.sliced(place.dataAt, place.captured);
    if (place.interface) {
        facts.packet = parsePacket(place.interface->linkType, bytes);
    }
    if (time) {
        readOptions(block, place.dataAt + static_cast<qsizetype>(padded(place.captured)), facts);
    }
    restore(facts);
    return {};
}

void CaptureLoader::readOptions(const Block& block, qsizetype at, PacketFacts& facts)
{
    if (at >= block.body.size()) {
        return;
    }
    OptionReader options(block.body.sliced(at), block.numbers);
    while (const auto option = options.next()) {
        if (option->code == packetFlags && option->value.size() == 4) {
            const quint32 direction = block.numbers.u32(option->value, 0) & 3;
            if (direction == flagInbound || direction == flagOutbound) {
                facts.direction = direction == flagInbound ? Direction::Received : Direction::Sent;
            }
        } else if (option->code == comment && m_isOurs && facts.comment.isEmpty() &&
                   OwnRestorer::isEvent(facts.packet, option->value)) {
            facts.comment = option->value;
            facts.commentOffset = static_cast<quint32>(option->value.data() - block.body.data() + 8);
        } else if (option->code == comment) {
            m_tables.addComment(facts.position, option->value);
            facts.hasComments = true;
        }
    }
}

void CaptureLoader::restore(const PacketFacts& facts)
{
    if (m_isOurs) {
        m_own.packet(facts);
    } else {
        m_foreign.packet(facts);
    }
}

} // namespace wl
