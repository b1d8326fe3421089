// SPDX-License-Identifier: MIT
#include "capture/interfacetable.h"

#include "capture/pcapng.h"

namespace wl {

using namespace pcapng;

namespace {

constexpr qsizetype maximumLabelBytes = 1024;
constexpr char nanoseconds = 9; // if_tsresol: 10^-9 s

// Collects a block's body and options, then wraps it.
class BlockBuilder
{
public:
    explicit BlockBuilder(quint32 type)
        : m_type(type)
    {
    }

    template <typename T>
    BlockBuilder& number(T value)
    {
        value = qToLittleEndian(value);
        m_body.append(reinterpret_cast<const char*>(&value), sizeof value);
        return *this;
    }

    BlockBuilder& option(quint16 code, QByteArrayView value)
    {
        number(code).number(static_cast<quint16>(value.size()));
        m_body.append(value);
        return pad();
    }

    BlockBuilder& counter(quint16 code, quint64 value)
    {
        return number(code).number(quint16{8}).number(value);
    }

    // Statistics tell times as two halves, the high one first.
    BlockBuilder& time(quint16 code, qint64 ns)
    {
        const auto value = static_cast<quint64>(ns);
        number(code).number(quint16{8});
        return number(static_cast<quint32>(value >> 32)).number(static_cast<quint32>(value));
    }

    void write(BlockBuffer& buffer)
    {
        number(quint32{endOfOptions});
        const auto total = static_cast<quint32>(m_body.size() + minimumBlockBytes);
        char* out = buffer.reserve(total);
        put<quint32>(out, m_type);
        put<quint32>(out + 4, total);
        std::memcpy(out + 8, m_body.constData(), static_cast<size_t>(m_body.size()));
        put<quint32>(out + total - 4, total);
        buffer.advance(total);
    }

private:
    BlockBuilder& pad()
    {
        m_body.append(static_cast<qsizetype>(padded(static_cast<quint32>(m_body.size()))) - m_body.size(),
                      '\0');
        return *this;
    }

    quint32 m_type;
    QByteArray m_body;
};

void writeInterface(BlockBuffer& buffer, const InterfaceFacts& facts)
{
    BlockBuilder block(interfaceDescription);
    block.number(linkEthernet).number(quint16{0}).number(quint32{0}); // reserved; no limit on packet sizes
    const QByteArray name = facts.label.toUtf8().left(maximumLabelBytes);
    if (!name.isEmpty()) {
        block.option(interfaceName, name);
    }
    block.option(interfaceDetails, interfaceText(facts.transport, facts.role));
    block.option(interfaceResolution, QByteArrayView(&nanoseconds, 1));
    block.write(buffer);
}

void writeSectionHeader(BlockBuffer& buffer)
{
    BlockBuilder block(sectionHeader);
    block.number(byteOrderMagic).number(quint16{1}).number(quint16{0}).number(qint64{-1});
    block.option(sectionApplication, QByteArrayView("Wireloupe " WIRELOUPE_VERSION));
    block.option(comment, QByteArrayView("Packet headers are synthetic: Wireloupe records what programs send "
                                         "and receive, one record per read or write."));
    block.write(buffer);
}

} // namespace

QByteArray interfaceText(Transport transport, Role role)
{
    QByteArray text = transport == Transport::Udp ? "UDP" : "TCP";
    text += role == Role::Server ? " server" : " client";
    if (transport == Transport::Tls) {
        text += " (TLS, plaintext)";
    }
    return text;
}

bool parseInterfaceText(QByteArrayView text, Transport& transport, Role& role)
{
    for (const Transport t : {Transport::Tcp, Transport::Tls, Transport::Udp}) {
        for (const Role r : {Role::Server, Role::Client}) {
            if (text == interfaceText(t, r)) {
                transport = t;
                role = r;
                return true;
            }
        }
    }
    return false;
}

quint32 InterfaceTable::interfaceOf(const ConnectionInfo& info, BlockBuffer& buffer)
{
    const InterfaceFacts facts{info.endpoint, info.label, info.transport, info.role};
    const auto known = m_numbers.constFind(facts);
    if (known != m_numbers.constEnd()) {
        return *known;
    }
    const auto number = static_cast<quint32>(m_interfaces.size());
    m_numbers.insert(facts, number);
    m_interfaces.append(facts);
    m_counters.emplace_back();
    writeInterface(buffer, facts);
    return number;
}

void InterfaceTable::writeSection(BlockBuffer& buffer) const
{
    writeSectionHeader(buffer);
    for (const InterfaceFacts& facts : m_interfaces) {
        writeInterface(buffer, facts);
    }
}

void InterfaceTable::count(quint32 interface, qint64 timeNs, quint64 packets)
{
    Counters& counters = m_counters[interface];
    counters.received += packets;
    counters.lastNs = timeNs;
    if (counters.firstNs == 0) {
        counters.firstNs = timeNs;
    }
}

void InterfaceTable::countDropped(EndpointId endpoint, quint64 count)
{
    for (qsizetype i = 0; i < m_interfaces.size(); ++i) {
        if (m_interfaces[i].endpoint == endpoint) {
            m_counters[static_cast<size_t>(i)].dropped += count;
            return;
        }
    }
}

void InterfaceTable::writeStatistics(BlockBuffer& buffer) const
{
    for (size_t i = 0; i < m_counters.size(); ++i) {
        const Counters& counters = m_counters[i];
        BlockBuilder block(interfaceStatistics);
        const auto time = static_cast<quint64>(counters.lastNs);
        block.number(static_cast<quint32>(i));
        block.number(static_cast<quint32>(time >> 32)).number(static_cast<quint32>(time));
        if (counters.firstNs != 0) {
            block.time(statisticsStart, counters.firstNs).time(statisticsEnd, counters.lastNs);
        }
        block.counter(statisticsReceived, counters.received);
        block.counter(statisticsDropped, counters.dropped);
        block.write(buffer);
    }
}

} // namespace wl
