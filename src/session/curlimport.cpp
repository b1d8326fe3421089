// SPDX-License-Identifier: MIT
#include "session/curlimport.h"

#include "session/curlarguments.h"
#include "session/curlrequest.h"
#include "session/shellcommand.h"

#include <QRegularExpression>

namespace wl {

namespace {

bool isCurl(const QString& word)
{
    QString name = word.mid(std::max(word.lastIndexOf(u'/'), word.lastIndexOf(u'\\')) + 1);
    return name == QLatin1String("curl") || name.compare(QLatin1String("curl.exe"), Qt::CaseInsensitive) == 0;
}

Result<void> importCommand(const ShellCommand& command, QList<CurlImport>& imports)
{
    const auto curl = std::find_if(command.words.begin(), command.words.end(), isCurl);
    if (curl == command.words.end())
        return {};
    const CurlArguments arguments =
        readCurlArguments(command.words.mid(std::distance(command.words.begin(), curl) + 1));
    for (const CurlOperation& operation : arguments.operations) {
        for (qsizetype i = 0; i < operation.urls.size(); ++i) {
            Result<CurlImport> made = makeCurlRequest(operation, i, command);
            if (!made)
                return tl::make_unexpected(made.error());
            made->notes = command.notes + arguments.notes + made->notes;
            imports.append(std::move(*made));
        }
    }
    return {};
}

} // namespace

bool isCurlCommand(QStringView text)
{
    static const QRegularExpression command(QStringLiteral(
        R"(^(\s*#[^\n]*\n)*\s*((printf|echo|cat)\s[^|]*\|\s*)?([$>&]\s+)?'?(\S*[/\\])?curl(\.exe)?'?(\s|$))"));
    return command.match(text).hasMatch();
}

Result<QList<CurlImport>> importCurl(QStringView text)
{
    const Result<QList<ShellCommand>> commands = splitShellCommands(text);
    if (!commands)
        return tl::make_unexpected(commands.error());
    QList<CurlImport> imports;
    for (const ShellCommand& command : *commands) {
        if (Result<void> imported = importCommand(command, imports); !imported)
            return tl::make_unexpected(imported.error());
    }
    if (imports.isEmpty())
        return fail(ErrorCode::BadAddress, QStringLiteral("curl: a URL is missing"));
    return imports;
}

} // namespace wl
