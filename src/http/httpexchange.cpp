// SPDX-License-Identifier: MIT
#include "http/httpexchange.h"

#include "http/bodystore.h"

#include <QFile>

namespace wl {

BodyFile::BodyFile(QString path, std::shared_ptr<BodyStore> store)
    : m_path(std::move(path))
    , m_store(std::move(store))
{
}

BodyFile::BodyFile(QByteArray content, std::shared_ptr<BodyStore> store)
    : m_content(std::move(content))
    , m_store(std::move(store))
{
}

BodyFile::~BodyFile()
{
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

QString BodyFile::path() const
{
    const std::lock_guard lock(m_mutex);
    if (m_path.isEmpty() && m_store) {
        if (const Result<QString> written = m_store->write(m_content))
            m_path = *written;
    }
    return m_path;
}

} // namespace wl
