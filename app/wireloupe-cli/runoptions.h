// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings.h"
#include "eventprinter.h"
#include "optionparser.h"

namespace wl::cli {

/// What every subcommand that makes traffic takes.
struct RunOptions
{
    PrintFormat print = PrintFormat::Text;
    bool quiet = false;
    QString capturePath; ///< empty = no capture
    Settings settings;
};

/// Declares --print, --quiet, --capture, --config, --set and --help.
void addRunOptions(OptionParser& parser);
/// Declares --print and --quiet.
void addPrintOptions(OptionParser& parser);
/// Declares --config and --set.
void addSettingOptions(OptionParser& parser);

/// The value of --print, text where it is not given. Errors: BadOption.
[[nodiscard]] Result<PrintFormat> parseFormat(const OptionParser& parser);
/// Errors: BadOption.
[[nodiscard]] Result<RunOptions> readRunOptions(const OptionParser& parser);
/// Loads the settings as --config and --set say. A file that cannot be read or a line that was not understood
/// is told on standard error; the defaults then apply. Errors: BadOption.
[[nodiscard]] Result<Settings> readSettings(const OptionParser& parser);

/// Parses the words; the exit code where the command ends here: after --help, or with wrong usage, which was
/// then told.
[[nodiscard]] std::optional<int> parseOrEnd(OptionParser& parser, const QStringList& words);
/// Tells on standard error what is wrong with the usage, and where help is; returns the exit code.
int wrongUsage(const OptionParser& parser, const QString& words);

/// One line on standard error, made harmless, before or after the printer's thread runs.
void complain(const QString& line);
/// Flushes standard output; FileFailed, after telling why, where it could not be written, else `code`.
[[nodiscard]] int endOutput(Outlet& out, int code);
/// Text on standard output, at once. False where it cannot be written, which was told.
bool printNow(const QString& text);

} // namespace wl::cli
