// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1parser.h"
#include "net/rawrequestscan.h"
#include "net/tapexchange.h"

namespace wl {

/// One exchange of HTTP/1 as the wire tap sees it: counts the request's bytes, parses the response's. It
/// decides, its leg moves the bytes. Network thread, plain object.
class WireTapExchange final : public TapExchange
{
public:
    /// Where it is after bytes of the response or the end of their stream.
    enum class Verdict : quint8 {
        Open,
        Done,   ///< the response is whole
        Failed, ///< record().error says why
    };

    explicit WireTapExchange(TapTicket ticket);

    /// Bytes of the request, in order. False where they are more than the one request that is allowed.
    [[nodiscard]] bool requestBytes(QByteArrayView bytes);
    [[nodiscard]] bool isRequestWhole() const { return m_requestLeft == 0; }

    Verdict responseBytes(QByteArrayView bytes);
    /// The peer ended its stream: ErrorCode::None for an orderly end.
    Verdict streamEnded(const Error& reason);
    /// Whether the connection may carry another exchange after this one is done.
    [[nodiscard]] bool keepsConnection() const;

    /// Once the answer is whole, only answers to further requests are waited for: not as long. Their lack is
    /// no failure.
    [[nodiscard]] TapTimeouts timeouts() const override;
    void fail(const Error& error) override;

private:
    void takeRaw(QByteArrayView bytes);
    void takeHead(const Http1Head& head);
    void takeInterim(const Http1Head& head);
    void takePiece(QByteArrayView piece);
    Verdict parserVerdict();
    /// An answer is whole: whether another one is waited for.
    [[nodiscard]] bool goesOn();
    void collectNotices();
    void collectWarnings() override;

    Http1Parser m_parser;
    std::optional<RawRequestScan> m_raw;
    qint64 m_requestLeft = -1; ///< −1 while the head is not whole
    qint64 m_surplus = 0;      ///< bytes behind the response
    qsizetype m_answered = 0;  ///< answers that are whole
    bool m_isCutShort = false; ///< it ended before the answers to all its requests were whole
};

} // namespace wl
