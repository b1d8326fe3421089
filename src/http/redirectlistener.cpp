// SPDX-License-Identifier: MIT
#include "http/redirectlistener.h"

#include "decode/http1head.h"
#include "http/oauth2messages.h"

#include <QTimer>

namespace wl {

namespace {

constexpr qsizetype headBytes = 64 * 1024;
constexpr int mostClients = 8;
constexpr std::chrono::milliseconds closingTime{1500};

QByteArray page(const char* status, const QString& text)
{
    const QByteArray body = "<!doctype html><meta charset=\"utf-8\"><title>Wireloupe</title><p>" +
                            text.toHtmlEscaped().toUtf8() + "</p>\n";
    return QByteArray("HTTP/1.1 ") + status +
           "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
           "Referrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// Collects one request's head and hands it over.
class HeadResponder final : public Responder
{
public:
    explicit HeadResponder(RedirectListener& listener)
        : m_listener(listener)
    {
    }

    void received(ResponderPeer& peer, QByteArrayView bytes) override
    {
        if (m_isAnswered)
            return;
        m_head += bytes.toByteArray();
        const qsizetype end = m_head.indexOf("\r\n\r\n");
        if (end < 0 && m_head.size() <= headBytes)
            return;
        m_isAnswered = true;
        peer.send(end < 0 ? page("431 Request Header Fields Too Large", QStringLiteral("Too large."))
                          : m_listener.answer(m_head.first(end + 4)));
        peer.close();
    }

private:
    RedirectListener& m_listener;
    QByteArray m_head;
    bool m_isAnswered = false;
};

} // namespace

RedirectListener::RedirectListener(quint16 port, QString path, Judge judge, EndpointId endpoint,
                                   TrafficSink& sink, QObject* home)
    : m_port(port)
    , m_path(std::move(path))
    , m_judge(std::move(judge))
    , m_endpoint(endpoint)
    , m_sink(sink)
    , m_home(home)
{
}

void RedirectListener::start()
{
    setParent(m_home);
    TcpServerSpec spec;
    spec.label = QStringLiteral("OAuth 2");
    spec.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), m_port, {}};
    spec.maxClients = mostClients;
    m_server = new TcpServer(
        spec, [this] { return std::make_unique<HeadResponder>(*this); }, m_endpoint, m_sink, this);
    connect(m_server, &Endpoint::stateChanged, this, &RedirectListener::changed);
    m_server->start();
}

void RedirectListener::changed(const EndpointState& state)
{
    if (state.phase == EndpointState::Phase::Failed)
        emit failed(state.error);
    else if (state.phase == EndpointState::Phase::Listening && !state.local.isEmpty() &&
             !std::exchange(m_isListening, true))
        emit listening(state.local.constFirst().port);
}

QByteArray RedirectListener::answer(const QByteArray& head)
{
    const Http1HeadResult parsed = parseHttp1Head(Http1Kind::Request, head);
    const QByteArray target = parsed.head.target;
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = mark < 0 ? target : target.first(mark);
    if (parsed.error || parsed.head.method != "GET" || path != m_path.toUtf8() || m_isDone)
        return page("404 Not Found", QStringLiteral("Not found."));
    m_isDone = true;
    const bool isGood = m_judge(target);
    emit redirected(target);
    return page(isGood ? "200 OK" : "400 Bad Request", OAuth2Words::page(isGood));
}

void RedirectListener::close()
{
    m_isDone = true;
    if (!m_server) {
        deleteLater();
        return;
    }
    m_server->stop(false);
    QTimer::singleShot(closingTime, this, &QObject::deleteLater);
}

} // namespace wl
