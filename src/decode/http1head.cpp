// SPDX-License-Identifier: MIT
#include "decode/http1head.h"

#include "base/limits.h"

#include <array>

namespace wl {

namespace {

constexpr auto tokenCharacters = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool isTokenCharacter(char c)
{
    return tokenCharacters[static_cast<unsigned char>(c)];
}

/// Field names compare in any case, without a stray blank at their ends.
bool isNamed(const Http1Field& field, QByteArrayView name)
{
    if (field.name.size() < name.size())
        return false;
    return QByteArrayView(field.name).trimmed().compare(name, Qt::CaseInsensitive) == 0;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// Splits a head into lines and fills a result, one line at a time.
class HeadReader
{
public:
    HeadReader(Http1Kind kind, const QByteArray& raw, Http1Pieces pieces)
        : m_kind(kind)
        , m_pieces(pieces)
        , m_raw(raw)
    {
        m_result.head.raw = raw;
    }

    Http1HeadResult read()
    {
        skipEmptyLines();
        const bool ok =
            m_kind == Http1Kind::Response ? readStatusLine(nextLine()) : readRequestLine(nextLine());
        while (ok && m_next < m_raw.size() && !m_result.error) {
            const QByteArrayView line = nextLine();
            if (line.isEmpty())
                break;
            ++m_fieldLine;
            readFieldLine(line);
        }
        return std::move(m_result);
    }

private:
    [[nodiscard]] QByteArray piece(QByteArrayView view) const
    {
        return m_pieces == Http1Pieces::InPlace ? QByteArray::fromRawData(view.data(), view.size())
                                                : view.toByteArray();
    }

    QByteArrayView nextLine()
    {
        m_lineStart = m_next;
        const qsizetype end = m_raw.indexOf('\n', m_next);
        const qsizetype stop = end < 0 ? m_raw.size() : end;
        m_next = end < 0 ? stop : end + 1;
        const bool hasCr = stop > m_lineStart && m_raw[stop - 1] == '\r';
        if (!hasCr && end >= 0 && !std::exchange(m_saidBareLf, true))
            notice(QStringLiteral("a line ends with LF alone"));
        return QByteArrayView(m_raw).sliced(m_lineStart, stop - m_lineStart - (hasCr ? 1 : 0));
    }

    void skipEmptyLines()
    {
        while (m_next < m_raw.size() && (m_raw[m_next] == '\r' || m_raw[m_next] == '\n'))
            ++m_next;
        if (m_next > 0)
            m_result.notices.append({0, QStringLiteral("empty lines before the start line")});
    }

    void notice(const QString& what)
    {
        m_result.notices.append({m_lineStart, QStringLiteral("%1: %2").arg(place(), what)});
    }

    bool refuse(ErrorCode code, const QString& what)
    {
        m_result.error =
            Error{code, QStringLiteral("%1, byte %2: %3").arg(place()).arg(m_lineStart).arg(what)};
        m_result.errorOffset = m_lineStart;
        return false;
    }

    [[nodiscard]] QString place() const
    {
        return m_fieldLine == 0 ? QStringLiteral("start line")
                                : QStringLiteral("header line %1").arg(m_fieldLine);
    }

    /// "HTTP/1.1" and its relatives; a version that is not 1.x is kept with a notice (RFC 9112 §2.3).
    bool takeVersion(QByteArrayView text)
    {
        const bool wellFormed = text.size() == 8 && text.startsWith("HTTP/") && text[5] >= '0' &&
                                text[5] <= '9' && text[6] == '.' && text[7] >= '0' && text[7] <= '9';
        const bool short1 = text.size() == 6 && text.startsWith("HTTP/") && text[5] >= '0' && text[5] <= '9';
        if (!wellFormed && !short1)
            return refuse(ErrorCode::NotHttp, QStringLiteral("not a version: ") + escapedHttpBytes(text));
        m_result.head.version = piece(text);
        if (text != "HTTP/1.1" && text != "HTTP/1.0")
            notice(QStringLiteral("version %1 in a message of HTTP/1").arg(QString::fromLatin1(text)));
        return true;
    }

    bool readStatusLine(QByteArrayView line)
    {
        const qsizetype space = line.indexOf(' ');
        if (!takeVersion(space < 0 ? line : line.first(space)))
            return false;
        QByteArrayView rest = space < 0 ? QByteArrayView() : line.sliced(space + 1).trimmed();
        int digits = 0;
        int status = 0;
        while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9' && digits < 4)
            status = status * 10 + (rest[digits++] - '0');
        if (digits != 3 || (rest.size() > 3 && rest[3] != ' '))
            return refuse(ErrorCode::NotHttp, QStringLiteral("no status code: ") + escapedHttpBytes(line));
        m_result.head.status = status;
        m_result.head.reason = rest.size() > 4 ? piece(rest.sliced(4)) : QByteArray();
        if (status < 100 || status > 599)
            notice(QStringLiteral("status code %1 is outside 100 to 599")
                       .arg(QString::fromLatin1(rest.first(3))));
        return true;
    }

    bool readRequestLine(QByteArrayView line)
    {
        const qsizetype first = line.indexOf(' ');
        const qsizetype last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first || !isHttpToken(line.first(first)))
            return refuse(ErrorCode::NotHttp,
                          QStringLiteral("not a request line: ") + escapedHttpBytes(line));
        if (!takeVersion(line.sliced(last + 1)))
            return false;
        m_result.head.method = piece(line.first(first));
        m_result.head.target = piece(line.sliced(first + 1, last - first - 1));
        if (m_result.head.target.trimmed().isEmpty())
            return refuse(ErrorCode::NotHttp, QStringLiteral("no request target"));
        if (m_result.head.target.contains(' '))
            notice(QStringLiteral("a space in the request target"));
        return true;
    }

    void readFieldLine(QByteArrayView line)
    {
        QList<Http1Field>& fields = m_result.head.fields;
        if (isBlank(line.front())) {
            readFold(line);
            return;
        }
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0) {
            refuse(ErrorCode::BadFraming, colon < 0 ? QStringLiteral("no colon: ") + escapedHttpBytes(line)
                                                    : QStringLiteral("no field name"));
            return;
        }
        if (fields.size() >= limits::headerFields) {
            refuse(ErrorCode::HeaderTooLarge,
                   QStringLiteral("more than %1 fields").arg(limits::headerFields));
            return;
        }
        const QByteArrayView name = line.first(colon);
        const QByteArrayView value = line.sliced(colon + 1).trimmed();
        if (!isHttpToken(name))
            notice(QStringLiteral("the name is not a token: ") + escapedHttpBytes(name));
        checkValue(value);
        fields.append({piece(name), piece(value)});
    }

