// SPDX-License-Identifier: MIT
#include "net/rawrequestscan.h"

#include <algorithm>

namespace wl {

namespace {
constexpr qsizetype longestMethod = 256;
const QByteArray assumedMethod = "GET";
} // namespace

QByteArray rawMethod(QByteArrayView start)
{
    const QByteArrayView text = start.first(std::min(start.size(), longestMethod)).trimmed();
    qsizetype end = 0;
    while (end < text.size() && text[end] != ' ' && text[end] != '\r' && text[end] != '\n')
        ++end;
    const QByteArrayView word = text.first(end);
    return isHttpToken(word) ? word.toByteArray() : assumedMethod;
}

RawRequestScan::RawRequestScan()
    : m_parser(Http1Kind::Request)
{
    m_parser.handlers().head = [this](const Http1Head& head) {
        m_methods.append(head.method);
        if (m_firstHead.isEmpty())
            m_firstHead = head.raw;
    };
}

void RawRequestScan::feed(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && m_whole < maxRequests && m_parser.state() != Http1Parser::State::Failed) {
        if (m_parser.isIdle())
            m_start.clear();
        m_start += bytes.first(std::clamp<qsizetype>(longestMethod - m_start.size(), 0, bytes.size()));
        bytes = bytes.sliced(m_parser.feed(bytes));
        m_isOdd = m_isOdd || !m_parser.notices().isEmpty();
        if (m_parser.state() == Http1Parser::State::Complete) {
            ++m_whole;
            m_keepAlive = m_parser.head().keepAlive;
        }
    }
    m_isOdd = m_isOdd || !bytes.isEmpty();
}

QByteArray RawRequestScan::method(qsizetype answer) const
{
    return answer < m_methods.size() && isHttpToken(m_methods.at(answer)) ? m_methods.at(answer)
                                                                          : rawMethod(m_start);
}

qsizetype RawRequestScan::answers() const
{
    const bool hasMore = m_parser.state() == Http1Parser::State::Failed;
    return std::max<qsizetype>(m_whole + (hasMore ? 1 : 0), 1);
}

bool RawRequestScan::isClean() const
{
    return !m_isOdd && m_whole > 0 && m_parser.state() == Http1Parser::State::Complete;
}

} // namespace wl
