// SPDX-License-Identifier: MIT
#pragma once

#include "query/recordexport.h"
#include "query/recordfacts.h"

namespace wl {

/// JSON lines: an object a record, with its bytes as text (what is not UTF-8 is U+FFFD) and exactly, as hex
/// or base64.
class JsonLinesExport final : public RecordExport
{
public:
    JsonLinesExport(const RecordSource& source, PayloadForm payload, ExportOutput& output);

    void add(const Item& item) override;

private:
    RecordFactsReader m_facts;
    PayloadForm m_payload;
    ExportOutput& m_output;
};

} // namespace wl
