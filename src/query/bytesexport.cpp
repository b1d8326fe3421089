// SPDX-License-Identifier: MIT
#include "query/bytesexport.h"

#include "payload/hex.h"

namespace wl {

namespace {

bool isWanted(const RecordExport::Item& item, bool sent, bool received)
{
    return item.entry.kind == RecordKind::Data && item.payload &&
           (item.entry.direction == Direction::Sent ? sent : received);
}

} // namespace

RawExport::RawExport(const ExportOptions& options, ExportOutput& output)
    : m_sent(options.sent)
    , m_received(options.received)
    , m_output(output)
{
}

void RawExport::add(const Item& item)
{
    if (!isWanted(item, m_sent, m_received))
        return;
    m_output.write(*item.payload);
    countRecord();
}

CArrayExport::CArrayExport(const RecordSource& source, const ExportOptions& options, ExportOutput& output)
    : m_facts(source)
    , m_sent(options.sent)
    , m_received(options.received)
    , m_output(output)
{
}

void CArrayExport::begin()
{
    m_output.write("/* Records of a capture; the number is the record's in the list. */\n");
}

void CArrayExport::add(const Item& item)
{
    if (!isWanted(item, m_sent, m_received) || item.payload->isEmpty())
        return;
    const RecordFacts facts = m_facts.factsOf(item.id, item.entry, *item.payload);
    const char* name = item.entry.direction == Direction::Sent ? "sent_" : "received_";
    m_output.write(QStringLiteral("\n/* %1, %2 to %3 */\nstatic const unsigned char %4%5[%6] =\n")
                       .arg(facts.time, facts.source, facts.destination, QLatin1String(name))
                       .arg(facts.number)
                       .arg(item.payload->size())
                       .toUtf8());
    m_output.write(formatHex(*item.payload, HexStyle::CArray).toLatin1());
    m_output.write(";\n");
    countRecord();
}

} // namespace wl
