// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordnotes.h"
#include "capture/recordsource.h"
#include "decode/conversationdecoder.h"

#include <QHash>

#include <functional>
#include <memory>

namespace wl {

/// Makes the decoder of a conversation, as ConversationDecoder::create does.
using DecoderFactory = std::function<std::unique_ptr<ConversationDecoder>(
    const ConversationFacts&, const DecodeWishes&, ConversationDecoder::Sink)>;

/// The decoders that there are; where a filter asks for messages these are used unless it is told others.
[[nodiscard]] DecoderFactory conversationDecoders();

/// As what a person wants connections to be decoded; those that are not in it by content and port.
using DecodeAs = QHash<ConnectionId, Protocol>;

/// What a filter asks beside the records themselves. A value.
struct QueryContext
{
    DecoderFactory decoders = conversationDecoders(); ///< none: no record is the end of a message
    DecodeAs decodeAs = {};
    std::shared_ptr<const RecordNotes> notes = {}; ///< none: nothing is marked
};

/// A source that is not owned and outlives all who use it, in the form that scans and lists take.
[[nodiscard]] inline std::shared_ptr<const RecordSource> borrowed(const RecordSource& source)
{
    return {std::shared_ptr<const void>(), &source};
}

/// What filters of a source ask: with its marks and comments, which live as long as it does.
[[nodiscard]] QueryContext contextOf(const std::shared_ptr<const RecordSource>& source,
                                     const DecodeAs& decodeAs = {});

} // namespace wl