    /// Obsolete line folding (RFC 9112 §5.2): the line goes on with the value before it.
    void readFold(QByteArrayView line)
    {
        QList<Http1Field>& fields = m_result.head.fields;
        if (fields.isEmpty()) {
            refuse(ErrorCode::BadFraming, QStringLiteral("begins with a blank: ") + escapedHttpBytes(line));
            return;
        }
        notice(QStringLiteral("goes on with the field before it (obsolete line folding)"));
        checkValue(line);
        fields.last().value += ' ' + line.trimmed().toByteArray();
    }

    void checkValue(QByteArrayView value)
    {
        for (const char c : value) {
            if ((c >= 0 && c < ' ' && c != '\t') || c == '\x7f') {
                notice(QStringLiteral("control byte 0x%1 in the value")
                           .arg(uint(uchar(c)), 2, 16, QLatin1Char('0')));
                return;
            }
        }
    }

    Http1Kind m_kind;
    Http1Pieces m_pieces;
    const QByteArray& m_raw;
    Http1HeadResult m_result;
    qsizetype m_next = 0;
    qsizetype m_lineStart = 0;
    int m_fieldLine = 0;
    bool m_saidBareLf = false;
};

} // namespace

QByteArray Http1Head::value(QByteArrayView name) const
{
    for (const Http1Field& field : fields) {
        if (isNamed(field, name))
            return field.value;
    }
    return {};
}

bool Http1Head::has(QByteArrayView name) const
{
    return std::any_of(fields.begin(), fields.end(),
                       [name](const Http1Field& field) { return isNamed(field, name); });
}

QList<QByteArray> Http1Head::tokens(QByteArrayView name) const
{
    QList<QByteArray> result;
    for (const Http1Field& field : fields) {
        if (!isNamed(field, name))
            continue;
        QByteArrayView rest = field.value;
        while (!rest.isEmpty()) {
            const qsizetype comma = rest.indexOf(',');
            const QByteArrayView token = (comma < 0 ? rest : rest.first(comma)).trimmed();
            if (!token.isEmpty())
                result.append(token.toByteArray().toLower());
            rest = comma < 0 ? QByteArrayView() : rest.sliced(comma + 1);
        }
    }
    return result;
}

Http1HeadResult parseHttp1Head(Http1Kind kind, const QByteArray& raw, Http1Pieces pieces)
{
    return HeadReader(kind, raw, pieces).read();
}

bool isHttpToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

QString escapedHttpBytes(QByteArrayView bytes, qsizetype maxBytes)
{
    QString text;
    for (const char c : bytes.first(std::min(bytes.size(), maxBytes))) {
        if (c >= ' ' && c < '\x7f')
            text += QLatin1Char(c);
        else
            text += QStringLiteral("\\x%1").arg(uint(uchar(c)), 2, 16, QLatin1Char('0'));
    }
    if (bytes.size() > maxBytes)
        text += QStringLiteral("…");
    return text;
}

} // namespace wl
