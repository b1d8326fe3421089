// SPDX-License-Identifier: MIT
#include "decode/http1body.h"

#include "base/limits.h"

#include <llhttp.h>

#include <algorithm>
#include <cctype>
#include <limits>

namespace wl {

namespace {

constexpr QByteArrayView chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

QString lowerFirst(const char* reason)
{
    QString text = QString::fromLatin1(reason != nullptr ? reason : "");
    if (!text.isEmpty())
        text[0] = text[0].toLower();
    return text;
}

} // namespace

struct Http1Body::Private
{
    llhttp_t parser{};
    Http1Framing framing = Http1Framing::UntilClose;
    qint64 contentLength = -1;
    const std::function<void(QByteArrayView)>* piece = nullptr;
    bool inBody = false; ///< past the head that we made up
    bool complete = false;
    bool inExtension = false;    ///< llhttp is in the extension of a chunk line
    bool skipsToLineEnd = false; ///< in the rest of a chunk line that llhttp does not take
    qint64 chunkSize = 0;        ///< of that line
    char lastByte = '\0';        ///< the one before what is fed next
    std::optional<Error> error;
    qint64 errorOffset = 0;
    qint64 offset = 0;
    qint64 bodyBytes = 0;
    qint64 overhead = 0; ///< bytes of trailers and chunk extensions
    QList<Http1Field> trailers;
    bool trailerDone = true; ///< the last of them is whole
    QList<Http1Notice> notices;

    void begin();
    qsizetype takePlain(QByteArrayView bytes);
    qsizetype execute(QByteArrayView bytes);
    qsizetype skipLine(QByteArrayView bytes);
    void fail(ErrorCode code, qint64 at, const QString& what);
    bool count(qint64 bytes);
    bool resumesAfter(llhttp_errno_t errorNumber, QByteArrayView bytes, qsizetype at);

