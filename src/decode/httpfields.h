// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"
#include "decode/http1head.h"

namespace wl {

/// Which fields of an HTTP message are wanted: DecodeWishes, looked up once a conversation.
struct HttpWishes
{
    explicit HttpWishes(const DecodeWishes& wishes);

    bool tree;
    bool info;
    qint64 contentBytes;
    bool method;
    bool url;
    bool version;
    bool status;
    bool reason;
    bool host;
    bool type;
    bool length;
    bool header;
    bool trailer;
};

/// What is known of a message when its fields are made. The head's pieces are in place.
struct HttpParts
{
    const Http1Head& head;
    const QList<Http1Field>& trailers;
    Http1Kind kind = Http1Kind::Request;
    qint64 bodyBytes = 0;       ///< without the transfer coding
    bool isBodyInPlace = false; ///< DecodedMessage::content is what is on the wire behind the head
};

/// Fills in fields and info of a message whose range and content are set.
void addHttpFields(DecodedMessage& message, const HttpParts& parts, const HttpWishes& wishes);

} // namespace wl
