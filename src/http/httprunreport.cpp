// SPDX-License-Identifier: MIT
// How a run tells what has become of its exchange.
#include "http/httprun.h"
#include "net/connecthandshake.h"
#include "net/proxyaddress.h"
#include "net/proxyhandshake.h"
#include "net/rawrequestscan.h"

namespace wl {

void HttpRun::tick(Timestamp time)
{
    if (m_isFinished)
        return;
    if (m_deadline.isValid() && time >= m_deadline) {
        stop({ErrorCode::TotalTimeout, {}});
        return;
    }
    if (time - m_lastReport < reportInterval || !(m_hasNews || hasGrown()))
        return;
    // Whoever looks at the body while it grows needs a file.
    if (!m_small.isEmpty())
        openPipe();
    fillExchange();
    m_lastReport = time;
    m_hasNews = false;
    m_host.runReports(*this, m_exchange);
}

/// The disk goes on by itself.
bool HttpRun::hasGrown() const
{
    if (!m_pipe)
        return false;
    const BodyProgress progress = m_pipe->progress();
    return progress.bodyBytes != m_exchange.bodyBytes || progress.decodedBytes != m_exchange.decodedBytes ||
           progress.decodeError != m_exchange.decodeError;
}

void HttpRun::fillExchange()
{
    fillHop();
    switch (m_record.phase) {
    case TapPhase::Resolving: m_exchange.phase = HttpExchange::Phase::Resolving; break;
    case TapPhase::Connecting: m_exchange.phase = HttpExchange::Phase::Connecting; break;
    case TapPhase::Handshaking: m_exchange.phase = HttpExchange::Phase::Handshaking; break;
    case TapPhase::Sending: m_exchange.phase = HttpExchange::Phase::Sending; break;
    case TapPhase::Waiting: m_exchange.phase = HttpExchange::Phase::Waiting; break;
    case TapPhase::Receiving:
    case TapPhase::Ended: m_exchange.phase = HttpExchange::Phase::Receiving; break;
    }
    if (m_isQueued)
        m_exchange.phase = HttpExchange::Phase::Queued;
    m_exchange.expectedBytes = m_record.hasHead && !follows(m_record) ? m_record.head.contentLength : -1;
    if (!m_pipe)
        return;
    const BodyProgress progress = m_pipe->progress();
    m_exchange.body = progress.body;
    m_exchange.decoded = progress.decoded;
    m_exchange.bodyBytes = progress.bodyBytes;
    m_exchange.decodedBytes = progress.decodedBytes;
    m_exchange.decodeError = progress.decodeError;
}

void HttpRun::fillHop()
{
    takeCookies();
    HttpHop& current = hop();
    current.requestHead = m_record.requestHead;
    if (m_order.request.isRaw && !m_record.requestHead.isEmpty())
        current.method = rawMethod(m_record.requestHead);
    current.requestBodyBytes = m_record.requestBodyBytes;
    current.status = m_record.head.status;
    current.version = m_record.head.version;
    current.reason = m_record.head.reason;
    current.fields = m_record.head.fields;
    current.responseHead = m_record.responseHead;
    current.interim = m_record.interim;
    current.trailers = m_record.trailers;
    current.further = m_record.further;
    current.warnings = m_record.warnings + m_cookieNotes;
    if (isForProxy() && current.status == 407)
        current.warnings.append(proxyName(m_proxy) + QStringLiteral(" answered, not the server: ") +
                                proxyLoginProblem(m_proxy, m_record.head));
    current.wireBodyBytes = m_record.wireBodyBytes;
    current.timings = m_record.times;
    current.peer = m_record.peer;
    current.proxy = m_proxy.kind == ProxySpec::Kind::None ? QString() : proxyText(m_proxy);
    current.tls = m_record.tls;
    current.connection = m_record.connection;
}

} // namespace wl
