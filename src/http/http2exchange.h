// SPDX-License-Identifier: MIT
#pragma once

#include "http/http2session.h"
#include "net/tapexchange.h"

namespace wl {

/// One exchange of HTTP/2: makes the record from what comes on its stream. It decides, its leg moves the
/// bytes. Network thread, plain object.
class Http2Exchange final : public TapExchange, public Http2StreamUser
{
public:
    using TapExchange::TapExchange;

    /// The request's fields are on their way.
    void requestBegan(const QByteArray& text);
    /// This much of the request's body was given out.
    void requestBody(qint64 bytes);
    /// The server's stream ended before the answer was whole; `farewell` is what it said before.
    void streamEnded(const Error& reason, const QString& farewell);

private:
    void streamBegan() override { answerBegan(); }
    void streamFields(const QList<Http1Field>& fields) override;
    void streamBody(QByteArrayView piece) override { takeBody(piece); }
    void streamWarned(const QString& text) override { m_record.warnings.append(text); }
    void collectWarnings() override;

    void takeHead(int status, const QList<Http1Field>& fields);
};

} // namespace wl
