// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>

namespace wl::cli {

/// A descriptor that is written to (standard output, standard error, a file), with a small buffer. Blocks
/// where the reader is slow, so it belongs to the printer's thread, or to the main thread where no loop runs.
class Outlet
{
public:
    explicit Outlet(int descriptor);

    void write(QByteArrayView bytes);
    void flush();

    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }
    /// The reader is gone (EPIPE): the rest is thrown away.
    [[nodiscard]] bool isBroken() const { return m_errno != 0; }
    [[nodiscard]] bool isReaderGone() const;
    /// errno of the first write that failed; 0 = none.
    [[nodiscard]] int errorNumber() const { return m_errno; }

private:
    void writeAll(QByteArrayView bytes);

    int m_descriptor;
    int m_errno = 0;
    bool m_isTerminal;
    QByteArray m_buffer;
};

} // namespace wl::cli
