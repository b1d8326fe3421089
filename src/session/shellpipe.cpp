// SPDX-License-Identifier: MIT
#include "session/shellpipe.h"

#include "session/shellquotes.h"

namespace wl {

namespace {

/// What printf writes for a format without conversions; nothing where it has some.
std::optional<QString> printed(QString format)
{
    format.replace(QLatin1String("%%"), QStringLiteral("\\045"));
    if (format.contains(u'%'))
        return std::nullopt;
    // Its escapes are those of $'…', in which a quote would end the text.
    format.replace(u'\'', QStringLiteral("\\'"));
    format += u'\'';
    QString text;
    ShellQuotes quotes(format);
    return quotes.takeAnsi(text) ? std::optional(text) : std::nullopt;
}

} // namespace

void ShellPipe::add(ShellCommand command, bool isPiped)
{
    if (m_source)
        giveInput(command);
    m_source.reset();
    if (command.words.isEmpty())
        return;
    if (isPiped)
        m_source = command;
    m_commands.append(std::move(command));
}

void ShellPipe::giveInput(ShellCommand& command) const
{
    const QStringList& words = m_source->words;
    const QString& program = words.constFirst();
    if (program == QLatin1String("cat") && words.size() == 2) {
        command.inputFile = words.at(1);
    } else if (program == QLatin1String("echo")) {
        const bool hasEnd = words.value(1) != QLatin1String("-n");
        command.inputText =
            words.mid(hasEnd ? 1 : 2).join(u' ') + (hasEnd ? QStringLiteral("\n") : QString());
    } else if (program == QLatin1String("printf") && words.size() == 2) {
        command.inputText = printed(words.at(1));
    }
    command.notes = m_source->notes + command.notes;
}

} // namespace wl
