// SPDX-License-Identifier: MIT
#include "decode/dnsmessage.h"

#include "decode/dnsdata.h"
#include "decode/dnsname.h"

namespace wl {

namespace {

constexpr qsizetype headBytes = 12;
constexpr qsizetype infoAnswers = 4; // that the info line names

struct Head
{
    quint16 id = 0;
    quint16 flags = 0;
    std::array<quint16, 4> counts{}; // questions, answers, authority, additional

    [[nodiscard]] bool isResponse() const { return (flags & 0x8000) != 0; }
    [[nodiscard]] quint16 opcode() const { return flags >> 11 & 0xf; }
    [[nodiscard]] quint16 rcode() const { return flags & 0xf; }
};

Head readHead(ByteReader& reader)
{
    Head head;
    head.id = reader.u16();
    head.flags = reader.u16();
    for (quint16& count : head.counts)
        count = reader.u16();
    return head;
}

/// The part of a record or question that both have.
struct Entry
{
    DnsName name;
    quint16 type = 0;
    quint16 classOf = 0;
    quint32 ttl = 0;
    ByteReader data; // from the message's start, so that pointers can be followed, to the data's end
};

/// One message while it is taken apart.
class Parse
{
public:
    Parse(const ByteReader& reader, bool isMulticast, MessageBuilder& builder)
        : m_reader(reader)
        , m_builder(builder)
        , m_isMulticast(isMulticast)
        , m_wantsData(builder.wants("dns.answer") || builder.hasInfo())
    {
    }

    void run();

private:
    void addHead();
    void addFlag(int parent, QAnyStringView label, quint16 mask);
    [[nodiscard]] std::optional<Entry> readEntry(bool isQuestion);
    [[nodiscard]] bool question(int parent);
    [[nodiscard]] bool record(int section, int parent);
    void addEntry(const Entry& entry, int parent);
    void addEdns(const Entry& entry, int node);
    void setInfo();

