// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>

namespace bench {

/// Memory of this process that no file stands behind (RssAnon), in bytes; 0 where the system does not say.
inline qint64 anonymousBytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.mid(8).simplified().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace bench
