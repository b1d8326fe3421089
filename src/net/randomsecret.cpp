// SPDX-License-Identifier: MIT
#include "net/randomsecret.h"

#include <QRandomGenerator>

#include <vector>

namespace wl {

QByteArray randomSecret(qsizetype bytes)
{
    constexpr qsizetype wordBytes = sizeof(quint32);
    std::vector<quint32> words(size_t((bytes + wordBytes - 1) / wordBytes));
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char*>(words.data()), bytes);
}

} // namespace wl
