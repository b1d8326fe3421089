// SPDX-License-Identifier: MIT
#include "expectation.h"

namespace wl::cli {

Expectation Expectation::forBytes(QByteArray bytes)
{
    Expectation expectation;
    expectation.m_bytes = std::move(bytes);
    return expectation;
}

Result<Expectation> Expectation::forRegex(const QString& pattern)
{
    const QString limit = QStringLiteral("(*LIMIT_MATCH=%1)").arg(matchLimit);
    Expectation expectation;
    expectation.m_regex.emplace(limit + pattern);
    if (!expectation.m_regex->isValid()) {
        const auto at = std::max<qsizetype>(expectation.m_regex->patternErrorOffset() - limit.size(), 0);
        return fail(ErrorCode::BadOption, QStringLiteral("the pattern is not valid at character %1: %2")
                                              .arg(at + 1)
                                              .arg(expectation.m_regex->errorString()));
    }
    expectation.m_regex->optimize();
    return expectation;
}

void Expectation::feed(QByteArrayView bytes)
{
    if (m_verdict != Verdict::Open)
        return;
    m_window.append(bytes);
    m_hasNew = true;
    if (m_regex) {
        if (m_window.size() > 2 * windowBytes)
            tryRegex();
        return;
    }
    if (m_window.contains(m_bytes))
        m_verdict = Verdict::Met;
    // Only a beginning that the next bytes may complete is kept.
    keepLast(std::max<qsizetype>(m_bytes.size() - 1, 0));
}

Expectation::Verdict Expectation::verdict()
{
    if (m_regex && m_hasNew && m_verdict == Verdict::Open)
        tryRegex();
    return m_verdict;
}

void Expectation::tryRegex()
{
    m_hasNew = false;
    const auto match = m_regex->match(QString::fromUtf8(m_window));
    if (match.hasMatch())
        m_verdict = Verdict::Met;
    else if (!match.isValid())
        m_verdict = Verdict::GaveUp;
    keepLast(windowBytes);
}

void Expectation::keepLast(qsizetype bytes)
{
    if (m_window.size() > bytes)
        m_window = m_window.last(bytes);
}

} // namespace wl::cli
