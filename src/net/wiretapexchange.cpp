// SPDX-License-Identifier: MIT
#include "net/wiretapexchange.h"

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype rawHeadBytes = 64 * 1024;     ///< kept of raw bytes that have no head
constexpr qsizetype furtherBodyBytes = 16 * 1024; ///< kept of a further answer's body
constexpr qsizetype furtherAnswers = 100;         ///< that are kept; the others are counted
constexpr std::chrono::milliseconds furtherWait{2'000};

TapAnswer answerOf(const Http1Head& head)
{
    return {head.status, head.version, head.reason, head.fields, {}, 0};
}

} // namespace

WireTapExchange::WireTapExchange(TapTicket ticket)
    : TapExchange(std::move(ticket))
    , m_parser(Http1Kind::Response)
{
    m_parser.setRequestMethod(m_ticket.method);
    m_parser.handlers().interim = [this](const Http1Head& head) { takeInterim(head); };
    m_parser.handlers().head = [this](const Http1Head& head) { takeHead(head); };
    m_parser.handlers().body = [this](QByteArrayView piece) { takePiece(piece); };
    if (m_ticket.isRaw) {
        m_raw.emplace();
        m_requestLeft = m_ticket.requestBodyBytes;
    }
}

bool WireTapExchange::requestBytes(QByteArrayView bytes)
{
    touch();
    if (m_raw) {
        takeRaw(bytes);
        return true;
    }
    if (m_requestLeft < 0) {
        const qsizetype before = m_record.requestHead.size();
        m_record.requestHead.append(bytes);
        const qsizetype end = m_record.requestHead.indexOf("\r\n\r\n", std::max<qsizetype>(before - 3, 0));
        if (end < 0)
            return m_record.requestHead.size() <= 16 * 1024 * 1024;
        m_record.requestHead.truncate(end + 4);
        bytes = bytes.sliced(end + 4 - before);
        m_requestLeft = m_ticket.requestBodyBytes;
    }
    if (bytes.size() > m_requestLeft)
        return false;
    m_requestLeft -= bytes.size();
    m_record.requestBodyBytes += bytes.size();
    return true;
}

/// What is typed is sent, whatever it is: nothing is refused.
void WireTapExchange::takeRaw(QByteArrayView bytes)
{
    m_requestLeft -= bytes.size();
    m_raw->feed(bytes);
    if (!m_raw->firstHead().isEmpty())
        m_record.requestHead = m_raw->firstHead();
    else
        m_record.requestHead +=
            bytes.first(std::min(bytes.size(), rawHeadBytes - m_record.requestHead.size()));
    m_record.requestBodyBytes = m_ticket.requestBodyBytes - m_requestLeft - m_record.requestHead.size();
    m_parser.setRequestMethod(m_raw->method(m_answered));
}

void WireTapExchange::takeInterim(const Http1Head& head)
{
    if (m_answered > 0)
        return;
    m_record.responseHead += head.raw;
    m_record.interim.append(answerOf(head));
}

void WireTapExchange::takeHead(const Http1Head& head)
{
    if (m_answered > 0) {
        if (m_record.further.size() < furtherAnswers)
            m_record.further.append(answerOf(head));
        return;
    }
    m_record.responseHead += head.raw;
    m_record.head = head;
    m_record.hasHead = true;
}

void WireTapExchange::takePiece(QByteArrayView piece)
{
    if (m_answered == 0) {
        takeBody(piece);
    } else if (m_record.further.size() == m_answered) {
        TapAnswer& answer = m_record.further.last();
        answer.bodyBytes += piece.size();
        answer.body += piece.first(std::min(piece.size(), furtherBodyBytes - answer.body.size()));
    }
}

bool WireTapExchange::goesOn()
{
    collectNotices();
    if (m_answered == 0)
        m_record.trailers = m_parser.trailers();
    else if (m_record.further.size() == m_answered)
        m_record.further.last().fields += m_parser.trailers();
    ++m_answered;
    if (!m_raw || m_parser.state() != Http1Parser::State::Complete || m_answered >= m_raw->answers() ||
        !m_parser.head().keepAlive)
        return false;
    m_parser.setRequestMethod(m_raw->method(m_answered));
    return true;
}

