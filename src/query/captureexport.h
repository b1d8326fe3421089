// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturesaver.h"
#include "query/recordexport.h"

namespace wl {

/// pcapng of the records that are selected, while they come: as saveCapture() makes it, with the Opened
/// record of each conversation before its first one.
class CaptureExport final : public RecordExport
{
public:
    CaptureExport(const RecordSource& source, const RecordNotes* notes, ExportOutput& output);

    [[nodiscard]] bool needsAll() const override { return true; }
    void add(const Item& item) override;
    void flush() override;
    void end() override;

private:
    /// A conversation none of whose records is written yet.
    struct Unwritten
    {
        RecordId opening;
        std::array<quint64, 2> leftOut{}; ///< bytes behind the opening, by Direction
    };

    void pass(const Item& item);
    void beginConversation(quint32 connection);

    const RecordSource& m_source;
    CaptureSaver m_saver;
    QHash<quint32, Unwritten> m_unwritten;
};

} // namespace wl
