// SPDX-License-Identifier: MIT
#include "http/shellword.h"

#include "http/codeparts.h"

#include <algorithm>

namespace wl {

namespace {

bool isMadeOf(QByteArrayView bytes, QByteArrayView others)
{
    return !bytes.isEmpty() && std::all_of(bytes.begin(), bytes.end(), [others](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.contains(c);
    });
}

void note(QStringList& notes, const QString& text)
{
    if (!notes.contains(text))
        notes.append(text);
}

/// Double quotes as C programs on Windows read them: backslashes count only before one.
QString windowsArgument(const QString& text)
{
    QString argument = QStringLiteral("\"");
    qsizetype backslashes = 0;
    for (const QChar c : text) {
        if (c == u'\\') {
            ++backslashes;
        } else {
            argument += QString(c == u'"' ? 2 * backslashes + 1 : backslashes, u'\\');
            backslashes = 0;
            argument += c;
        }
    }
    return argument + QString(2 * backslashes, u'\\') + u'"';
}

} // namespace

QString bashWord(QByteArrayView bytes)
{
    const auto isControl = [](char c) { return uchar(c) < 0x20 || c == 0x7f; };
    const QString text = QString::fromUtf8(bytes);
    if (isMadeOf(bytes, "-_./:@%+,="))
        return text;
    if (std::any_of(bytes.begin(), bytes.end(), isControl) || text.toUtf8() != bytes)
        return QStringLiteral("$'%1'").arg(literalText(bytes, "\\'", hexEscape));
    return u'\'' + QString(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QString cmdWord(QByteArrayView utf8, QStringList& notes)
{
    if (isMadeOf(utf8, "-_./:@+="))
        return QString::fromUtf8(utf8);
    QString text = QString::fromUtf8(utf8);
    if (text.contains(u'\r')) {
        note(notes, QStringLiteral("cmd cannot say a carriage return: only the line feed is sent."));
        text.remove(u'\r');
    }
    QString word;
    for (const QChar c : windowsArgument(text)) {
        if (c == u'\n')
            word += QStringLiteral("^\n\n");
        else if (QStringView(u"^&|<>()!%\"").contains(c))
            word += u'^' + QString(c);
        else
            word += c;
    }
    return word;
}

QString powerShellWord(QByteArrayView utf8, QStringList& notes)
{
    const QString text = QString::fromUtf8(utf8);
    if (isMadeOf(utf8, "-_./:="))
        return text;
    if (text.contains(u'"'))
        note(notes,
             QStringLiteral("PowerShell before 7.3 takes double quotes away: this needs 7.3 or newer."));
    return u'\'' + QString(text).replace(u'\'', QStringLiteral("''")) + u'\'';
}

} // namespace wl