WireTapExchange::Verdict WireTapExchange::responseBytes(QByteArrayView bytes)
{
    answerBegan();
    const qsizetype taken = m_parser.feed(bytes);
    const Verdict verdict = parserVerdict();
    if (verdict == Verdict::Open && taken < bytes.size())
        return responseBytes(bytes.sliced(taken));
    m_surplus += bytes.size() - taken;
    return verdict;
}

WireTapExchange::Verdict WireTapExchange::parserVerdict()
{
    switch (m_parser.state()) {
    case Http1Parser::State::Head:
    case Http1Parser::State::Body: return Verdict::Open;
    case Http1Parser::State::Complete:
    case Http1Parser::State::Upgraded: return goesOn() ? Verdict::Open : Verdict::Done;
    case Http1Parser::State::Failed: break;
    }
    if (m_answered > 0) {
        fail(m_parser.error());
        return Verdict::Done;
    }
    if (!m_record.hasHead)
        m_record.responseHead += m_parser.head().raw;
    fail(m_parser.error());
    return Verdict::Failed;
}

WireTapExchange::Verdict WireTapExchange::streamEnded(const Error& reason)
{
    touch();
    if (m_answered > 0 && (reason.code != ErrorCode::None || m_parser.isIdle())) {
        m_isCutShort = true;
        return Verdict::Done;
    }
    failBy(reason);
    if (m_record.error.code != ErrorCode::None)
        return Verdict::Failed;
    m_parser.finish();
    return parserVerdict();
}

void WireTapExchange::fail(const Error& error)
{
    if (m_answered > 0 && error.code != ErrorCode::Canceled)
        m_isCutShort = true;
    else
        TapExchange::fail(error);
}

bool WireTapExchange::keepsConnection() const
{
    const bool isRawClean = !m_raw || (m_raw->keepsConnection() && m_answered == m_raw->answers());
    return m_record.error.code == ErrorCode::None && !m_isCutShort && isRawClean &&
           m_parser.state() == Http1Parser::State::Complete && m_parser.head().keepAlive &&
           !m_ticket.closesAfter && m_surplus == 0 && isRequestWhole() && m_record.times.sent.isValid() &&
           (!m_ticket.tls || m_ticket.tls->verify);
}

TapTimeouts WireTapExchange::timeouts() const
{
    TapTimeouts timeouts = TapExchange::timeouts();
    if (m_answered > 0 && (timeouts.idle.count() == 0 || timeouts.idle > furtherWait))
        timeouts.idle = furtherWait;
    return timeouts;
}

/// Of the answer that the parser is at.
void WireTapExchange::collectNotices()
{
    for (const Http1Notice& notice : m_parser.notices())
        m_record.warnings.append(notice.text);
}

void WireTapExchange::collectWarnings()
{
    const Http1Parser::State state = m_parser.state();
    if (state != Http1Parser::State::Complete && state != Http1Parser::State::Upgraded)
        collectNotices();
    if (m_surplus > 0 && m_record.error.code == ErrorCode::None)
        m_record.warnings.append(QStringLiteral("%1 bytes came behind the answer").arg(m_surplus));
    if (m_raw && m_answered > 0 && m_answered < m_raw->answers())
        m_record.warnings.append(
            QStringLiteral("%1 of %2 answers came").arg(m_answered).arg(m_raw->answers()));
    if (m_answered > furtherAnswers + 1)
        m_record.warnings.append(
            QStringLiteral("only the first %1 answers are shown").arg(furtherAnswers + 1));
    if (m_record.error.code != ErrorCode::None || isRequestWhole())
        return;
    if (!m_raw) {
        warnOfCutBody();
        return;
    }
    m_record.warnings.append(QStringLiteral("the answer came before the request was whole (%1 of %2 bytes)")
                                 .arg(m_record.requestHead.size() + m_record.requestBodyBytes)
                                 .arg(m_ticket.requestBodyBytes));
}

} // namespace wl
