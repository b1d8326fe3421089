// SPDX-License-Identifier: MIT
#include "http/codeparts.h"

#include <algorithm>

namespace wl {

namespace {

/// One word for bash: plain where it needs no quotes, else in single ones, or in $'' where it has what an eye
/// would not see.
QString word(QByteArrayView bytes)
{
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               QByteArrayView("-_./:@%+,=").contains(c);
    };
    const auto isControl = [](char c) { return uchar(c) < 0x20 || c == 0x7f; };
    const QString text = QString::fromUtf8(bytes);
    if (!bytes.isEmpty() && std::all_of(bytes.begin(), bytes.end(), isPlain))
        return text;
    if (std::any_of(bytes.begin(), bytes.end(), isControl) || text.toUtf8() != bytes)
        return QStringLiteral("$'%1'").arg(literalText(bytes, "\\'", hexEscape));
    return u'\'' + QString(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

/// -F and --form-string take no notice of what stands in a text, but -F reads `;` and quotes in a name of a
/// file.
QString formWord(const HttpPart& part)
{
    const bool isFile = !part.files.isEmpty();
    const bool isPlainText = !isFile && part.contentType.isEmpty();
    if (isPlainText)
        return QStringLiteral("--form-string ") + word((part.name + u'=' + part.text).toUtf8());
    QString quoted = isFile ? part.files.first() : part.text;
    quoted.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    QString form = part.name + (isFile ? QStringLiteral("=@\"") : QStringLiteral("=\"")) + quoted + u'"';
    if (!part.contentType.isEmpty())
        form += QStringLiteral(";type=") + part.contentType;
    return QStringLiteral("-F ") + word(form.toUtf8());
}

QString fieldWord(const ComposedField& field)
{
    // curl drops a field without a value; with a semicolon it sends an empty one.
    return QStringLiteral("-H ") +
           word(field.value.isEmpty() ? field.name + ';' : field.name + ": " + field.value);
}

class CurlWriter
{
public:
    explicit CurlWriter(const CodeParts& parts)
        : m_parts(parts)
    {
    }

    CodeText write()
    {
        m_words = {QStringLiteral("curl")};
        if (m_parts.url.contains("/."))
            m_words.append(QStringLiteral("--path-as-is"));
        if (std::any_of(m_parts.url.begin(), m_parts.url.end(),
                        [](char c) { return QByteArrayView("[]{}").contains(c); }))
            m_words.append(QStringLiteral("--globoff"));
        if (m_parts.method == "HEAD")
            m_words.append(QStringLiteral("--head"));
        else if (m_parts.method != (m_parts.hasBody ? "POST" : "GET"))
            m_words.append(QStringLiteral("-X ") + word(m_parts.method));
        m_words.append(word(m_parts.url));
        for (const QByteArray& option : m_parts.route.options)
            m_words.append(word(option));
        writeFields();
        writeBody();
        const QString separator = m_words.size() > 4 ? QStringLiteral(" \\\n  ") : QStringLiteral(" ");
        return {m_input + m_words.join(separator), m_parts.route.notes};
    }

private:
    void writeFields()
    {
        bool hasType = false;
        for (const ComposedField& field : m_parts.fields) {
            m_words.append(fieldWord(field));
            hasType = hasType || field.isNamed("Content-Type");
        }
        // What curl adds to a body by itself, and this request has not.
        if (m_parts.hasBody && !m_parts.isMultipart() && !hasType)
            m_words.append(QStringLiteral("-H Content-Type:"));
        if (m_parts.bytes.size() > expectBytes || !m_parts.filePath.isEmpty())
            m_words.append(QStringLiteral("-H Expect:"));
    }

    void writeBody()
    {
        if (m_parts.isMultipart()) {
            for (const HttpPart& part : m_parts.parts)
                m_words.append(formWord(part));
        } else if (!m_parts.filePath.isEmpty()) {
            m_words.append(QStringLiteral("--data-binary ") + word('@' + m_parts.filePath.toUtf8()));
        } else if (m_parts.bytes.contains('\0')) {
            // No argument can have a NUL.
            m_input = QStringLiteral("printf '%1' | ")
                          .arg(literalText(QByteArray(m_parts.bytes).replace('%', "%%"), "\\'", octalEscape)
                                   .replace(QStringLiteral("\\'"), QStringLiteral("'\\''")));
            m_words.append(QStringLiteral("--data-binary @-"));
        } else if (m_parts.hasBody) {
            m_words.append(QStringLiteral("--data-raw ") + word(m_parts.bytes));
        }
    }

    static constexpr qsizetype expectBytes = 1024 * 1024; ///< curl asks first about larger bodies

    const CodeParts& m_parts;
    QStringList m_words;
    QString m_input;
};

} // namespace

CodeText curlCode(const CodeParts& parts)
{
    return CurlWriter(parts).write();
}

} // namespace wl
