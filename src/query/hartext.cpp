// SPDX-License-Identifier: MIT
#include "query/hartext.h"

#include "decode/utf8check.h"

namespace wl {

bool isUtf8(QByteArrayView bytes)
{
    Utf8Check check;
    return !check.feed(bytes) && check.isAtEnd();
}

QString headText(QByteArrayView bytes)
{
    return isUtf8(bytes) ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

} // namespace wl
