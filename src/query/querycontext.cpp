// SPDX-License-Identifier: MIT
#include "query/querycontext.h"

namespace wl {

DecoderFactory conversationDecoders()
{
    return {};
}

} // namespace wl
