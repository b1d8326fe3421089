// SPDX-License-Identifier: MIT
#include "net/proxytunnel.h"

#include <utility>

namespace wl {

ProxyTunnel::ProxyTunnel(const ProxySpec& proxy, Target target, TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_proxy(proxy)
    , m_target(target)
    , m_sink(sink)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        fail({ErrorCode::ConnectTimeout, proxyName(m_proxy) + QStringLiteral(" did not finish its handshake"),
              0});
    });
}

ProxyTunnel::~ProxyTunnel()
{
    cancel();
}

void ProxyTunnel::start(std::unique_ptr<Stream> stream, const QString& host, quint16 port,
                        std::chrono::milliseconds timeout, Answer answer)
{
    m_stream = std::move(stream);
    m_answer = std::move(answer);
    m_handshake = ProxyHandshake::make(m_proxy, host, port);
    m_stream->setListener(this);
    if (timeout.count() > 0)
        m_timer.start(timeout);
    m_stream->start();
    // Where the poller has no descriptor, the stream is closed already.
    if (m_stream)
        (void)m_stream->send(m_handshake->begin());
}

void ProxyTunnel::cancel()
{
    m_answer = nullptr;
    dropStream();
}

void ProxyTunnel::dropStream()
{
    m_timer.stop();
    if (!m_stream)
        return;
    m_stream->setListener(nullptr);
    m_stream->reset();
    m_stream.release()->deleteLater();
}

void ProxyTunnel::connectionReceived(Connection&, QByteArrayView bytes)
{
    if (const QByteArray next = m_handshake->feed(bytes); !next.isEmpty())
        (void)m_stream->send(next);
    settle();
}

void ProxyTunnel::connectionPeerFinished(Connection&)
{
    m_handshake->ended();
    settle();
}

void ProxyTunnel::connectionClosed(Connection&, const Error& reason)
{
    if (reason.code == ErrorCode::None) {
        m_handshake->ended();
        settle();
    } else {
        fail({reason.code, proxyName(m_proxy), reason.native});
    }
}

void ProxyTunnel::settle()
{
    switch (m_handshake->state()) {
    case ProxyHandshake::State::Talking: return;
    case ProxyHandshake::State::Failed: fail(m_handshake->error()); return;
    case ProxyHandshake::State::Done: break;
    }
    if (m_target == Target::WaitsForUs && !m_handshake->surplus().isEmpty()) {
        fail({ErrorCode::BadProxy, proxyName(m_proxy) + QStringLiteral(" sent more than its answer"), 0});
        return;
    }
    m_timer.stop();
    m_stream->setListener(nullptr);
    std::exchange(m_answer, nullptr)(Opened{std::move(m_stream), m_handshake->surplus()});
}

void ProxyTunnel::fail(const Error& error)
{
    if (m_stream && m_stream->isOpen())
        m_sink.event(m_stream->id(), RecordKind::Note, Direction::Received, now(), error.detail);
    dropStream();
    if (const Answer answer = std::exchange(m_answer, nullptr))
        answer(tl::make_unexpected(error));
}

} // namespace wl
