// SPDX-License-Identifier: MIT
#include "http/codeparts.h"

#include <QStringDecoder>

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

QString formText(const QList<HttpPart>& parts)
{
    QString text = QStringLiteral("const form = new FormData();\n");
    for (const HttpPart& part : parts) {
        const QString name = textLiteral(part.name);
        const QString type = part.contentType.isEmpty()
                                 ? QString()
                                 : QStringLiteral(", {type: %1}").arg(textLiteral(part.contentType));
        if (part.files.isEmpty() && type.isEmpty())
            text += QStringLiteral("form.append(%1, %2);\n").arg(name, textLiteral(part.text));
        else if (part.files.isEmpty())
            text += QStringLiteral("form.append(%1, new Blob([%2]%3));\n")
                        .arg(name, textLiteral(part.text), type);
        else
            text += QStringLiteral("form.append(%1, new Blob([await readFile(%2)]%3), basename(%2));\n")
                        .arg(name, textLiteral(part.files.first()), type);
    }
    return text + u'\n';
}

QStringList notesOf(const CodeParts& parts)
{
    QStringList notes = notesForMissing(parts,
                                        {CodeAbility::Proxy, CodeAbility::Resolve, CodeAbility::TlsVersions,
                                         CodeAbility::Certificates, CodeAbility::Digest, CodeAbility::Http2},
                                        QStringLiteral("fetch"));
    const TlsSpec& tls = parts.settings.tls;
    if (parts.isTls && (!tls.verify || !tls.caFile.isEmpty()))
        notes.append(
            QStringLiteral("fetch trusts the system's authorities, or those of NODE_EXTRA_CA_CERTS."));
    if (parts.url.contains("/."))
        notes.append(QStringLiteral("fetch removes dot segments from the path."));
    const qsizetype query = parts.url.indexOf('?');
    if (query >= 0 && parts.url.indexOf('\'', query) >= 0)
        notes.append(QStringLiteral("fetch sends %27 for ' in a query."));
    const auto isChanged = [](const HttpPart& part) {
        return part.files.isEmpty() && part.contentType.isEmpty() && part.text.contains(u'\n');
    };
    if (std::any_of(parts.parts.begin(), parts.parts.end(), isChanged))
        notes.append(QStringLiteral("FormData sends CR LF for a line end in a text."));
    if (parts.hasBody && (parts.method == "GET" || parts.method == "HEAD"))
        notes.append(QStringLiteral("fetch sends no body with %1.").arg(QString::fromLatin1(parts.method)));
    for (const ComposedField& field : parts.fields) {
        for (const char* own : {"Host", "Connection", "Content-Length", "Transfer-Encoding", "Cookie"}) {
            if (field.isNamed(own))
                notes.append(QStringLiteral("%1 is fetch's own to set, in browsers at least.")
                                 .arg(QLatin1String(own)));
        }
    }
    return notes;
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
    if (hasFile && parts.isMultipart())
        code.text += QStringLiteral("import {basename} from \"node:path\";\n");
    if (hasFile)
        code.text += u'\n';
    if (parts.isMultipart())
        code.text += formText(parts.parts);
    code.text += QStringLiteral("const response = await fetch(%1, {\n  method: %2,\n")
                     .arg(utf8Literal(parts.url), utf8Literal(parts.method));
    if (!parts.fields.isEmpty()) {
        code.text += QStringLiteral("  headers: [\n");
        for (const ComposedField& field : parts.fields)
            code.text += QStringLiteral("    [%1, %2],\n")
                             .arg(utf8Literal(field.name), textLiteral(QString::fromLatin1(field.value)));
        code.text += QStringLiteral("  ],\n");
    }
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
        code.text += QStringLiteral("  body: %1,\n").arg(bodyLiteral(parts.bytes));
    code.text += QStringLiteral("});\nconsole.log(response.status, await response.text());\n");
    return code;
}

} // namespace wl
