// SPDX-License-Identifier: MIT
#include "http/codeparts.h"

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

} // namespace

CodeText pythonCode(const CodeParts& parts)
{
    CodeText code;
    code.text = parts.isMultipart() ? QStringLiteral("import os\n\nimport requests\n\n")
                                    : QStringLiteral("import requests\n\n");
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
    code.text += QStringLiteral(").prepare()\n"
                                "request.url = %1  # as it is, not encoded again\n"
                                "response = requests.Session().send(request)\n"
                                "print(response.status_code, response.text)\n")
                     .arg(textLiteral(QString::fromUtf8(parts.url)));
    return code;
}

} // namespace wl
