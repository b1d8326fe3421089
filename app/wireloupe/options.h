// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QStringList>

namespace wl {

/// The desktop program's command line.
struct Options
{
    QStringList arguments; ///< addresses with their options, and files
    QString configPath;
    QString statisticsPath;
    bool isHelp = false;
    bool isVersion = false;

    /// `words` without the program's name. Errors: BadOption with the words for a person.
    [[nodiscard]] static Result<Options> parse(const QStringList& words);
    [[nodiscard]] static QString help();
};

} // namespace wl
