// SPDX-License-Identifier: MIT
#pragma once

#include "query/recordexport.h"
#include "query/recordfacts.h"

namespace wl {

/// The bytes of the records, one behind the other, of one direction or both.
class RawExport final : public RecordExport
{
public:
    RawExport(const ExportOptions& options, ExportOutput& output);

    void add(const Item& item) override;

private:
    bool m_sent;
    bool m_received;
    ExportOutput& m_output;
};

/// The same as C: an array of bytes for each record that has some, below a comment that says which it is.
class CArrayExport final : public RecordExport
{
public:
    CArrayExport(const RecordSource& source, const ExportOptions& options, ExportOutput& output);

    void begin() override;
    void add(const Item& item) override;

private:
    RecordFactsReader m_facts;
    bool m_sent;
    bool m_received;
    ExportOutput& m_output;
};

} // namespace wl
