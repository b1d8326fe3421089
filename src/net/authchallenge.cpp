// SPDX-License-Identifier: MIT
#include "net/authchallenge.h"

#include "decode/http1head.h"

#include <optional>

namespace wl {

namespace {

constexpr qsizetype maxChallenges = 32;
constexpr qsizetype maxParameters = 64;

bool isTokenChar(char c)
{
    return isHttpToken(QByteArrayView(&c, 1));
}

/// Reads one field's value from the front.
class Reader
{
public:
    explicit Reader(QByteArrayView text)
        : m_text(text)
    {
    }

    void skipBlanks()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
    }
    /// Blanks and the commas between elements, of which a list may have too many.
    void skipCommas()
    {
        for (skipBlanks(); take(','); skipBlanks()) {
        }
    }
    [[nodiscard]] bool isAtEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] bool isAt(char c) const { return !isAtEnd() && m_text[m_at] == c; }
    [[nodiscard]] qsizetype at() const { return m_at; }
    void goBack(qsizetype at) { m_at = at; }

    bool take(char c)
    {
        const bool is = isAt(c);
        m_at += is ? 1 : 0;
        return is;
    }
    [[nodiscard]] QByteArray takeToken()
    {
        return takeWhile([](char c) { return isTokenChar(c); });
    }
    /// token68 with its padding.
    [[nodiscard]] QByteArray takeToken68()
    {
        QByteArray text = takeWhile([](char c) { return isTokenChar(c) || c == '/'; });
        return text + takeWhile([](char c) { return c == '='; });
    }
    /// A quoted string without its quotes; nothing where its end is missing.
    [[nodiscard]] std::optional<QByteArray> takeQuoted()
    {
        QByteArray value("");
        if (!take('"'))
            return std::nullopt;
        for (; !isAtEnd(); ++m_at) {
            char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return value;
            }
            if (c == '\\' && m_at + 1 < m_text.size())
                c = m_text[++m_at];
            value += c;
        }
        return std::nullopt;
    }
    /// What stands for a value: a quoted string, or all up to the next comma.
    [[nodiscard]] std::optional<QByteArray> takeValue()
    {
        skipBlanks();
        if (isAt('"'))
            return takeQuoted();
        return takeWhile([](char c) { return c != ',' && c != ' ' && c != '\t'; });
    }

private:
    template <typename Is>
    [[nodiscard]] QByteArray takeWhile(Is is)
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && is(m_text[m_at]))
            ++m_at;
        return m_text.sliced(start, m_at - start).toByteArray();
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

enum class Took : quint8 { Parameter, NoParameter, Malformed };

/// `name=value` where the next element is one; else the reader stays where it was.
Took takeParameter(Reader& reader, AuthChallenge& challenge)
{
    const qsizetype start = reader.at();
    const QByteArray name = reader.takeToken().toLower();
    reader.skipBlanks();
    if (name.isEmpty() || !reader.take('=')) {
        reader.goBack(start);
        return name.isEmpty() && !reader.isAtEnd() ? Took::Malformed : Took::NoParameter;
    }
    const std::optional<QByteArray> value = reader.takeValue();
    if (!value || challenge.parameters.size() >= maxParameters)
        return Took::Malformed;
    challenge.parameters.append({name, *value});
    return Took::Parameter;
}

/// Parameters up to the next scheme or the end; false where they cannot be read.
bool takeParameters(Reader& reader, AuthChallenge& challenge)
{
    while (true) {
        reader.skipCommas();
        if (reader.isAtEnd())
            return true;
        const Took took = takeParameter(reader, challenge);
        if (took != Took::Parameter)
            return took == Took::NoParameter;
        reader.skipBlanks();
        if (!reader.isAtEnd() && !reader.isAt(','))
            return false;
    }
}

/// A token68 stands alone: before a comma or the end.
bool takeToken68(Reader& reader, AuthChallenge& challenge)
{
    const qsizetype start = reader.at();
    const QByteArray token = reader.takeToken68();
    reader.skipBlanks();
    if (!token.isEmpty() && (reader.isAtEnd() || reader.isAt(','))) {
        challenge.token = token;
        return true;
    }
    reader.goBack(start);
    return false;
}

void readField(const QByteArray& value, QList<AuthChallenge>& challenges)
{
    Reader reader(value);
    for (reader.skipCommas(); !reader.isAtEnd() && challenges.size() < maxChallenges; reader.skipCommas()) {
        AuthChallenge challenge;
        challenge.scheme = reader.takeToken().toLower();
        if (challenge.scheme.isEmpty())
            return;
        const bool isAlone = reader.isAtEnd() || reader.isAt(',');
        if (!isAlone && !reader.isAt(' ') && !reader.isAt('\t'))
            return;
        reader.skipBlanks();
        if (!isAlone && !takeToken68(reader, challenge) && !takeParameters(reader, challenge))
            return;
        challenges.append(challenge);
    }
}

} // namespace

QByteArray AuthChallenge::value(QByteArrayView name) const
{
    for (const auto& [own, value] : parameters) {
        if (own == name)
            return value;
    }
    return {};
}

QList<AuthChallenge> parseChallenges(const QList<QByteArray>& fieldValues)
{
    QList<AuthChallenge> challenges;
    for (const QByteArray& value : fieldValues)
        readField(value, challenges);
    return challenges;
}

QList<AuthChallenge> challengesIn(const Http1Head& head, QByteArrayView fieldName)
{
    QList<QByteArray> values;
    for (const Http1Field& field : head.fields) {
        if (field.name.compare(fieldName, Qt::CaseInsensitive) == 0)
            values.append(field.value);
    }
    return parseChallenges(values);
}

AuthChallenge parseAuthInfo(const QByteArray& fieldValue)
{
    AuthChallenge info;
    Reader reader(fieldValue);
    if (!takeParameters(reader, info))
        info.parameters.clear();
    return info;
}

} // namespace wl
