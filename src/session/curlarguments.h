// SPDX-License-Identifier: MIT
#pragma once

#include "session/curloptions.h"

#include <QList>
#include <QStringList>

namespace wl {

/// One option of a curl command with its value.
struct CurlArgument
{
    CurlOption option = CurlOption::Ignored;
    QString typed; ///< as it was written, with its dashes, for people
    QString value;
    bool isOn = true; ///< false: --no-…
};

/// What stands before, between or behind --next: one set of options for some URLs.
struct CurlOperation
{
    QList<CurlArgument> arguments; ///< in order; without those that have no effect on the request
    QStringList urls;
};

/// A curl command line in its pieces. Plain data.
struct CurlArguments
{
    QList<CurlOperation> operations; ///< those with a URL
    QStringList notes;               ///< options that are not known or not supported, by name
};

/// Reads the words behind "curl": letters together (-sSLXPOST), --name value and --name=value, beginnings of
/// names that are the only ones. What is not known or not supported is noted and passed over.
[[nodiscard]] CurlArguments readCurlArguments(const QStringList& words);

} // namespace wl
