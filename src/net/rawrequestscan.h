// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1parser.h"

namespace wl {

/// Looks at the bytes of a raw request as they are sent: where its requests end, as RFC 9112 has it, and what
/// their methods are. The bytes can be anything. Plain object that only looks: it changes and holds nothing
/// up.
class RawRequestScan
{
public:
    /// So many answers are waited for at most.
    static constexpr qsizetype maxRequests = 1000;

    RawRequestScan();
    RawRequestScan(const RawRequestScan&) = delete;
    RawRequestScan& operator=(const RawRequestScan&) = delete;

    void feed(QByteArrayView bytes);

    /// The method that an answer is for, counted from 0; GET where the bytes do not say.
    [[nodiscard]] QByteArray method(qsizetype answer) const;
    /// How many answers a server owes: at least one, and one for each whole request, and one for bytes behind
    /// them that are no request.
    [[nodiscard]] qsizetype answers() const;
    /// The first request's head with its empty line; empty where it has none yet.
    [[nodiscard]] const QByteArray& firstHead() const { return m_firstHead; }
    /// Whether the bytes so far are whole requests by the rules, and nothing else.
    [[nodiscard]] bool isClean() const;
    /// Whether the last request asks to keep the connection.
    [[nodiscard]] bool keepsConnection() const { return isClean() && m_keepAlive; }

private:
    Http1Parser m_parser;
    QByteArray m_start; ///< of the request that is under way
    QByteArrayList m_methods;
    QByteArray m_firstHead;
    qsizetype m_whole = 0;
    bool m_keepAlive = false;
    bool m_isOdd = false;
};

/// The method that raw bytes begin with: their first word where it is a token, else GET.
[[nodiscard]] QByteArray rawMethod(QByteArrayView start);

} // namespace wl
