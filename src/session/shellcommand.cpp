// SPDX-License-Identifier: MIT
#include "session/shellcommand.h"

#include <QRegularExpression>

namespace wl {

ShellDialect shellDialectOf(QStringView text)
{
    static const QRegularExpression cmd(QStringLiteral(R"(\s\^("|\r?\n))"));
    static const QRegularExpression doubled(QStringLiteral(R"([^\s="]""[^\s"])"));
    static const QRegularExpression powerShell(QStringLiteral(R"(\s`\r?\n|@['"]\r?\n)"));
    const QString copy = text.toString();
    const bool isWindows = text.contains(QLatin1String("curl.exe"));
    const bool hasSingle = text.contains(u'\'');
    if (cmd.match(copy).hasMatch())
        return ShellDialect::Cmd;
    if (powerShell.match(copy).hasMatch() || (isWindows && (hasSingle || text.contains(u'`'))))
        return ShellDialect::PowerShell;
    if (isWindows || (!hasSingle && doubled.match(copy).hasMatch()))
        return ShellDialect::Cmd;
    return ShellDialect::Posix;
}

Result<QList<ShellCommand>> splitShellCommands(QStringView text)
{
    switch (shellDialectOf(text)) {
    case ShellDialect::Cmd: return splitCmdCommands(text);
    case ShellDialect::PowerShell: return splitPowerShellCommands(text);
    case ShellDialect::Posix: break;
    }
    return splitPosixCommands(text);
}

tl::unexpected<Error> openQuote(QStringView text, qsizetype place, const QString& kind)
{
    const QStringView before = text.first(std::min(place, text.size()));
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = place - (before.lastIndexOf(u'\n') + 1) + 1;
    return fail(ErrorCode::BadSyntax,
                QStringLiteral("the %1 quote opened in line %2, column %3 is not closed")
                    .arg(kind)
                    .arg(line)
                    .arg(column));
}

} // namespace wl
