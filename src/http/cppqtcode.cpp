// SPDX-License-Identifier: MIT
#include "http/codeparts.h"
#include "net/proxyaddress.h"

namespace wl {

namespace {

/// The inside of a C++ string literal; "??" could be a trigraph.
QString bytesLiteral(QByteArrayView bytes)
{
    const QString text = literalText(bytes, "\\\"?", octalEscape);
    return bytes.contains('\0') ? QStringLiteral("QByteArray(\"%1\", %2)").arg(text).arg(bytes.size())
                                : QStringLiteral("QByteArray(\"%1\")").arg(text);
}

QString textLiteral(const QString& text)
{
    return QStringLiteral("QString::fromUtf8(\"%1\")").arg(literalText(text.toUtf8(), "\\\"?", octalEscape));
}

QString partText(const HttpPart& part)
{
    const QString path = part.files.isEmpty() ? QString() : part.files.constFirst();
    QString text = QStringLiteral("    {\n        QHttpPart part;\n");
    text += QStringLiteral("        part.setRawHeader(\"Content-Disposition\", %1);\n")
                .arg(bytesLiteral(partDisposition(part, path)));
    if (!part.contentType.isEmpty())
        text += QStringLiteral("        part.setRawHeader(\"Content-Type\", %1);\n")
                    .arg(bytesLiteral(part.contentType.toUtf8()));
    if (part.files.isEmpty()) {
        text += QStringLiteral("        part.setBody(%1);\n").arg(bytesLiteral(part.text.toUtf8()));
    } else {
        text += QStringLiteral("        auto* file = new QFile(%1, &body);\n"
                               "        file->open(QIODevice::ReadOnly);\n"
                               "        part.setBodyDevice(file);\n")
                    .arg(textLiteral(path));
    }
    return text + QStringLiteral("        body.append(part);\n    }\n");
}

QString bodyText(const CodeParts& parts)
{
    if (parts.isMultipart()) {
        QString text = QStringLiteral("    QHttpMultiPart body(QHttpMultiPart::FormDataType);\n");
        for (const HttpPart& part : parts.parts)
            text += partText(part);
        return text;
    }
    if (!parts.filePath.isEmpty())
        return QStringLiteral("    QFile body(%1);\n    body.open(QIODevice::ReadOnly);\n")
            .arg(textLiteral(parts.filePath));
    return parts.hasBody ? QStringLiteral("    const QByteArray body = %1;\n").arg(bytesLiteral(parts.bytes))
                         : QString();
}

QStringList notesOf(const CodeParts& parts)
{
    QStringList notes = notesForMissing(
        parts,
        {CodeAbility::Resolve, CodeAbility::TlsVersions, CodeAbility::Certificates, CodeAbility::Http2},
        QStringLiteral("This program"));
    if (const QByteArray sent = httpTarget(QUrl::fromEncoded(parts.url)); sent != parts.target)
        notes.append(
            QStringLiteral("QNetworkAccessManager sends the target as %1.").arg(QString::fromUtf8(sent)));
    if (parts.isMultipart())
        notes.append(QStringLiteral("QHttpMultiPart adds the field MIME-Version: 1.0."));
    QByteArrayList seen;
    for (const ComposedField& field : parts.fields) {
        const QByteArray name = field.name.toLower();
        if (seen.contains(name))
            notes.append(QStringLiteral("Of several fields named %1 only the last one is sent.")
                             .arg(QString::fromUtf8(field.name)));
        seen.append(name);
        for (const char* own : {"Host", "User-Agent", "Accept-Encoding", "Accept-Language", "Connection"}) {
            if (field.isNamed(own) && field.value.isEmpty())
                notes.append(QStringLiteral("QNetworkAccessManager cannot send %1 empty: it sends its own.")
                                 .arg(QLatin1String(own)));
        }
    }
    return notes + notesForOwnFields(parts, {"Host", "User-Agent"}, QStringLiteral("QNetworkAccessManager"));
}

QString connectionText(const CodeParts& parts)
{
    const HttpSettings& settings = parts.settings;
    QString text;
    if (!proxyUrl(settings.proxy).isEmpty()) {
        text += QStringLiteral("    manager.setProxy(QNetworkProxy(QNetworkProxy::%1, %2, %3, %4, %5));\n")
                    .arg(settings.proxy.kind == ProxySpec::Kind::Http ? QStringLiteral("HttpProxy")
                                                                      : QStringLiteral("Socks5Proxy"),
                         textLiteral(settings.proxy.host), QString::number(settings.proxy.port),
                         textLiteral(settings.proxy.user), textLiteral(settings.proxy.password));
    }
    if (!settings.followRedirects)
        text += QStringLiteral("    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,\n"
                               "                         QNetworkRequest::ManualRedirectPolicy);\n");
    if (parts.signer.kind == HttpAuth::Kind::Digest) {
        text +=
            QStringLiteral("    QObject::connect(&manager, &QNetworkAccessManager::authenticationRequired,\n"
                           "                     [](QNetworkReply*, QAuthenticator* login) {\n"
                           "                         login->setUser(%1);\n"
                           "                         login->setPassword(%2);\n"
                           "                     });\n")
                .arg(textLiteral(parts.signer.user), textLiteral(parts.signer.password));
    }
    const TlsSpec& tls = settings.tls;
    if (parts.isTls && !tls.verify) {
        text += QStringLiteral("    QSslConfiguration tls = request.sslConfiguration();\n"
                               "    tls.setPeerVerifyMode(QSslSocket::VerifyNone);\n"
                               "    request.setSslConfiguration(tls);\n");
    } else if (parts.isTls && !tls.caFile.isEmpty()) {
        text += QStringLiteral("    QSslConfiguration tls = request.sslConfiguration();\n"
                               "    tls.setCaCertificates(QSslCertificate::fromPath(%1));\n"
                               "    request.setSslConfiguration(tls);\n")
                    .arg(textLiteral(tls.caFile));
    }
    return text;
}

} // namespace

CodeText cppQtCode(const CodeParts& parts)
{
    CodeText code{{}, notesOf(parts)};
    code.text = QStringLiteral(
                    "#include <QAuthenticator>\n#include <QCoreApplication>\n#include <QFile>\n#include "
                    "<QHttpMultiPart>\n"
                    "#include <QNetworkAccessManager>\n#include <QNetworkProxy>\n#include <QNetworkReply>\n"
                    "#include <QSslConfiguration>\n#include <QTextStream>\n\n"
                    "int main(int argc, char** argv)\n{\n"
                    "    QCoreApplication application(argc, argv);\n"
                    "    QNetworkAccessManager manager;\n"
                    "    QNetworkRequest request(QUrl::fromEncoded(%1));\n")
                    .arg(bytesLiteral(parts.url));
    for (const ComposedField& field : parts.fields)
        code.text += QStringLiteral("    request.setRawHeader(%1, %2);\n")
                         .arg(bytesLiteral(field.name), bytesLiteral(field.value));
    code.text += connectionText(parts);
    code.text += bodyText(parts);
    const bool isDevice = parts.isMultipart() || !parts.filePath.isEmpty();
    const QString argument = isDevice        ? QStringLiteral(", &body")
                             : parts.hasBody ? QStringLiteral(", body")
                                             : QString();
    code.text += QStringLiteral("    QNetworkReply* reply = manager.sendCustomRequest(request, %1%2);\n"
                                "    QObject::connect(reply, &QNetworkReply::finished, &application, [&] {\n"
                                "        QTextStream(stdout) << reply->readAll();\n"
                                "        QCoreApplication::quit();\n"
                                "    });\n"
                                "    return QCoreApplication::exec();\n"
                                "}\n")
                     .arg(bytesLiteral(parts.method), argument);
    return code;
}

} // namespace wl
