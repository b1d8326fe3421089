// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodydevice.h"
#include "http/engineleg.h"
#include "net/exchangecarrier.h"

namespace wl {

/// One request after another of the exact engine on its way: head and body as they are, no faster than the
/// server takes them. Network thread, belongs to its engine.
class ExactLeg final : public EngineLeg, private ExchangeCarrierUser
{
    Q_OBJECT
public:
    ExactLeg(ServerPool& servers, TrafficSink& sink, QObject* parent);

    /// `body` null: none.
    void start(TapTicket ticket, const QByteArray& head, std::unique_ptr<BodyDevice> body);
    /// The same over a connection that is there already, of which `record` tells.
    void start(TapTicket ticket, WireTapServer& server, const TapRecord& record, const QByteArray& head,
               std::unique_ptr<BodyDevice> body);
    [[nodiscard]] quint32 exchange() const override { return m_carrier.number(); }
    void cancel() override;
    void resume() override { m_carrier.resume(); }

private:
    void carrierReady() override { sendBody(); }
    void carrierEnded(std::unique_ptr<WireTapExchange> over) override;

    void send(const QByteArray& head);
    void sendBody();
    [[nodiscard]] QByteArray nextPiece();

    ExchangeCarrier m_carrier;
    std::unique_ptr<BodyDevice> m_body; ///< what of it is still to be read
};

} // namespace wl
