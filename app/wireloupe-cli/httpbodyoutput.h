// SPDX-License-Identifier: MIT
#pragma once

#include "eventprinter.h"
#include "http/httpexchange.h"

#include <QFile>

namespace wl::cli {

/// Copies the body of an answer to standard output or to a file, also while it still grows. Used on the
/// printer's thread only.
class HttpBodyOutput
{
public:
    /// `path` empty: standard output. A file is not touched before the first byte of a body.
    explicit HttpBodyOutput(const QString& path);

    /// Copies what is there beyond what was copied before, always of the same body; null: no byte came yet.
    /// Errors: file errors.
    [[nodiscard]] Result<void> pump(const std::shared_ptr<BodyFile>& body, EventPrinter& printer);
    /// The answer is whole: an empty body makes an empty file. Errors: file errors.
    [[nodiscard]] Result<void> complete();

private:
    [[nodiscard]] Result<void> copyFile(const QString& path, EventPrinter& printer);
    [[nodiscard]] Result<void> write(QByteArrayView piece, EventPrinter& printer);

    QFile m_in;
    QFile m_out;
    quint64 m_offset = 0;
};

} // namespace wl::cli
