// SPDX-License-Identifier: MIT
#include "http/http2session.h"

#include "base/limits.h"
#include "http/http2stream.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wl {

namespace {

constexpr qsizetype writeBytes = 64 * 1024;
/// Of the server's first bytes, to say what it speaks where that is not HTTP/2.
constexpr qsizetype firstBytes = 64;
/// Frames that go on with a field section, which limits::headerBytes bounds too.
constexpr size_t continuations = 64;

QByteArray bytesOf(nghttp2_rcbuf* buffer)
{
    const nghttp2_vec bytes = nghttp2_rcbuf_get_buf(buffer);
    return QByteArray(reinterpret_cast<const char*>(bytes.base), qsizetype(bytes.len));
}

quint8* unsignedBytes(const QByteArray& bytes)
{
    return reinterpret_cast<quint8*>(const_cast<char*>(bytes.constData()));
}

} // namespace

/// The session and what its callbacks, which are plain functions, find out.
struct Http2Session::Private
{
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
    void breakBy(const QString& reason);
    void frameReceived(const nghttp2_frame* frame);
    void frameSent(const nghttp2_frame* frame);
    void sayFarewell(const nghttp2_goaway& frame);
    static void setCallbacks(nghttp2_session_callbacks* callbacks);
    static void setOptions(nghttp2_option* option);
    [[nodiscard]] QByteArray output();
};

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