    ByteReader m_reader;
    MessageBuilder& m_builder;
    bool m_isMulticast;
    bool m_wantsData;
    Head m_head;
    quint16 m_rcode = 0;
    int m_rcodeField = -1;
    qsizetype m_entryStart = 0;
    QString m_asked;
    QByteArrayList m_answers;
    qint64 m_answerCount = 0;
};

void Parse::addFlag(int parent, QAnyStringView label, quint16 mask)
{
    m_builder.add(nullptr, label, (m_head.flags & mask) != 0, m_reader.range(mask > 0xff ? 2 : 3, 1), parent);
}

void Parse::addHead()
{
    m_builder.add("dns.id", "ID", qint64{m_head.id}, m_reader.range(0, 2));
    const int flags = m_builder.addGroup("Flags", m_reader.range(2, 2));
    addFlag(flags, "Response", 0x8000);
    m_builder.addBytes(nullptr, "Opcode", DnsCodes::opcode(m_head.opcode()), m_reader.range(2, 1), flags);
    addFlag(flags, "Authoritative answer", 0x0400);
    addFlag(flags, "Truncated", 0x0200);
    addFlag(flags, "Recursion desired", 0x0100);
    addFlag(flags, "Recursion available", 0x0080);
    addFlag(flags, "Authentic data", 0x0020);
    addFlag(flags, "Checking disabled", 0x0010);
    m_rcode = m_head.rcode();
    if (m_head.isResponse())
        m_rcodeField = m_builder.addBytes("dns.rcode", "Response code", DnsCodes::rcode(m_rcode),
                                          m_reader.range(3, 1), flags);
}

void Parse::run()
{
    m_head = readHead(m_reader);
    if (m_reader.failed()) {
        m_builder.setProblem(QStringLiteral("shorter than the head of a DNS message"), m_reader.offset());
        return;
    }
    addHead();
    constexpr const char* sections[] = {"Questions", "Answers", "Authority", "Additional"};
    for (int section = 0; section < 4; ++section) {
        const quint16 count = m_head.counts[static_cast<std::size_t>(section)];
        const qsizetype start = m_reader.position();
        const int group =
            m_builder.hasTree() && count > 0
                ? m_builder.addGroup(
                      QStringLiteral("%1 (%2)").arg(QLatin1String(sections[section])).arg(count),
                      m_reader.since(start))
                : -1;
        bool isWhole = true;
        for (int i = 0; i < count && isWhole; ++i)
            isWhole = section == 0 ? question(group) : record(section, group);
        m_builder.setFieldRange(group, m_reader.since(start));
        if (!isWhole)
            break;
    }
    if (!m_builder.hasProblem() && !m_reader.isAtEnd())
        m_builder.setProblem(QStringLiteral("bytes behind the last record"), m_reader.offset());
    if (m_builder.hasInfo())
        setInfo();
}

std::optional<Entry> Parse::readEntry(bool isQuestion)
{
    m_entryStart = m_reader.position();
    Entry entry{readDnsName(m_reader), 0, 0, 0, m_reader};
    if (!entry.name.problem.isEmpty()) {
        m_builder.setProblem(entry.name.problem, entry.name.problemAt);
        return std::nullopt;
    }
    entry.type = m_reader.u16();
    entry.classOf = m_reader.u16();
    if (!isQuestion) {
        entry.ttl = m_reader.u32();
        const quint16 length = m_reader.u16();
        const qsizetype start = m_reader.position();
        (void)m_reader.bytes(length);
        entry.data = m_reader;
        entry.data.seek(0);
        entry.data = entry.data.sub(m_reader.position());
        entry.data.seek(start);
    }
    if (m_reader.failed()) {
        m_builder.setProblem(QStringLiteral("a record goes beyond the message"),
                             m_reader.offsetOf(m_entryStart));
        return std::nullopt;
    }
    return entry;
}

void Parse::addEntry(const Entry& entry, int parent)
{
    const qsizetype at = m_entryStart + entry.name.range.length;
    m_builder.addBytes("dns.name", "Name", entry.name.text, entry.name.range, parent);
    if (m_builder.wants("dns.type"))
        m_builder.add("dns.type", "Type", DnsCodes::type(entry.type), m_reader.range(at, 2), parent);
    if (!m_builder.hasTree() || entry.type == quint16(DnsType::Opt))
        return;
    const quint16 classOf = m_isMulticast ? entry.classOf & 0x7fff : entry.classOf;
    m_builder.add(nullptr, "Class", DnsCodes::classOf(classOf), m_reader.range(at + 2, 2), parent);
}

bool Parse::question(int parent)
{
    const std::optional<Entry> entry = readEntry(true);
    if (!entry)
        return false;
    const int node = m_builder.addGroup("Question", m_reader.since(m_entryStart), parent);
    addEntry(*entry, node);
    if (m_isMulticast && m_builder.hasTree())
        m_builder.add(nullptr, "Unicast answer", (entry->classOf & 0x8000) != 0,
                      m_reader.range(m_reader.position() - 2, 1), node);
    if (m_builder.hasInfo() && m_asked.isEmpty())
        m_asked = QLatin1String(DnsCodes::type(entry->type)) + u' ' + infoText(entry->name.text);
    return true;
}

bool Parse::record(int section, int parent)
{
    const std::optional<Entry> entry = readEntry(false);
    if (!entry)
        return false;
    const int node = m_builder.addGroup("Record", m_reader.since(m_entryStart), parent);
    addEntry(*entry, node);
    if (entry->type == quint16(DnsType::Opt)) {
        addEdns(*entry, node);
        return true;
    }
    const qsizetype data = entry->data.position();
    const bool isAnswer = section == 1;
    if (m_isMulticast)
        m_builder.add(nullptr, "Cache flush", (entry->classOf & 0x8000) != 0, m_reader.range(data - 8, 1),
                      node);
    m_builder.add(nullptr, "Time to live, seconds", qint64{entry->ttl}, m_reader.range(data - 6, 4), node);
    m_builder.add(nullptr, "Data length", qint64{entry->data.left()}, m_reader.range(data - 2, 2), node);
    m_answerCount += isAnswer ? 1 : 0;
    if (!m_wantsData || (!isAnswer && !m_builder.hasTree()))
        return true;
    const int field = m_builder.add(isAnswer ? "dns.answer" : nullptr, "Data", {},
                                    m_reader.range(data, entry->data.left()), node);
    const QByteArray text = decodeDnsData(DnsType{entry->type}, entry->data, m_builder, field);
    m_builder.setFieldValue(field, text);
    if (isAnswer && m_answers.size() < infoAnswers && m_builder.hasInfo())
        m_answers.append(text);
    return true;
}

/// RFC 6891 §6.1.2, §6.1.3: the class is a size, the time to live carries more of the response code.
void Parse::addEdns(const Entry& entry, int node)
{
    const qsizetype data = entry.data.position();
    m_builder.setFieldLabel(node, QStringLiteral("EDNS"));
    m_builder.add(nullptr, "UDP payload size", qint64{entry.classOf}, m_reader.range(data - 8, 2), node);
    m_builder.add(nullptr, "Higher bits of the response code", qint64{entry.ttl >> 24},
                  m_reader.range(data - 6, 1), node);
    m_builder.add(nullptr, "Version", qint64{entry.ttl >> 16 & 0xff}, m_reader.range(data - 5, 1), node);
    m_builder.add(nullptr, "DNSSEC OK", (entry.ttl & 0x8000) != 0, m_reader.range(data - 4, 1), node);
    m_rcode = static_cast<quint16>((entry.ttl >> 24) << 4 | m_head.rcode());
    if (m_rcodeField >= 0)
        m_builder.setFieldValue(m_rcodeField, DnsCodes::rcode(m_rcode));
    decodeEdnsOptions(entry.data, m_builder, node);
}

void Parse::setInfo()
{
    QString info = QLatin1String(DnsCodes::opcode(m_head.opcode()));
    if (m_head.isResponse())
        info += QStringLiteral(" response");
    if (m_rcode != 0 && m_head.isResponse())
        info += u' ' + QLatin1String(DnsCodes::rcode(m_rcode));
    if (!m_asked.isEmpty())
        info += u' ' + m_asked;
    if (!m_answers.isEmpty())
        info += QStringLiteral(": ") + infoText(m_answers.join(", "));
    if (m_answerCount > m_answers.size())
        info += QStringLiteral(", %1 more").arg(m_answerCount - m_answers.size());
    m_builder.setInfo(info);
}

bool isPlausible(const Head& head)
{
    constexpr quint16 maxQuestions = 16;
    constexpr quint16 maxRecords = 4096;
    const auto& counts = head.counts;
    const bool hasSense =
        head.opcode() <= 6 && head.opcode() != 3 && (head.flags & 0x40) == 0 && head.rcode() <= 10;
    return hasSense && counts[0] <= maxQuestions && counts[1] <= maxRecords && counts[2] <= maxRecords &&
           counts[3] <= maxRecords && counts[0] + counts[1] + counts[3] > 0;
}

/// Goes over a question or record; false where it is not whole.
bool skipEntry(ByteReader& reader, bool isQuestion)
{
    if (!readDnsName(reader).problem.isEmpty())
        return false;
    (void)reader.bytes(isQuestion ? 4 : 8);
    if (!isQuestion)
        (void)reader.bytes(reader.u16());
    return !reader.failed();
}

} // namespace

void decodeDnsMessage(ByteReader bytes, bool isMulticast, MessageBuilder& builder)
{
    Parse(bytes, isMulticast, builder).run();
}

std::optional<bool> isDnsMessage(QByteArrayView bytes, qsizetype length)
{
    constexpr qsizetype enough = 512; // a question is at most 259 bytes
    if (length <= headBytes)
        return false;
    if (bytes.size() < headBytes)
        return std::nullopt;
    ByteReader reader(bytes.first(std::min(bytes.size(), length)), 0);
    const Head head = readHead(reader);
    if (!isPlausible(head))
        return false;
    const bool isWhole = reader.all().size() == length;
    if (!isWhole && bytes.size() < enough)
        return std::nullopt;
    const int entries = head.counts[0] + head.counts[1] + head.counts[2] + head.counts[3];
    for (int i = 0; i < (isWhole ? entries : 1); ++i) {
        if (!skipEntry(reader, i < head.counts[0]))
            return false;
    }
    return !isWhole || reader.isAtEnd();
}

} // namespace wl
