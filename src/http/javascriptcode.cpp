// SPDX-License-Identifier: MIT
#include "http/codeparts.h"

#include <QStringDecoder>

#include <algorithm>

namespace wl {

namespace {

QString unicodeEscape(QChar c)
{
    return QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
}

QString textLiteral(const QString& text)
{
    QString literal;
    for (const QChar c : text) {
        if (c == u'\n')
            literal += QStringLiteral("\\n");
        else if (c == u'\r')
            literal += QStringLiteral("\\r");
        else if (c == u'"' || c == u'\\')
            literal += u'\\' + QString(c);
        else if (c.unicode() < 0x20 || c == QChar(0x7f) || c == QChar(0x2028) || c == QChar(0x2029) ||
                 c.isSurrogate())
            literal += unicodeEscape(c);
        else
            literal += c;
    }
    return u'"' + literal + u'"';
}

QString utf8Literal(QByteArrayView utf8)
{
    return textLiteral(QString::fromUtf8(utf8));
}

/// Text stays text; other bytes are numbers.
QString bodyLiteral(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (!decoder.hasError() && text.toUtf8() == bytes)
        return textLiteral(text);
    QStringList numbers;
    for (const char c : bytes)
        numbers.append(QString::number(uchar(c)));
    return QStringLiteral("new Uint8Array([%1])").arg(numbers.join(QStringLiteral(", ")));
}

QString fileBlob(const QString& path)
{
    return QStringLiteral("new Blob([await readFile(%1)])").arg(textLiteral(path));
}

/// Whether FormData would send a part otherwise: it writes CR LF for line ends in texts, and what has a type
/// or a file name is a file there, which has both.
bool isChanged(const HttpPart& part)
{
    if (!part.files.isEmpty())
        return false;
    const bool hasType = !part.contentType.isEmpty();
    const bool hasName = !part.fileName.isEmpty();
    return hasType != hasName || (!hasType && (part.text.contains(u'\n') || part.text.contains(u'\r')));
}

QString formDataText(const QList<HttpPart>& parts)
{
    QString text = QStringLiteral("const form = new FormData();\n");
    for (const HttpPart& part : parts) {
        const QString name = textLiteral(part.name);
        if (part.files.isEmpty() && part.contentType.isEmpty()) {
            text += QStringLiteral("form.append(%1, %2);\n").arg(name, textLiteral(part.text));
            continue;
        }
        const bool isFile = !part.files.isEmpty();
        const QString path = isFile ? textLiteral(part.files.constFirst()) : QString();
        const QString content =
            isFile ? QStringLiteral("await readFile(%1)").arg(path) : textLiteral(part.text);
        const QString fileName =
            part.fileName.isEmpty() ? QStringLiteral("basename(%1)").arg(path) : textLiteral(part.fileName);
        text += QStringLiteral("form.append(%1, new Blob([%2], {type: %3}), %4);\n")
                    .arg(name, content, textLiteral(part.contentType), fileName);
    }
    return text + u'\n';
}

const QString boundary = QStringLiteral("----wireloupe-part");

/// The body in its pieces, as it is on the wire.
QString blobText(const QList<HttpPart>& parts)
{
    QString text = QStringLiteral("const form = new Blob([\n");
    for (const HttpPart& part : parts) {
        const QString file = part.files.isEmpty() ? QString() : part.files.constFirst();
        QString head = QStringLiteral("--%1\r\nContent-Disposition: ").arg(boundary) +
                       QString::fromUtf8(partDisposition(part, file)) + QStringLiteral("\r\n");
        if (!part.contentType.isEmpty())
            head += QStringLiteral("Content-Type: %1\r\n").arg(part.contentType);
        text += QStringLiteral("  %1,\n  %2,\n")
                    .arg(textLiteral(head + QStringLiteral("\r\n")),
                         file.isEmpty() ? textLiteral(part.text)
                                        : QStringLiteral("await readFile(%1)").arg(textLiteral(file))) +
                QStringLiteral("  \"\\r\\n\",\n");
    }
    return text + QStringLiteral("  \"--%1--\\r\\n\",\n]);\n\n").arg(boundary);
}

[[nodiscard]] bool needsBlob(const CodeParts& parts)
{
    return std::any_of(parts.parts.begin(), parts.parts.end(), isChanged);
}

QStringList notesOfFields(const CodeParts& parts)
{
    QStringList notes;
    QByteArrayList seen;
    for (const ComposedField& field : parts.fields) {
        for (const char* own : {"Host", "Connection", "Content-Length", "Transfer-Encoding", "Cookie"}) {
            if (field.isNamed(own))
                notes.append(QStringLiteral("%1 is fetch's own to set, in browsers at least.")
                                 .arg(QLatin1String(own)));
        }
        const QByteArray name = field.name.toLower();
        if (seen.count(name) == 1)
            notes.append(QStringLiteral("Fields named %1 are sent as one, with a comma between the values.")
                             .arg(QString::fromUtf8(field.name)));
        seen.append(name);
    }
    return notes + notesForOwnFields(parts, {"Host", "User-Agent", "Accept"}, QStringLiteral("fetch"));
}

QStringList notesOf(const CodeParts& parts)
{
    QStringList notes = notesForMissing(parts,
                                        {CodeAbility::Proxy, CodeAbility::Resolve, CodeAbility::TlsVersions,
                                         CodeAbility::Certificates, CodeAbility::Digest, CodeAbility::Http2},
                                        QStringLiteral("fetch"));
    const TlsSpec& tls = parts.settings.tls;
    if (parts.isTls && !tls.verify)
        notes.append(QStringLiteral(
            "fetch verifies the certificate; Node does not with NODE_TLS_REJECT_UNAUTHORIZED=0."));
    else if (parts.isTls && !tls.caFile.isEmpty())
        notes.append(
            QStringLiteral("fetch trusts the system's authorities, or those of NODE_EXTRA_CA_CERTS."));
    if (parts.url.contains("/."))
        notes.append(QStringLiteral("fetch removes dot segments from the path."));
    const qsizetype query = parts.url.indexOf('?');
    if (query >= 0 && parts.url.indexOf('\'', query) >= 0)
        notes.append(QStringLiteral("fetch sends %27 for ' in a query."));
    if (parts.hasBody && (parts.method == "GET" || parts.method == "HEAD"))
        notes.append(QStringLiteral("fetch sends no body with %1.").arg(QString::fromLatin1(parts.method)));
    for (const char* method : {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}) {
        if (parts.method != method && parts.method.toUpper() == method)
            notes.append(QStringLiteral("fetch sends %1 for %2.")
                             .arg(QLatin1String(method), QString::fromUtf8(parts.method)));
    }
    return notes + notesOfFields(parts);
}

QString fieldsText(const CodeParts& parts, bool isBlob)
{
    QString lines;
    const auto add = [&lines](const QString& name, const QString& value) {
        lines += QStringLiteral("    [%1, %2],\n").arg(textLiteral(name), textLiteral(value));
    };
    for (const ComposedField& field : parts.fields)
        add(QString::fromUtf8(field.name), QString::fromLatin1(field.value));
    if (isBlob)
        add(QStringLiteral("Content-Type"), QStringLiteral("multipart/form-data; boundary=") + boundary);
    return lines.isEmpty() ? QString() : QStringLiteral("  headers: [\n%1  ],\n").arg(lines);
}

/// fetch adds a type of its own to a string.
QString bytesBody(const CodeParts& parts)
{
    const bool hasType =
        std::any_of(parts.fields.begin(), parts.fields.end(),
                    [](const ComposedField& field) { return field.isNamed("Content-Type"); });
    const QString literal = bodyLiteral(parts.bytes);
    return hasType || !literal.startsWith(u'"') ? literal
                                                : QStringLiteral("new TextEncoder().encode(%1)").arg(literal);
}

} // namespace

CodeText javaScriptCode(const CodeParts& parts)
{
    const bool hasFile =
        !parts.filePath.isEmpty() || std::any_of(parts.parts.begin(), parts.parts.end(),
                                                 [](const HttpPart& part) { return !part.files.isEmpty(); });
    CodeText code{{}, notesOf(parts)};
    if (hasFile)
        code.text += QStringLiteral("import {readFile} from \"node:fs/promises\";\n");
    const bool isBlob = needsBlob(parts);
    if (hasFile && parts.isMultipart() && !isBlob)
        code.text += QStringLiteral("import {basename} from \"node:path\";\n");
    if (hasFile)
        code.text += u'\n';
    if (parts.isMultipart())
        code.text += isBlob ? blobText(parts.parts) : formDataText(parts.parts);
    code.text += QStringLiteral("const response = await fetch(%1, {\n  method: %2,\n")
                     .arg(utf8Literal(parts.url), utf8Literal(parts.method));
    code.text += fieldsText(parts, isBlob);
    if (!parts.settings.followRedirects)
        code.text += QStringLiteral("  redirect: \"manual\",\n");
    if (parts.settings.totalTimeout.count() > 0)
        code.text +=
            QStringLiteral("  signal: AbortSignal.timeout(%1),\n").arg(parts.settings.totalTimeout.count());
    if (parts.isMultipart())
        code.text += QStringLiteral("  body: form,\n");
    else if (!parts.filePath.isEmpty())
        code.text += QStringLiteral("  body: %1,\n").arg(fileBlob(parts.filePath));
    else if (!parts.bytes.isEmpty())
        code.text += QStringLiteral("  body: %1,\n").arg(bytesBody(parts));
    code.text += QStringLiteral("});\nconsole.log(response.status, await response.text());\n");
    return code;
}

} // namespace wl
