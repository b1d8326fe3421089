// SPDX-License-Identifier: MIT
#include "decode/conversationdecoder.h"

namespace wl {

bool DecodeWishes::wants(const char* name) const
{
    return tree || std::any_of(fields.begin(), fields.end(), [name](const char* field) {
               const QByteArrayView wish(field);
               return wish == QByteArrayView(name) ||
                      (wish.endsWith('.') && QByteArrayView(name).startsWith(wish));
           });
}

} // namespace wl
