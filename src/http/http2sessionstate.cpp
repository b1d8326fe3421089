// SPDX-License-Identifier: MIT
// What an Http2Session's callbacks find out.
#include "http/http2sessionstate.h"

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype writeBytes = 64 * 1024;
/// Frames that go on with a field section, which limits::headerBytes bounds too.
constexpr size_t continuations = 64;

QByteArray bytesOf(nghttp2_rcbuf* buffer)
{
    const nghttp2_vec bytes = nghttp2_rcbuf_get_buf(buffer);
    return QByteArray(reinterpret_cast<const char*>(bytes.base), qsizetype(bytes.len));
}

} // namespace

/// The first reason stays.
void Http2Session::Private::breakBy(const QString& reason)
{
    if (broken)
        return;
    broken = Error{
        ErrorCode::BadHttp2,
        hasSettings
            ? reason
            : QStringLiteral("the server's first bytes are %1").arg(escapedHttpBytes(first, firstBytes))};
}

void Http2Session::Private::sayFarewell(const nghttp2_goaway& frame)
{
    isGoingAway = true;
    farewell = QStringLiteral("GOAWAY ") + http2CodeName(frame.error_code);
    if (frame.opaque_data_len > 0) {
        const QByteArrayView words(frame.opaque_data, qsizetype(frame.opaque_data_len));
        farewell += QStringLiteral(" \"%1\"").arg(escapedHttpBytes(words, 200));
    }
}

void Http2Session::Private::frameReceived(const nghttp2_frame* frame)
{
    switch (frame->hd.type) {
    case NGHTTP2_SETTINGS: hasSettings = true; return;
    case NGHTTP2_GOAWAY: sayFarewell(frame->goaway); return;
    case NGHTTP2_PING:
        if ((frame->hd.flags & NGHTTP2_FLAG_ACK) != 0)
            canceledAt = {};
        return;
    case NGHTTP2_RST_STREAM:
        if (isOurs(frame))
            stream.resetCode = frame->rst_stream.error_code;
        return;
    case NGHTTP2_HEADERS:
        if (isOurs(frame))
            stream.endFields();
        break;
    default: break;
    }
    const bool hasEnd = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (hasEnd && isOurs(frame) && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0)
        stream.isAnswerWhole = true;
}

void Http2Session::Private::frameSent(const nghttp2_frame* frame)
{
    if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR) {
        const nghttp2_goaway& end = frame->goaway;
        const QString words = QString::fromLatin1(reinterpret_cast<const char*>(end.opaque_data),
                                                  qsizetype(end.opaque_data_len));
        breakBy(http2CodeName(end.error_code) + QStringLiteral(": ") +
                (complaint.isEmpty() ? words : complaint));
        return;
    }
    if (frame->hd.stream_id != stream.id)
        return;
    if (frame->hd.type == NGHTTP2_DATA)
        stream.bodySent += qint64(frame->hd.length - frame->data.padlen);
    const bool hasEnd = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (hasEnd && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0)
        stream.isRequestWhole = true;
}

void Http2Session::Private::setFieldCallbacks(nghttp2_session_callbacks* callbacks)
{
    nghttp2_session_callbacks_set_on_begin_headers_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* data) {
            Private& p = of(data);
            if (p.isOurs(frame))
                p.stream.user->streamBegan();
            return 0;
        });
    nghttp2_session_callbacks_set_on_header_callback2(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, nghttp2_rcbuf* name, nghttp2_rcbuf* value,
                      quint8, void* data) {
            Private& p = of(data);
            const bool isTaken = !p.isOurs(frame) || p.stream.addField(bytesOf(name), bytesOf(value));
            return isTaken ? 0 : int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
        });
    // A field that is not allowed is shown all the same.
    nghttp2_session_callbacks_set_on_invalid_header_callback2(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, nghttp2_rcbuf* name, nghttp2_rcbuf* value,
                      quint8, void* data) {
            Private& p = of(data);
            if (!p.isOurs(frame))
                return 0;
            p.stream.user->streamWarned(
                QStringLiteral("HTTP/2 does not allow the field %1: %2")
                    .arg(escapedHttpBytes(bytesOf(name)), escapedHttpBytes(bytesOf(value), 200)));
            const bool isTaken = p.stream.addField(bytesOf(name), bytesOf(value));
            return isTaken ? 0 : int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
        });
}

void Http2Session::Private::setStreamCallbacks(nghttp2_session_callbacks* callbacks)
{
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks,
        [](nghttp2_session* session, quint8, qint32 id, const quint8* bytes, size_t size, void* data) {
            Private& p = of(data);
            if (!p.stream.user || id != p.stream.id) {
                nghttp2_session_consume_connection(session, size);
                return 0;
            }
            p.stream.received += qint64(size);
            p.stream.user->streamBody(QByteArrayView(bytes, qsizetype(size)));
            return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        callbacks, [](nghttp2_session*, qint32 id, quint32 code, void* data) {
            Private& p = of(data);
            if (id != p.stream.id)
                return 0;
            p.stream.isClosed = true;
            p.stream.body.reset();
            if (!p.stream.isAnswerWhole)
                p.stream.failure = p.stream.closedBy(
                    code, code == NGHTTP2_REFUSED_STREAM && p.isGoingAway ? p.farewell : p.complaint);
            return 0;
        });
}

void Http2Session::Private::setFrameCallbacks(nghttp2_session_callbacks* callbacks)
{
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* data) {
            of(data).frameReceived(frame);
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_send_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* data) {
            of(data).frameSent(frame);
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_not_send_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, int error, void* data) {
            Private& p = of(data);
            if (frame->hd.type == NGHTTP2_HEADERS && frame->hd.stream_id == p.stream.id && !p.isGoingAway)
                p.stream.failure = Error{ErrorCode::BadHttp2, QString::fromLatin1(nghttp2_strerror(error))};
            return 0;
        });
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame*, int error, void* data) {
            QString& complaint = of(data).complaint;
            if (complaint.isEmpty())
                complaint = QString::fromLatin1(nghttp2_strerror(error));
            return 0;
        });
    nghttp2_session_callbacks_set_error_callback2(
        callbacks, [](nghttp2_session*, int, const char* words, size_t size, void* data) {
            of(data).complaint = escapedHttpBytes(QByteArrayView(words, qsizetype(size)), 300);
            return 0;
        });
}

void Http2Session::Private::setOptions(nghttp2_option* option)
{
    nghttp2_option_set_no_auto_window_update(option, 1);
    nghttp2_option_set_no_closed_streams(option, 1);
    nghttp2_option_set_max_continuations(option, continuations);
    nghttp2_option_set_max_send_header_block_length(option, 16 * 1024 * 1024);
}

/// The frames that are ready, up to a write's worth: what belongs together is one record.
QByteArray Http2Session::Private::output()
{
    QByteArray bytes;
    while (bytes.size() < writeBytes) {
        const quint8* data = nullptr;
        const ssize_t size = nghttp2_session_mem_send(session, &data);
        if (size <= 0)
            break;
        bytes.append(reinterpret_cast<const char*>(data), size);
    }
    return bytes;
}

} // namespace wl
