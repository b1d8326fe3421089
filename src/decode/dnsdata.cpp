// SPDX-License-Identifier: MIT
#include "decode/dnsdata.h"

#include "decode/dnsname.h"

#include <QHostAddress>

namespace wl {

namespace {

/// Reads the parts of a record's data one by one into a text and the tree.
class DataReader
{
public:
    DataReader(ByteReader reader, MessageBuilder& builder, int parent)
        : m_reader(reader)
        , m_builder(builder)
        , m_parent(parent)
    {
    }

    void address(qsizetype size)
    {
        const qsizetype start = m_reader.position();
        const QByteArrayView bytes = m_reader.bytes(size);
        if (bytes.size() != size)
            return;
        const QHostAddress host = size == 4 ? QHostAddress(ByteReader(bytes, 0).u32())
                                            : QHostAddress(reinterpret_cast<const quint8*>(bytes.data()));
        part("Address", host.toString().toLatin1(), start);
    }

    void name(QAnyStringView label)
    {
        const qsizetype start = m_reader.position();
        const DnsName name = readDnsName(m_reader);
        if (!name.problem.isEmpty())
            m_builder.setProblem(name.problem, name.problemAt);
        part(label, name.text, start);
    }

    void number(QAnyStringView label, qsizetype size)
    {
        const qsizetype start = m_reader.position();
        const quint32 value = size == 1 ? m_reader.u8() : size == 2 ? m_reader.u16() : m_reader.u32();
        if (m_reader.failed())
            return;
        append(QByteArray::number(value));
        m_builder.add(nullptr, label, qint64{value}, m_reader.since(start), m_parent);
    }

    void string(QAnyStringView label)
    {
        const qsizetype start = m_reader.position();
        const QByteArrayView text = m_reader.bytes(m_reader.u8());
        part(label, text.toByteArray(), start);
    }

    void strings()
    {
        while (!m_reader.isAtEnd() && !m_reader.failed())
            string("Text");
    }

    void rest(QAnyStringView label)
    {
        const qsizetype start = m_reader.position();
        part(label, m_reader.rest().toByteArray(), start);
    }

    void hex(QAnyStringView label)
    {
        const qsizetype start = m_reader.position();
        const QByteArrayView bytes = m_reader.rest();
        append(bytes.toByteArray().toHex());
        m_builder.addBytes(nullptr, label, bytes, m_reader.since(start), m_parent);
    }

    QByteArray finish()
    {
        if (m_reader.failed())
            m_builder.setProblem(QStringLiteral("the data of a record ends too early"), m_reader.offset());
        else if (!m_reader.isAtEnd())
            m_builder.setProblem(QStringLiteral("bytes behind the data of a record"), m_reader.offset());
        return m_text;
    }

private:
    void append(const QByteArray& text)
    {
        if (!m_text.isEmpty())
            m_text += ' ';
        m_text += text;
    }
    void part(QAnyStringView label, const QByteArray& text, qsizetype start)
    {
        if (m_reader.failed())
            return;
        append(text);
        m_builder.addBytes(nullptr, label, text, m_reader.since(start), m_parent);
    }

    ByteReader m_reader;
    MessageBuilder& m_builder;
    int m_parent;
    QByteArray m_text;
};

void readSoa(DataReader& data) // RFC 1035 §3.3.13
{
    data.name("Primary server");
    data.name("Mailbox");
    data.number("Serial", 4);
    data.number("Refresh", 4);
    data.number("Retry", 4);
    data.number("Expire", 4);
    data.number("Minimum", 4);
}

void readSrv(DataReader& data) // RFC 2782
{
    data.number("Priority", 2);
    data.number("Weight", 2);
    data.number("Port", 2);
    data.name("Target");
}

void readDs(DataReader& data) // RFC 4034 §5.1
{
    data.number("Key tag", 2);
    data.number("Algorithm", 1);
    data.number("Digest type", 1);
    data.hex("Digest");
}

void readCaa(DataReader& data) // RFC 8659 §4.1
{
    data.number("Flags", 1);
    data.string("Tag");
    data.rest("Value");
}

} // namespace

QByteArray decodeDnsData(DnsType type, ByteReader reader, MessageBuilder& builder, int parent)
{
    if (reader.isAtEnd()) // an update or a probe may carry none (RFC 2136 §2.4)
        return {};
    DataReader data(reader, builder, parent);
    switch (type) {
    case DnsType::A: data.address(4); break;
    case DnsType::Aaaa: data.address(16); break; // RFC 3596
    case DnsType::Ns:
    case DnsType::Cname:
    case DnsType::Dname:
    case DnsType::Ptr: data.name("Name"); break;
    case DnsType::Mx:
        data.number("Preference", 2);
        data.name("Exchange");
        break;
    case DnsType::Txt: data.strings(); break;
    case DnsType::Soa: readSoa(data); break;
    case DnsType::Srv: readSrv(data); break;
    case DnsType::Ds: readDs(data); break;
    case DnsType::Caa: readCaa(data); break;
    default: data.hex("Data");
    }
    return data.finish();
}

void decodeEdnsOptions(ByteReader reader, MessageBuilder& builder, int parent)
{
    while (!reader.isAtEnd() && !reader.failed()) {
        const qsizetype start = reader.position();
        const quint16 code = reader.u16();
        const QByteArrayView value = reader.bytes(reader.u16());
        if (reader.failed())
            builder.setProblem(QStringLiteral("an EDNS option is longer than its record"),
                               reader.offsetOf(start));
        else if (builder.hasTree())
            builder.addBytes(nullptr, QLatin1String(DnsCodes::option(code)), value, reader.since(start),
                             parent);
    }
}

} // namespace wl
