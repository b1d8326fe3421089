// SPDX-License-Identifier: MIT
#include "session/curldata.h"

#include <QUrl>

#include <utility>

namespace wl {

namespace {

/// As curl 7.83 and later encode it.
QString urlEncoded(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text))
        .replace(QLatin1String("%20"), QLatin1String("+"));
}

} // namespace

void CurlData::take(const CurlArgument& argument)
{
    switch (argument.option) {
    case CurlOption::Json:
        m_isJson = true;
        takeData(argument);
        return;
    case CurlOption::Data:
    case CurlOption::DataBinary:
    case CurlOption::DataRaw: takeData(argument); return;
    case CurlOption::DataUrlEncode: takeEncoded(argument); return;
    case CurlOption::UrlQuery: {
        const bool isRaw = argument.value.startsWith(u'+');
        const auto text = isRaw ? std::optional(argument.value.sliced(1)) : encoded(argument);
        if (text)
            m_query += (m_query.isEmpty() ? QString() : QStringLiteral("&")) + *text;
        return;
    }
    default: return;
    }
}

void CurlData::takeData(const CurlArgument& argument)
{
    const bool isJson = argument.option == CurlOption::Json;
    if (argument.option == CurlOption::DataRaw || !argument.value.startsWith(u'@')) {
        addText(argument.value, !isJson);
        return;
    }
    const QString path = argument.value.sliced(1);
    const bool isInput = path == QLatin1String("-");
    if (isInput && m_command.inputText) {
        QString text = *m_command.inputText;
        if (argument.option == CurlOption::Data)
            text.remove(u'\n').remove(u'\r').remove(QChar(0));
        addText(text, !isJson);
    } else if (isInput && m_command.inputFile.isEmpty()) {
        m_exists = true;
        m_notes.append(
            QStringLiteral("%1 @-: what curl would read as its input is not known.").arg(argument.typed));
    } else {
        addFile(argument, isInput ? m_command.inputFile : path);
    }
}

void CurlData::addFile(const CurlArgument& argument, const QString& path)
{
    if (!m_text.isEmpty() || !m_file.isEmpty()) {
        m_notes.append(QStringLiteral("%1 @%2: a file beside other data is not supported, it is left out.")
                           .arg(argument.typed, path));
        return;
    }
    m_exists = true;
    m_file = path;
    if (argument.option == CurlOption::Data)
        m_notes.append(QStringLiteral("%1 @%2: the file is sent as it is, with its line ends, as "
                                      "--data-binary does.")
                           .arg(argument.typed, path));
}

void CurlData::addText(const QString& text, bool isJoined)
{
    m_exists = true;
    const bool isFirst = !std::exchange(m_hasText, true);
    if (!m_file.isEmpty()) {
        m_notes.append(
            QStringLiteral("-d %1: data beside a file is not supported, it is left out.").arg(text));
        return;
    }
    if (isJoined && !isFirst)
        m_text += u'&';
    m_text += text;
}

void CurlData::takeEncoded(const CurlArgument& argument)
{
    if (const auto text = encoded(argument))
        addText(*text, true);
}

/// content, =content, name=content, @file, name@file; nothing for what a file would have.
std::optional<QString> CurlData::encoded(const CurlArgument& argument)
{
    const QString& value = argument.value;
    qsizetype mark = value.indexOf(u'=');
    if (mark < 0)
        mark = value.indexOf(u'@');
    QString content = value.sliced(mark + 1);
    if (mark >= 0 && value.at(mark) == u'@') {
        if (content != QLatin1String("-") || !m_command.inputText) {
            m_exists = m_exists || argument.option == CurlOption::DataUrlEncode;
            m_notes.append(QStringLiteral("%1 %2: a file's content is not supported here, it is left out.")
                               .arg(argument.typed, value));
            return std::nullopt;
        }
        content = *m_command.inputText;
    }
    const QString name = mark > 0 ? value.first(mark) + u'=' : QString();
    return name + urlEncoded(content);
}

} // namespace wl
