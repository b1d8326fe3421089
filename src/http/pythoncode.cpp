// SPDX-License-Identifier: MIT
#include "http/codeparts.h"
#include "net/proxyaddress.h"

#include <QUrl>

namespace wl {

namespace {

QString bytesLiteral(QByteArrayView bytes)
{
    return QStringLiteral("b\"%1\"").arg(literalText(bytes, "\\\"", hexEscape));
}

/// A text of any characters.
QString textLiteral(const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    const bool isAscii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return uchar(c) < 0x80; });
    return isAscii ? QStringLiteral("\"%1\"").arg(literalText(utf8, "\\\"", hexEscape))
                   : bytesLiteral(utf8) + QStringLiteral(".decode()");
}

/// Fields of one name are one value there, with commas (RFC 9110 §5.3).
QString fieldsLiteral(const QList<ComposedField>& fields, QStringList& notes)
{
    QList<std::pair<QByteArray, QByteArray>> merged;
    for (const ComposedField& field : fields) {
        const auto same = std::find_if(merged.begin(), merged.end(), [&](const auto& other) {
            return other.first.compare(field.name, Qt::CaseInsensitive) == 0;
        });
        if (same == merged.end()) {
            merged.append({field.name, field.value});
            continue;
        }
        same->second += ", " + field.value;
        notes.append(QStringLiteral("Fields named %1 are sent as one, with a comma between the values.")
                         .arg(QString::fromUtf8(field.name)));
    }
    QStringList lines;
    for (const auto& [name, value] : std::as_const(merged))
        lines.append(QStringLiteral("        %1: %2,\n")
                         .arg(textLiteral(QString::fromUtf8(name)), bytesLiteral(value)));
    return lines.join(QString());
}

QString partsLiteral(const QList<HttpPart>& parts)
{
    QString text;
    for (const HttpPart& part : parts) {
        QString content;
        if (part.files.isEmpty())
            content = QStringLiteral("None, ") + bytesLiteral(part.text.toUtf8());
        else
            content =
                QStringLiteral("os.path.basename(%1), open(%1, \"rb\")").arg(textLiteral(part.files.first()));
        if (!part.contentType.isEmpty())
            content += QStringLiteral(", ") + textLiteral(part.contentType);
        text += QStringLiteral("        (%1, (%2)),\n").arg(textLiteral(part.name), content);
    }
    return text;
}

QString proxyLiteral(const ProxySpec& proxy)
{
    QString url = proxyUrl(proxy);
    if (url.isEmpty())
        return {};
    if (!proxy.user.isEmpty()) {
        const auto encoded = [](const QString& text) {
            return QString::fromLatin1(QUrl::toPercentEncoding(text));
        };
        url.insert(url.indexOf(QLatin1String("//")) + 2,
                   encoded(proxy.user) + u':' + encoded(proxy.password) + u'@');
    }
    const QString literal = textLiteral(url);
    return QStringLiteral("    proxies={\"http\": %1, \"https\": %1},\n").arg(literal);
}

/// The arguments of Session.send().
QString sendArguments(const CodeParts& parts)
{
    const HttpSettings& settings = parts.settings;
    const TlsSpec& tls = settings.tls;
    QString text = QStringLiteral("    request,\n") + proxyLiteral(settings.proxy);
    if (!settings.followRedirects)
        text += QStringLiteral("    allow_redirects=False,\n");
    if (settings.totalTimeout.count() > 0)
        text += QStringLiteral("    timeout=%1,\n").arg(double(settings.totalTimeout.count()) / 1000);
    if (parts.isTls && !tls.verify)
        text += QStringLiteral("    verify=False,\n");
    else if (parts.isTls && !tls.caFile.isEmpty())
        text += QStringLiteral("    verify=%1,\n").arg(textLiteral(tls.caFile));
    if (parts.isTls && !tls.certificateFile.isEmpty() && tls.keyPassword.isEmpty())
        text += tls.keyFile.isEmpty() ? QStringLiteral("    cert=%1,\n").arg(textLiteral(tls.certificateFile))
                                      : QStringLiteral("    cert=(%1, %2),\n")
                                            .arg(textLiteral(tls.certificateFile), textLiteral(tls.keyFile));
    return text;
}

QStringList notesOf(const CodeParts& parts)
{
    const QString program = QStringLiteral("requests");
    const bool hasPassword = !parts.settings.tls.keyPassword.isEmpty();
    QStringList notes =
        hasPassword
            ? notesForMissing(parts,
                              {CodeAbility::Resolve, CodeAbility::TlsVersions, CodeAbility::Http2,
                               CodeAbility::Certificates},
                              program)
            : notesForMissing(parts, {CodeAbility::Resolve, CodeAbility::TlsVersions, CodeAbility::Http2},
                              program);
    if (parts.settings.proxy.kind == ProxySpec::Kind::Socks5)
        notes.append(QStringLiteral("requests needs PySocks for this proxy."));
    return notes;
}

} // namespace

CodeText pythonCode(const CodeParts& parts)
{
    CodeText code{{}, notesOf(parts)};
    const bool isDigest = parts.signer.kind == HttpAuth::Kind::Digest;
    if (parts.isMultipart())
        code.text = QStringLiteral("import os\n\n");
    code.text += QStringLiteral("import requests\n");
    if (isDigest)
        code.text += QStringLiteral("from requests.auth import HTTPDigestAuth\n");
    code.text += u'\n';
    code.text +=
        QStringLiteral("request = requests.Request(\n    %1,\n    %2,\n")
            .arg(textLiteral(QString::fromUtf8(parts.method)), textLiteral(QString::fromUtf8(parts.url)));
    if (!parts.fields.isEmpty())
        code.text += QStringLiteral("    headers={\n%1    },\n").arg(fieldsLiteral(parts.fields, code.notes));
    if (parts.isMultipart())
        code.text += QStringLiteral("    files=[\n%1    ],\n").arg(partsLiteral(parts.parts));
    else if (!parts.filePath.isEmpty())
        code.text += QStringLiteral("    data=open(%1, \"rb\"),\n").arg(textLiteral(parts.filePath));
    else if (parts.hasBody)
        code.text += QStringLiteral("    data=%1,\n").arg(bytesLiteral(parts.bytes));
    if (isDigest)
        code.text += QStringLiteral("    auth=HTTPDigestAuth(%1, %2),\n")
                         .arg(textLiteral(parts.signer.user), textLiteral(parts.signer.password));
    code.text += QStringLiteral(").prepare()\n"
                                "request.url = %1  # as it is, not encoded again\n"
                                "response = requests.Session().send(\n%2)\n"
                                "print(response.status_code, response.text)\n")
                     .arg(textLiteral(QString::fromUtf8(parts.url)), sendArguments(parts));
    return code;
}

} // namespace wl
