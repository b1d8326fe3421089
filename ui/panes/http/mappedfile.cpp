// SPDX-License-Identifier: MIT
#include "ui/panes/http/mappedfile.h"

namespace wl {

std::shared_ptr<const MappedFile> MappedFile::open(const QString& path)
{
    std::shared_ptr<MappedFile> mapped(new MappedFile);
    mapped->m_file.setFileName(path);
    if (!mapped->m_file.open(QIODevice::ReadOnly))
        return nullptr;
    const qint64 size = mapped->m_file.size();
    if (size == 0)
        return mapped;
    const uchar* data = mapped->m_file.map(0, size);
    if (data == nullptr)
        return nullptr;
    mapped->m_view = QByteArrayView(data, size);
    return mapped;
}

} // namespace wl
