// SPDX-License-Identifier: MIT
#include "http/graphqlbody.h"

#include "decode/jsonstring.h"

#include <QStringList>

namespace wl {

namespace {

bool isNameStart(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

bool isName(QChar c)
{
    return isNameStart(c) || (c >= u'0' && c <= u'9');
}

/// Walks over a document by its words, brackets, strings and comments (GraphQL, section 2).
class DocumentScan
{
public:
    explicit DocumentScan(QStringView text)
        : m_text(text)
    {
    }

    QStringList operations()
    {
        QStringList names;
        bool isOpen = false; // an operation's head was begun, its braces come
        int depth = 0;
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'{' || c == u'(' || c == u'[') {
                // Braces without a head are a query.
                if (depth == 0 && c == u'{' && !std::exchange(isOpen, false))
                    names.append(QString());
                ++depth;
                ++m_at;
            } else if (c == u'}' || c == u')' || c == u']') {
                depth = std::max(depth - 1, 0);
                ++m_at;
            } else if (c == u'#') {
                skipTo(u"\n");
            } else if (c == u'"') {
                skipString();
            } else if (isNameStart(c)) {
                const QStringView found = word();
                if (depth > 0 || isOpen)
                    continue;
                isOpen = true;
                if (found == u"query" || found == u"mutation" || found == u"subscription")
                    names.append(operationName());
            } else {
                ++m_at;
            }
        }
        return names;
    }

private:
    QStringView word()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && isName(m_text[m_at]))
            ++m_at;
        return m_text.sliced(start, m_at - start);
    }

    /// The name behind the kind of operation, over blanks, commas and comments.
    QString operationName()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'#')
                skipTo(u"\n");
            else if (c.isSpace() || c == u',' || c == QChar(0xFEFF))
                ++m_at;
            else
                break;
        }
        return m_at < m_text.size() && isNameStart(m_text[m_at]) ? word().toString() : QString();
    }

    void skipTo(QStringView end)
    {
        const qsizetype found = m_text.indexOf(end, m_at);
        m_at = found < 0 ? m_text.size() : found + end.size();
    }

    void skipString()
    {
        const bool isBlock = m_text.sliced(m_at).startsWith(u"\"\"\"");
        m_at += isBlock ? 3 : 1;
        while (m_at < m_text.size()) {
            const QStringView rest = m_text.sliced(m_at);
            if (rest.startsWith(isBlock ? u"\\\"\"\"" : u"\\")) {
                m_at = std::min(m_at + (isBlock ? 4 : 2), m_text.size());
            } else if (rest.startsWith(isBlock ? u"\"\"\"" : u"\"")) {
                m_at += isBlock ? 3 : 1;
                return;
            } else if (!isBlock && rest.front() == u'\n') {
                return; // an open string ends with its line
            } else {
                ++m_at;
            }
        }
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

QString operationOf(const HttpBody& body)
{
    return graphQlOperations(body.text).value(0);
}

} // namespace

QStringList graphQlOperations(QStringView document)
{
    return DocumentScan(document).operations();
}

QByteArray graphQlBody(const HttpBody& body)
{
    QByteArray text = "{\"query\":" + jsonStringToken(body.text);
    if (!body.variables.trimmed().isEmpty())
        text += ",\"variables\":" + body.variables.toUtf8();
    if (const QString name = operationOf(body); !name.isEmpty())
        text += ",\"operationName\":" + jsonStringToken(name);
    return text + '}';
}

QList<HttpField> graphQlParameters(const HttpBody& body)
{
    QList<HttpField> rows;
    const auto add = [&](const QString& name, const QString& value) {
        HttpField row;
        row.name = name;
        row.value = value;
        rows.append(row);
    };
    add(QStringLiteral("query"), body.text);
    if (!body.variables.trimmed().isEmpty())
        add(QStringLiteral("variables"), body.variables);
    if (const QString name = operationOf(body); !name.isEmpty())
        add(QStringLiteral("operationName"), name);
    return rows;
}

} // namespace wl
