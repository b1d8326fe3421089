// SPDX-License-Identifier: MIT
#include "ui/panes/http/filebytesource.h"

namespace wl {

FileByteSource::FileByteSource(const QString& path)
    : m_file(path)
{
    // Where it cannot be opened, size() is 0 and nothing is read.
    (void)m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

QByteArray FileByteSource::read(qint64 offset, qint64 maxBytes) const
{
    if (!m_file.isOpen() || !m_file.seek(offset))
        return {};
    return m_file.read(maxBytes);
}

} // namespace wl
