// SPDX-License-Identifier: MIT
#include "decode/dnsname.h"

#include "base/limits.h"

namespace wl {

namespace {

constexpr qsizetype maxNameBytes = 255; // RFC 1035 §2.3.4

/// RFC 1035 §5.1: how a label's bytes are written down.
void appendLabel(QByteArray& text, QByteArrayView label)
{
    if (!text.isEmpty())
        text += '.';
    for (const char c : label) {
        const auto byte = static_cast<quint8>(c);
        if (c == '.' || c == '\\')
            text += '\\';
        if (byte > 0x20 && byte < 0x7f)
            text += c;
        else
            text += '\\' + QByteArray::number(byte).rightJustified(3, '0');
    }
}

/// Follows a name through its pointers.
class NameWalk
{
public:
    explicit NameWalk(const ByteReader& reader)
        : m_reader(reader)
        , m_start(reader.position())
        , m_lowest(reader.position())
    {
    }

    DnsName run()
    {
        while (step()) {
        }
        if (m_end < 0)
            m_end = m_reader.position();
        m_name.range = m_reader.range(m_start, m_end - m_start);
        if (m_name.text.isEmpty() && m_name.problem.isEmpty())
            m_name.text = ".";
        return m_name;
    }
    [[nodiscard]] qsizetype end() const { return m_end; }

private:
    bool fail(const QString& problem, qsizetype at)
    {
        m_name.problem = problem;
        m_name.problemAt = m_reader.offsetOf(at);
        return false;
    }

    bool step()
    {
        const qsizetype at = m_reader.position();
        const quint8 length = m_reader.u8();
        if (m_reader.failed())
            return fail(QStringLiteral("a name goes beyond the message"), at);
        if (length == 0)
            return false;
        if (length >= 0xc0)
            return jump(at, length);
        if (length >= 0x40)
            return fail(QStringLiteral("a label of no known kind"), at);
        m_length += 1 + length;
        if (m_length >= maxNameBytes)
            return fail(QStringLiteral("a name longer than 255 bytes"), at);
        const QByteArrayView label = m_reader.bytes(length);
        if (m_reader.failed())
            return fail(QStringLiteral("a label goes beyond the message"), at);
        appendLabel(m_name.text, label);
        return true;
    }

    bool jump(qsizetype at, quint8 first)
    {
        const qsizetype target = (first & 0x3f) << 8 | m_reader.u8();
        if (m_reader.failed())
            return fail(QStringLiteral("a name goes beyond the message"), at);
        if (m_end < 0)
            m_end = m_reader.position();
        if (target >= m_lowest)
            return fail(QStringLiteral("a compression pointer that does not lead backwards"), at);
        if (++m_jumps > limits::dnsPointers)
            return fail(
                QStringLiteral("more than %1 compression pointers in a name").arg(limits::dnsPointers), at);
        m_lowest = target;
        m_reader.seek(target);
        return true;
    }

    ByteReader m_reader;
    DnsName m_name;
    qsizetype m_start;
    qsizetype m_lowest; // pointers must lead below it
    qsizetype m_end = -1;
    qsizetype m_length = 0;
    int m_jumps = 0;
};

} // namespace

DnsName readDnsName(ByteReader& reader)
{
    NameWalk walk(reader);
    DnsName name = walk.run();
    reader.seek(walk.end());
    return name;
}

} // namespace wl
