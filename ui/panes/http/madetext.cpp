// SPDX-License-Identifier: MIT
#include "ui/panes/http/madetext.h"

#include "http/httpexchange.h"

#include <QDir>

namespace wl {

MadeText::MadeText()
    : m_file(QDir::tempPath() + QStringLiteral("/wireloupe-text-XXXXXX"))
{
    m_file.setAutoRemove(false);
    m_isGood = m_file.open();
    if (m_isGood)
        m_owner = std::make_shared<BodyFile>(m_file.fileName());
}

bool MadeText::append(QByteArrayView bytes)
{
    const qint64 room = maxBytes - m_size;
    const QByteArrayView taken = bytes.first(std::min<qsizetype>(bytes.size(), room));
    m_isCut = m_isCut || taken.size() < bytes.size();
    m_isGood = m_isGood && m_file.write(taken.data(), taken.size()) == taken.size();
    m_size += taken.size();
    return m_isGood && !m_isCut;
}

std::shared_ptr<BodyDocument> MadeText::finish(std::stop_token stop)
{
    m_isGood = m_isGood && m_file.flush();
    if (!m_isGood)
        return nullptr;
    m_file.close();
    auto document = std::make_shared<BodyDocument>();
    document->owner = m_owner;
    document->file = MappedFile::open(m_owner->path());
    if (!document->file || !document->index.extend(document->text(), std::move(stop)))
        return nullptr;
    return document;
}

} // namespace wl
