// SPDX-License-Identifier: MIT
#pragma once

#include "query/recordexport.h"
#include "query/recordfacts.h"

namespace wl {

/// CSV (RFC 4180, UTF-8, with a header line), a line a record. Text that a spreadsheet would take for a
/// formula gets an apostrophe before it, control characters become \xNN.
class CsvExport final : public RecordExport
{
public:
    CsvExport(const RecordSource& source, PayloadForm payload, ExportOutput& output);

    void begin() override;
    void add(const Item& item) override;

    /// One cell, in quotes where it must be.
    [[nodiscard]] static QByteArray cell(const QString& text);

private:
    RecordFactsReader m_facts;
    PayloadForm m_payload;
    ExportOutput& m_output;
};

} // namespace wl
