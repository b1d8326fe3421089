// SPDX-License-Identifier: MIT
#include "query/querycontext.h"

namespace wl {

DecoderFactory conversationDecoders()
{
    return &ConversationDecoder::create;
}

} // namespace wl
