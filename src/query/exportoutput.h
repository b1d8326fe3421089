// SPDX-License-Identifier: MIT
#pragma once

#include "query/exportoptions.h"

namespace wl {

/// Gathers what an export writes into larger pieces. After an error nothing more is written. One thread.
class ExportOutput
{
public:
    static constexpr qsizetype pieceBytes = qsizetype{256} * 1024;

    explicit ExportOutput(ExportWrite write)
        : m_write(std::move(write))
    {
    }

    void write(QByteArrayView bytes)
    {
        if (m_error)
            return;
        m_buffer.append(bytes);
        m_bytes += bytes.size();
        if (m_buffer.size() >= pieceBytes)
            flush();
    }
    void flush()
    {
        if (m_error || m_buffer.isEmpty())
            return;
        if (const auto written = m_write(m_buffer); !written)
            m_error = written.error();
        m_buffer.resize(0);
    }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// Written so far, also what is still held.
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    ExportWrite m_write;
    QByteArray m_buffer;
    qint64 m_bytes = 0;
    std::optional<Error> m_error;
};

} // namespace wl
