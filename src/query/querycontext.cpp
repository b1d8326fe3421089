// SPDX-License-Identifier: MIT
#include "query/querycontext.h"

namespace wl {

DecoderFactory conversationDecoders()
{
    return &ConversationDecoder::create;
}

QueryContext contextOf(const std::shared_ptr<const RecordSource>& source, const DecodeAs& decodeAs)
{
    QueryContext context;
    context.decodeAs = decodeAs;
    context.notes = {source, source->recordNotes()};
    return context;
}

} // namespace wl
