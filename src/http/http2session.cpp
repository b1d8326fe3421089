// SPDX-License-Identifier: MIT
#include "http/http2session.h"

#include "base/limits.h"
#include "http/http2sessionstate.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wl {

namespace {

quint8* unsignedBytes(const QByteArray& bytes)
{
    return reinterpret_cast<quint8*>(const_cast<char*>(bytes.constData()));
}

} // namespace

Http2Session::Http2Session()
    : d(std::make_unique<Private>())
{
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    Private::setFieldCallbacks(callbacks);
    Private::setStreamCallbacks(callbacks);
    Private::setFrameCallbacks(callbacks);
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
        Http2Stream& stream = Private::of(data).stream;
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
    if (!d->hasSettings && d->first.size() < Private::firstBytes)
        d->first.append(bytes.first(std::min(bytes.size(), Private::firstBytes - d->first.size())));
    const ssize_t taken = nghttp2_session_mem_recv(d->session, reinterpret_cast<const quint8*>(bytes.data()),
                                                   size_t(bytes.size()));
    if (taken < 0)
        d->breakBy(taken == NGHTTP2_ERR_FLOODED
                       ? QStringLiteral("the server floods us with frames that want an answer")
                       : QString::fromLatin1(nghttp2_strerror(int(taken))));
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
