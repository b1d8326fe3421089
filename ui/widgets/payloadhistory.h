// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QList>

#include <optional>

namespace wl {

/// What was sent from an editor, newest first, and where Alt+Up and Alt+Down stand in it. A value.
class PayloadHistory
{
public:
    static constexpr qsizetype maxEntries = 100;
    static constexpr qsizetype maxEntryChars = 1 << 20; ///< larger ones are not kept

    void set(const QList<PayloadSpec>& entries);
    [[nodiscard]] const QList<PayloadSpec>& entries() const { return m_entries; }
    /// Puts it on top (once); walking starts again.
    void remember(const PayloadSpec& spec);

    /// One step back in time; `current` is kept as the draft to come back to. Nothing at the oldest.
    [[nodiscard]] std::optional<PayloadSpec> older(const PayloadSpec& current);
    /// One step forward, at last to the draft. Nothing there.
    [[nodiscard]] std::optional<PayloadSpec> newer();
    /// What is shown was edited: walking starts from here again.
    void leave() { m_at = -1; }
    /// 1-based place for a label, 0 while the draft is shown.
    [[nodiscard]] qsizetype place() const { return m_at + 1; }

private:
    QList<PayloadSpec> m_entries;
    PayloadSpec m_draft;
    qsizetype m_at = -1;
};

} // namespace wl
