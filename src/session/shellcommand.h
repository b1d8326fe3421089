// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace wl {

/// One simple command of a shell's text: its words without their quotes, and what it reads. Plain data.
struct ShellCommand
{
    QStringList words;
    QString inputFile;                ///< of its standard input; empty = none
    std::optional<QString> inputText; ///< given in the text itself, or by echo, printf
    QStringList notes;                ///< what only a shell could do, for people
};

/// The shells whose quoting we read.
enum class ShellDialect : quint8 {
    Posix, ///< sh, bash, zsh
    Cmd,   ///< cmd.exe, and how C programs on Windows split their command line
    PowerShell,
};

/// Which one a text was written for, by what is in it: line ends with ^ or a backtick, ^" and "", curl.exe.
[[nodiscard]] ShellDialect shellDialectOf(QStringView text);

/// The commands of a text, in order; comments, output redirections and what only reads a command's output
/// are left out. Nothing is expanded or opened. Errors: BadSyntax for a quote that is not closed, with the
/// line and column where it was opened.
[[nodiscard]] Result<QList<ShellCommand>> splitPosixCommands(QStringView text);
[[nodiscard]] Result<QList<ShellCommand>> splitCmdCommands(QStringView text);
[[nodiscard]] Result<QList<ShellCommand>> splitPowerShellCommands(QStringView text);
/// By the dialect that the text was written for.
[[nodiscard]] Result<QList<ShellCommand>> splitShellCommands(QStringView text);

/// The error for a quote that was opened at a place of the text and is not closed.
[[nodiscard]] tl::unexpected<Error> openQuote(QStringView text, qsizetype place, const QString& kind);

} // namespace wl