    static Private* of(llhttp_t* parser) { return static_cast<Private*>(parser->data); }
    static const llhttp_settings_t* settings();
};

void Http1Body::Private::fail(ErrorCode code, qint64 at, const QString& what)
{
    error = Error{code, what};
    errorOffset = at;
    if (!std::exchange(trailerDone, true))
        trailers.removeLast();
}

/// Counts what a peer can send without end beside the body.
bool Http1Body::Private::count(qint64 bytes)
{
    overhead += bytes;
    return overhead <= limits::headerBytes && trailers.size() <= limits::headerFields;
}

const llhttp_settings_t* Http1Body::Private::settings()
{
    static const llhttp_settings_t callbacks = [] {
        llhttp_settings_t s;
        llhttp_settings_init(&s);
        s.on_headers_complete = [](llhttp_t* p) {
            of(p)->inBody = true;
            return 0;
        };
        s.on_body = [](llhttp_t* p, const char* at, size_t size) {
            of(p)->bodyBytes += qint64(size);
            (*of(p)->piece)(QByteArrayView(at, qsizetype(size)));
            return 0;
        };
        s.on_chunk_header = [](llhttp_t* p) {
            of(p)->inExtension = false;
            return p->content_length > quint64(std::numeric_limits<qint64>::max()) ? -1 : 0;
        };
        const llhttp_data_cb extension = [](llhttp_t* p, const char*, size_t size) {
            of(p)->inExtension = true;
            return of(p)->count(qint64(size)) ? 0 : int(HPE_USER);
        };
        s.on_chunk_extension_name = extension;
        s.on_chunk_extension_value = extension;
        s.on_header_field = [](llhttp_t* p, const char* at, size_t size) {
            Private* d = of(p);
            if (!d->inBody)
                return 0;
            if (std::exchange(d->trailerDone, false))
                d->trailers.append(Http1Field());
            d->trailers.last().name.append(at, qsizetype(size));
            return d->count(qint64(size)) ? 0 : int(HPE_USER);
        };
        s.on_header_value = [](llhttp_t* p, const char* at, size_t size) {
            Private* d = of(p);
            if (!d->inBody || d->trailers.isEmpty())
                return 0;
            d->trailers.last().value.append(at, qsizetype(size));
            return d->count(qint64(size)) ? 0 : int(HPE_USER);
        };
        s.on_header_value_complete = [](llhttp_t* p) {
            of(p)->trailerDone = true;
            return 0;
        };
        s.on_message_complete = [](llhttp_t* p) {
            of(p)->complete = true;
            return int(HPE_PAUSED);
        };
        return s;
    }();
    return &callbacks;
}

/// A body without chunks needs no parser.
qsizetype Http1Body::Private::takePlain(QByteArrayView bytes)
{
    const bool hasEnd = framing == Http1Framing::Length;
    const qsizetype taken =
        hasEnd ? qsizetype(std::min<qint64>(bytes.size(), contentLength - bodyBytes)) : bytes.size();
    offset += taken;
    bodyBytes += taken;
    complete = hasEnd && bodyBytes == contentLength;
    (*piece)(bytes.first(taken));
    return taken;
}

/// A fresh parser, past a head that says only that the body is chunked.
void Http1Body::Private::begin()
{
    inBody = false;
    llhttp_init(&parser, HTTP_RESPONSE, settings());
    parser.data = this;
    llhttp_set_lenient_headers(&parser, 1);
    llhttp_set_lenient_chunked_length(&parser, 1);
    llhttp_set_lenient_keep_alive(&parser, 1);
    llhttp_set_lenient_transfer_encoding(&parser, 1);
    llhttp_execute(&parser, chunkedHead.data(), size_t(chunkedHead.size()));
}

/// llhttp takes one chunk extension without blanks; RFC 9112 §7.1.1 allows more, and servers pad sizes with
/// blanks. Those lines are skipped up to their end, and a fresh parser goes on with the size that was read.
bool Http1Body::Private::resumesAfter(llhttp_errno_t errorNumber, QByteArrayView bytes, qsizetype at)
{
    if (errorNumber != HPE_INVALID_CHUNK_SIZE || at >= bytes.size())
        return false;
    const char before = at > 0 ? bytes[at - 1] : lastByte;
    const bool padded = (bytes[at] == ' ' || bytes[at] == '\t') && std::isxdigit(uchar(before)) != 0;
    if (!inExtension && !padded)
        return false;
    if (padded && !inExtension && notices.isEmpty())
        notices.append({offset + at, QStringLiteral("a blank behind a chunk size")});
    skipsToLineEnd = true;
    chunkSize = qint64(std::min<quint64>(parser.content_length, std::numeric_limits<qint64>::max()));
    return true;
}

qsizetype Http1Body::Private::skipLine(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    const qsizetype taken = end < 0 ? bytes.size() : end + 1;
    offset += taken;
    if (!count(taken)) {
        fail(ErrorCode::HeaderTooLarge, offset, QStringLiteral("chunk extensions are too long"));
        return taken;
    }
    if (end >= 0) {
        skipsToLineEnd = false;
        inExtension = false;
        begin();
        const QByteArray line = QByteArray::number(chunkSize, 16) + "\r\n";
        llhttp_execute(&parser, line.constData(), size_t(line.size()));
    }
    return taken;
}

qsizetype Http1Body::Private::execute(QByteArrayView bytes)
{
    const llhttp_errno_t result = llhttp_execute(&parser, bytes.data(), size_t(bytes.size()));
    if (result == HPE_OK) {
        offset += bytes.size();
        lastByte = bytes.back();
        return bytes.size();
    }
    const char* stop = llhttp_get_error_pos(&parser);
    const qsizetype at = stop != nullptr ? qsizetype(stop - bytes.data()) : 0;
    if (result == HPE_PAUSED) {
        offset += at;
        return at;
    }
    if (resumesAfter(result, bytes, at)) {
        offset += at;
        return at;
    }
    const QString reason = result == HPE_CB_CHUNK_HEADER ? QStringLiteral("chunk size is beyond any size")
                                                         : lowerFirst(llhttp_get_error_reason(&parser));
    if (result == HPE_USER)
        fail(ErrorCode::HeaderTooLarge, offset + at,
             QStringLiteral("trailers or chunk extensions are too long"));
    else
        fail(ErrorCode::BadFraming, offset + at, reason);
    offset += at;
    return at;
}

Http1Body::Http1Body()
    : d(std::make_unique<Private>())
{
}

Http1Body::~Http1Body() = default;

void Http1Body::start(Http1Framing framing, qint64 contentLength)
{
    *d = Private();
    d->framing = framing;
    d->contentLength = contentLength;
    d->complete = framing == Http1Framing::Length && contentLength == 0;
    if (framing == Http1Framing::Chunked)
        d->begin();
}

qsizetype Http1Body::feed(QByteArrayView bytes, const std::function<void(QByteArrayView)>& piece)
{
    d->piece = &piece;
    qsizetype taken = 0;
    while (taken < bytes.size() && !d->complete && !d->error) {
        const QByteArrayView rest = bytes.sliced(taken);
        if (d->framing != Http1Framing::Chunked)
            taken += d->takePlain(rest);
        else
            taken += d->skipsToLineEnd ? d->skipLine(rest) : d->execute(rest);
    }
    d->piece = nullptr;
    return taken;
}

void Http1Body::finish()
{
    if (d->complete || d->error)
        return;
    if (d->framing == Http1Framing::UntilClose) {
        d->complete = true;
        return;
    }
    const QString what = d->framing == Http1Framing::Length
                             ? QStringLiteral("%1 of %2 bytes came").arg(d->bodyBytes).arg(d->contentLength)
                             : QStringLiteral("the last chunk did not come, %1 bytes did").arg(d->bodyBytes);
    d->fail(ErrorCode::BodyCutShort, d->offset, what);
}

bool Http1Body::isComplete() const
{
    return d->complete;
}

const std::optional<Error>& Http1Body::error() const
{
    return d->error;
}

qint64 Http1Body::errorOffset() const
{
    return d->errorOffset;
}

const QList<Http1Field>& Http1Body::trailers() const
{
    return d->trailers;
}

const QList<Http1Notice>& Http1Body::notices() const
{
    return d->notices;
}

qint64 Http1Body::offset() const
{
    return d->offset;
}

qint64 Http1Body::bodyBytes() const
{
    return d->bodyBytes;
}

} // namespace wl
