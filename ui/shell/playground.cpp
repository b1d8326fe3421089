// SPDX-License-Identifier: MIT
#include "ui/shell/playground.h"

#include "base/filecommit.h"

#include <QFile>

namespace wl::playground {

Result<void> install(const QString& path)
{
    if (QFile::exists(path))
        return {};
    QFile original(QStringLiteral(":/playground/playground.yml"));
    if (!original.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileNotFound, original.fileName());
    return commitFile(path, original.readAll());
}

} // namespace wl::playground