void Http2Session::Private::setCallbacks(nghttp2_session_callbacks* callbacks)
{
    static constexpr auto privateOf = [](void* data) -> Private& { return *static_cast<Private*>(data); };
    nghttp2_session_callbacks_set_on_begin_headers_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* data) {
            Private& p = privateOf(data);
            if (p.isOurs(frame))
                p.stream.user->streamBegan();
            return 0;
        });
    nghttp2_session_callbacks_set_on_header_callback2(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, nghttp2_rcbuf* name, nghttp2_rcbuf* value,
                      quint8, void* data) {
            Private& p = privateOf(data);
            const bool isTaken = !p.isOurs(frame) || p.stream.addField(bytesOf(name), bytesOf(value));
            return isTaken ? 0 : int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
        });
    // A field that is not allowed is shown all the same.
    nghttp2_session_callbacks_set_on_invalid_header_callback2(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, nghttp2_rcbuf* name, nghttp2_rcbuf* value,
                      quint8, void* data) {
            Private& p = privateOf(data);
            if (!p.isOurs(frame))
                return 0;
            p.stream.user->streamWarned(
                QStringLiteral("HTTP/2 does not allow the field %1: %2")
                    .arg(escapedHttpBytes(bytesOf(name)), escapedHttpBytes(bytesOf(value), 200)));
            const bool isTaken = p.stream.addField(bytesOf(name), bytesOf(value));
            return isTaken ? 0 : int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks,
        [](nghttp2_session* session, quint8, qint32 id, const quint8* bytes, size_t size, void* data) {
            Private& p = privateOf(data);
            if (!p.stream.user || id != p.stream.id) {
                nghttp2_session_consume_connection(session, size);
                return 0;
            }
            p.stream.received += qint64(size);
            p.stream.user->streamBody(QByteArrayView(bytes, qsizetype(size)));
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* data) {
            privateOf(data).frameReceived(frame);
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_send_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* data) {
            privateOf(data).frameSent(frame);
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_not_send_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, int error, void* data) {
            Private& p = privateOf(data);
            if (frame->hd.type == NGHTTP2_HEADERS && frame->hd.stream_id == p.stream.id && !p.isGoingAway)
                p.stream.failure = Error{ErrorCode::BadHttp2, QString::fromLatin1(nghttp2_strerror(error))};
            return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        callbacks, [](nghttp2_session*, qint32 id, quint32 code, void* data) {
            Private& p = privateOf(data);
            if (id != p.stream.id)
                return 0;
            p.stream.isClosed = true;
            p.stream.body.reset();
            if (!p.stream.isAnswerWhole)
                p.stream.failure = p.stream.closedBy(
                    code, code == NGHTTP2_REFUSED_STREAM && p.isGoingAway ? p.farewell : p.complaint);
            return 0;
        });
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame*, int error, void* data) {
            QString& complaint = privateOf(data).complaint;
            if (complaint.isEmpty())
                complaint = QString::fromLatin1(nghttp2_strerror(error));
            return 0;
        });
    nghttp2_session_callbacks_set_error_callback2(
        callbacks, [](nghttp2_session*, int, const char* words, size_t size, void* data) {
            privateOf(data).complaint = escapedHttpBytes(QByteArrayView(words, qsizetype(size)), 300);
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

Http2Session::Http2Session()
    : d(std::make_unique<Private>())
{
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    Private::setCallbacks(callbacks);
    nghttp2_option* option = nullptr;
    nghttp2_option_new(&option);
    Private::setOptions(option);
    nghttp2_session_client_new2(&d->session, callbacks, d.get(), option);
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);

    const std::array<nghttp2_settings_entry, 3> settings{
        {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
         {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, quint32(windowBytes)},
         {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, quint32(limits::headerBytes)}}};
    nghttp2_submit_settings(d->session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(d->session, NGHTTP2_FLAG_NONE, 0, qint32(windowBytes));
}

Http2Session::~Http2Session()
{
    nghttp2_session_del(d->session);
}

Result<void> Http2Session::submit(const QList<Http1Field>& fields, std::unique_ptr<BodyDevice> body,
                                  Http2StreamUser& user)
{
    std::vector<nghttp2_nv> pairs;
    pairs.reserve(size_t(fields.size()));
    for (const Http1Field& field : fields) {
        pairs.push_back({unsignedBytes(field.name), unsignedBytes(field.value), size_t(field.name.size()),
                         size_t(field.value.size()), NGHTTP2_NV_FLAG_NONE});
    }
    d->stream = Http2Stream();
    d->stream.bodyLeft = body ? body->size() : 0;
    d->stream.body = std::move(body);
    nghttp2_data_provider provider{};
    provider.read_callback = [](nghttp2_session*, qint32, quint8* buffer, size_t size, quint32* flags,
                                nghttp2_data_source*, void* data) -> ssize_t {
        Http2Stream& stream = static_cast<Private*>(data)->stream;
        const qint64 count = stream.readBody(reinterpret_cast<char*>(buffer), qint64(size));
        if (count < 0)
            return NGHTTP2_ERR_DEFERRED; // until the exchange is canceled
        if (stream.bodyLeft == 0)
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        return ssize_t(count);
    };
    const qint32 id = nghttp2_submit_request(d->session, nullptr, pairs.data(), pairs.size(),
                                             d->stream.bodyLeft > 0 ? &provider : nullptr, nullptr);
    if (id < 0)
        return fail(ErrorCode::BadHttp2, QString::fromLatin1(nghttp2_strerror(id)));
    d->stream.id = id;
    d->stream.user = &user;
    d->complaint.clear();
    return {};
}

void Http2Session::receive(QByteArrayView bytes)
{
    if (d->broken)
        return;
    if (!d->hasSettings && d->first.size() < firstBytes)
        d->first.append(bytes.first(std::min(bytes.size(), firstBytes - d->first.size())));
    const ssize_t taken = nghttp2_session_mem_recv(d->session, reinterpret_cast<const quint8*>(bytes.data()),
                                                   size_t(bytes.size()));
    if (taken < 0)
        d->breakBy(taken == NGHTTP2_ERR_FLOODED
                       ? QStringLiteral("the server floods us with frames that want an answer")
                       : QString::fromLatin1(nghttp2_strerror(int(taken))));
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

void Http2Session::pump(Connection& connection)
{
    if (d->isPumping)
        return;
    d->isPumping = true;
    while (connection.queuedBytes() <= sendAheadBytes) {
        const QByteArray bytes = d->output();
        // A broken connection says so later, not in this call.
        if (bytes.isEmpty() || !connection.send(bytes))
            break;
    }
    d->isPumping = false;
}

void Http2Session::consume(qint64 taken)
{
    const qint64 upTo = std::min(taken, d->stream.received);
    if (upTo <= d->stream.consumed)
        return;
    const auto size = size_t(upTo - std::exchange(d->stream.consumed, upTo));
    nghttp2_session_consume(d->session, d->stream.id, size);
}

void Http2Session::leave()
{
    if (!d->stream.user)
        return;
    // What nobody has read must not narrow the window of the next exchange.
    consume(d->stream.received);
    d->stream.user = nullptr;
    d->stream.body.reset();
    if (d->stream.isClosed || d->broken)
        return;
    const bool isOver = d->stream.isAnswerWhole; // only the rest of the request is in vain
    nghttp2_submit_rst_stream(d->session, NGHTTP2_FLAG_NONE, d->stream.id,
                              isOver ? NGHTTP2_NO_ERROR : NGHTTP2_CANCEL);
    nghttp2_submit_ping(d->session, NGHTTP2_FLAG_NONE, nullptr);
    d->canceledAt = now();
}

bool Http2Session::isPumping() const
{
    return d->isPumping;
}

bool Http2Session::isRequestWhole() const
{
    return d->stream.isRequestWhole;
}

qint64 Http2Session::requestBodyBytes() const
{
    return d->stream.bodySent;
}

bool Http2Session::isAnswerWhole() const
{
    return d->stream.isAnswerWhole;
}

Error Http2Session::error() const
{
    if (d->stream.failure)
        return *d->stream.failure;
    return d->broken ? *d->broken : Error();
}

QString Http2Session::farewell() const
{
    return d->farewell;
}

bool Http2Session::idleBytes(Connection& connection, QByteArrayView bytes)
{
    receive(bytes);
    pump(connection);
    return isKeepable();
}

bool Http2Session::isKeepable() const
{
    return !d->broken && !d->isGoingAway && nghttp2_session_check_request_allowed(d->session) != 0;
}

void Http2Session::closing(Connection& connection)
{
    nghttp2_session_terminate_session(d->session, NGHTTP2_NO_ERROR);
    pump(connection);
}

bool Http2Session::isReady() const
{
    return isKeepable() && !d->stream.user && !d->canceledAt.isValid();
}

bool Http2Session::isStuck(Timestamp time) const
{
    return d->canceledAt.isValid() && time - d->canceledAt >= std::chrono::nanoseconds(cancelTime);
}

} // namespace wl
