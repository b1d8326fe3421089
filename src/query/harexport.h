// SPDX-License-Identifier: MIT
#pragma once

#include "query/conversationpool.h"
#include "query/exchangepairing.h"
#include "query/harmessage.h"
#include "query/recordexport.h"

#include <unordered_map>

namespace wl {

/// HAR 1.2 of the HTTP exchanges of which the last record of the request or of the response is selected, in
/// the order in which they end. A request without a response has status 0 and a comment; a response without a
/// request is left out and counted. Of a body at most bodyBytes; the bodies of requests that wait for their
/// response are held up to heldBytes in all.
class HarExport final : public RecordExport
{
public:
    static constexpr qint64 bodyBytes = qint64{8} * 1024 * 1024;
    static constexpr qint64 heldBytes = qint64{256} * 1024 * 1024;
    static constexpr qsizetype conversations = 256; ///< that are decoded at a time

    HarExport(const RecordSource& source, const ExportOptions& options, ExportOutput& output);

    /// What stands before the entries of a HAR, and behind them.
    [[nodiscard]] static QByteArray head();
    [[nodiscard]] static QByteArray tail() { return "\n]}}\n"; }

    [[nodiscard]] bool needsAll() const override { return true; }
    [[nodiscard]] bool needsPayload(const RecordEntry& entry) const override;
    void begin() override;
    void add(const Item& item) override;
    void end() override;
    void tell(ExportResult& result) const override;

private:
    void takeMessage(const DecodedMessage& message, const Item& item);
    void takePair(const PairedExchange& exchange);
    void takeForgotten(quint64 number);
    [[nodiscard]] std::optional<HarMessage> takeHeld(quint64 number);
    void write(const HarMessage& request, const HarMessage* response);

    const RecordSource& m_source;
    std::vector<bool> m_wanted; ///< by connection, where only some records are listed
    const bool m_isListed;
    std::shared_ptr<const RecordNotes> m_notes;
    ExportOutput& m_output;
    ConversationPool m_pool;
    ExchangePairing m_pairing;
    std::unordered_map<quint64, HarMessage> m_held; ///< by number
    qint64 m_heldBytes = 0;
    quint64 m_nextNumber = 0;
    quint64 m_incomplete = 0;
    quint64 m_withoutRequest = 0;
    bool m_isFirst = true;
};

} // namespace wl
