// SPDX-License-Identifier: MIT
#pragma once

#include "session/shellcommand.h"

namespace wl {

/// Commands in the order in which a shell's text has them. What one writes into a pipe is the next one's
/// input where it is known: echo, printf and cat of a file. A plain value.
class ShellPipe
{
public:
    /// `isPiped`: what it writes goes to the command that is added next.
    void add(ShellCommand command, bool isPiped);
    [[nodiscard]] QList<ShellCommand> take() { return std::exchange(m_commands, {}); }

private:
    void giveInput(ShellCommand& command) const;

    QList<ShellCommand> m_commands;
    std::optional<ShellCommand> m_source; ///< writes to the next one
};

} // namespace wl
