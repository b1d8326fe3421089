// SPDX-License-Identifier: MIT
#include "http/httpexchange.h"

#include <QFile>

namespace wl {

BodyFile::~BodyFile()
{
    QFile::remove(m_path);
}

} // namespace wl
