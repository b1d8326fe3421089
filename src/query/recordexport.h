// SPDX-License-Identifier: MIT
#pragma once

#include "query/exportoutput.h"

#include <memory>

namespace wl {

/// Writes records in one format, as ExportRun tells them, in order. One thread; source and output outlive it.
class RecordExport
{
public:
    /// One record.
    struct Item
    {
        RecordId id;
        const RecordEntry& entry;
        std::optional<QByteArrayView> payload; ///< none: it was dropped or cannot be read
        bool isSelected = true;
    };

    /// Of the format of `options`. `output` outlives it.
    [[nodiscard]] static std::unique_ptr<RecordExport>
    create(const RecordSource& source, const ExportOptions& options, ExportOutput& output);
    virtual ~RecordExport() = default;

    /// Whether it is told the records that are not selected, too.
    [[nodiscard]] virtual bool needsAll() const { return false; }
    /// Whether it wants the payload of a record that is not selected.
    [[nodiscard]] virtual bool needsPayload(const RecordEntry& entry) const
    {
        Q_UNUSED(entry)
        return false;
    }
    /// What stands before the first record.
    virtual void begin() {}
    virtual void add(const Item& item) = 0;
    /// Writes what it still holds, where that can stand on its own.
    virtual void flush() {}
    /// What stands behind the last one.
    virtual void end() {}
    /// Adds what only this format counts.
    virtual void tell(ExportResult& result) const { result.records = m_records; }

protected:
    RecordExport() = default;
    void countRecord() { ++m_records; }

private:
    quint64 m_records = 0;
};

} // namespace wl
