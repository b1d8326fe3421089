// SPDX-License-Identifier: MIT
#include "query/harexport.h"

#include "query/harentry.h"
#include "query/jsonline.h"

#include <algorithm>

namespace wl {

namespace {

DecodeWishes harWishes()
{
    DecodeWishes wishes;
    wishes.fields = {"http."};
    wishes.contentBytes = HarExport::bodyBytes;
    return wishes;
}

/// The connections of the records of a list.
std::vector<bool> connectionsOf(const RecordSource& source, const std::vector<RecordId>& records)
{
    std::vector<bool> wanted(source.connectionCount());
    for (const RecordId id : records) {
        const quint32 connection = id.value() < source.recordCount() ? source.record(id).connection : ~0U;
        if (connection < wanted.size())
            wanted[connection] = true;
    }
    return wanted;
}

} // namespace

HarExport::HarExport(const RecordSource& source, const ExportOptions& options, ExportOutput& output)
    : m_source(source)
    , m_wanted(options.records ? connectionsOf(source, *options.records) : std::vector<bool>())
    , m_isListed(options.records.has_value())
    , m_notes(options.context.notes)
    , m_output(output)
    , m_pool(source, options.context.decoders ? options.context.decoders : conversationDecoders(),
             harWishes(), conversations, options.context.decodeAs)
    , m_pairing([this](const PairedExchange& exchange) { takePair(exchange); },
                [this](quint64 number) { takeForgotten(number); })
{
}

bool HarExport::needsPayload(const RecordEntry& entry) const
{
    return entry.kind == RecordKind::Data &&
           (!m_isListed || (entry.connection < m_wanted.size() && m_wanted[entry.connection]));
}

QByteArray HarExport::head()
{
    return R"({"log":{"version":"1.2","creator":{"name":"Wireloupe","version":")" WIRELOUPE_VERSION
           R"("},"entries":[)";
}

void HarExport::begin()
{
    m_output.write(head());
}

void HarExport::add(const Item& item)
{
    if (m_isListed && (item.entry.connection >= m_wanted.size() || !m_wanted[item.entry.connection]))
        return;
    m_pairing.begin(item.entry, item.isSelected);
    m_pool.feed(item.entry, item.payload, [&](const DecodedMessage& message) {
        if (message.protocol == Protocol::Http)
            takeMessage(message, item);
    });
    m_pairing.end();
}

void HarExport::takeMessage(const DecodedMessage& message, const Item& item)
{
    HarMessage har = HarMessage::of(message);
    const quint64 number = m_nextNumber++;
    const bool isFinal = har.status >= 200 || har.status == 101;
    if (har.isRequest() || isFinal) {
        const ExchangePairing::Span span = m_pairing.spanOf(message);
        har.connection = item.entry.connectionId();
        har.firstNs = span.firstNs;
        har.lastNs = span.lastNs;
        har.isSelected = item.isSelected;
        if (m_notes)
            har.note = m_notes->note(item.id).comment;
        if (m_heldBytes + har.size() > heldBytes) {
            har.content.clear();
            har.isContentWhole = false;
        }
        m_heldBytes += har.size();
        m_held.emplace(number, std::move(har));
    }
    m_pairing.take(message, number);
}

void HarExport::takePair(const PairedExchange& exchange)
{
    const std::optional<HarMessage> request = takeHeld(exchange.request);
    const std::optional<HarMessage> response = takeHeld(exchange.response);
    if (request && exchange.isSelected)
        write(*request, response ? &*response : nullptr);
}

void HarExport::takeForgotten(quint64 number)
{
    const std::optional<HarMessage> message = takeHeld(number);
    if (!message || !message->isSelected)
        return;
    if (message->isRequest())
        write(*message, nullptr);
    else
        ++m_withoutRequest;
}

std::optional<HarMessage> HarExport::takeHeld(quint64 number)
{
    const auto held = m_held.find(number);
    if (held == m_held.end())
        return std::nullopt;
    std::optional<HarMessage> message(std::move(held->second));
    m_heldBytes -= message->size();
    m_held.erase(held);
    return message;
}

void HarExport::write(const HarMessage& request, const HarMessage* response)
{
    m_output.write(m_isFirst ? "\n" : ",\n");
    m_isFirst = false;
    m_output.write(harEntry(request, response, m_source.connection(request.connection).info));
    m_incomplete += response ? 0 : 1;
    countRecord();
}

// What still waits has no response in this capture.
void HarExport::end()
{
    std::vector<quint64> left;
    for (const auto& held : m_held)
        left.push_back(held.first);
    std::sort(left.begin(), left.end());
    for (const quint64 number : left)
        takeForgotten(number);
    m_output.write(tail());
}

void HarExport::tell(ExportResult& result) const
{
    RecordExport::tell(result);
    result.incomplete = m_incomplete;
    result.withoutRequest = m_withoutRequest;
    result.restarted = m_pool.restarts();
}

} // namespace wl
