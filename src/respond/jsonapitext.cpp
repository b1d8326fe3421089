// SPDX-License-Identifier: MIT
#include "respond/jsonapitext.h"

#include <QJsonDocument>
#include <QStringDecoder>

#include <algorithm>

namespace wl::jsonapi {
namespace {

[[nodiscard]] bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Walks through one JSON object that is known to be valid.
class Scanner
{
public:
    explicit Scanner(const QByteArray& json)
        : m_json(json)
    {
    }

    [[nodiscard]] QList<Member> members()
    {
        QList<Member> members;
        skipSpace();
        ++m_at; // {
        skipSpace();
        while (m_at < m_json.size() && m_json.at(m_at) == '"') {
            const QByteArray key = string();
            skipSpace();
            ++m_at; // :
            skipSpace();
            members.append({key.mid(1, key.size() - 2), value()});
            ++m_at; // , or }
            skipSpace();
        }
        return members;
    }

private:
    void skipSpace()
    {
        while (m_at < m_json.size() && isSpace(m_json.at(m_at)))
            ++m_at;
    }

    [[nodiscard]] QByteArray string()
    {
        const qsizetype begin = m_at++;
        while (m_at < m_json.size() && m_json.at(m_at) != '"')
            m_at += m_json.at(m_at) == '\\' ? 2 : 1;
        ++m_at;
        return m_json.mid(begin, m_at - begin);
    }

    [[nodiscard]] QByteArray value()
    {
        const qsizetype begin = m_at;
        for (int depth = 0; m_at < m_json.size(); ++m_at) {
            const char c = m_json.at(m_at);
            if (c == '"') {
                (void)string();
                --m_at;
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (depth == 0 && (c == ',' || c == '}')) {
                break;
            } else if (c == '}' || c == ']') {
                --depth;
            }
        }
        return m_json.mid(begin, m_at - begin).trimmed();
    }

    const QByteArray& m_json;
    qsizetype m_at = 0;
};

[[nodiscard]] QByteArray formDecoded(QByteArrayView text)
{
    QByteArray plain = text.toByteArray();
    plain.replace('+', ' ');
    return QByteArray::fromPercentEncoding(plain);
}

} // namespace

QByteArray quoted(QByteArrayView text)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    const QString decoded = decoder.decode(text);
    const QByteArray utf8 = decoder.hasError() ? QString::fromLatin1(text).toUtf8() : text.toByteArray();
    QByteArray out = "\"";
    for (const char c : utf8) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<uchar>(c) < 0x20 || c == 0x7f)
                out += "\\u00" + QByteArray(1, c).toHex();
            else
                out += c;
        }
    }
    return out + '"';
}

std::optional<QList<Member>> membersOf(const QByteArray& json)
{
    if (!QJsonDocument::fromJson(json).isObject())
        return std::nullopt;
    return Scanner(json).members();
}

void setMember(QList<Member>& members, const QByteArray& key, const QByteArray& value)
{
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
    if (found == members.end())
        members.append({key, value});
    else
        found->value = value;
}

bool hasMember(const QList<Member>& members, const QByteArray& key)
{
    return std::any_of(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
}

QByteArray objectText(const QList<Member>& members)
{
    QByteArrayList lines;
    for (const Member& member : members)
        lines.append("  \"" + member.key + "\": " + member.value);
    return lines.isEmpty() ? QByteArray("{}") : "{\n" + lines.join(",\n") + "\n}";
}

QList<Pair> formPairs(QByteArrayView text)
{
    QList<Pair> pairs;
    for (const QByteArray& part : text.toByteArray().split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArrayView view(part);
        pairs.append({formDecoded(equals < 0 ? view : view.first(equals)),
                      equals < 0 ? QByteArray() : formDecoded(view.sliced(equals + 1))});
    }
    return pairs;
}

QByteArray pairsText(const QList<Pair>& pairs)
{
    QByteArrayList lines;
    for (const Pair& pair : pairs)
        lines.append("  {\"name\": " + quoted(pair.name) + ", \"value\": " + quoted(pair.value) + '}');
    return lines.isEmpty() ? QByteArray("[]") : "[\n" + lines.join(",\n") + "\n]";
}

} // namespace wl::jsonapi
