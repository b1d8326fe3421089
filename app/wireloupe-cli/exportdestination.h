// SPDX-License-Identifier: MIT
#pragma once

#include "base/filecommit.h"
#include "outlet.h"

#include <optional>

namespace wl::cli {

/// Where an export goes: a file that appears when it is whole, or standard output. Blocks.
class ExportDestination
{
public:
    /// An empty path is standard output.
    explicit ExportDestination(const QString& path);

    /// Why the file could not be begun.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] bool isTerminal() const { return m_path.isEmpty() && m_out.isTerminal(); }
    [[nodiscard]] bool isReaderGone() const { return m_out.isReaderGone(); }
    [[nodiscard]] QString name() const;

    /// What is written to standard output is out when this returns. Errors: file errors.
    [[nodiscard]] Result<void> write(QByteArrayView bytes);
    /// Puts the file into its place; once. Errors: file errors.
    [[nodiscard]] Result<void> commit() { return m_file ? m_file->commit() : Result<void>(); }

private:
    QString m_path;
    Outlet m_out;
    std::optional<FileCommit> m_file;
    std::optional<Error> m_error;
};

/// The exit code after an error of the destination, which is told unless it is that nobody reads any more.
[[nodiscard]] int tellWriteError(const ExportDestination& to, const Error& error);

} // namespace wl::cli
