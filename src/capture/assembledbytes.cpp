// SPDX-License-Identifier: MIT
#include "capture/assembledbytes.h"

#include <cerrno>
#include <unistd.h>

namespace wl {

namespace {

QString fileName()
{
    return QStringLiteral("the temporary file of fragments");
}

} // namespace

Result<quint64> AssembledBytes::append(QByteArrayView bytes)
{
    if (!m_file.isValid()) {
        auto file = namelessFile();
        if (!file)
            return tl::make_unexpected(file.error());
        m_file = std::move(*file);
    }
    if (const auto written = writeAllAt(m_file, bytes, m_size, fileName()); !written)
        return tl::make_unexpected(written.error());
    const quint64 position = firstPosition + quint64(m_size);
    m_size += bytes.size();
    return position;
}

Result<qsizetype> AssembledBytes::read(quint64 position, char* to, qsizetype maxBytes) const
{
    qsizetype done = 0;
    while (done < maxBytes) {
        const ssize_t n = ::pread(m_file.get(), to + done, static_cast<size_t>(maxBytes - done),
                                  static_cast<qint64>(position - firstPosition) + done);
        if (n < 0 && errno != EINTR)
            return fail(fileErrorCode(errno), fileName(), errno);
        if (n == 0)
            break;
        done += std::max<ssize_t>(n, 0);
    }
    return done;
}

} // namespace wl
