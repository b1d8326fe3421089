// SPDX-License-Identifier: MIT
#include "decode/http1parser.h"

#include "base/limits.h"
#include "decode/http1body.h"

#include <utility>

namespace wl {

namespace {

/// A head is collected in pieces of this size: what follows it in the same bytes is hardly ever copied.
constexpr qsizetype pieceBytes = 1024;

} // namespace

struct Http1Parser::Private
{
    Http1Kind kind;
    Http1Pieces pieces;
    Handlers handlers;
    QByteArray requestMethod;
    State state = State::Head;
    QByteArray headBytes;  ///< of the head that is being collected
    qsizetype scanned = 0; ///< how far headBytes was searched for its end
    qint64 headsBytes = 0; ///< of all heads of this message, with the interim ones
    Http1Head head;
    Http1Body body;
    QList<Http1Notice> notices;
    Error error;
    qint64 errorOffset = 0;

    void startMessage();
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedBody(QByteArrayView bytes);
    [[nodiscard]] qsizetype findHeadEnd();
    [[nodiscard]] bool looksWrong() const;
    void takeHead();
    void enterBody();
    void checkBody();
    void fail(const Error& reason, qint64 at);
};

void Http1Parser::Private::startMessage()
{
    state = State::Head;
    headBytes.clear();
    scanned = 0;
    headsBytes = 0;
    head = Http1Head();
    notices.clear();
}

void Http1Parser::Private::fail(const Error& reason, qint64 at)
{
    if (state == State::Head && head.raw.isEmpty())
        head.raw = std::exchange(headBytes, {});
    state = State::Failed;
    error = reason;
    errorOffset = at;
}

/// The index behind the empty line that ends the head, −1 where it has not come.
qsizetype Http1Parser::Private::findHeadEnd()
{
    qsizetype start = 0; // of the start line: empty lines before it do not end the head
    while (start < headBytes.size() && (headBytes[start] == '\r' || headBytes[start] == '\n'))
        ++start;
    for (qsizetype i = std::max(scanned, start); i < headBytes.size(); ++i) {
        i = headBytes.indexOf('\n', i);
        if (i < 0)
            break;
        const bool afterLf = i > start && headBytes[i - 1] == '\n';
        const bool afterCrLf = i > start + 1 && headBytes[i - 1] == '\r' && headBytes[i - 2] == '\n';
        if (afterLf || afterCrLf)
            return i + 1;
    }
    scanned = headBytes.size();
    return -1;
}

/// Whether the first bytes show already that this is not HTTP, so that nobody waits for a line end.
bool Http1Parser::Private::looksWrong() const
{
    QByteArrayView first = headBytes;
    while (!first.isEmpty() && (first.front() == '\r' || first.front() == '\n'))
        first = first.sliced(1);
    if (kind == Http1Kind::Response)
        return first.first(std::min<qsizetype>(first.size(), 5)) !=
               QByteArrayView("HTTP/").first(std::min<qsizetype>(first.size(), 5));
    const qsizetype space = first.indexOf(' ');
    const QByteArrayView method = space < 0 ? first : first.first(space);
    return !first.isEmpty() && !isHttpToken(method);
}

qsizetype Http1Parser::Private::feedHead(QByteArrayView bytes)
{
    const qsizetype before = headBytes.size();
    const qsizetype room = qsizetype(limits::headerBytes - headsBytes) - before;
    const qsizetype taken = std::min({bytes.size(), room, pieceBytes});
    headBytes.append(bytes.first(taken));
    if (before < 64 && looksWrong()) {
        const QString what = kind == Http1Kind::Response ? QStringLiteral("the answer begins with ")
                                                         : QStringLiteral("the request begins with ");
        fail({ErrorCode::NotHttp, what + escapedHttpBytes(headBytes)}, 0);
        return taken;
    }
    const qsizetype end = findHeadEnd();
    if (end < 0) {
        if (taken == room) {
            fail({ErrorCode::HeaderTooLarge,
                  QStringLiteral("no end within %1 bytes").arg(limits::headerBytes)},
                 limits::headerBytes);
        }
        return taken;
    }
    headBytes.truncate(end);
    takeHead();
    return end - before;
}

void Http1Parser::Private::takeHead()
{
    Http1HeadResult result = parseHttp1Head(kind, headBytes, pieces);
    decideHttp1Framing(kind, requestMethod, result);
    for (const Http1Notice& notice : std::as_const(result.notices))
        notices.append({notice.offset + headsBytes, notice.text});
    const qint64 start = headsBytes;
    headsBytes += headBytes.size();
    headBytes.clear();
    scanned = 0;
    head = std::move(result.head);
    const bool isInterim = kind == Http1Kind::Response && head.isInterim() && !result.error;
    const auto& handler = isInterim ? handlers.interim : handlers.head;
    if (handler)
        handler(head);
    if (isInterim)
        head = Http1Head();
    if (result.error)
        fail(*result.error, start + result.errorOffset);
    else if (!isInterim)
        enterBody();
}

void Http1Parser::Private::enterBody()
{
    const bool tunnels = requestMethod == "CONNECT" && head.status / 100 == 2;
    if (kind == Http1Kind::Response && (head.status == 101 || tunnels)) {
        state = State::Upgraded;
        return;
    }
    body.start(head.framing, head.contentLength);
    state = head.framing == Http1Framing::None ? State::Complete : State::Body;
    if (state == State::Body)
        checkBody();
}

qsizetype Http1Parser::Private::feedBody(QByteArrayView bytes)
{
    static const std::function<void(QByteArrayView)> nobody = [](QByteArrayView) {};
    const qsizetype taken = body.feed(bytes, handlers.body ? handlers.body : nobody);
    checkBody();
    return taken;
}

void Http1Parser::Private::checkBody()
{
    if (body.error()) {
        const qint64 at = headsBytes + body.errorOffset();
        Error reason = *body.error();
        reason.detail = QStringLiteral("byte %1: %2").arg(at).arg(reason.detail);
        fail(reason, at);
    } else if (body.isComplete()) {
        state = State::Complete;
    } else {
        return;
    }
    for (const Http1Notice& notice : body.notices()) {
        const qint64 at = headsBytes + notice.offset;
        notices.append({at, QStringLiteral("byte %1: %2").arg(at).arg(notice.text)});
    }
}

Http1Parser::Http1Parser(Http1Kind kind, Http1Pieces pieces)
    : d(std::make_unique<Private>())
{
    d->kind = kind;
    d->pieces = pieces;
}

Http1Parser::Http1Parser(Http1Parser&&) noexcept = default;
Http1Parser& Http1Parser::operator=(Http1Parser&&) noexcept = default;
Http1Parser::~Http1Parser() = default;

Http1Parser::Handlers& Http1Parser::handlers()
{
    return d->handlers;
}

void Http1Parser::setRequestMethod(const QByteArray& method)
{
    d->requestMethod = method;
}

qsizetype Http1Parser::feed(QByteArrayView bytes)
{
    if (d->state == State::Complete && !bytes.isEmpty())
        d->startMessage();
    qsizetype taken = 0;
    while (taken < bytes.size() && (d->state == State::Head || d->state == State::Body)) {
        const QByteArrayView rest = bytes.sliced(taken);
        taken += d->state == State::Head ? d->feedHead(rest) : d->feedBody(rest);
    }
    return taken;
}

void Http1Parser::finish()
{
    if (d->state == State::Head && !isIdle()) {
        d->fail({ErrorCode::BadFraming,
                 QStringLiteral("the head ends after %1 bytes, without an empty line").arg(offset())},
                offset());
    } else if (d->state == State::Body) {
        d->body.finish();
        d->checkBody();
    }
}

Http1Parser::State Http1Parser::state() const
{
    return d->state;
}

bool Http1Parser::isIdle() const
{
    return d->state == State::Complete ||
           (d->state == State::Head && d->headBytes.isEmpty() && d->headsBytes == 0);
}

const Http1Head& Http1Parser::head() const
{
    return d->head;
}

const QList<Http1Field>& Http1Parser::trailers() const
{
    return d->body.trailers();
}

const QList<Http1Notice>& Http1Parser::notices() const
{
    return d->notices;
}

const Error& Http1Parser::error() const
{
    return d->error;
}

qint64 Http1Parser::errorOffset() const
{
    return d->errorOffset;
}

qint64 Http1Parser::offset() const
{
    return d->headsBytes + d->headBytes.size() + (d->state == State::Head ? 0 : d->body.offset());
}

qint64 Http1Parser::bodyBytes() const
{
    return d->state == State::Head ? 0 : d->body.bodyBytes();
}

} // namespace wl
