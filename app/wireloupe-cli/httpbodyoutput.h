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
    /// `path` empty: standard output.
    explicit HttpBodyOutput(const QString& path);

    /// Copies what is there beyond what was copied before. `body` null: no byte came yet. Errors: file
    /// errors.
    [[nodiscard]] Result<void> pump(const std::shared_ptr<BodyFile>& body, EventPrinter& printer);
    /// Whether a byte was copied.
    [[nodiscard]] bool hasBegun() const { return m_offset > 0; }

private:
    [[nodiscard]] Result<void> open(const std::shared_ptr<BodyFile>& body);
    [[nodiscard]] Result<void> write(QByteArrayView piece, EventPrinter& printer);

    QFile m_in;
    QFile m_out;
    quint64 m_offset = 0;
};

} // namespace wl::cli
