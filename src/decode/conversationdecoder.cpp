// SPDX-License-Identifier: MIT
#include "decode/conversationdecoder.h"

#include "decode/protocolchooser.h"

namespace wl {

std::unique_ptr<ConversationDecoder> ConversationDecoder::create(const ConversationFacts& facts,
                                                                 const DecodeWishes& wishes, Sink sink)
{
    const ProtocolRow* row = facts.decodeAs ? protocolRow(*facts.decodeAs) : nullptr;
    if (row != nullptr)
        return row->make(facts, wishes, std::move(sink));
    return std::make_unique<ProtocolChooser>(facts, wishes, std::move(sink));
}

} // namespace wl
