// SPDX-License-Identifier: MIT
#include "decode/syslogmessage.h"

namespace wl {

namespace {

constexpr const char* facilities[] = {"kern",   "user",   "mail",   "daemon", "auth",     "syslog",
                                      "lpr",    "news",   "uucp",   "cron",   "authpriv", "ftp",
                                      "ntp",    "audit",  "alert",  "clock",  "local0",   "local1",
                                      "local2", "local3", "local4", "local5", "local6",   "local7"};
constexpr const char* severities[] = {"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};
constexpr QByteArrayView months("JanFebMarAprMayJunJulAugSepOctNovDec");
constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");
constexpr qsizetype stampBytes = 15; // "Oct 11 22:14:15" (RFC 3164 §4.1.2)

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// One message while it is taken apart.
class Parse
{
public:
    Parse(const ByteReader& reader, MessageBuilder& builder)
        : m_reader(reader)
        , m_builder(builder)
    {
    }

    void run();

private:
    [[nodiscard]] QByteArrayView rest() const { return m_reader.all().sliced(m_reader.position()); }
    [[nodiscard]] bool priority();
    QByteArrayView word(const char* name, QAnyStringView label);
    void modern();
    void structuredData();
    [[nodiscard]] bool element(int parent);
    [[nodiscard]] bool parameter(int parent);
    void old();
    void stamp();
    void tag();
    void message();
    void skipSpace();

    ByteReader m_reader;
    MessageBuilder& m_builder;
    QString m_info;
};

bool Parse::priority()
{
    const qsizetype size = syslogPriorityBytes(m_reader.all());
    if (size == 0)
        return false;
    const int value = m_reader.all().sliced(1, size - 2).toInt();
    (void)m_reader.bytes(size);
    const ByteRange range = m_reader.since(0);
    const char* facility = facilities[value / 8];
    const char* severity = severities[value % 8];
    const int group = m_builder.add(nullptr, "Priority", qint64{value}, range);
    m_builder.addBytes("syslog.facility", "Facility", facility, range, group);
    m_builder.addBytes("syslog.severity", "Severity", severity, range, group);
    if (m_builder.hasInfo())
        m_info = QLatin1String(facility) + u'.' + QLatin1String(severity);
    return true;
}

/// A word up to a space, which is taken too. "-" stands for none (RFC 5424 §6, NILVALUE).
QByteArrayView Parse::word(const char* name, QAnyStringView label)
{
    const qsizetype start = m_reader.position();
    const qsizetype space = rest().indexOf(' ');
    const QByteArrayView value = m_reader.bytes(space < 0 ? m_reader.left() : space);
    if (value.isEmpty())
        m_builder.setProblem(QStringLiteral("a word of the header is missing"), m_reader.offsetOf(start));
    else if (value != "-")
        m_builder.addBytes(name, label, value, m_reader.since(start));
    skipSpace();
    return value;
}

void Parse::skipSpace()
{
    if (rest().startsWith(' '))
        (void)m_reader.u8();
}

void Parse::run()
{
    if (!priority()) {
        m_builder.setProblem(QStringLiteral("no priority at the start"), m_reader.offset());
        message();
    } else if (rest().size() >= 2 && rest()[0] == '1' && rest()[1] == ' ') {
        modern();
    } else {
        old();
    }
}

/// RFC 5424 §6
void Parse::modern()
{
    m_builder.add(nullptr, "Version", qint64{1}, m_reader.range(m_reader.position(), 1));
    (void)m_reader.bytes(2);
    (void)word(nullptr, "Time");
    const QByteArrayView host = word("syslog.host", "Host");
    const QByteArrayView app = word("syslog.app", "Application");
    (void)word("syslog.pid", "Process ID");
    (void)word("syslog.msgid", "Message ID");
    if (m_builder.hasInfo())
        m_info += u' ' + infoText(host) + u' ' + infoText(app);
    structuredData();
    message();
}

/// RFC 5424 §6.3
void Parse::structuredData()
{
    const qsizetype start = m_reader.position();
    if (rest().startsWith('-')) {
        (void)m_reader.u8();
    } else if (rest().startsWith('[')) {
        const int group = m_builder.addGroup("Structured data", m_reader.since(start));
        bool isRight = true;
        while (isRight && rest().startsWith('['))
            isRight = element(group);
        m_builder.setFieldRange(group, m_reader.since(start));
        if (!isRight)
            m_builder.setProblem(QStringLiteral("structured data that does not end or is malformed"),
                                 m_reader.offset());
    } else {
        m_builder.setProblem(QStringLiteral("structured data is missing"), m_reader.offset());
    }
    skipSpace();
}

bool Parse::element(int parent)
{
    const qsizetype start = m_reader.position();
    (void)m_reader.u8();
    const QByteArrayView left = rest();
    const auto end = std::find_if(left.begin(), left.end(), [](char c) { return c == ' ' || c == ']'; });
    const QByteArrayView id = m_reader.bytes(end - left.begin());
    const int node =
        m_builder.hasTree() ? m_builder.addGroup(QString::fromUtf8(id), m_reader.since(start), parent) : -1;
    while (rest().startsWith(' ')) {
        (void)m_reader.u8();
        if (!parameter(node))
            return false;
    }
    const bool isClosed = rest().startsWith(']');
    if (isClosed)
        (void)m_reader.u8();
    m_builder.setFieldRange(node, m_reader.since(start));
    return isClosed && !id.isEmpty();
}

/// name="value" where \", \\ and \] stand for the second character.
bool Parse::parameter(int parent)
{
    const qsizetype start = m_reader.position();
    const qsizetype equals = rest().indexOf('=');
    if (equals <= 0 || equals + 1 >= rest().size() || rest()[equals + 1] != '"')
        return false;
    const QByteArrayView name = m_reader.bytes(equals);
    (void)m_reader.bytes(2);
    const QByteArrayView text = rest();
    QByteArray value;
    qsizetype i = 0;
    for (; i < text.size() && text[i] != '"'; ++i) {
        const bool isEscape =
            text[i] == '\\' && i + 1 < text.size() && QByteArrayView("\"\\]").contains(text[i + 1]);
        i += isEscape ? 1 : 0;
        value += text[i];
    }
    (void)m_reader.bytes(i);
    if (!rest().startsWith('"'))
        return false;
    (void)m_reader.u8();
    if (m_builder.hasTree())
        m_builder.addBytes(nullptr, QString::fromUtf8(name), value, m_reader.since(start), parent);
    return true;
}

/// "Oct 11 22:14:15 ", or an ISO 8601 time, which RFC 3164 does not know but many send.
void Parse::stamp()
{
    const QByteArrayView left = rest();
    const qsizetype start = m_reader.position();
    const bool isMonth = left.size() >= stampBytes && left[3] == ' ' && left[9] == ':' && left[12] == ':' &&
                         months.indexOf(left.first(3)) % 3 == 0;
    const bool isIso =
        left.size() >= 11 && isDigit(left[0]) && isDigit(left[3]) && left[4] == '-' && left[7] == '-';
    const qsizetype space = left.indexOf(' ');
    if (isMonth)
        (void)m_reader.bytes(stampBytes);
    else if (isIso)
        (void)m_reader.bytes(space < 0 ? left.size() : space);
    else
        return;
    const QByteArrayView text = m_reader.all().sliced(start, m_reader.position() - start);
    m_builder.addBytes(nullptr, "Time", text, m_reader.since(start));
    skipSpace();
    const QByteArrayView behind = rest();
    const qsizetype end = behind.indexOf(' ');
    const QByteArrayView host = end < 0 ? QByteArrayView() : behind.first(end);
    if (host.isEmpty() || host.endsWith(':') || host.contains('['))
        return; // the tag of a message that did not go over the network
    (void)word("syslog.host", "Host");
    if (m_builder.hasInfo())
        m_info += u' ' + infoText(host);
}

/// RFC 3164 §4.1.3: "su: " or "sshd[4711]: ".
void Parse::tag()
{
    const QByteArrayView left = rest();
    const auto stop = std::find_if(left.begin(), left.end(),
                                   [](char c) { return c == ':' || c == '[' || c == ' ' || c == ']'; });
    const qsizetype size = stop - left.begin();
    if (size == 0 || stop == left.end() || (*stop != ':' && *stop != '['))
        return;
    qsizetype end = size;
    const qsizetype closing = *stop == '[' ? left.indexOf(']', size) : size;
    if (closing < 0)
        return;
    const qsizetype start = m_reader.position();
    m_builder.addBytes("syslog.app", "Application", left.first(size), m_reader.range(start, size));
    if (*stop == '[') {
        m_builder.addBytes("syslog.pid", "Process ID", left.sliced(size + 1, closing - size - 1),
                           m_reader.range(start + size + 1, closing - size - 1));
        end = closing + 1;
    }
    if (m_builder.hasInfo())
        m_info += u' ' + infoText(left.first(size));
    if (end < left.size() && left[end] == ':')
        ++end;
    (void)m_reader.bytes(end);
    skipSpace();
}

void Parse::old()
{
    stamp();
    tag();
    message();
}

void Parse::message()
{
    if (rest().startsWith(byteOrderMark)) // RFC 5424 §6.4
        (void)m_reader.bytes(byteOrderMark.size());
    const qsizetype start = m_reader.position();
    const QByteArrayView text = m_reader.rest();
    m_builder.addBytes("syslog.message", "Message", text, m_reader.since(start));
    m_builder.setContent(text, true);
    if (m_builder.hasInfo())
        m_builder.setInfo((m_info.isEmpty() ? QString() : m_info + QStringLiteral(": ")) + infoText(text));
}

} // namespace

void decodeSyslogMessage(ByteReader message, MessageBuilder& builder)
{
    Parse(message, builder).run();
}

qsizetype syslogPriorityBytes(QByteArrayView bytes)
{
    if (!bytes.startsWith('<'))
        return 0;
    qsizetype digits = 0;
    while (digits < 3 && digits + 1 < bytes.size() && isDigit(bytes[digits + 1]))
        ++digits;
    if (digits == 0 || digits + 1 >= bytes.size() || bytes[digits + 1] != '>')
        return 0;
    return bytes.sliced(1, digits).toInt() <= 191 ? digits + 2 : 0;
}

} // namespace wl
