// SPDX-License-Identifier: MIT
#include "http/codeparts.h"
#include "net/proxyaddress.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

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
        const QString path = part.files.isEmpty() ? QString() : textLiteral(part.files.constFirst());
        QString content = !part.fileName.isEmpty() ? textLiteral(part.fileName)
                          : path.isEmpty()         ? QStringLiteral("None")
                                                   : QStringLiteral("os.path.basename(%1)").arg(path);
        content += QStringLiteral(", ") + (path.isEmpty() ? bytesLiteral(part.text.toUtf8())
                                                          : QStringLiteral("open(%1, \"rb\")").arg(path));
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
    const auto hasBackslash = [](const HttpPart& part) {
        const QString file = part.files.isEmpty() ? QString() : part.files.constFirst().section(u'/', -1);
        return (part.name + (part.fileName.isEmpty() ? file : part.fileName)).contains(u'\\');
    };
    if (std::any_of(parts.parts.begin(), parts.parts.end(), hasBackslash))
        notes.append(QStringLiteral("requests doubles a backslash in a part's name."));
    const auto isRefused = [](char c) { return uchar(c) <= 0x20 || uchar(c) >= 0x7f; };
    if (std::any_of(parts.target.begin(), parts.target.end(), isRefused))
        notes.append(QStringLiteral("Python refuses blanks and letters beyond ASCII in a URL."));
    const QByteArray upper = parts.method.toUpper();
    if (!parts.hasBody && (upper == "PATCH" || upper == "POST" || upper == "PUT"))
        notes.append(QStringLiteral("Python sends Content-Length: 0."));
    return notes + notesForOwnFields(parts, {"Host", "User-Agent"}, program);
}

/// Whether urllib3 would send another target: it encodes what RFC 3986 has no place for, and writes
/// percent-encodings in capital letters.
bool changesTarget(const QByteArray& target)
{
    static const QRegularExpression odd(QStringLiteral("%(?![0-9A-F]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]"));
    return odd.match(QString::fromLatin1(target)).hasMatch();
}

/// What has to be done to a prepared request so that it is sent as it is.
QString correctionsOf(const CodeParts& parts)
{
    QString text = QStringLiteral("request.url = %1  # as it is, not encoded again\n")
                       .arg(textLiteral(QString::fromUtf8(parts.url)));
    if (parts.method != parts.method.toUpper())
        text += QStringLiteral("request.method = %1\n").arg(textLiteral(QString::fromUtf8(parts.method)));
    if (!parts.hasBody)
        text += QStringLiteral("request.headers.pop(\"Content-Length\", None)\n");
    return text;
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
    if (changesTarget(parts.target))
        code.text += QStringLiteral("import urllib3\n\n"
                                    "urllib3.connectionpool._encode_target = str  # the target as it is\n");
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
    code.text += QStringLiteral(").prepare()\n%1"
                                "response = requests.Session().send(\n%2)\n"
                                "print(response.status_code, response.text)\n")
                     .arg(correctionsOf(parts), sendArguments(parts));
    return code;
}

} // namespace wl
