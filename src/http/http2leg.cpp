// SPDX-License-Identifier: MIT
#include "http/http2leg.h"

#include "http/http2fields.h"

#include <utility>

namespace wl {

namespace {

/// What of a body may be unread before the session waits for its reader. The rest of the window stays open
/// while its update is held back until half of the window can be given, so that both never stop at once.
constexpr qint64 unreadBytes = Http2Session::windowBytes / 4;

} // namespace

Http2Leg::Http2Leg(ServerPool& servers, TrafficSink& sink, QObject* parent)
    : EngineLeg(parent)
    , m_servers(servers)
    , m_finder(servers, sink, this)
    , m_timer(*this, sink, this)
{
}

Http2Leg::~Http2Leg()
{
    if (m_session && m_isSubmitted)
        m_session->leave();
    if (m_server)
        m_server->drop(true);
}

quint32 Http2Leg::exchange() const
{
    return m_exchange ? m_exchange->ticket().number : 0;
}

void Http2Leg::start(TapTicket ticket, const ComposedRequest& request, std::unique_ptr<BodyDevice> body)
{
    m_request = request;
    m_body = std::move(body);
    m_exchange = std::make_unique<Http2Exchange>(std::move(ticket));
    m_timer.touch();
    const auto answer = [this](const Result<WireTapServer*>& result) { opened(result); };
    if (WireTapServer* kept = m_finder.find(*m_exchange, *this, answer)) {
        m_server = kept;
        useServer();
    }
}

void Http2Leg::opened(const Result<WireTapServer*>& result)
{
    if (!result) {
        end(result.error());
        return;
    }
    m_server = *result;
    m_timer.touch();
    const std::optional<TlsFacts>& tls = m_server->tls();
    const bool isHttp2 = !tls || tls->alpn == QStringLiteral("h2");
    if (isHttp2)
        m_server->setProtocol(std::make_unique<Http2Session>());
    useServer();
}

/// A connection without a session is one whose server chose something else than HTTP/2.
void Http2Leg::useServer()
{
    m_session = static_cast<Http2Session*>(m_server->protocol());
    if (m_session)
        submit();
    else if (m_request.version == HttpVersion::Http2)
        emit fellBack();
    else
        end({ErrorCode::NotHttp, QStringLiteral("the server does not offer HTTP/2 in the TLS handshake")});
}

Http2Leg::Fallback Http2Leg::takeFallback()
{
    Fallback rest{m_exchange->ticket(), m_exchange->record(), m_request.http1Head(), std::move(m_body),
                  std::exchange(m_server, nullptr)};
    m_exchange.reset();
    return rest;
}

void Http2Leg::submit()
{
    const QList<Http1Field> fields = http2Fields(m_request);
    if (const Result<void> begun = m_session->submit(fields, std::move(m_body), *m_exchange); !begun) {
        end(begun.error());
        return;
    }
    m_isSubmitted = true;
    m_exchange->requestBegan(http2Text(fields));
    settle();
}

void Http2Leg::serverReceived(QByteArrayView bytes)
{
    const qint64 before = m_exchange->record().responseHead.size() + m_exchange->record().wireBodyBytes;
    m_session->receive(bytes);
    // PING and SETTINGS are no progress: who only sends those runs into a limit.
    if (m_exchange->record().responseHead.size() + m_exchange->record().wireBodyBytes != before)
        m_timer.touch();
    settle();
}

void Http2Leg::serverDrained()
{
    if (!m_session || m_session->isPumping())
        return;
    m_timer.touch();
    settle();
}

void Http2Leg::serverEnded(const Error& reason)
{
    m_exchange->streamEnded(reason, m_session ? m_session->farewell() : QString());
    end({});
}

/// Sends what is to be sent, and looks whether the exchange is over.
void Http2Leg::settle()
{
    if (m_session->isAnswerWhole()) {
        end({});
        return;
    }
    pace();
    pump();
    if (const Error error = m_session->error(); error.code != ErrorCode::None) {
        end(error);
        return;
    }
    m_timer.arm();
    m_exchange->flush();
}

void Http2Leg::pump()
{
    m_session->pump(m_server->connection());
    m_exchange->requestBody(m_session->requestBodyBytes());
    if (m_session->isRequestWhole() && m_server->connection().queuedBytes() == 0)
        m_exchange->requestSent();
}

/// The window is as wide as what the reader has taken.
void Http2Leg::pace()
{
    TapFlow& flow = *m_exchange->ticket().flow;
    m_session->consume(flow.taken);
    if (m_exchange->untaken() <= unreadBytes)
        return;
    flow.isWaiting = true;
    m_session->consume(flow.taken); // taken since, unseen
}

void Http2Leg::resume()
{
    if (!m_exchange || !m_exchange->ticket().flow->isWaiting.exchange(false) || !m_session)
        return;
    m_timer.touch();
    pace();
    pump();
}

void Http2Leg::cancel()
{
    if (m_exchange)
        end({ErrorCode::Canceled, {}});
}

void Http2Leg::end(const Error& error)
{
    m_finder.cancel();
    if (error.code != ErrorCode::None)
        m_exchange->fail(error);
    if (m_session && m_isSubmitted)
        m_exchange->requestBody(m_session->requestBodyBytes());
    releaseServer();
    const std::unique_ptr<Http2Exchange> ended = std::move(m_exchange);
    ended->end();
    emit EngineLeg::ended();
}

/// A stream that ends early costs only itself: the connection is kept where the session can go on.
void Http2Leg::releaseServer()
{
    const bool isWhole = m_exchange->record().error.code == ErrorCode::None;
    WireTapServer* server = std::exchange(m_server, nullptr);
    Http2Session* session = std::exchange(m_session, nullptr);
    if (!server)
        return;
    if (!session || !m_isSubmitted) {
        server->drop(true);
        return;
    }
    session->leave();
    session->pump(server->connection());
    const std::optional<TlsClientTerms>& tls = m_exchange->ticket().tls;
    if (session->isKeepable() && !m_exchange->ticket().closesAfter && (!tls || tls->verify))
        m_servers.keep(*server);
    else // a session that has found an error tells it to the server
        server->drop(!isWhole && session->error().code == ErrorCode::None);
}

} // namespace wl
