// SPDX-License-Identifier: MIT
#include "net/wiretapexchange.h"

#include <algorithm>

namespace wl {

WireTapExchange::WireTapExchange(TapTicket ticket)
    : TapExchange(std::move(ticket))
    , m_parser(Http1Kind::Response)
{
    m_parser.setRequestMethod(m_ticket.method);
    m_parser.handlers().interim = [this](const Http1Head& head) { takeInterim(head); };
    m_parser.handlers().head = [this](const Http1Head& head) { takeHead(head); };
    m_parser.handlers().body = [this](QByteArrayView piece) { takeBody(piece); };
}

bool WireTapExchange::requestBytes(QByteArrayView bytes)
{
    touch();
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

void WireTapExchange::takeInterim(const Http1Head& head)
{
    m_record.responseHead += head.raw;
    m_record.warnings.append(
        QStringLiteral("%1 %2 came before the answer").arg(head.status).arg(escapedHttpBytes(head.reason)));
}

void WireTapExchange::takeHead(const Http1Head& head)
{
    m_record.responseHead += head.raw;
    m_record.head = head;
    m_record.hasHead = true;
}

WireTapExchange::Verdict WireTapExchange::responseBytes(QByteArrayView bytes)
{
    answerBegan();
    const qsizetype taken = m_parser.feed(bytes);
    m_surplus += bytes.size() - taken;
    return parserVerdict();
}

WireTapExchange::Verdict WireTapExchange::parserVerdict()
{
    switch (m_parser.state()) {
    case Http1Parser::State::Head:
    case Http1Parser::State::Body: return Verdict::Open;
    case Http1Parser::State::Complete:
    case Http1Parser::State::Upgraded: return Verdict::Done;
    case Http1Parser::State::Failed: break;
    }
    if (!m_record.hasHead)
        m_record.responseHead += m_parser.head().raw;
    fail(m_parser.error());
    return Verdict::Failed;
}

WireTapExchange::Verdict WireTapExchange::streamEnded(const Error& reason)
{
    touch();
    failBy(reason);
    if (m_record.error.code != ErrorCode::None)
        return Verdict::Failed;
    m_parser.finish();
    return parserVerdict();
}

bool WireTapExchange::keepsConnection() const
{
    return m_record.error.code == ErrorCode::None && m_parser.state() == Http1Parser::State::Complete &&
           m_record.head.keepAlive && !m_ticket.closesAfter && m_surplus == 0 && isRequestWhole() &&
           m_record.times.sent.isValid() && (!m_ticket.tls || m_ticket.tls->verify);
}

void WireTapExchange::collectWarnings()
{
    for (const Http1Notice& notice : m_parser.notices())
        m_record.warnings.append(notice.text);
    if (!m_parser.trailers().isEmpty() && m_parser.state() != Http1Parser::State::Head) {
        QStringList names;
        for (const Http1Field& field : m_parser.trailers())
            names.append(escapedHttpBytes(field.name) + QStringLiteral(": ") +
                         escapedHttpBytes(field.value, 200));
        m_record.warnings.append(QStringLiteral("trailer fields: ") + names.join(QStringLiteral(", ")));
    }
    if (m_surplus > 0 && m_record.error.code == ErrorCode::None)
        m_record.warnings.append(QStringLiteral("%1 bytes came behind the answer").arg(m_surplus));
    if (m_record.error.code == ErrorCode::None && !isRequestWhole()) {
        m_record.warnings.append(
            QStringLiteral("the answer came before the request was whole (%1 of %2 bytes of its body)")
                .arg(m_record.requestBodyBytes)
                .arg(m_ticket.requestBodyBytes));
    }
}

} // namespace wl
