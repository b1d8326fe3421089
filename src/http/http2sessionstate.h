// SPDX-License-Identifier: MIT
#pragma once

#include "http/http2session.h"
#include "http/http2stream.h"

namespace wl {

/// The session and what its callbacks, which are plain functions, find out.
struct Http2Session::Private
{
    /// Of the server's first bytes, to say what it speaks where that is not HTTP/2.
    static constexpr qsizetype firstBytes = 64;

    nghttp2_session* session = nullptr;
    Http2Stream stream;
    QByteArray first;            ///< what the server sent first
    bool hasSettings = false;    ///< the server's first SETTINGS came
    bool isGoingAway = false;    ///< the server takes no further stream
    QString farewell;            ///< its words for that
    QString complaint;           ///< the library's words for what the server did wrong last
    std::optional<Error> broken; ///< the connection is of no use any more
    bool isPumping = false;      ///< a connection may tell that it is drained while it is given something
    Timestamp canceledAt;        ///< valid while the PING behind a cancel is not answered

    [[nodiscard]] bool isOurs(const nghttp2_frame* frame) const
    {
        return stream.user && frame->hd.stream_id == stream.id;
    }
    static Private& of(void* data) { return *static_cast<Private*>(data); }
    void breakBy(const QString& reason);
    void frameReceived(const nghttp2_frame* frame);
    void frameSent(const nghttp2_frame* frame);
    void sayFarewell(const nghttp2_goaway& frame);
    static void setFieldCallbacks(nghttp2_session_callbacks* callbacks);
    static void setStreamCallbacks(nghttp2_session_callbacks* callbacks);
    static void setFrameCallbacks(nghttp2_session_callbacks* callbacks);
    static void setOptions(nghttp2_option* option);
    [[nodiscard]] QByteArray output();
};

} // namespace wl
